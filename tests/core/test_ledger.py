"""Do several people at the same instant leave one chain, one decision and one account?"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from accounts.actions import registering
from accounts.actions.registering import Existing
from accounts.models import OfficialAccount
from approvals import affirming
from approvals.models import Decision
from documents.models import Document
from govsocial.core import ledger
from govsocial.core.models import Event, LedgerHead
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from tests.factories import accounts as accounts_make
from tests.factories import documents as make
from tests.factories import people

together = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run every act in a thread of its own, all released at the same instant; return what each gave or raised."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            gate.wait(timeout=20)
            results[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 -- the test looks at whatever came
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


@together
def test_four_writers_never_fork_the_chain(transactional_db: None, department: Organization) -> None:
    def write() -> None:
        for number in range(15):
            ledger.record("test.happened", subject=department, by=None, details={"number": number})

    before = Event.objects.count()
    results = at_once(write, write, write, write)

    assert results == [None] * 4
    assert Event.objects.count() == before + 60
    assert LedgerHead.objects.get().seq == before + 60
    assert list(ledger.faults()) == []


@together
def test_the_first_lines_ever_may_be_written_at_once(transactional_db: None, department: Organization) -> None:
    assert not LedgerHead.objects.exists()

    results = at_once(*[lambda: ledger.record("test.happened", subject=department, by=None)] * 4)

    assert sorted(event.seq for event in results) == [1, 2, 3, 4]
    assert list(ledger.faults()) == []


@together
def test_a_line_of_an_undone_transaction_leaves_no_gap(transactional_db: None, department: Organization) -> None:
    with pytest.raises(PermissionDenied):
        undone(department)
    ledger.record("test.happened", subject=department, by=None)

    assert list(Event.objects.values_list("seq", flat=True)) == [1]
    assert list(ledger.faults()) == []


def undone(department: Organization) -> None:
    with transaction.atomic():
        ledger.record("test.happened", subject=department, by=None)
        raise PermissionDenied


@together
@pytest.mark.parametrize("second", ["approve", "return"])
def test_two_who_decide_at_once_make_one_decision(
    transactional_db: None, department: Organization, coordinator: User, head: User, second: str
) -> None:
    other = people.member("Hanna Second", "head", department)
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    document = perform(document, "submit", by=coordinator)
    checks = affirming.codes(document)

    def decide(verb: str, by: User) -> Document:
        seen = Document.objects.get(pk=document.pk)
        said = {"reason": "Seen.", "expected_revision": document.revision, "checks": checks}
        moved: Document = perform(seen, verb, by=by, **said)
        return moved

    results = at_once(lambda: decide("approve", head), lambda: decide(second, other))
    refused = [result for result in results if isinstance(result, Exception)]

    assert [type(error) for error in refused] == [TransitionError]
    assert "This has moved on since you opened the page" in str(refused[0])
    assert Decision.objects.filter(round__document=document).count() == 1
    assert Event.objects.filter(verb__in=["document.approve", "document.return"]).count() == 1
    assert list(ledger.faults()) == []


@together
def test_two_departments_registering_one_username_at_once_get_one_account(
    transactional_db: None, department: Organization, coordinator: User, stranger: User
) -> None:
    platform = make.platform()
    elsewhere = Organization.objects.get(code="elsewhere")
    existing = existing_account(platform)

    results = at_once(
        lambda: registering.register(department, existing, by=coordinator),
        lambda: registering.register(elsewhere, existing, by=stranger),
    )
    refused = [result for result in results if isinstance(result, Exception)]

    assert [isinstance(error, ValidationError) for error in refused] == [True], refused
    assert OfficialAccount.objects.filter(handle_key="parkscanada").count() == 1
    assert list(ledger.faults()) == []


@together
def test_two_submissions_for_one_username_accepted_at_once_make_one_account(
    transactional_db: None,
    department: Organization,
    author: User,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    reviewer: User,
) -> None:
    cast = accounts_make.Cast(department, author, coordinator, head, privacy_advisor, reviewer)
    first = accounts_make.reviewed_submission(cast)
    pair = (("en", "@ParksCanada", "ParksCanada"), ("fr", "@ParcsCanada", "ParcsCanada"))
    twin = make.approved_plan(
        first.plan.strategy,
        first.plan.platform,
        author=author,
        coordinator=coordinator,
        head=head,
        privacy_advisor=privacy_advisor,
        pair=pair,
    )
    second = accounts_make.reviewed_submission(cast, twin)

    results = at_once(*(lambda one=one: perform(one.document, "accept", by=reviewer) for one in (first, second)))
    refused = [result for result in results if isinstance(result, Exception)]

    assert [isinstance(error, ValidationError) for error in refused] == [True], refused
    assert sorted(OfficialAccount.objects.values_list("handle_key", flat=True)) == ["parcscanada", "parkscanada"]
    assert list(ledger.faults()) == []


def existing_account(platform: Any) -> Existing:
    """Return what a department says of an account that it had before."""
    return Existing(platform=platform, name="Parks Canada", handle="ParksCanada", language="en")
