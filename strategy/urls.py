"""Addresses of this room."""

from typing import Any

app_name = "strategy"
urlpatterns: list[Any] = []
