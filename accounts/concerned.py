"""Which accounts does a change of a platform or an assessment concern? Living ones on it, or with a plan on it.

An account is answered for with its plan; one without a plan in force by its department's coordinator.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import OfficialAccount
from documents.models import Document
from plans.models import Reliance
from risk import concerned
from risk.concerned import Concern, Shown
from risk.models import PlatformChange


def accounts(change: PlatformChange) -> QuerySet:
    """Return the living accounts on the platform; of an assessment, those whose plan in force rests on it."""
    found = OfficialAccount.objects.living()
    if not change.assessment_id:
        return found.filter(platform=change.platform_id)
    rests = Reliance.objects.in_force().filter(document=OuterRef("plan"), version__assessment=change.assessment_id)
    return found.filter(Exists(rests), plan__in=Document.objects.in_force().values("pk"))


def amended() -> Exists:
    """An account without a plan in force gets one."""
    in_force = Document.objects.in_force().values("pk")
    return Exists(OfficialAccount.objects.filter(pk=OuterRef("object_id"), plan__in=in_force))


def ended() -> Exists:
    return Exists(OfficialAccount.objects.filter(pk=OuterRef("object_id"), state="closed"))


def shown(ids: Iterable[int], user: Any) -> dict[int, Shown]:
    found = OfficialAccount.objects.visible_to(user).filter(pk__in=list(ids))
    return {one.pk: Shown(f"{one.name} (@{one.handle.lstrip('@')})", one.get_absolute_url()) for one in found}


ACCOUNTS = concerned.register(
    Concern(
        code="accounts",
        label=_("Official accounts"),
        one=_("Official account"),
        rows=accounts,
        columns={
            "organization": F("organization"),
            "owner": F("plan__document__owner"),
            "document": concerned.in_force("plan"),
        },
        shown=shown,
        amended=amended,
        ended=ended,
    )
)
