"""Which plans does a change of a platform or an assessment concern? Those in force that name it, or rest on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from plans.models import Plan, Reliance
from risk import concerned
from risk.concerned import Concern, Shown
from risk.models import PlatformChange


def plans(change: PlatformChange) -> QuerySet:
    """Return the plans in force on the platform, or (of an assessment) those whose coverage rests on it."""
    rests = Reliance.objects.in_force().filter(document=OuterRef("pk"))
    found = Plan.objects.in_force()
    if change.assessment_id:
        return found.filter(Exists(rests.filter(version__assessment=change.assessment_id)))
    # A plan that is being written anew may name another platform already, and still rest on this one.
    resting = Exists(rests.filter(version__assessment__platform=change.platform_id))
    return found.filter(Q(platform=change.platform_id) | Q(resting))


def shown(ids: Iterable[int], user: Any) -> dict[int, Shown]:
    found = Plan.objects.visible_to(user).filter(pk__in=list(ids)).select_related("document")
    return {one.pk: Shown(one.document.title, one.get_absolute_url()) for one in found}


PLANS = concerned.register(
    Concern(
        code="plans",
        label=_("Implementation plans"),
        one=_("Implementation plan"),
        rows=plans,
        columns={"organization": F("document__organization"), "owner": F("document__owner"), "document": F("document")},
        shown=shown,
    )
)
