"""What waits for somebody, what is due, what changed, and what can they do when nothing waits?"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import OfficialAccount, Submission
from documents.models import Document
from govsocial.core import declare
from govsocial.core.declare import WorkItem
from govsocial.core.transitions import machine
from organizations.models import Organization, Role, User
from strategy.models import ENDED

SHOWN = 25
FAR = date.max
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
#: States of a submission that wait for the central entity.
QUEUE = ("submitted", "under_review")


@dataclass
class Work:
    """Everything that the rooms declared for one person, in order."""

    waits: list[WorkItem] = field(default_factory=list)
    due: list[WorkItem] = field(default_factory=list)
    changed: list[WorkItem] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        today = timezone.localdate()
        return sum(item.due_on is not None and item.due_on < today for item in [*self.due, *self.waits])


@dataclass(frozen=True)
class Step:
    """Something that a person with a role can begin."""

    title: str
    text: str
    url: str
    label: str


def gather(user: User) -> Work:
    """Ask every source that a room declared; the number of questions does not grow with the work."""
    work = Work()
    for source in declare.work_sources:
        for item in source(user):
            getattr(work, item.kind).append(item)
    work.waits.sort(key=lambda item: (item.due_on or FAR, item.since or LONG_AGO))
    work.due.sort(key=lambda item: (item.due_on or FAR, str(item.title)))
    work.changed.sort(key=lambda item: item.since or LONG_AGO, reverse=True)
    return work


def lines(items: list[WorkItem]) -> list[dict[str, Any]]:
    """Return the first of `items` as the list component wants them."""
    return [
        {"title": one.title, "url": one.url, "hint": one.detail, "at": one.since, "due": one.due_on}
        for one in items[:SHOWN]
    ]


def tiles(user: User, work: Work) -> list[dict[str, Any]]:
    """Return the figures at the top: what waits, is due and overdue, the accounts, and the entity's queue."""
    found = [
        {"value": len(work.waits), "label": _("Wait for me"), "tone": "warning" if work.waits else "", "url": "#waits"},
        {"value": len(work.due), "label": pgettext("things to do", "Due"), "url": "#due"},
        {"value": work.overdue, "label": _("Overdue"), "tone": "danger" if work.overdue else "", "url": "#due"},
    ]
    if user.organization_ids:
        accounts = OfficialAccount.objects.visible_to(user).living().count()
        found.append({"value": accounts, "label": _("Official accounts"), "url": reverse("accounts:accounts")})
    return found + (_queue(user) if user.has_entity_role(Role.REVIEWER) else [])


def _queue(user: User) -> list[dict[str, Any]]:
    rows = Submission.objects.visible_to(user).filter(document__state__in=QUEUE)
    counted = dict(rows.order_by().values_list("document__state").annotate(Count("pk")))
    states, url = machine("submission").states, reverse("accounts:submissions")
    return [{"value": counted.get(code, 0), "label": states[code].label, "url": url} for code in QUEUE]


def steps(user: User) -> list[Step]:
    """Return what the person's roles let them begin: at most one step a role."""
    if not user.hats:
        text = _("Ask an administrator of your organization to give you one. Until then there is nothing to do here.")
        return [Step(_("You have no role today"), text, reverse("organizations:profile"), _("Your profile"))]
    writing = {hat.organization_id for hat in user.hats if hat.role in {Role.COORDINATOR, Role.AUTHOR}}
    found = list(_writing(user, writing)) if writing else []
    for role, step in _others().items():
        if user.has_role(role):
            found.append(step)
    return found


def _writing(user: User, places: set[int]) -> Any:
    """Yield the next step of each organization's chain: a strategy first, then plans that rest on it."""
    documents = Document.objects.of_kind("strategy").filter(organization__in=places)
    approved = set(documents.in_force().values_list("organization", flat=True))
    living = set(documents.exclude(state__in=ENDED).values_list("organization", flat=True))
    for organization in Organization.objects.filter(pk__in=places).order_by("pk"):
        if organization.pk in approved:
            yield Step(
                _("Plan an account"),
                _("The strategy of %(name)s is approved: accounts can be planned on it.") % {"name": organization.name},
                reverse("plans:start", args=[organization.code]),
                _("Start a plan"),
            )
        elif organization.pk not in living and user.has_role(Role.COORDINATOR, organization.pk):
            yield Step(
                _("Begin with the strategy"),
                _("%(name)s has no strategy yet. Every plan and every account rests on it.")
                % {"name": organization.name},
                reverse("strategy:start", args=[organization.code]),
                _("Start the strategy"),
            )


def _others() -> dict[str, Step]:
    organizations = reverse("organizations:organizations")
    return {
        Role.HEAD: Step(
            _("See all accounts of your organization"),
            _("Strategy, plans and accounts with where each stands, on one page."),
            reverse("reports:oversight_list"),
            _("Open the overview"),
        ),
        Role.AUDITOR: Step(
            _("Look at what was approved"),
            _("Every approved version with its PDF, and the ledger of who did what."),
            reverse("reports:audit"),
            _("Open the auditor’s workspace"),
        ),
        Role.ADMINISTRATOR: Step(
            _("Keep people and roles up to date"),
            _("Invite people, give roles, end the roles of those who leave."),
            organizations,
            _("Choose the organization"),
        ),
        Role.ADVISOR: Step(
            _("What you are asked comes here"),
            _("When a document goes to consultation in your policy area, it appears above, with a date."),
            reverse("strategy:list"),
            _("Read the strategy meanwhile"),
        ),
        Role.REVIEWER: Step(
            _("What departments submit comes here"),
            _("When a coordinator sends a submission, it appears above. Meanwhile, look after the platforms’ reviews."),
            reverse("risk:platforms"),
            _("Open the platforms"),
        ),
    }
