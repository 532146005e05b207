"""The auditor's workspace: approved documents, the ledger, and the proof that it is whole."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from govsocial.core import append_only, ledger
from organizations.models import Organization, User
from strategy.models import Strategy
from tests.factories import documents, people

SignIn = Callable[[User], Client]
PAGES = ("/en/home/audit/", "/en/home/audit/ledger/", "/en/home/audit/ledger/verify/")


@pytest.fixture
def strategy(coordinator: User, head: User, department: Organization) -> Strategy:
    return documents.approved_strategy(department, coordinator=coordinator, head=head)


@pytest.mark.parametrize("address", PAGES)
def test_only_auditors_see_the_workspace(as_user: SignIn, auditor: User, author: User, address: str) -> None:
    assert as_user(auditor).get(address).status_code == 200
    assert as_user(auditor).get(address.replace("/en/", "/fr/")).status_code == 200
    assert as_user(author).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_an_auditor_finds_the_approved_version_and_its_pdfs(as_user: SignIn, auditor: User, strategy: Strategy) -> None:
    page = as_user(auditor).get("/en/home/audit/").content.decode()
    version = strategy.version

    assert f'href="/en/documents/versions/{version.pk}/"' in page
    assert f'href="/en/documents/versions/{version.pk}/en.pdf"' in page
    assert f'href="/en/documents/versions/{version.pk}/fr.pdf"' in page


def test_a_departments_auditor_sees_no_other_department(
    as_user: SignIn, auditor: User, strategy: Strategy, entity: Organization
) -> None:
    elsewhere = people.member("Other Auditor", "auditor", people.organization("elsewhere"))
    across = people.member("Wide Auditor", "auditor", entity)

    for address in PAGES[:2]:
        assert "Social media strategy" not in as_user(elsewhere).get(address).content.decode()
        assert "Social media strategy" in as_user(across).get(address).content.decode()


def test_documents_are_narrowed_by_kind_and_state(as_user: SignIn, auditor: User, strategy: Strategy) -> None:
    client = as_user(auditor)

    assert "Social media strategy" in client.get("/en/home/audit/?kind=strategy&state=approved").content.decode()
    assert "No approved document fits." in client.get("/en/home/audit/?kind=plan").content.decode()
    assert "Social media strategy" in client.get("/en/home/audit/?kind=nonsense&after=xx").content.decode()


def test_the_ledger_tells_who_did_what_and_why(as_user: SignIn, auditor: User, strategy: Strategy, head: User) -> None:
    page = as_user(auditor).get("/en/home/audit/ledger/?verb=document.approve&organization=parks").content.decode()

    assert "Approve – Social media strategy" in page
    assert head.name in page
    assert "Document started –" not in page


def test_the_ledger_turns_its_pages(as_user: SignIn, auditor: User, strategy: Strategy) -> None:
    for number in range(60):
        ledger.record("document.commented", subject=strategy.document, by=auditor, reason=f"Comment {number}")
    client = as_user(auditor)

    first = client.get("/en/home/audit/ledger/")
    older = client.get("/en/home/audit/ledger/" + first.context["older_url"])

    assert len(first.context["rows"]) == 50
    assert older.context["rows"][0].seq == first.context["rows"][-1].seq - 1


def test_an_auditor_verifies_the_ledger(as_user: SignIn, auditor: User, strategy: Strategy) -> None:
    client = as_user(auditor)
    assert "The ledger is whole" in client.post(PAGES[2]).content.decode()

    append_only.remove_triggers()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_event SET verb = 'document.never' WHERE seq = 2")

    page = client.post(PAGES[2]).content.decode()
    assert "The ledger is not whole" in page
    assert "Line 2 was changed after it was written" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_workspace_asks_the_same_whatever_the_number(
    as_user: SignIn, entity: Organization, head: User, count: int, django_assert_max_num_queries: Callable
) -> None:
    across = people.member("Wide Auditor", "auditor", entity)
    for number in range(count):
        place = people.organization(f"place{number}")
        people.join(head, "head", place)
        coordinator = people.member(f"Coordinator {number}", "coordinator", place)
        documents.approved_strategy(place, coordinator=coordinator, head=head)
    client = as_user(across)

    for address in PAGES[:2]:
        with django_assert_max_num_queries(7):
            client.get(address)
