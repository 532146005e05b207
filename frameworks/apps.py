"""How does Django know of the policy packs?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworksConfig(AppConfig):
    """Floor 1: policy packs, without tables."""

    name = "frameworks"
    verbose_name = _("Policy frameworks")

    def ready(self):
        from frameworks import checks  # noqa: F401, PLC0415 -- registers the system check once apps are ready
