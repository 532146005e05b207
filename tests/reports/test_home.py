"""Home pages: what waits, what is due, what changed, and what one can begin, for each role."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from reports import home
from tests.factories import documents, people

SignIn = Callable[[User], Client]


def waiting(user: User) -> list[str]:
    return [str(item.title) for item in home.gather(people.again(user)).waits]


def started(user: User) -> list[str]:
    return [step.title for step in home.steps(people.again(user))]


def test_a_coordinator_without_a_strategy_is_led_to_begin_one(as_user: SignIn, coordinator: User) -> None:
    page = as_user(coordinator).get("/en/home/").content.decode()

    assert "Nothing waits for you." in page
    assert 'href="/en/strategies/start/parks/"' in page
    assert page.count("<h1>") == 1


def test_with_an_approved_strategy_an_author_is_led_to_plan(
    author: User, coordinator: User, head: User, department: Organization
) -> None:
    assert started(author) == []

    documents.approved_strategy(department, coordinator=coordinator, head=head)

    assert started(author) == ["Plan an account"]


@pytest.mark.parametrize(
    ("role", "step"),
    [
        ("head", "See all accounts of your organization"),
        ("auditor", "Look at what was approved"),
        ("administrator", "Keep people and roles up to date"),
        ("advisor", "What you are asked comes here"),
        ("reviewer", "What departments submit comes here"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_role_has_a_home_with_something_to_do(
    as_user: SignIn, entity: Organization, role: str, step: str, language: str
) -> None:
    one = people.member("Somebody", role, entity, area="privacy" if role == "advisor" else "")

    assert as_user(one).get(f"/{language}/home/").status_code == 200
    with translation.override("en"):
        assert started(one) == [step]


def test_nobody_without_a_role_is_left_in_the_dark(as_user: SignIn, db: None) -> None:
    page = as_user(people.person("Nobody")).get("/en/home/").content.decode()

    assert "You have no role today" in page


def test_home_needs_somebody_signed_in(db: None) -> None:
    assert Client().get("/en/home/").headers["Location"].startswith("/en/sign-in/?next=")


def test_a_strategy_waits_for_one_after_the_other(coordinator: User, head: User, department: Organization) -> None:
    document = documents.draft_strategy(department, coordinator).document
    assert waiting(coordinator) == ["Go on with “Social media strategy”"]
    assert waiting(head) == []

    document = documents.complete(document, coordinator)
    perform(document, "submit", by=coordinator)
    assert waiting(coordinator) == []
    assert waiting(head) == ["Decide on “Social media strategy”"]

    perform(document, "return", by=head, reason="Say more.")
    assert waiting(head) == []
    assert waiting(coordinator) == ["Change “Social media strategy”: it was returned"]
    assert len(home.gather(coordinator).changed) == 1
    changed = [str(item.title) for item in home.gather(head).changed]
    assert "“Social media strategy”: Returned for changes" in changed


def test_a_head_is_not_asked_to_decide_on_their_own_writing(
    coordinator: User, head: User, department: Organization
) -> None:
    people.join(head, "coordinator", department)
    document = documents.complete(documents.draft_strategy(department, head).document, head)
    perform(document, "submit", by=head)

    assert not any(title.startswith("Decide") for title in waiting(head))


def test_a_plan_waits_for_the_advisor_and_then_for_the_coordinator(
    coordinator: User, head: User, author: User, privacy_advisor: User, department: Organization
) -> None:
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    plan = documents.draft_plan(strategy, documents.platform(), by=author)
    chosen = {"a_uses": [{"use": "broadcasting"}], "f_applies": "covered"}
    document = documents.complete(plan.document, author, **chosen)
    perform(Document.objects.get(pk=document.pk), "consult", by=author)

    assert len(waiting(privacy_advisor)) == 1
    assert waiting(privacy_advisor)[0].startswith("Sign off “Parks Canada on X”")
    [item] = home.gather(people.again(privacy_advisor)).waits
    assert item.due_on > timezone.localdate()

    documents.sign(document, privacy_advisor)
    assert waiting(privacy_advisor) == []


@pytest.mark.obligation("G020")
def test_a_strategy_falls_due_for_review(coordinator: User, head: User, department: Organization) -> None:
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    assert home.gather(coordinator).due == []

    Document.objects.filter(pk=strategy.pk).update(review_due_on=timezone.localdate() - timedelta(days=3))

    work = home.gather(people.again(head))
    assert [str(item.title) for item in work.due] == ["Review “Social media strategy” and have it approved again"]
    assert work.overdue == 1


def test_a_stranger_hears_nothing_of_it(
    stranger: User, coordinator: User, head: User, department: Organization
) -> None:
    documents.approved_strategy(department, coordinator=coordinator, head=head)

    work = home.gather(stranger)

    assert (work.waits, work.due, work.changed) == ([], [], [])


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_the_database_the_same_whatever_waits(
    as_user: SignIn, head: User, count: int, django_assert_max_num_queries: Callable
) -> None:
    people.join(head, "coordinator", head.memberships.get().organization)
    for number in range(count):
        place = people.organization(f"place{number}")
        people.join(head, "head", place)
        coordinator = people.member(f"Coordinator {number}", "coordinator", place)
        document = documents.complete(documents.draft_strategy(place, coordinator).document, coordinator)
        perform(document, "submit", by=coordinator)
    client = as_user(head)

    with django_assert_max_num_queries(36):
        client.get("/en/home/")
    assert len(waiting(head)) == count
