"""Whom does a change of a platform or an assessment concern, and when are they told again? One notice a person."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from organizations.models import Organization, Role
from reminders.actions import Telling, tell
from reminders.duties import Due, horizon, source, staged
from reminders.people import Roster, Seat, names
from risk import answers, change_kinds
from risk.change_news import ChangeNews
from risk.models import Affected, PlatformChange

#: Who answers for an organization beside the owners: its coordinators, and the entity's reviewers for its own.
SEATS = (Seat(Role.COORDINATOR), Seat(Role.REVIEWER))


def on_change(news: ChangeNews) -> None:
    """Tell everybody whom a change concerns, each once and with how many things of theirs, never who recorded it."""
    change = news.change
    code = news.code
    if code == "change.worked_out":
        code = "change.asked" if change.due_on else "change.told"
    tell(
        Telling(
            key=f"change:{change.pk}",
            cycle=news.code,
            recipient_id=person,
            code=code,
            params={**_told(change), "count": str(number)},
            url_name="risk:change",
            url_args=(change.pk,),
        )
        for person, number in sorted(_concerned(change).items())
        if person != change.by_id
    )


def _told(change: PlatformChange) -> dict[str, Any]:
    due = {"due_on": {"date": change.due_on.isoformat()}} if change.due_on else {}
    return {
        "platform": change.platform.name,
        "change": change_kinds.names(change.kind),
        "what": {"en": change.what_en, "fr": change.what_fr},
        **due,
    }


def _concerned(change: PlatformChange) -> dict[int, int]:
    """Return how many things concern whom, by person: three queries, however many things and people."""
    rows = Affected.objects.filter(change=change).order_by().values("organization", "owner").annotate(n=Count("pk"))
    found, places = defaultdict[int, int](int), defaultdict[int, dict[int | None, int]](dict)
    for place, owner, number in rows.values_list("organization", "owner", "n"):
        places[place][owner] = number
    roster = Roster(places)
    for place, owned in places.items():
        answering = roster.seated(place, *SEATS)
        for person in answering:
            found[person] += sum(owned.values())
        for owner in (set(owned) & roster.everybody(place)) - answering:
            found[owner] += owned[owner]
    return dict(found)


@source
def changes_to_answer(now: datetime) -> Iterator[Due]:
    """A change is answered by its day: one duty for each organization that still owes something, not one a document."""
    asked = PlatformChange.objects.standing().filter(due_on__lte=horizon(now)).select_related("platform")
    changes = {one.pk: one for one in asked}
    if not changes:
        return
    rows = answers.with_standing(Affected.objects.filter(change__in=changes)).filter(standing__in=answers.OPEN)
    owed: dict[tuple[int, int], dict[int | None, int]] = defaultdict(dict)
    found = rows.order_by().values("change", "organization", "owner").annotate(n=Count("pk"))
    for change, place, owner, number in found.values_list("change", "organization", "owner", "n"):
        owed[change, place][owner] = number
    named = Organization.objects.in_bulk({place for _change, place in owed})
    for (pk, place), owners in sorted(owed.items(), key=lambda one: one[0]):
        yield from _due(changes[pk], named[place], owners, now)


def _due(change: PlatformChange, place: Organization, owners: dict[int | None, int], now: datetime) -> Iterator[Due]:
    assert change.due_on is not None  # noqa: S101 -- the query has looked
    stage, is_overdue = staged(place, change.due_on, now, place.framework.code)
    if stage is None or _was_just_told(change, stage):
        return
    yield Due(
        key=f"change:{change.pk}:{place.pk}",
        organization_id=place.pk,
        seats=(*SEATS, Seat(Role.HEAD)) if is_overdue else SEATS,
        code="change.overdue" if is_overdue else "change.due",
        params={**_told(change), "organization": names(place), "count": str(sum(owners.values()))},
        url_name="risk:change",
        url_args=(change.pk,),
        due_on=change.due_on,
        stage=stage,
        people=frozenset(owner for owner in owners if owner is not None),
    )


def _was_just_told(change: PlatformChange, stage: int) -> bool:
    """Say whether a stage was reached already when everybody was told of the change: nobody is told twice at once."""
    assert change.due_on is not None  # noqa: S101 -- the caller has looked
    return stage > 0 and change.due_on - timedelta(days=stage) <= change.at.date()
