"""What do accounts say on other rooms' pages: the home page, a plan, an organization?"""

from typing import Any

import pytest

from accounts.declared import for_coordinators, for_reviewers, on_organization, on_plan
from govsocial.core.transitions import perform
from organizations.models import User
from tests.factories import accounts as make
from tests.factories import people
from tests.factories.accounts import Cast
from tests.factories.documents import draft_plan


def titles(items: Any) -> list[str]:
    return [str(item.title) for item in items]


def test_an_approved_plan_waits_for_its_submission(cast: Cast) -> None:
    make.approved_plan(cast)

    assert titles(for_coordinators(cast.coordinator)) == ["Start the submission: Parks Canada on X"]
    assert titles(for_coordinators(cast.author)) == []


def test_what_was_sent_waits_for_the_entity_and_a_question_for_the_department(cast: Cast) -> None:
    submission = make.sent_submission(cast)
    title = submission.document.title
    assert titles(for_reviewers(cast.reviewer)) == [f"Review: {title}"]
    assert titles(for_reviewers(cast.coordinator)) == []

    document = perform(submission.document, "take", by=cast.reviewer)
    assert titles(for_reviewers(cast.reviewer)) == [f"Decide: {title}"]
    perform(document, "ask", by=cast.reviewer, reason="Who?")

    assert titles(for_reviewers(cast.reviewer)) == []
    assert titles(for_coordinators(cast.coordinator)) == [f"Answer: {title}"]


def test_accounts_to_configure_and_to_close_wait_for_the_entity(cast: Cast) -> None:
    accounts = make.closing_accounts(cast)

    assert sorted(titles(for_reviewers(cast.reviewer))) == [f"Close: {account.name} (X)" for account in accounts][::-1]


def test_an_approved_request_to_close_waits_for_its_submission(cast: Cast) -> None:
    disposition = make.approved_disposition(cast, make.active_accounts(cast))

    assert titles(for_coordinators(cast.coordinator)) == [f"Start the submission: {disposition.document.title}"]


def test_a_plan_offers_its_submission_once(cast: Cast) -> None:
    plan = make.approved_plan(cast)
    assert on_plan(plan.document, cast.coordinator).context["may_start"]
    assert not on_plan(plan.document, cast.head).context["may_start"]

    submission = make.draft_submission(cast, plan)

    shown = on_plan(plan.document, cast.coordinator).context
    assert (shown["may_start"], shown["submissions"]) == (False, [submission])


@pytest.mark.parametrize(("handle", "said"), [("@parkscanada", 1), ("ParksCanadaNew", 0)])
def test_a_plan_being_written_says_which_of_its_usernames_are_taken(cast: Cast, handle: str, said: int) -> None:
    first = make.active_accounts(cast)[0]
    second = draft_plan(first.plan.strategy, first.platform, by=cast.author, pair=[("en", "Parks", handle)])

    taken = on_plan(second.document, cast.coordinator).context["taken"]

    assert len(taken) == said
    assert all("already registered as an official account of your own organization" in words for words in taken)
    assert on_plan(first.plan.document, cast.coordinator).context["taken"] == []


def test_an_account_without_a_plan_may_be_planned(cast: Cast) -> None:
    plan = make.approved_plan(cast)
    make.bare_account(cast.department, plan.platform, "ParksCanadaOld")
    make.bare_account(people.organization("coast"), plan.platform, "ServiceCanada")
    pair = [("en", "Old", "ParksCanadaOld"), ("fr", "Service", "ServiceCanada")]
    second = draft_plan(plan.strategy, plan.platform, by=cast.author, pair=pair)

    taken = on_plan(second.document, cast.coordinator).context["taken"]

    assert ["ServiceCanada" in words for words in taken] == [True]


def test_an_organization_shows_its_accounts_to_its_own(cast: Cast, stranger: User) -> None:
    accounts = make.active_accounts(cast)

    assert set(on_organization(cast.department, cast.author).context["accounts"]) == set(accounts)
    assert on_organization(cast.department, people.again(stranger)) is None


@pytest.mark.parametrize("count", [1, 3])
def test_work_is_gathered_in_as_many_queries_for_one_as_for_three(
    cast: Cast, django_assert_num_queries: Any, count: int
) -> None:
    submission = make.accepted_submission(cast)
    for number in range(count - 1):
        make.bare_account(cast.department, submission.plan.platform, f"parks{number}", state="creating")
    reviewer = people.again(cast.reviewer)
    assert rules_are_loaded(reviewer)

    with django_assert_num_queries(2):
        assert len(list(for_reviewers(reviewer))) == count + 1


def rules_are_loaded(person: User) -> bool:
    return person.is_of_entity and bool(person.hats)
