"""What the public sees: the index, one account, the answer, and the files."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import OfficialAccount
from organizations.models import Organization
from risk.models import Platform
from tests.factories import people
from tests.factories.documents import platform
from tests.factories.registry import listed, many, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def x() -> Platform:
    return platform("x")


def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.mark.obligation("G060")
@pytest.mark.parametrize(("language", "title"), [("en", "Is this account official?"), ("fr", 'lang="fr"')])
def test_index_is_open_to_everybody_in_both_languages(
    client: Client, department: Organization, x: Platform, language: str, title: str
) -> None:
    pair(department, x)

    response = client.get(f"/{language}/")

    assert response.status_code == 200
    assert title in body(response)
    assert "Parks Canada" in body(response)


@pytest.mark.obligation("G061")
def test_index_leaves_out_platforms_that_are_not_pre_reviewed(client: Client, department: Organization) -> None:
    secret = listed(department, platform("bluesky", reviewed=False, name="Bluesky"), "ParksSecret")

    assert "ParksSecret" not in body(client.get("/en/"))
    assert "Bluesky" not in body(client.get("/en/"))
    assert "ParksSecret" not in body(client.get("/en/index.csv"))
    assert "ParksSecret" not in body(client.get("/en/index.json"))
    assert client.get(f"/en/index/{secret.pk}/").status_code == 404


def test_an_unlisted_account_cannot_be_told_from_a_missing_one(
    client: Client, department: Organization, x: Platform
) -> None:
    hidden = listed(department, x, "ParksSoon", state="configuring")

    answers = [client.get(f"/en/index/{pk}/") for pk in (hidden.pk, hidden.pk + 1)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(rb"index/[0-9]+/", b"", answer.content) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "parcscanada"}, ["Parcs Canada"]),
        ({"q": "PÀRCSCANADA canáda"}, ["Parcs Canada"]),
        ({"q": "canada nothing"}, []),
        ({"language": "fr"}, ["Parcs Canada"]),
        ({"status": "closed"}, ["Old Parks"]),
        ({"status": "official"}, ["Lone Parks", "Parcs Canada", "Parks Canada"]),
        ({"equivalent": "without"}, ["Lone Parks"]),
        ({"platform": "x", "organization": "parks", "q": "lone"}, ["Lone Parks"]),
        ({"organization": "mangled"}, ["Lone Parks", "Old Parks", "Parcs Canada", "Parks Canada"]),
    ],
)
@pytest.mark.obligation("G125")
def test_index_is_searched_and_narrowed(
    client: Client, department: Organization, x: Platform, query: dict[str, str], found: list[str]
) -> None:
    pair(department, x)
    listed(department, x, "LoneParks", name="Lone Parks")
    listed(department, x, "OldParks", name="Old Parks", state="closed", closed_on=date(2026, 3, 1))

    response = client.get("/en/", query)
    data = json.loads(body(client.get("/en/index.json", query)))

    assert [account.name for account in response.context["rows"]] == found
    assert [record["name"] for record in data["accounts"]] == found


@pytest.mark.parametrize("count", [1, 120])
def test_index_takes_the_same_queries_for_any_number_of_accounts(
    client: Client, department: Organization, x: Platform, django_assert_num_queries: Any, count: int
) -> None:
    many(department, x, count)

    with django_assert_num_queries(3):
        client.get("/en/?q=program")


def test_index_turns_its_pages_by_keyset(client: Client, department: Organization, x: Platform) -> None:
    many(department, x, 120)

    seen, address = [], "/en/?platform=x"
    while address:
        response = client.get(address)
        seen += [account.name for account in response.context["rows"]]
        address = f"/en/{response.context['older_url']}" if response.context["older_url"] else ""

    assert seen == [f"Program {number:05}" for number in range(120)]


@pytest.mark.obligation("G125")
def test_account_page_is_permanent_and_links_its_equivalent(
    client: Client, department: Organization, x: Platform
) -> None:
    english, french = pair(department, x)

    page = body(client.get(f"/en/index/{english.pk}/"))

    assert f"/en/index/{french.pk}/" in page
    assert "https://x.com/ParksCanada" in page
    assert "4 May 2026" in page


def test_closed_account_keeps_its_page_and_its_note(client: Client, department: Organization, x: Platform) -> None:
    closed = listed(
        department,
        x,
        "OldParks",
        state="closed",
        closed_on=date(2026, 3, 1),
        closing_note_en="We moved to @ParksCanada.",
        closing_note_fr="Nous sommes maintenant à @ParcsCanada.",
    )

    assert "We moved to @ParksCanada." in body(client.get(f"/en/index/{closed.pk}/"))
    french = body(client.get(f"/fr/index/{closed.pk}/"))
    assert "Nous sommes maintenant à @ParcsCanada." in french
    assert "1er mars 2026" in french
    assert 'href="https://x.com/OldParks"' not in french


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("https://twitter.com/parkscanada", "yes"),
        ("@OldParks", "was"),
        ("@nobody", "no"),
        ("https://example.org/a", "unknown"),
    ],
)
def test_verify_answers_in_one_request(
    client: Client, department: Organization, x: Platform, django_assert_max_num_queries: Any, typed: str, answer: str
) -> None:
    pair(department, x)
    listed(department, x, "OldParks", state="closed", closed_on=date(2026, 3, 1))

    with django_assert_max_num_queries(3):
        response = client.get("/en/verify/", {"q": typed})

    assert response.status_code == 200
    assert response.context["verdict"].answer == answer


def test_verify_sends_words_to_the_search(client: Client, department: Organization, x: Platform) -> None:
    pair(department, x)

    assert client.get("/en/verify/", {"q": "parks"}).headers["Location"] == "/en/?q=parks"
    assert client.get("/fr/verify/", {"q": "Parcs Canada"}).headers["Location"] == "/fr/?q=Parcs+Canada"


def test_verify_shows_imitating_letters_without_running_what_was_typed(
    client: Client, department: Organization, x: Platform
) -> None:
    pair(department, x)

    page = body(client.get("/en/verify/", {"q": "@P\u0430rksCanada"}))
    hostile = body(client.get("/en/verify/", {"q": "@<script>alert(1)</script>"}))

    assert "U+0430" in page
    assert "<script>alert" not in hostile


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1"])
def test_csv_has_no_live_cells(client: Client, department: Organization, x: Platform, name: str) -> None:
    listed(department, x, "ParksCanada", name=name)

    text = body(client.get("/en/index.csv"))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert rows[0]["name"] == f"'{name}"
    assert rows[0]["username"] == "ParksCanada"


def test_csv_and_json_give_the_permanent_page_in_the_language_of_the_address(
    client: Client, department: Organization, x: Platform
) -> None:
    english, french = pair(department, x)

    data = json.loads(body(client.get("/fr/index.json")))

    assert data["accounts"][1]["record"] == f"http://localhost:8000/fr/index/{english.pk}/"
    assert data["accounts"][1]["equivalent_id"] == french.pk


@pytest.mark.parametrize("name", ["index.csv", "index.json"])
def test_files_cost_nothing_until_the_index_changes(
    client: Client, department: Organization, x: Platform, name: str
) -> None:
    english, _french = pair(department, x)
    first = client.get(f"/en/{name}")

    unchanged = client.get(f"/en/{name}", headers={"If-None-Match": first.headers["ETag"]})
    since = client.get(f"/en/{name}", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    english.name = "Parks Canada Agency"
    english.save()
    changed = client.get(f"/en/{name}", headers={"If-None-Match": first.headers["ETag"]})

    assert (unchanged.status_code, since.status_code, changed.status_code) == (304, 304, 200)


def test_bare_address_leads_to_the_index(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == "/en/"


def test_index_shows_an_organization_in_the_readers_language(client: Client, x: Platform) -> None:
    statistics = people.organization("statcan", name_en="Statistics Canada", name_fr="Statistique Canada")
    listed(statistics, x, "StatCan_fra", language="fr")

    with translation.override("fr"):
        address = reverse("registry:search")

    assert "Statistique Canada" in body(client.get(address))
    assert OfficialAccount.objects.listed().count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="trigrams are PostgreSQL's")
def test_search_uses_trigrams_where_they_are_available(department: Organization, x: Platform) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        has_trigrams = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'accounts_search_trigram'")
        has_index = cursor.fetchone()[0]

    assert has_trigrams == has_index
