"""Addresses of this room."""

from typing import Any

app_name = "approvals"
urlpatterns: list[Any] = []
