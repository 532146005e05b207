"""Registers the ground floor: system checks, and the triggers that keep append-only tables append-only."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "govsocial.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from govsocial.core import append_only, checks  # noqa: F401, PLC0415 -- registering needs loaded apps

        post_migrate.connect(append_only.install_triggers, dispatch_uid="append-only-triggers")
