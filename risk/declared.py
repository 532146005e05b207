"""What does this room declare at start-up: its entry in the menu, and what waits or falls due for whom?"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core.access import SIGNED_IN
from govsocial.core.declare import NavItem, WorkItem, navigates, says, works
from organizations.models import Role
from risk import rules
from risk.actions import naming
from risk.models import Assessment, Platform

LEAD = timedelta(days=30)
MOST_TOLD = 20

navigates(NavItem(gettext_lazy("Platforms"), "risk:platforms", SIGNED_IN, order=60))

says(
    {
        "platform.added": gettext_lazy("Platform added"),
        "platform.described": gettext_lazy("Description changed"),
        "platform.terms_changed": gettext_lazy("Terms of use or privacy policy changed"),
        "platform.pre_reviewed": gettext_lazy("Pre-review recorded"),
        "platform.withdrawn": gettext_lazy("Pre-review withdrawn"),
        "platform.restored": gettext_lazy("Pre-review restored"),
        "assessment.recorded": gettext_lazy("Assessment recorded"),
        "assessment.changed": gettext_lazy("Assessment changed"),
        "assessment.signed": gettext_lazy("Assessment signed"),
        "assessment.record_started": gettext_lazy("Record started"),
        "assessment.unsigned": gettext_lazy("Signature taken off"),
        "assessment.shared": gettext_lazy("Shared with the central entity"),
        "assessment.offered": gettext_lazy("Offered to all departments"),
        "assessment.kept": gettext_lazy("Kept by the central entity for itself"),
        "assessment.taken_back": gettext_lazy("No longer shared"),
    }
)


@works
def platform_reviews(user: Any) -> Iterator[WorkItem]:
    """Tell the entity's reviewers which platforms fall due for review, and which changed since theirs: one query."""
    if not rules.MANAGE_PLATFORMS.allows(user):
        return
    soon = timezone.localdate() + LEAD
    changed = Q(terms_dated__gt=F("reviewed_on")) | Q(privacy_dated__gt=F("reviewed_on"))
    found = Platform.objects.pre_reviewed().filter(Q(next_review_on__lte=soon) | changed)
    for platform in found.order_by(F("next_review_on").asc(nulls_last=True), "pk")[:MOST_TOLD]:
        yield from _of_platform(platform, soon)


def _of_platform(platform: Platform, soon: date) -> Iterator[WorkItem]:
    url = platform.get_absolute_url()
    if platform.next_review_on and platform.next_review_on <= soon:
        title = _("Review the platform %(platform)s") % {"platform": platform.name}
        yield WorkItem("due", title, url, due_on=platform.next_review_on)
    if platform.changed_since_review:
        title = _("%(platform)s changed its terms or privacy policy: review it again") % {"platform": platform.name}
        yield WorkItem("changed", title, url)


@works
def assessments_to_keep(user: Any) -> Iterator[WorkItem]:
    """Tell those who keep assessments which end soon or have ended, and which a changed platform has overtaken."""
    kept = _kept_by(user)
    if not kept:
        return
    soon = timezone.localdate() + LEAD
    overtaken = Q(platform__terms_dated__gt=F("signed_on")) | Q(platform__privacy_dated__gt=F("signed_on"))
    found = (
        Assessment.objects.newest().filter(kept, signed_on__isnull=False).filter(Q(valid_until__lte=soon) | overtaken)
    )
    for one in found.select_related("platform").order_by(F("valid_until").asc(nulls_last=True), "pk")[:MOST_TOLD]:
        if one.valid_until and one.valid_until <= soon:
            title = _("Renew “%(assessment)s”") % {"assessment": one.title}
            yield WorkItem("due", title, one.get_absolute_url(), detail=one.platform.name, due_on=one.valid_until)
        elif one.predates_terms:
            title = _("%(platform)s changed: check whether “%(assessment)s” still holds") % {
                "platform": one.platform.name,
                "assessment": one.title,
            }
            yield WorkItem("changed", title, one.get_absolute_url())


@works
def assessments_to_sign(user: Any) -> Iterator[WorkItem]:
    """Tell the advisors of privacy and of IT security which assessments wait for their signature."""
    mine = Q()
    for kind, area in rules.SIGNING_AREA.items():
        places = [hat.organization_id for hat in user.hats if hat.role == Role.ADVISOR and hat.area == area]
        if places:
            mine |= Q(kind=kind, organization__in=places)
    if not mine:
        return
    # One that is written here is signed by its record, which asks for sign-offs itself.
    waiting = Q(record=None) | Q(record__state__in=naming.GIVEN_UP)
    found = Assessment.objects.filter(mine, waiting, signed_on__isnull=True).select_related("platform")
    for one in found.order_by("created_at", "pk")[:MOST_TOLD]:
        title = _("Record the signature of “%(assessment)s”") % {"assessment": one.title}
        yield WorkItem("waits", title, one.get_absolute_url(), detail=one.platform.name, since=one.created_at)


@works
def assessments_to_share(user: Any) -> Iterator[WorkItem]:
    """Remind coordinators to share what their department assessed itself (§4.2(f)): one query."""
    places = [hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR]
    if not places:
        return
    own = (
        Assessment.objects.current()
        .newest()
        .filter(scope=Assessment.Scope.OWN, sharing=Assessment.Sharing.PRIVATE, organization__in=places)
    )
    for one in own.select_related("platform").order_by("-signed_on", "pk")[:MOST_TOLD]:
        title = _("Share “%(assessment)s” with the central entity") % {"assessment": one.title}
        yield WorkItem("waits", title, one.get_absolute_url(), detail=one.platform.name)


@works
def assessments_to_look_at(user: Any) -> Iterator[WorkItem]:
    """Tell the entity’s reviewers which assessments departments share with them: one query."""
    if not rules.MANAGE_PLATFORMS.allows(user):
        return
    shared = Assessment.objects.filter(sharing=Assessment.Sharing.SHARED).select_related("platform", "organization")
    for one in shared.order_by("shared_on", "pk")[:MOST_TOLD]:
        title = _("Say whether “%(assessment)s” is offered to others") % {"assessment": one.title}
        detail = f"{one.organization.name} · {one.platform.name}"
        yield WorkItem("waits", title, reverse("risk:assessment_answer", args=[one.pk]), detail=detail)


def _kept_by(user: Any) -> Q:
    """Return the condition for the assessments that `user` keeps (`rules.KEEP_ASSESSMENT`, as rows)."""
    mine = Q()
    if rules.MANAGE_PLATFORMS.allows(user):
        mine |= Q(scope=Assessment.Scope.ENTERPRISE)
    for hat in user.hats:
        if hat.role == Role.COORDINATOR:
            mine |= Q(scope=Assessment.Scope.OWN, organization=hat.organization_id)
        elif hat.role == Role.ADVISOR:
            kinds = [kind for kind, area in rules.SIGNING_AREA.items() if area == hat.area]
            if kinds:
                mine |= Q(scope=Assessment.Scope.OWN, organization=hat.organization_id, kind__in=kinds)
    return mine
