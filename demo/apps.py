"""Demo data and the demo’s one-click sign-in."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
