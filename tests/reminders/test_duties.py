"""What falls due is told once a stage, to the right people, whatever the jobs missed."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils import timezone

from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import Organization, Role, User
from reminders import actions
from reminders.duties import stage_of
from reminders.models import Notification, OutgoingMail
from reminders.zones import working_day, zone
from tests.factories import documents as make
from tests.factories import people, risk
from tests.reminders.conftest import at

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, str]]:
    rows = Notification.objects.order_by("pk").values_list("recipient__name", "code", "cycle")
    return [tuple(row) for row in rows]


@pytest.mark.obligation("G020")
@pytest.mark.parametrize(
    ("day", "stage", "code"),
    [
        ("2027-04-02", 60, "strategy.due"),
        ("2027-05-02", 30, "strategy.due"),
        ("2027-05-25", 7, "strategy.due"),
        ("2027-06-01", 0, "strategy.due"),
        ("2027-06-08", -7, "strategy.overdue"),
        ("2027-06-15", -14, "strategy.overdue"),
    ],
)
def test_the_yearly_review_is_told_to_coordinator_and_head(
    strategy: Document, coordinator: User, head: User, author: User, day: str, stage: int, code: str
) -> None:
    actions.scan(now=at(day))

    cycle = f"2027-06-01/{stage}"
    assert sorted(told()) == sorted([(coordinator.name, code, cycle), (head.name, code, cycle)])
    assert OutgoingMail.objects.filter(outcome="queued").count() == 2


def test_nothing_is_told_too_early(strategy: Document) -> None:
    assert actions.scan(now=at("2027-04-01")) == 0


def test_a_second_run_tells_nothing_twice(strategy: Document) -> None:
    first = actions.scan(now=at("2027-05-02"))

    assert first == 2
    assert actions.scan(now=at("2027-05-02", 11)) == 0
    assert actions.scan(now=at("2027-05-20")) == 0
    assert OutgoingMail.objects.count() == 2


def test_missed_days_catch_up_with_one_letter_of_the_latest_stage(strategy: Document, coordinator: User) -> None:
    actions.scan(now=at("2027-06-20"))

    assert [cycle for name, _code, cycle in told() if name == coordinator.name] == ["2027-06-01/-14"]


def test_a_whole_year_of_daily_runs_tells_each_stage_once(strategy: Document, coordinator: User) -> None:
    day = date(2027, 3, 1)
    for _number in range(120):
        actions.scan(now=at(day.isoformat()))
        day = date.fromordinal(day.toordinal() + 1)

    stages = [int(cycle.partition("/")[2]) for name, _code, cycle in told() if name == coordinator.name]
    assert stages == [60, 30, 7, 0, -7, -14, -21]


@pytest.mark.obligation("G020")
def test_a_strategy_approved_again_starts_a_new_cycle(strategy: Document, coordinator: User, head: User) -> None:
    actions.scan(now=at("2027-05-02"))
    with time_machine.travel(at("2027-05-10"), tick=False):
        document = make.reviewed(perform(strategy, "revise", by=coordinator, reason="Yearly review."), coordinator)
        document = perform(document, "submit", by=coordinator)
        document = make.approve(document, by=head)

    assert document.review_due_on == date(2028, 5, 10)
    assert actions.scan(now=at("2027-06-20")) == 0
    with time_machine.travel(at("2028-05-03"), tick=False):
        assert actions.scan() == 2
    assert told()[-1][2] == "2028-05-10/7"


def test_whoever_becomes_head_later_is_told_too(strategy: Document, department: Organization) -> None:
    actions.scan(now=at("2027-05-02"))
    people.member("Nadia New", "head", department)

    assert actions.scan(now=at("2027-05-03")) == 1
    assert told()[-1][0] == "Nadia New"


def test_who_left_is_told_nothing(strategy: Document, coordinator: User, head: User) -> None:
    coordinator.memberships.update(valid_to=timezone.localdate() - timezone.timedelta(days=1))

    actions.scan(now=at("2027-05-02"))

    assert [name for name, _code, _cycle in told()] == [head.name]


def test_reminders_wait_for_nine_in_the_morning_where_the_organization_is(
    strategy: Document, department: Organization
) -> None:
    Organization.objects.filter(pk=department.pk).update(time_zone="America/Vancouver")

    assert actions.scan(now=at("2027-04-02", 11)) == 0  # eight o'clock in Vancouver
    assert actions.scan(now=at("2027-04-02", 12)) == 2


def test_assessments_that_run_out_are_told_to_who_renews_them(
    department: Organization, privacy_advisor: User, coordinator: User, head: User
) -> None:
    risk.assessment("pia", risk.platform("x"), department, by=head, ends=date(2027, 6, 1))

    actions.scan(now=at("2027-06-02"))

    assert {(name, code) for name, code, _cycle in told()} == {
        (privacy_advisor.name, "assessment.overdue"),
        (coordinator.name, "assessment.overdue"),
    }


@pytest.mark.parametrize(
    ("left", "stage"), [(61, None), (60, 60), (31, 60), (30, 30), (1, 7), (0, 0), (-6, 0), (-7, -7)]
)
def test_only_the_latest_stage_counts(left: int, stage: int | None) -> None:
    today = date(2027, 1, 1)

    assert stage_of(date.fromordinal(today.toordinal() + left), today, (60, 30, 7, 0)) == stage


@pytest.mark.parametrize(
    ("name", "hours"), [("America/Vancouver", -7), ("America/Edmonton", -6), ("America/Winnipeg", -5)]
)
def test_the_pinned_time_zones_know_what_the_provinces_decided(name: str, hours: int) -> None:
    offset = datetime(2026, 11, 20, 12, tzinfo=zone(name)).utcoffset()

    assert offset.total_seconds() == hours * 3600


@pytest.mark.parametrize(
    "name", ["America/St_Johns", "America/Toronto", "America/Vancouver", "America/Regina", "Nowhere/At_All"]
)
def test_every_local_date_begins_once(name: str) -> None:
    moment, seen = datetime(2026, 1, 1, 12, tzinfo=zone("UTC")), []
    for _hour in range(24 * 366):
        day = working_day(moment, name)
        seen += [day] if not seen or seen[-1] != day else []
        moment += timezone.timedelta(hours=1)

    assert len(seen) == len(set(seen)) == (seen[-1] - seen[0]).days + 1


def test_roles_are_asked_in_a_constant_number_of_queries(
    strategy: Document, coordinator: User, head: User, django_assert_max_num_queries
) -> None:
    for number in range(5):
        other = people.organization(f"other{number}")
        people.member(f"Person {number}", Role.HEAD, other)
        Document.objects.create(
            kind="strategy",
            organization=other,
            framework_code="gc-2013",
            outline_version=1,
            title_en="S",
            title_fr="S",
            owner=coordinator,
            state="approved",
            effective_version=strategy.effective_version,
            review_due_on=date(2027, 6, 1),
        )

    with django_assert_max_num_queries(22):
        assert actions.scan(now=at("2027-05-02")) == 7
