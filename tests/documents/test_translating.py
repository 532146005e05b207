"""Can somebody put a text that a colleague wrote into the other language, on pages that lose nothing?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from approvals import rounds
from documents import actions, completeness
from documents.choosing import as_field
from documents.draft import Draft
from documents.models import Document, Row
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
SPOT, TABLE = "overview_presence", "value_objectives"


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    """Return a strategy with one answer and one row written in French."""
    document = make.draft_strategy(department, coordinator).document
    actions.save_section(document, "overview", {(SPOT, "fr"): "Deux comptes"}, by=coordinator)
    actions.add_row(document, TABLE, {"code": "O1", "objective": {"fr": "Informer"}}, by=coordinator)
    return document


@pytest.fixture
def translator(department: Organization) -> User:
    return people.member("Thérèse Translator", "coordinator", department, language="fr")


def translate_url(document: Document, section: str = "overview", to: str = "en") -> str:
    return reverse("documents:translate", args=[document.pk, to, section])


def section_url(document: Document, section: str = "overview") -> str:
    return reverse("documents:section", args=[document.pk, section])


def typed(client: Client, url: str, **texts: str) -> dict[str, Any]:
    """Return what the browser would send of the translator's page, with `texts` typed over it."""
    page = client.get(url)
    form = page.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return {"revision": page.context["revision"], "section-method": "", **values, **texts}


def where(document: Document) -> dict[str, tuple[str, str]]:
    """Return the states of the English and the French text, by spot (of cells, by column)."""
    return {one.asked.key: (one.en, one.fr) for one in Draft(document).translations.values()}


@pytest.mark.obligation("G139")
def test_a_plan_written_in_french_is_translated_reviewed_and_sent(
    department: Organization,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    translator: User,
    as_user: SignIn,
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.complete(make.draft_plan(strategy, make.platform(), by=coordinator).document, coordinator)
    in_french = {"b_reasons": "Nos abonnés y sont", "h_success": "Des gens mieux informés"}
    for field, text in in_french.items():
        answers = {(field, "en"): "", (field, "fr"): text}
        actions.save_section(plan, plan.outline.section_of(field).key, answers, by=coordinator)
    row = Row.objects.of(plan, "e_risks").first()
    actions.save_row(row, {"statement": {"fr": "Un risque"}}, by=coordinator)
    client = as_user(translator)

    overview = client.get(reverse("documents:translation", args=[plan.pk]) + "?to=en")
    left = [(task["title"][0], task["url"]) for task in overview.context["tasks"] if task["tone"] == "warning"]
    first = client.post(left[0][1], typed(client, left[0][1], b_reasons__en="Our followers are there", then="next"))
    name = f"row-e_risks-{row.uuid.hex}-statement__en"
    second = client.post(first["Location"], typed(client, first["Location"], **{name: "A risk"}, then="next"))
    last = typed(client, second["Location"], h_success__en="Better informed people")
    client.post(second["Location"], {**last, "section-method": "translator", "then": "reviewed-all"})

    assert [letter for letter, _url in left] == ["b", "e", "h"]
    assert completeness.missing(Draft(plan)) == []
    found = Draft(plan).translations
    assert [(found[key].source, found[key].state, found[key].method) for key in in_french] == [
        ("fr", "draft", ""),
        ("fr", "reviewed", "translator"),
    ]
    sent = perform(Document.objects.get(pk=plan.pk), "consult", by=coordinator)
    kept = json.loads(rounds.current(sent).version.content)["translations"]
    assert kept["h_success"] == {"source": "fr", "state": "reviewed", "method": "translator"}


def test_the_page_has_what_is_left_and_everything_where_asked(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), translate_url(document)
    client.post(url, typed(client, url, overview_presence__en="Two accounts", then="reviewed-all"))

    def shown(address: str) -> list[str]:
        return [pair.one.spot for pair in client.get(address).context["form"].pairs]

    assert where(document)[SPOT] == ("reviewed", "source")
    assert [shown(url), shown(f"{url}?show=all"), shown(translate_url(document, to="fr"))] == [[], [SPOT], []]


def test_a_translation_of_words_that_somebody_changed_meanwhile_is_out_of_date(
    document: Document, coordinator: User, translator: User, as_user: SignIn
) -> None:
    client, url = as_user(translator), translate_url(document)
    late = typed(client, url, overview_presence__en="Two accounts")
    actions.save_section(document, "overview", {(SPOT, "fr"): "Trois comptes"}, by=coordinator)

    client.post(url, late)

    page = client.get(url).content.decode()
    assert where(document)[SPOT] == ("stale", "source")
    assert [word for word in ("<del>", "Deux", "Trois") if word not in page] == []


def test_two_translators_of_one_text_see_both_and_lose_nothing(
    document: Document, coordinator: User, translator: User, as_user: SignIn
) -> None:
    client, url = as_user(translator), translate_url(document)
    late = typed(client, url, overview_presence__en="A couple of accounts")
    actions.save_section(document, "overview", {(SPOT, "en"): "Two accounts"}, by=coordinator)

    conflict = client.post(url, late)
    told = conflict.context["choices"].told[0]
    choice = {f"mine-{told.name}": as_field(told.collision.mine), f"pick-{told.name}": "mine"}
    client.post(url, {"revision": conflict.context["choices"].revision, **choice})

    assert (conflict.status_code, told.theirs, told.mine) == (409, "Two accounts", "A couple of accounts")
    assert Draft(document).answer(SPOT, "en") == "A couple of accounts"


def test_what_is_wrong_is_shown_again_as_typed(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), translate_url(document)

    answer = client.post(url, typed(client, url, overview_presence__en="long " * 5000))

    assert answer.status_code == 422
    assert "long long" in answer.content.decode()


# ---------------------------------------------------------------- the page of the section


@pytest.fixture
def stale(document: Document, coordinator: User) -> Document:
    """Return the document with English that was made from other French words."""
    actions.save_section(document, "overview", {(SPOT, "en"): "Two accounts"}, by=coordinator)
    actions.save_section(document, "overview", {(SPOT, "fr"): "Trois comptes"}, by=coordinator)
    return document


def test_the_section_says_what_changed_and_a_button_brings_it_in_step(
    stale: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(stale)
    page = client.get(url)

    sent = {
        "revision": page.context["revision"],
        f"{SPOT}__en": "Two accounts",
        f"{SPOT}__fr": "Trois comptes",
        "then": f"same:{SPOT}",
    }
    answer = client.post(url, sent)

    assert "English is out of date" in page.content.decode()
    assert answer["Location"] == f"{url}#translation-{SPOT}"
    assert where(stale)[SPOT] == ("draft", "source")


def test_a_button_pressed_on_an_older_page_confirms_nothing(
    stale: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(stale)
    revision = client.get(url).context["revision"]
    actions.save_section(stale, "overview", {(SPOT, "fr"): "Quatre comptes"}, by=coordinator)

    sent = {f"{SPOT}__en": "Two accounts", f"{SPOT}__fr": "Trois comptes", "then": f"same:{SPOT}"}
    answer = client.post(url, {"revision": revision, **sent})

    assert answer.status_code == 422
    assert "changed while you were reading it" in answer.content.decode()
    assert where(stale)[SPOT] == ("stale", "source")


@pytest.mark.parametrize(
    ("then", "expected"),
    [("original", ("source", "stale")), ("reviewed", ("stale", "source")), ("nonsense", ("stale", "source"))],
)
def test_other_buttons_do_what_they_say(
    then: str, expected: tuple[str, str], stale: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(stale)

    client.post(url, {"revision": client.get(url).context["revision"], "then": f"{then}:{SPOT}"})

    assert where(stale)[SPOT] == expected


def test_a_method_chosen_is_saved_by_any_button_and_never_by_an_older_page(
    stale: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(stale)
    sent = {"revision": client.get(url).context["revision"], f"was-method:{SPOT}": "", "then": "stay"}

    client.post(url, {**sent, f"method:{SPOT}": "bureau"})
    client.post(url, {**sent, f"method:{SPOT}": ""})

    assert Draft(stale).translations[SPOT].method == "bureau"


def test_the_originals_of_a_whole_page_are_named_at_once(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    actions.save_section(document, "overview", {(SPOT, "en"): "Two accounts"}, by=coordinator)
    client, url = as_user(coordinator), translate_url(document)

    answer = client.post(url, typed(client, url, then="original-all"))

    assert answer["Location"] == translate_url(document, to="fr")
    assert where(document)[SPOT] == ("source", "draft")


def test_autosave_tells_the_open_page_where_translations_stand(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    url = reverse("documents:autosave", args=[document.pk, "overview"])

    def save(name: str, text: str) -> dict[str, Any]:
        revision = Draft(document).sections["overview"].revision
        said = {"page": revision, "fields": {name: text}, "seen": {name: revision}}
        answer = client.post(url, json.dumps(said), content_type="application/json")
        return {lang: side["state"] for lang, side in answer.json()["translations"][SPOT].items()}

    assert save(f"{SPOT}__en", "Two accounts") == {"en": "draft", "fr": "source"}
    assert save(f"{SPOT}__fr", "Trois comptes") == {"en": "stale", "fr": "source"}
    assert save(f"{SPOT}__en", "Three accounts") == {"en": "draft", "fr": "source"}


# ---------------------------------------------------------------- who may, and at what cost


def test_who_reads_sees_both_languages_and_strangers_nothing(
    document: Document, head: User, stranger: User, as_user: SignIn
) -> None:
    addresses = [translate_url(document), reverse("documents:translation", args=[document.pk])]

    assert [as_user(head).get(url).status_code for url in addresses] == [200, 200]
    assert "Deux comptes" in as_user(head).get(translate_url(document)).content.decode()
    assert as_user(head).post(translate_url(document), {f"{SPOT}__en": "No"}).status_code == 403
    assert [as_user(stranger).get(url).status_code for url in addresses] == [404, 404]
    assert as_user(head).get(translate_url(document, to="de")).status_code == 404


@pytest.mark.parametrize("rows", [1, 8])
def test_the_pages_ask_the_same_number_of_questions_whatever_the_rows(
    rows: int, document: Document, coordinator: User, as_user: SignIn, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        actions.add_row(document, TABLE, {"objective": {"fr": f"But {number}"}}, by=coordinator)
    client = as_user(coordinator)

    with django_assert_num_queries(9):
        assert client.get(translate_url(document, "value")).status_code == 200
    with django_assert_num_queries(9):
        assert client.get(reverse("documents:translation", args=[document.pk])).status_code == 200
