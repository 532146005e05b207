"""Which official accounts rest on a platform or an assessment? What the entity sees before it withdraws a review."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import OfficialAccount
from plans.models import Reliance
from risk import resting
from risk.models import Assessment, Platform

IN_THE_INDEX = ("active", "closing", "closed")


def accounts_resting_on(platform: Platform, assessment: Assessment | None, user: Any) -> QuerySet:
    """Return the accounts on `platform` that `user` sees; with `assessment`, those whose plan rests on it."""
    found = OfficialAccount.objects.visible_to(user).filter(platform=platform, state__in=IN_THE_INDEX)
    found = found.select_related("organization")
    if assessment is None:
        return found
    rests = Reliance.objects.in_force().filter(document=OuterRef("plan"), version__assessment=assessment)
    return found.filter(Exists(rests))


def _cells(account: OfficialAccount) -> list[Any]:
    state = account.state_info
    return [
        {"text": account.name, "url": account.get_absolute_url(), "sub": account.url},
        account.organization.name,
        {"tag": {"label": state.label, "tone": state.tone}},
    ]


resting.register(
    resting.Resting(
        code="accounts",
        label=_("Official accounts in the public index"),
        columns=(_("Account"), _("Organization"), _("Status")),
        rows=accounts_resting_on,
        order=("sort_name", "pk"),
        cells=_cells,
    )
)
