"""Home pages, the auditor’s workspace."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from reports import declared, results, tasks, work  # noqa: F401, PLC0415 -- registering needs loaded apps
