"""Who hears of a sign-off that is owed, when, counted in the pack's working days?"""

from collections.abc import Collection
from datetime import date

import pytest
import time_machine

from approvals import rounds
from documents.models import Document
from frameworks import loader
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from reminders import actions
from reminders.models import Notification, OutgoingMail
from tests.factories import documents as make
from tests.factories import people
from tests.reminders.conftest import at

CALENDAR = loader.get("gc-2013").calendar
#: Asked on a Friday: ten working days, of which Remembrance Day (a Wednesday) is none.
SENT, DUE = "2026-11-06", "2026-11-23"


@pytest.fixture
def sent(department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User) -> Document:
    """Return a plan that was sent for consultation on a Friday, with a second advisor on privacy."""
    people.member("Paul Privacy", "advisor", department, area="privacy")
    with time_machine.travel(at(SENT), tick=False):
        strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
        plan = make.draft_plan(strategy, make.platform(), by=author)
        document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
        document = perform(document, "consult", by=author)
    forget()
    return document


def test_working_days_are_those_of_the_pack() -> None:
    assert CALENDAR.after(date(2026, 11, 6), 10) == date(2026, 11, 23)
    assert CALENDAR.after(date(2026, 12, 24), 1) == date(2026, 12, 29)  # Boxing Day moves to the Monday
    assert date(2027, 3, 26) in CALENDAR.off(2027)  # Good Friday
    assert date(2027, 5, 24) in CALENDAR.off(2027)  # Victoria Day
    assert CALENDAR.after(date(2026, 11, 12), -2) == date(2026, 11, 9)


def forget() -> None:
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()


def told(area: str = "privacy", but: Collection[int] = ()) -> set[tuple[str, str]]:
    found = Notification.objects.filter(key__endswith=f".{area}").exclude(pk__in=but)
    return set(found.values_list("recipient__name", "code"))


def test_who_signs_is_reminded_first_then_the_areas_others_then_coordinator_and_head(
    sent: Document, coordinator: User, head: User, privacy_advisor: User
) -> None:
    assert rounds.standing(rounds.current(sent), sent, "privacy").due_on == date.fromisoformat(DUE)
    signer, other = (privacy_advisor.name, "sign_off."), ("Paul Privacy", "sign_off.late")
    steps: list[tuple[str, set[tuple[str, str]]]] = [
        ("2026-11-18", set()),
        ("2026-11-19", {(signer[0], "sign_off.due")}),
        (DUE, set()),
        ("2026-11-24", {(signer[0], "sign_off.late"), other}),
        ("2026-11-26", {(signer[0], "sign_off.late"), other, (coordinator.name, "sign_off.overdue")}),
        ("2026-11-30", {(signer[0], "sign_off.late"), other, (head.name, "sign_off.overdue")}),
    ]

    for day, expected in steps:
        before = {one.pk for one in Notification.objects.all()}
        for hour in (10, 11):
            with time_machine.travel(at(day, hour), tick=False):
                actions.scan()
        if day == "2026-11-30":
            expected |= {(coordinator.name, "sign_off.overdue")}
        assert told(but=before) == expected, day


def test_nobody_is_told_twice_and_silence_is_told_where_nobody_can_answer(
    sent: Document, coordinator: User, privacy_advisor: User
) -> None:
    with time_machine.travel(at("2026-11-24"), tick=False):
        first = actions.scan()
        assert actions.scan() == 0
        assert first == Notification.objects.count() == OutgoingMail.objects.count()
        assert told("accessibility") == {(coordinator.name, "sign_off.nobody")}
        notice = Notification.objects.filter(recipient=privacy_advisor).get()
        assert notice.get_absolute_url().endswith(f"/{sent.pk}/sign-off/privacy/")
        make.sign(sent, privacy_advisor)
    with time_machine.travel(at("2026-11-30"), tick=False):
        before = len(told())
        actions.scan()
        assert len(told()) == before


def test_the_head_is_reminded_of_a_decision_that_is_late(
    sent: Document, coordinator: User, head: User, privacy_advisor: User
) -> None:
    with time_machine.travel(at("2026-11-09"), tick=False):
        make.sign(sent, privacy_advisor)
        perform(sent, "submit", by=coordinator)
    forget()
    for day, expected in (("2026-11-16", []), ("2026-11-17", ["decision.due"]), ("2026-11-18", ["decision.due"])):
        with time_machine.travel(at(day), tick=False):
            actions.scan()
        assert list(Notification.objects.filter(recipient=head).values_list("code", flat=True)) == expected, day
