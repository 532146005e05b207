"""Who is reminded of a sign-off or a decision that is owed? First who signs, then others, by working days of the pack.

An area's sign-off is first for whoever signed for it last on this document, or else has advised on it longest; when it
is late, for the area's other advisors; then the coordinator and the head of communications hear of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Prefetch

from approvals import rounds, waiting
from approvals.models import ReviewRound, SignOff
from approvals.rounds import Standing
from frameworks.calendar import Calendar
from organizations.models import Role
from reminders.duties import CHUNK, Due, source
from reminders.people import Roster, Seat, names
from reminders.zones import working_day


@dataclass(frozen=True)
class Chunk:
    """Some open rounds, with who sits in their organizations and who signed for which area before."""

    rounds: list[ReviewRound]
    roster: Roster
    signers: dict[tuple[int, str], int]


@source
def owed_answers(now: datetime) -> Iterator[Due]:
    """Yield every sign-off and every final decision that is wanted soon or late: four queries a chunk."""
    for chunk in _chunks():
        for round_ in chunk.rounds:
            document = round_.document
            today = working_day(now, document.organization.time_zone)
            standings = rounds.standings(round_, document, round_.said)
            if document.state == "final_approval":
                yield from _decision(round_, standings, today)
            for standing in standings:
                if standing.is_waited_for and standing.due_on is not None:
                    yield from _sign_off(chunk, round_, standing, today)


def _chunks() -> Iterator[Chunk]:
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found = ReviewRound.objects.open().filter(document__state__in=waiting.IN_REVIEW)
    found = found.select_related("document__organization").prefetch_related(said).order_by("pk")
    rows = found.iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        roster = Roster({one.document.organization_id for one in some})
        yield Chunk(some, roster, _signers({one.document_id for one in some}))


def _signers(documents: Iterable[int]) -> dict[tuple[int, str], int]:
    """Return who signed last, by document and area, on the rounds before: one query."""
    found = SignOff.objects.filter(round__document__in=documents, round__closed_at__isnull=False)
    found = found.exclude(signer=None).exclude(decision=SignOff.Decision.RECUSED).order_by("at", "pk")
    rows = found.values_list("round__document", "area", "signer")
    return {(document, area): signer for document, area, signer in rows}


def stage_of(calendar: Calendar, due_on: date, today: date) -> int | None:
    """Return the latest stage that is reached: working days before the date, or (negative) after it; None too early."""
    on = calendar.sign_off_reminders
    late = calendar.working_days(due_on, today)
    steps = [step for step in (on.alternates, on.coordinator, on.head) if step <= late]
    if late >= on.head:
        return -(on.head + (late - on.head) // on.again * on.again)
    if steps:
        return -max(steps)
    return on.before if calendar.working_days(today, due_on) <= on.before else None


def _sign_off(chunk: Chunk, round_: ReviewRound, standing: Standing, today: date) -> Iterator[Due]:
    document, due_on = round_.document, standing.due_on
    calendar = document.framework.calendar
    stage = stage_of(calendar, due_on, today) if due_on else None
    if due_on is None or stage is None:
        return
    advisors = _able(chunk, round_, standing)
    told = {"document": document, "area": standing.area, "due_on": due_on, "stage": stage}
    if not advisors:
        seats = (Seat(Role.COORDINATOR),)
        yield _due(round_, f"nobody.{standing.area.code}", "sign_off.nobody", seats=seats, **told)
        return
    first = chunk.signers.get((document.pk, standing.area.code))
    signer = first if first in advisors else advisors[0]
    people = frozenset([signer] if stage > 0 else advisors)
    code = "sign_off.due" if stage > 0 else "sign_off.late"
    yield _due(round_, standing.area.code, code, people=people, **told)
    on = calendar.sign_off_reminders
    seats = (Seat(Role.COORDINATOR),) if -stage >= on.coordinator else ()
    if -stage >= on.head:
        seats = (*seats, Seat(Role.HEAD, kind=document.kind))
    if seats:
        yield _due(round_, f"overdue.{standing.area.code}", "sign_off.overdue", seats=seats, **told)


def _able(chunk: Chunk, round_: ReviewRound, standing: Standing) -> list[int]:
    """Return the advisors of the area who may still sign, the longest serving first."""
    recused = {one.signer_id for one in standing.recused}
    here = chunk.roster.in_order(round_.document.organization_id, Seat(Role.ADVISOR, area=standing.area.code))
    return [user for user in here if user not in recused]


def _decision(round_: ReviewRound, standings: list[Standing], today: date) -> Iterator[Due]:
    document = round_.document
    waits = waiting.of(document, round_, standings)
    if waits is None or waits.due_on is None or today < waits.due_on:
        return
    calendar = document.framework.calendar
    again = calendar.sign_off_reminders.again
    stage = -(calendar.working_days(waits.due_on, today) // again * again)
    seats = (Seat(Role.HEAD, kind=document.kind),)
    told = {"document": document, "due_on": waits.due_on, "stage": stage}
    yield _due(round_, f"decision.{document.revision}", "decision.due", seats=seats, **told)


def _due(
    round_: ReviewRound,
    part: str,
    code: str,
    *,
    document: Any,
    due_on: date,
    stage: int,
    area: Any = None,
    seats: tuple[Seat, ...] = (),
    people: frozenset[int] = frozenset(),
) -> Due:
    params = {
        "document": {"en": document.title_en, "fr": document.title_fr},
        "organization": names(document.organization),
        "due_on": {"date": due_on.isoformat()},
    }
    if area is not None:
        params["area"] = {"en": area.name.en, "fr": area.name.fr}
    signs = bool(people)
    return Due(
        key=f"sign_off:{round_.pk}.{part}",
        organization_id=document.organization_id,
        seats=seats,
        code=code,
        params=params,
        url_name="approvals:sign_off" if signs else "approvals:document",
        url_args=(document.pk, area.code) if signs else (document.pk,),
        due_on=due_on,
        stage=stage,
        people=people,
    )
