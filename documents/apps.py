"""Drafts, answers in two languages, tables, comments, versions and PDFs: what people write and sign."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        from documents import declared, proving, unread, withholding  # noqa: F401, PLC0415 -- registering needs loaded apps
