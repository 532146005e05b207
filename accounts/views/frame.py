"""What do the pages of one official account share? The way back to it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way here from the list of accounts; `steps` are (label, url)."""
    first = {"label": _("Official accounts"), "url": reverse("accounts:accounts")}
    return [first, *({"label": label, "url": url} for label, url in steps)]


class OfAccount:
    """Mixed into a page whose address names an official account."""

    model = OfficialAccount
    object: OfficialAccount

    def rows(self) -> Any:
        related = (
            "organization",
            "platform",
            "equivalent",
            "plan__document__effective_version",
            "submission__document",
        )
        return OfficialAccount.objects.visible_to(self.request.user).select_related(*related)

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """Return the way here: the list, the account, and `more`."""
        return crumbs((self.object.name, self.object.get_absolute_url() if more else ""), *more)
