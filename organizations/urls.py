"""Addresses of this room."""

from typing import Any

app_name = "organizations"
urlpatterns: list[Any] = []
