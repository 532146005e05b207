"""The departmental social media strategy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = _("Strategies")

    def ready(self) -> None:
        from strategy import declared, kind  # noqa: F401, PLC0415 -- registering needs loaded apps
