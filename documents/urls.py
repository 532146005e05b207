"""Addresses of this room."""

from typing import Any

app_name = "documents"
urlpatterns: list[Any] = []
