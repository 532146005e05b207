"""What falls due, when, and who owes it? Each source declares one kind of duty; the scan asks them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

import frameworks
from accounts.models import OfficialAccount
from approvals.models import Condition
from documents.models import Document
from organizations.models import Organization, Role
from reminders.people import Seat, names
from reminders.zones import working_day
from risk.models import Assessment

OVERDUE_EVERY = 7
CHUNK = 200


@dataclass(frozen=True)
class Due:
    """One duty that has reached a stage: 60, 30, 7 or 0 days before its date, or a number of weeks after it (negative).

    `seats` say by role who is told; `people` adds persons by id.
    """

    key: str
    organization_id: int
    seats: tuple[Seat, ...]
    code: str
    params: dict[str, Any]
    url_name: str
    url_args: tuple[Any, ...]
    due_on: date
    stage: int
    people: frozenset[int] = frozenset()

    @property
    def cycle(self) -> str:
        """Name the time round: another date is another cycle, and each stage of it is told once."""
        return f"{self.due_on.isoformat()}/{self.stage}"


Source = Callable[[datetime], Iterator[Due]]
sources: list[Source] = []


def source(declared: Source) -> Source:
    """Register a function of the moment that yields every duty that has reached a stage."""
    sources.append(declared)
    return declared


def everything(now: datetime) -> Iterator[Due]:
    """Yield what every source says is due at `now`."""
    for declared in sources:
        yield from declared(now)


def stage_of(due_on: date, today: date, leads: tuple[int, ...]) -> int | None:
    """Return the latest stage that is reached on `today`; None when it is too early to say anything.

    Only the latest: whoever missed the earlier ones while the jobs stood still gets one letter, not five.
    """
    left = (due_on - today).days
    if left < 0:
        return -(-left // OVERDUE_EVERY) * OVERDUE_EVERY
    return min((lead for lead in {*leads, 0} if lead >= left), default=None)


def leads_of(framework_code: str) -> tuple[int, ...]:
    """Return how many days before a date the pack reminds."""
    return tuple(frameworks.get(framework_code).intervals.reminder_lead_days)


def horizon(now: datetime) -> date:
    """Return a day beyond which nothing can have reached a stage, wherever on earth."""
    longest = max((max(leads_of(code), default=0) for code in frameworks.codes()), default=0)
    return now.date() + timedelta(days=longest + 2)


def staged(organization: Organization, due_on: date, now: datetime, framework_code: str) -> tuple[int | None, bool]:
    """Return which stage a date has reached where the organization works (None: too early), and whether it is past."""
    today = working_day(now, organization.time_zone)
    return stage_of(due_on, today, leads_of(framework_code)), due_on < today


def _reviews(kind: str, documents: Any, now: datetime, seats: tuple[Seat, ...]) -> Iterator[Due]:
    rows = documents.in_force().of_kind(kind).filter(review_due_on__lte=horizon(now)).select_related("organization")
    for document in rows.order_by("review_due_on", "pk").iterator(chunk_size=CHUNK):
        due_on = document.review_due_on
        stage, is_overdue = staged(document.organization, due_on, now, document.framework_code)
        if stage is not None:
            yield Due(
                key=f"{kind}.review:{document.pk}",
                organization_id=document.organization_id,
                seats=seats,
                code=f"{kind}.overdue" if is_overdue else f"{kind}.due",
                params={
                    "document": {"en": document.title_en, "fr": document.title_fr},
                    "organization": names(document.organization),
                    "due_on": {"date": due_on.isoformat()},
                },
                url_name=document.kind_info.url_name,
                url_args=(document.pk,),
                due_on=due_on,
                stage=stage,
                people=frozenset({document.owner_id}) if kind == "plan" else frozenset(),
            )


@source
def strategy_reviews(now: datetime) -> Iterator[Due]:
    """The departmental strategy is updated every year (§4.1): the coordinator and the head of communications owe it."""
    return _reviews("strategy", Document.objects.all(), now, (Seat(Role.COORDINATOR), Seat(Role.HEAD, kind="strategy")))


@source
def plan_reviews(now: datetime) -> Iterator[Due]:
    """A plan is reviewed at the pack's interval, unless every account that it was for is closed."""
    accounts = OfficialAccount.objects.filter(plan=OuterRef("pk"))
    ended = Exists(accounts) & ~Exists(accounts.living())
    return _reviews("plan", Document.objects.exclude(ended), now, (Seat(Role.COORDINATOR),))


@source
def expiring_assessments(now: datetime) -> Iterator[Due]:
    """A PIA or TRA that runs out leaves the accounts that rely on it uncovered (§4.2(f))."""
    rows = Assessment.objects.filter(signed_on__isnull=False, valid_until__lte=horizon(now))
    rows = rows.select_related("organization", "platform").order_by("valid_until", "pk")
    for assessment in rows.iterator(chunk_size=CHUNK):
        due_on = assessment.valid_until
        organization = assessment.organization
        stage, is_overdue = staged(organization, due_on, now, organization.framework_code)
        if stage is not None:
            yield Due(
                key=f"assessment:{assessment.pk}",
                organization_id=organization.pk,
                seats=_who_assesses(assessment),
                code="assessment.overdue" if is_overdue else "assessment.due",
                params={
                    "document": {"en": assessment.title_en, "fr": assessment.title_fr},
                    "platform": assessment.platform.name,
                    "due_on": {"date": due_on.isoformat()},
                },
                url_name="risk:assessment",
                url_args=(assessment.pk,),
                due_on=due_on,
                stage=stage,
            )


@source
def conditions(now: datetime) -> Iterator[Due]:
    """A condition of a sign-off is met by its date: its owner and the coordinator owe it; the head hears when late."""
    rows = Condition.objects.owed().filter(due_on__lte=horizon(now)).select_related("document__organization")
    for condition in rows.order_by("due_on", "pk").iterator(chunk_size=CHUNK):
        document = condition.document
        stage, is_overdue = staged(document.organization, condition.due_on, now, document.framework_code)
        if stage is not None:
            head = (Seat(Role.HEAD, kind=document.kind),) if is_overdue else ()
            area = document.framework.area(condition.area).name
            yield Due(
                key=f"condition:{condition.pk}",
                organization_id=document.organization_id,
                seats=(Seat(Role.COORDINATOR), *head),
                code="condition.overdue" if is_overdue else "condition.due",
                params={
                    "document": {"en": document.title_en, "fr": document.title_fr},
                    "organization": names(document.organization),
                    "area": {"en": area.en, "fr": area.fr},
                    "due_on": {"date": condition.due_on.isoformat()},
                },
                url_name="approvals:condition",
                url_args=(condition.pk,),
                due_on=condition.due_on,
                stage=stage,
                people=frozenset({condition.owner_id}),
            )


def _who_assesses(assessment: Assessment) -> tuple[Seat, ...]:
    area = "privacy" if assessment.kind == Assessment.Kind.PIA else "it_security"
    advisor = Seat(Role.ADVISOR, area=area)
    is_wide = assessment.scope == Assessment.Scope.ENTERPRISE
    return (advisor, Seat(Role.REVIEWER)) if is_wide else (advisor, Seat(Role.COORDINATOR))
