"""Platforms, their reviews, and the privacy and security assessments that accounts rest on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskConfig(AppConfig):
    name = "risk"
    verbose_name = _("Platforms and assessments")

    def ready(self) -> None:
        # Registering needs loaded apps.
        from risk import (  # noqa: F401, PLC0415
            change_declared,
            changes,
            concerned,
            declared,
            kind,
            news,
            record_panels,
            register_declared,
            review_panels,
            tasks,
        )

        news.listen(changes.on_assessment)
