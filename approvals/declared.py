"""What do sign-offs put on other pages: work on home pages, the record on a version's page, words of the ledger?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import amending, designation, rounds, status, versions  # noqa: F401 -- designation registers itself
from approvals.models import Condition, ConditionStep, Decision, DissentResponse, ReviewRound, SignOff
from documents.models import Version
from govsocial.core.declare import Panel, WorkItem, panels, says, works
from organizations.models import Role, User

MOST_TOLD = 50

says(
    {
        "document.sign_off_transcribed": gettext_lazy("Sign-off given outside, transcribed"),
        "document.condition_asked": gettext_lazy("Condition asked"),
        "document.condition_reported": gettext_lazy("Condition reported as met"),
        "document.condition_accepted": gettext_lazy("Condition accepted as met"),
        "document.condition_refused": gettext_lazy("What was done about a condition not accepted"),
        "document.condition_withdrawn": gettext_lazy("Condition withdrawn by its area"),
        "document.evidence_withheld": gettext_lazy("Evidence withheld after a virus scan"),
        "document.dissent_answered": gettext_lazy("Objection answered"),
        "document.dissent_overridden": gettext_lazy("Objection overridden"),
    }
)


@works
def conditions_to_meet(user: User) -> Iterator[WorkItem]:
    """Tell owners what to meet, advisors what to accept, coordinators and heads what is overdue: one query."""
    if not user.organization_ids:
        return
    late = Q(due_on__lt=timezone.localdate(), document__organization__in=_overseen(user))
    owned = Q(owner=user, document__organization__in=user.organization_ids)
    found = Condition.objects.owed().with_last_step().filter(owned | _of_my_areas(user) | late)
    for condition in found.select_related("document__organization").order_by("due_on", "pk")[:MOST_TOLD]:
        yield _condition_item(condition, user)


def _overseen(user: User) -> set[int]:
    return {hat.organization_id for hat in user.hats if hat.role in {Role.COORDINATOR, Role.HEAD}}


def _of_my_areas(user: User) -> Q:
    """Return the conditions of the user's own areas that were reported as met by somebody else."""
    mine = Q(pk__in=[])
    for hat in user.hats:
        if hat.role == Role.ADVISOR:
            mine |= Q(document__organization=hat.organization_id, area=hat.area)
    return mine & Q(last=ConditionStep.Kind.REPORTED) & ~Q(last_by=user.pk)


def _condition_item(condition: Any, user: User) -> WorkItem:
    names = {"document": condition.document.title, "area": condition.area_name}
    url, due_on = condition.get_absolute_url(), condition.due_on
    is_reported = condition.last == ConditionStep.Kind.REPORTED
    if is_reported and user.has_role(Role.ADVISOR, condition.document.organization_id, condition.area):
        title = _("Accept what was done about your condition on “%(document)s”") % names
        return WorkItem("waits", title, url, detail=condition.text, due_on=due_on)
    if is_reported:
        title = _("%(area)s has not accepted yet what was done about its condition on “%(document)s”") % names
    else:
        title = _("Meet the condition of %(area)s on “%(document)s”") % names
    detail = _("%(who)s sees to it · %(text)s") % {"who": condition.owner_name, "text": condition.text}
    return WorkItem("due", title, url, detail=detail, due_on=due_on)


@works
def objections_to_answer(user: User) -> Iterator[WorkItem]:
    """Tell authors and coordinators which area does not concur and has no answer yet: three queries."""
    places = {hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR}
    mine = Q(document__owner=user, document__organization__in=user.organization_ids)
    open_ones = Q(closed_at__isnull=True, document__state="consultation")
    owing = ReviewRound.objects.owing().values("pk")
    found = ReviewRound.objects.filter(open_ones | Q(pk__in=owing))
    found = found.filter(mine | Q(document__organization__in=places))
    objecting = SignOff.objects.filter(decision=SignOff.Decision.DO_NOT_CONCUR).values("round")
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found = found.filter(pk__in=objecting).select_related("document__organization").prefetch_related(said)
    standings = [(one, standing) for one in found for standing in rounds.standings(one, one.document, one.said)]
    open_ones = [(one, standing) for one, standing in standings if standing.is_dissent and not standing.blocking]
    origins = [standing.sign_off.carried_from_id or standing.sign_off.pk for _one, standing in open_ones]
    answered = set(DissentResponse.objects.filter(sign_off__in=origins).values_list("sign_off", flat=True))
    for origin, (one, standing) in zip(origins, open_ones, strict=True):
        if origin not in answered and standing.sign_off.signer_id != user.pk:
            names = {"area": standing.area.name, "document": one.document.title}
            title = _("Answer %(area)s, which does not concur with “%(document)s”") % names
            url = reverse("approvals:dissent", args=[one.document_id, standing.area.code])
            yield WorkItem("waits", title, url, detail=standing.sign_off.comment, since=standing.sign_off.at)


@panels("version")
def record_panel(version: Version, _user: Any) -> Panel | None:
    """Show with a version who advised and who decided on it, and over whose objection."""
    round_ = version.rounds.select_related("amendment").order_by("-number").first()
    if round_ is None:
        return None
    related = ("round__version", "round__document", "delegation")
    decisions = Decision.objects.filter(round__version=version).select_related(*related)
    is_in_force = version.document.effective_version_id == version.pk and version.document.state != "revoked"
    standings = rounds.standings(round_, version.document)
    return Panel(
        _("Advice and decision"),
        "approvals/version_panel.html",
        {
            "status_line": status.line(standings),
            "change": amending.words(round_),
            "end": None if is_in_force else versions.ended(version.document).get(version.pk),
            "decisions": list(decisions.prefetch_related("overrides").order_by("-at", "-pk")),
        },
        order=10,
    )
