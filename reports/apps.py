"""Home pages, the auditor’s workspace."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
