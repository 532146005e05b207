"""Addresses of this room."""

from typing import Any

app_name = "demo"
urlpatterns: list[Any] = []
