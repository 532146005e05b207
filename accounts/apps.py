"""Official social media accounts (never sign-in accounts): submissions, configuration, closing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    # allauth's app of the same last name keeps the label "account"; ours is plural.
    verbose_name = _("Official accounts")

    def ready(self) -> None:
        # Registering needs loaded apps.
        from accounts import concerned, declared, duty_panels, kinds, naming, presence, resting, risk_panel  # noqa: F401, PLC0415
