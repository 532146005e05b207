"""Implementation plans of official accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = _("Implementation plans")

    def ready(self) -> None:
        from plans import (  # noqa: F401, PLC0415 -- registering needs loaded apps
            challenges,
            concerned,
            declared,
            flag_panels,
            kind,
            protocol_panels,
            reliance_panels,
            review_panels,
            sight_panels,
            standing,
        )
