"""Addresses of this room."""

from typing import Any

app_name = "accounts"
urlpatterns: list[Any] = []
