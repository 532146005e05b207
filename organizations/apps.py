"""Organizations and the people who act in them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        from organizations import declared  # noqa: F401, PLC0415 -- registering needs loaded apps
