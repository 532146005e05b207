"""Addresses of this room."""

from typing import Any

app_name = "reminders"
urlpatterns: list[Any] = []
