"""Rounds, sign-offs and decisions: one engine for every document."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        # Each registers itself; models are loaded only now.
        from approvals import after_declared, declared, evidence, pdf_appendix, proving  # noqa: F401, PLC0415
