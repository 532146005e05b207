"""Addresses of this room."""

from typing import Any

app_name = "registry"
urlpatterns: list[Any] = []
