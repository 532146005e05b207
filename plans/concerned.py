"""Which plans does a change of a platform or an assessment concern? Those in force that name it, or rest on it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import attesting
from approvals.models import AttestationRequest
from plans import coverage
from plans.kind import KIND
from plans.models import Plan, Reliance
from risk import change_kinds, concerned
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


@attesting.refuses
def covered_by_nothing(request: AttestationRequest) -> str:
    """A plan cannot be said to hold when what it relied on was taken away and nothing else covers its uses (§4.2(f)).

    Judged as long as nobody is changing it: its change answers instead.
    """
    document = request.document
    if document.kind != KIND.code or document.state != "approved":
        return ""
    if not PlatformChange.objects.filter(cause=request.cause, kind__in=change_kinds.ENDING).exists():
        return ""
    bare = coverage.of_plan(document).not_covered
    if not bare:
        return ""
    uses = ", ".join(coverage.use_name(document, one.use) for one in bare)
    return _(
        "Nothing covers these uses any more: %(uses)s. The plan cannot stay as it is: have it changed on another "
        "assessment, or close its accounts."
    ) % {"uses": uses}


PLANS = concerned.register(
    Concern(
        code="plans",
        label=gettext_lazy("Implementation plans"),
        one=gettext_lazy("Implementation plan"),
        rows=plans,
        columns={"organization": F("document__organization"), "owner": F("document__owner"), "document": F("document")},
        shown=shown,
    )
)
