"""Addresses of this room."""

from typing import Any

app_name = "risk"
urlpatterns: list[Any] = []
