"""What the register knows fills itself in, with its source and its date, behind what is there already (App. B, C)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import actions
from documents.draft import Draft
from documents.models import Document, DraftSection, Row
from govsocial.core.templatetags.ui import in_words
from organizations.models import Organization, User
from risk.models import Platform
from tests.factories import accounts as making
from tests.factories import documents as make
from tests.factories import risk

SignIn = Callable[[User], Client]
DAY = "2026-03-02"


@pytest.fixture
def x(db: None) -> Platform:
    return risk.platform("x")


@pytest.fixture
def accounts(department: Organization, stranger: User, x: Platform) -> None:
    making.bare_account(department, x, "ParksCanada", opened_on=DAY)
    making.bare_account(department, x, "ParcsCanada", language="fr", opened_on="2026-04-01")
    making.bare_account(department, risk.platform("flickr"), "parks", state="creating")
    making.bare_account(department, x, "OldParks", state="closed")
    making.bare_account(stranger.memberships.get().organization, x, "Elsewhere")


@pytest.fixture
def document(department: Organization, coordinator: User, accounts: None) -> Document:
    return make.draft_strategy(department, coordinator).document


def press(client: Client, document: Document, section: str, button: str, **typed: str) -> str:
    """Press a button of a section's page and return the page that follows."""
    revision = DraftSection.objects.get(document=document, key=section).revision
    sent = {"page": "answers", "revision": str(revision), "seen": "", "then": button, **typed}
    address = reverse("documents:section", args=[document.pk, section])
    return client.post(address, sent, follow=True).content.decode()


@pytest.mark.obligation("G021")
def test_the_presence_to_date_is_inserted_in_both_languages_behind_what_was_typed(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    shown = client.get(reverse("documents:section", args=[document.pk, "overview"])).content.decode()
    assert "1 in English, 1 in French" in shown
    assert "Across government, 4 official accounts are registered (organizations: 2)." in shown

    press(client, document, "overview", "fill:overview_presence", overview_presence__en="We began small.")

    answer = Draft(document).answers["overview_presence"]
    today = in_words(timezone.localdate())
    assert answer["en"].startswith("We began small.\n\nParks Canada has 3 official accounts:\n\n- **X** – 2 accounts")
    assert ", since 2 March 2026" in answer["en"]
    assert answer["en"].endswith(f"(From the register of official accounts, {today}.)")
    assert "Parcs Canada" in answer["fr"]

    again = press(client, document, "overview", "fill:overview_presence")
    assert "stands here already" in again
    assert Draft(document).answers["overview_presence"] == answer


@pytest.mark.obligation("G025")
def test_platforms_in_use_become_rows_once(document: Document, coordinator: User, as_user: SignIn) -> None:
    actions.add_row(document, "approach_platforms", {"platform": "x"}, by=coordinator)

    page = press(as_user(coordinator), document, "approach", "fill:approach_platforms")

    rows = Row.objects.of(document, "approach_platforms")
    assert [(row.cells["platform"], row.source) for row in rows] == [("x", "user"), ("Flickr", "prefilled")]
    assert "1 row was added from the register of official accounts" in page


@pytest.mark.obligation("G032")
def test_a_plan_is_told_of_the_accounts_that_the_department_has_on_its_platform(
    department: Organization, accounts: None, x: Platform, coordinator: User, head: User, author: User, as_user: SignIn
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, x, by=author, pair=(("en", "Banff", "BanffNP"),))

    press(as_user(author), plan.document, "a", "fill:a_other_accounts")

    said = Draft(plan.document).answers["a_other_accounts"]["en"]
    assert said.startswith("The department has 2 other official accounts on X:\n\n- ParcsCanada (@ParcsCanada), in ")
    assert "Elsewhere" not in said
    assert "OldParks" not in said


def test_who_only_reads_is_offered_nothing(document: Document, author: User, as_user: SignIn) -> None:
    page = as_user(author).get(reverse("documents:section", args=[document.pk, "overview"])).content.decode()

    assert "fill:overview_presence" not in page
