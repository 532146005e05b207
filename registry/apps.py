"""The public index of official accounts."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "registry"
