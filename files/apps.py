"""Files that people attach."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from files import declared  # noqa: F401, PLC0415 -- registering needs loaded apps
