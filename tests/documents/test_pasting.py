"""Can a table be filled from a spreadsheet: what is understood kept, what is not named by its row and its column?"""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

import frameworks
from documents import access_warnings, actions, spreadsheet
from documents.models import Document, Edit, Row
from organizations.models import Organization, User
from tests.factories import documents

HEAD = [
    "Résultat souhaité (anglais)",
    "Desired outcome (French)",
    "Measure – English",
    "mesure (français)",
    "Cible",
    "How often",
    "Accurate and feasible to collect?",
    "Comments of Jo",
]


def sheet(rows: list[list[str]], *, head: list[str] | None = None) -> str:
    """Return rows as a spreadsheet copies them: tabs, and quotes around what holds a tab, a quote or a line's end."""
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab").writerows([*([head] if head else []), *rows])
    return out.getvalue()


def measure(number: int) -> list[str]:
    return [
        f"People find “service {number}”",
        f"Le public trouve le service {number}\nsans aide",
        f"Clicks on page {number}",
        f"Clics, page\t{number}",
        "1 200 par mois",
        "Tous les mois" if number % 2 else "monthly",
        "oui" if number % 3 else "No",
        "ask her",
    ]


@pytest.fixture
def table() -> Any:
    return frameworks.get("gc-2013").outline("plan").field("h_measures")


@pytest.fixture
def choices() -> Any:
    pack = frameworks.get("gc-2013")
    return lambda name: [(item.code, [item.name.en, item.name.fr]) for item in pack.items(name)]


@pytest.fixture
def plan(department: Organization, author: User, coordinator: User, head: User) -> Document:
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    return documents.draft_plan(strategy, documents.platform(), by=author).document


@pytest.fixture
def page(plan: Document) -> str:
    return reverse("documents:paste", args=[plan.pk, "h_measures"])


def test_two_hundred_rows_with_three_bad_ones_keep_the_rest(
    plan: Document, page: str, author: User, as_user: Any
) -> None:
    rows = [measure(number) for number in range(200)]
    rows[16][5], rows[98][6], rows[180][5] = "now and then", "perhaps", "fortnightly-ish"

    answer = as_user(author).post(page, {"pasted": sheet(rows, head=HEAD)})

    told = answer.content.decode()
    assert answer.status_code == 422
    assert Row.objects.of(plan, "h_measures").count() == 197
    for said in ("Row 18, How often", "Row 100, Accurate and feasible to collect?", "Row 182, How often"):
        assert said in told
    assert "fortnightly-ish" in told
    assert "197 rows were added." in told
    assert "Comments of Jo" in told
    # What was left over comes back with its headings; mended and sent again, it goes in.
    left = answer.context["form"]["pasted"].value()
    mended = (
        left.replace("now and then", "Every week").replace("perhaps", "non").replace("fortnightly-ish", "tous les ans")
    )
    assert as_user(author).post(page, {"pasted": mended}).status_code == 302
    stored = Row.objects.of(plan, "h_measures")
    assert stored.count() == 200
    assert stored.filter(cells__measure__en="Clicks on page 16").exists()
    first = stored[0].cells
    assert first["outcome"] == {"en": "People find “service 0”", "fr": "Le public trouve le service 0 sans aide"}
    assert (first["target"], first["frequency"], first["feasible"]) == ("1 200 par mois", "monthly", "no")


def test_pasting_twice_changes_nothing_and_is_told(plan: Document, page: str, author: User, as_user: Any) -> None:
    pasted = {"pasted": sheet([measure(1), measure(2)], head=HEAD)}
    as_user(author).post(page, pasted)

    answer = as_user(author).post(page, pasted, follow=True)

    assert Row.objects.of(plan, "h_measures").count() == 2
    assert "2 rows were in the table already" in answer.content.decode()
    assert Edit.objects.filter(document=plan, kind=Edit.Kind.ROWS_ADDED).count() == 1


def test_looking_first_adds_nothing_and_keeps_what_was_pasted(
    plan: Document, page: str, author: User, as_user: Any
) -> None:
    pasted = sheet([measure(1), [*measure(2)[:5], "whenever"]], head=HEAD)

    answer = as_user(author).post(page, {"pasted": pasted, "then": "look"})

    assert not Row.objects.of(plan, "h_measures").exists()
    assert "1 row can be added." in answer.content.decode()
    assert "Row 3, How often" in answer.content.decode()
    assert answer.context["form"]["pasted"].value() == pasted


def test_faults_are_told_in_french(plan: Document, author: User, as_user: Any) -> None:
    with translation.override("fr"):
        page = reverse("documents:paste", args=[plan.pk, "h_measures"])

    told = as_user(author).post(page, {"pasted": sheet([[*measure(1)[:5], "parfois"]], head=HEAD)}).content.decode()

    assert "Ligne 2, Fréquence" in told
    assert "Row" not in told.replace("Rows", "")


def test_strangers_find_no_table_and_readers_may_not_fill_it(
    plan: Document, page: str, stranger: User, auditor: User, as_user: Any
) -> None:
    assert as_user(stranger).post(page, {"pasted": "x"}).status_code == 404
    assert as_user(auditor).post(page, {"pasted": "x"}).status_code == 403
    missing = reverse("documents:paste", args=[plan.pk, "no_table"])
    assert as_user(plan.owner).get(missing).status_code == 404


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("1,234.50", "en", 1234.5), ("1 234,50 $", "fr", 1234.5), ("$12,000", "en", 12000), ("0,5", "en", 0.5)],
)
def test_a_figure_is_read_as_its_language_writes_it(text: str, language: str, value: float, choices: Any) -> None:
    table = frameworks.get("gc-2013").outline("plan").field("c_resources")
    with translation.override(language):
        pasted = spreadsheet.read(f"kind\tamount\nstaff\t{text}", table, choices)

    assert [row.cells["amount"] for row in pasted.rows] == [value]


@pytest.mark.parametrize("text", ["31/12/2026", "2026-13-01", "next spring", "12-11-2026", "0000-01-01"])
def test_a_date_that_could_mean_two_days_is_refused(text: str, choices: Any) -> None:
    table = frameworks.get("gc-2013").outline("plan").field("j_conditions")
    pasted = spreadsheet.read(f"condition (English)\treview_date\nNobody reads it\t{text}", table, choices)

    assert [(fault.row, fault.column) for fault in pasted.faults] == [(2, "To be looked at on")]
    assert "2026-11-21" in pasted.faults[0].message


def test_without_headings_the_columns_stand_in_order_and_a_sentence_keeps_its_commas(table: Any, choices: Any) -> None:
    pasted = spreadsheet.read("Reach, and trust\tPortée\tPost\tPublier", table, choices)

    assert pasted.rows[0].cells == {
        "outcome": {"en": "Reach, and trust", "fr": "Portée"},
        "tactic": {"en": "Post", "fr": "Publier"},
    }
    assert spreadsheet.read("Reach, and trust", table, choices).rows[0].cells == {"outcome": {"en": "Reach, and trust"}}


def test_a_file_saved_with_commas_or_semicolons_is_understood_by_its_headings(table: Any, choices: Any) -> None:
    for mark in ",;":
        pasted = spreadsheet.read(f'target{mark}feasible\n"5{mark}000"{mark}yes', table, choices)

        assert pasted.rows[0].cells == {"target": f"5{mark}000", "feasible": "yes"}


@pytest.mark.parametrize("rows", [1_001, 60_000])
def test_too_much_is_refused_with_what_is_possible(rows: int, table: Any, choices: Any) -> None:
    with pytest.raises(spreadsheet.TooMuch, match=r"1000|characters"):
        spreadsheet.read("Outcome\tRésultat\n" * rows, table, choices)


@pytest.mark.obligation("G156")
def test_measures_of_the_library_become_rows_in_both_languages(
    plan: Document, author: User, as_user: Callable[[User], Client]
) -> None:
    page = reverse("documents:library", args=[plan.pk, "h_measures"])
    client = as_user(author)
    assert client.post(page, {}).status_code == 422

    client.post(page, {"video_use_measures": ["video_views", "video_shares"], "video_use_tactic": "0"})

    rows = [row.cells for row in Row.objects.of(plan, "h_measures")]
    assert [row["measure"]["fr"] for row in rows] == [
        "Nombre de visionnements par rapport au coût de production",
        "Nombre de partages",
    ]
    assert rows[0]["outcome"]["en"] == "The department’s videos are watched more"
    assert rows[0]["tactic"]["en"]
    # What is in the table is not offered again.
    offered = client.get(page).context["form"].fields["video_use_measures"].choices
    assert "video_views" not in dict(offered)
    without = reverse("documents:library", args=[plan.pk, "c_resources"])
    assert client.get(without).status_code == 404


def test_more_than_two_administrators_and_private_addresses_are_warned_of(
    plan: Document, author: User, as_user: Callable[[User], Client]
) -> None:
    page = reverse("documents:section", args=[plan.pk, "g"])
    warned = "More administrators than needed"
    for role in ("administrator", "owner", "editor"):
        actions.add_row(plan, "g_access", {"platform_role": role}, by=author)
    assert warned not in as_user(author).get(page).content.decode()

    actions.add_row(plan, "g_access", {"platform_role": "administrator"}, by=author)

    assert warned in as_user(author).get(page).content.decode()


@pytest.mark.parametrize(
    ("address", "official"),
    [
        ("jo@pc.gc.ca", True),
        ("jo@CANADA.ca", True),
        ("jo@gc.ca.example.com", False),
        ("jo@notgc.ca", False),
        ("jo@gmail.com", False),
        ("gc.ca", False),
    ],
)
def test_an_official_address_is_known_by_its_domain(address: str, official: bool) -> None:
    assert access_warnings.is_of(address, ("gc.ca", "canada.ca")) is official
