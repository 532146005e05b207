"""Does the page's script hear the truth: what was saved, what others did meanwhile, who is here, and why not?"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import actions, history, merging
from documents.draft import Draft
from documents.models import Contribution, Document, Edit, Presence, Row
from documents.places import cell, cell_name
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from tests.documents.test_writing import section_url, typed
from tests.factories import documents as make

SignIn = Callable[[User], Client]
EN, FR = "overview_presence__en", "overview_presence__fr"
PLACE = "overview_presence|en"
TABLE = "value_objectives"


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


@pytest.fixture
def invited(document: Document, coordinator: User, author: User) -> User:
    actions.invite_writer(document, author, by=coordinator)
    return author


def address(name: str, document: Document, key: str = "overview") -> str:
    return reverse(f"documents:{name}", args=[document.pk, key])


def autosave(client: Client, url: str, fields: dict[str, Any], page: int = 0, **seen: int) -> Any:
    body = json.dumps({"page": page, "fields": fields, "seen": seen})
    return client.post(url, body, content_type="application/json")


# ---------------------------------------------------------------- autosave


def test_a_save_answers_with_everything_that_the_page_must_know(
    document: Document, coordinator: User, invited: User, as_user: SignIn
) -> None:
    url = address("autosave", document)
    autosave(as_user(invited), url, {FR: "Deux comptes"})

    answer = autosave(as_user(coordinator), url, {EN: "Two accounts"})

    said = answer.json()
    assert answer.status_code == 200
    assert (said["revision"], said["collisions"], said["errors"]) == (2, [], {})
    assert said["taken"] == {FR: {"value": "Deux comptes", "by": "Alex Author"}}
    assert said["people"] == ["Alex Author"]
    assert said["progress"] == ("1 of 3 answered, 2 missing in English, 2 missing in French, 1 out of date in English")
    assert said["translations"]["overview_presence"]["fr"]["state"] == "source"
    assert said["csrf"]


def test_a_collision_is_told_with_both_texts_and_a_proposal(
    document: Document, coordinator: User, invited: User, as_user: SignIn
) -> None:
    url = address("autosave", document)
    autosave(as_user(coordinator), url, {EN: "We use X. We answer."})
    autosave(as_user(invited), url, {EN: "We use X daily. We answer."}, page=1)

    (one,) = autosave(as_user(coordinator), url, {EN: "We use X. We answer fast."}, page=1).json()["collisions"]

    assert (one["name"], one["by"]) == (EN, "Alex Author")
    assert (one["theirs"], one["mine"]) == ("We use X daily. We answer.", "We use X. We answer fast.")
    assert one["merged"] == "We use X daily. We answer fast."
    assert ["added", " fast"] in one["difference"]


def test_what_cannot_be_understood_is_told_by_name_and_the_rest_is_saved(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    row = uuid4()
    number, text = (cell_name("approach_platforms", row, *column) for column in (("priority",), ("direction", "en")))

    answer = autosave(
        as_user(coordinator), address("autosave", document, "approach"), {number: "first", text: "Up", "nothing": "x"}
    )

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {number, "nothing"}
    assert Row.objects.get(uuid=row).cells == {"direction": {"en": "Up"}}


def test_rows_that_come_and_go_are_told_to_open_pages(
    document: Document, coordinator: User, invited: User, as_user: SignIn
) -> None:
    url, client = address("autosave", document, "value"), as_user(coordinator)
    kept, gone = actions.add_rows(document, TABLE, [{"code": "O1"}, {"code": "O2"}], by=invited)
    page = autosave(client, url, {}).json()["revision"]
    actions.remove_row(gone, by=invited)
    actions.save_row(kept, {"code": "O3"}, by=invited)

    taken = autosave(client, url, {}, page=page).json()["taken"]

    assert taken[cell_name(TABLE, kept.uuid, "code")]["value"] == "O3"
    assert taken[cell_name(TABLE, gone.uuid, "code")]["value"] is None
    assert f"row-{TABLE}-{gone.uuid.hex}" in taken


def test_signed_out_refused_and_frozen_are_told_in_json(
    document: Document, coordinator: User, head: User, stranger: User, as_user: SignIn
) -> None:
    url, strict = address("autosave", document), Client(enforce_csrf_checks=True)
    strict.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")

    signed_out, refused = autosave(Client(), url, {EN: "x"}), autosave(as_user(head), url, {EN: "x"})
    no_token, unseen = autosave(strict, url, {EN: "x"}), autosave(as_user(stranger), url, {EN: "x"})
    pulse = Client().get(address("pulse", document))
    Document.objects.filter(pk=document.pk).update(state="final_approval")
    frozen = autosave(as_user(coordinator), url, {EN: "Too late"})

    assert [one.status_code for one in (signed_out, refused, no_token, unseen, pulse)] == [401, 403, 403, 404, 401]
    assert signed_out.json() == pulse.json() == {"signed_in": False, "sign_in": reverse("account_login")}
    assert (refused.json(), no_token.json()) == ({"allowed": False}, {"allowed": False, "csrf_refused": True})
    assert (frozen.status_code, frozen.json()["frozen"]) == (409, True)
    assert "its text is frozen" in frozen.json()["message"]
    assert not document.answers.exists()


@pytest.mark.parametrize("body", ["", "[]", '{"fields": []}', "{"])
def test_a_mangled_save_is_refused(document: Document, coordinator: User, as_user: SignIn, body: str) -> None:
    answer = as_user(coordinator).post(address("autosave", document), body, content_type="application/json")

    assert answer.status_code == 400


def test_half_a_character_and_nuls_do_not_break_a_save(document: Document, coordinator: User, as_user: SignIn) -> None:
    answer = autosave(as_user(coordinator), address("autosave", document), {EN: "a\0b \ud83d", FR: ["x"]})

    assert answer.status_code == 200
    assert document.answers.get(lang="en").value.startswith("ab")


@pytest.mark.parametrize("rows", [1, 8])
def test_a_save_and_a_pulse_ask_the_same_few_questions_whatever_stands_there(
    document: Document, coordinator: User, as_user: SignIn, django_assert_num_queries: Any, rows: int
) -> None:
    table = "success_criteria"
    made = actions.add_rows(document, table, [{"criterion": {"en": "Visits"}}] * rows, by=coordinator)
    client, url = as_user(coordinator), address("autosave", document, "success")
    box = cell_name(table, made[0].uuid, "criterion", "en")
    page = autosave(client, url, {box: "Once"}, page=1).json()["revision"]

    with django_assert_num_queries(SAVE):
        assert autosave(client, url, {box: "Twice"}, page=page).status_code == 200
    with django_assert_num_queries(PULSE):
        client.get(address("pulse", document, "success"))


# Of a save: who asks 4, the document 2, its section 4, what is saved 3, translations 2, who else is here 1; and the
# bounds of its transaction. Of a pulse: who asks 4, the document 1, who else is here 1.
SAVE, PULSE = 18, 6


# ---------------------------------------------------------------- who is here


def test_who_else_is_here_is_shown_for_three_quarters_of_a_minute(
    document: Document, coordinator: User, invited: User, as_user: SignIn
) -> None:
    as_user(invited).get(address("pulse", document))
    client = as_user(coordinator)

    page, elsewhere = client.get(section_url(document)), client.get(section_url(document, "lessons"))
    assert page.context["people"] == ["Alex Author"]
    assert elsewhere.context["people"] == []
    assert client.get(address("pulse", document)).json()["people"] == ["Alex Author"]

    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=50))
    assert client.get(address("pulse", document)).json()["people"] == []


# ---------------------------------------------------------------- history and sittings


def test_who_keeps_their_own_words_in_both_languages_one_after_the_other_has_a_translation_in_step(
    document: Document, coordinator: User, invited: User
) -> None:
    def save(by: User, seen: int, **texts: str) -> actions.Written:
        wanted = {f"overview_presence|{lang}": text for lang, text in texts.items()}
        return actions.write(document, "overview", wanted, by=by, seen=seen)

    save(coordinator, 0, en="Theirs", fr="Le leur")
    collided = save(invited, 0, en="Mine", fr="Le mien")
    assert len(collided.collisions) == 2

    save(invited, collided.revision, en="Mine")
    save(invited, collided.revision, fr="Le mien")

    state = Draft(document).translations["overview_presence"]
    assert (state.en, state.fr) == ("source", "draft")


def test_saves_of_one_sitting_are_one_edit_that_knows_what_stood_before(
    document: Document, coordinator: User, invited: User
) -> None:
    def save(text: str, by: User) -> int:
        return actions.write(document, "overview", {PLACE: text}, by=by, seen=None).revision

    for text in ("One", "One two", "One two three"):
        save(text, coordinator)
    save("Theirs", invited)
    save("Mine again", coordinator)
    Edit.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    save("Much later", coordinator)

    edits = Edit.objects.order_by("revision").values_list("first_revision", "revision", "before")
    section = document.outline.section("overview")
    assert list(edits) == [
        (1, 3, {PLACE: None}),
        (4, 4, {PLACE: "One two three"}),
        (5, 5, {PLACE: "Theirs"}),
        (6, 6, {PLACE: "Mine again"}),
    ]
    told = [history.at(document, section, revision).get(PLACE) for revision in (0, 3, 4, 5, 6)]
    assert told == [None, "One two three", "Theirs", "Mine again", "Much later"]


def test_what_changed_without_a_trace_since_a_page_was_made_collides(document: Document, coordinator: User) -> None:
    actions.write(document, "overview", {PLACE: "One"}, by=coordinator, seen=None)
    document.answers.update(value="Changed behind the scenes")
    actions.touch(document, "overview", by=coordinator)

    written = actions.write(document, "overview", {PLACE: "One two"}, by=coordinator, seen=1)

    assert [(one.theirs, one.mine) for one in written.collisions] == [("Changed behind the scenes", "One two")]


def test_writing_after_an_approval_is_never_folded_into_the_writing_before(
    document: Document, coordinator: User, head: User
) -> None:
    make.complete(document, coordinator)
    both = {"lessons_process|en": "Before", "lessons_process|fr": "Avant"}
    actions.write(document, "lessons", both, by=coordinator, seen=None)
    sent = perform(Document.objects.get(pk=document.pk), "submit", by=coordinator)
    make.approve(sent, by=head)
    perform(Document.objects.get(pk=document.pk), "revise", by=coordinator, reason="Yearly review.")
    assert not Contribution.objects.filter(document=document).exists()

    actions.write(document, "lessons", {"lessons_process|en": "After"}, by=coordinator, seen=None)

    assert list(Contribution.objects.values_list("user", "section")) == [(coordinator.pk, "lessons")]


def test_a_text_that_a_return_to_the_approved_version_replaced_stands_in_the_history(
    department: Organization, coordinator: User, head: User
) -> None:
    document = make.approved_strategy(department, coordinator=coordinator, head=head).document
    document = perform(document, "revise", by=coordinator, reason="Yearly review.")
    row = actions.add_row(document, TABLE, {"code": "O9", "objective": {"en": "A new aim"}}, by=coordinator)
    approved = document.answers.get(field="value_statement", lang="en").value
    actions.write(document, "value", {"value_statement|en": "A new value"}, by=coordinator, seen=None)
    revision = document.draft_sections.get(key="value").revision

    actions.restore(document, document.effective_version, by=coordinator)

    stood = history.at(document, document.outline.section("value"), revision)
    assert document.answers.get(field="value_statement", lang="en").value == approved
    assert not Row.objects.filter(uuid=row.uuid).exists()
    assert (stood["value_statement|en"], stood[cell(row.uuid, "objective", "en")]) == ("A new value", "A new aim")


# ---------------------------------------------------------------- undo


def test_a_removed_row_comes_back_to_its_place_and_a_move_is_taken_back(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    rows = actions.add_rows(document, TABLE, [{"code": f"O{n}"} for n in (1, 2, 3)], by=coordinator)
    client, url = as_user(coordinator), section_url(document, "value")

    client.post(url, typed(client, url, value_statement__en="Worth it", then=f"remove:{rows[1].uuid}"))
    last = client.get(url).context["last"]
    client.post(url, typed(client, url, value_statement__fr="Utile", then=f"undo:{last.revision}"))
    client.post(url, typed(client, url, then=f"up:{rows[2].uuid}"))
    moved = client.get(url).context["last"]
    back = client.post(address("undo", document, "value"), {"revision": moved.revision})
    again = client.post(address("undo", document, "value"), {"revision": moved.revision}, follow=True)

    assert [row.uuid for row in Row.objects.of(document, TABLE)] == [row.uuid for row in rows]
    assert back.status_code == 302
    assert "This was undone already." in again.content.decode()
    assert document.answers.filter(field="value_statement").count() == 2
    assert client.get(url).context["last"] is None


def test_a_row_comes_back_to_its_place_among_rows_that_moved_meanwhile(document: Document, coordinator: User) -> None:
    rows = actions.add_rows(document, TABLE, [{"code": f"O{n}"} for n in (1, 2, 3)], by=coordinator)
    removal = actions.remove_row(rows[1], by=coordinator)
    actions.move_row(rows[2], up=True, by=coordinator)

    actions.undo(document, "value", removal.revision, by=coordinator)

    assert [row.cells["code"] for row in Row.objects.of(document, TABLE)] == ["O3", "O2", "O1"]


def test_undoing_is_refused_when_the_table_changed_since(document: Document, coordinator: User) -> None:
    rows = actions.add_rows(document, TABLE, [{"code": f"O{n}"} for n in (1, 2, 3)], by=coordinator)
    added = Edit.objects.get()
    move = actions.move_row(rows[0], up=False, by=coordinator)
    actions.save_row(rows[2], {"code": "O7"}, by=coordinator)
    actions.remove_row(rows[1], by=coordinator)

    for edit in (move, added):
        with pytest.raises(ValidationError, match="changed since"):
            actions.undo(document, "value", edit.revision, by=coordinator)
    assert Row.objects.of(document, TABLE).count() == 2


def test_a_row_that_others_changed_is_removed_only_after_reading_what_they_wrote(
    document: Document, coordinator: User, invited: User, as_user: SignIn
) -> None:
    row = actions.add_row(document, TABLE, {"code": "O1", "objective": {"en": "Reach"}}, by=coordinator)
    client, url = as_user(coordinator), section_url(document, "value")
    form = typed(client, url, then=f"remove:{row.uuid}")
    actions.save_row(row, {"objective": {"en": "Reach visitors"}}, by=invited)

    refused = client.post(url, form)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Alex Author" in page
    assert [one.theirs for one in refused.context["choices"].told] == ["Reach visitors"]
    assert Row.objects.filter(uuid=row.uuid).exists()
    anyway = {"revision": refused.context["choices"].revision, "then": f"remove:{row.uuid}"}
    assert client.post(url, anyway).status_code == 302
    assert not Row.objects.filter(uuid=row.uuid).exists()


# ---------------------------------------------------------------- merging


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("Two accounts.", "Three accounts.", "Two big accounts.", "Three big accounts."),
        ("Dogs may come. Cats too.", "Dogs stay. Cats too.", "Dogs go. Cats too.", "Dogs stay. Dogs go. Cats too."),
        ("Two accounts", "Three accounts", "Four accounts", "Three accounts / Four accounts"),
        ("A.", "A. B.", "A. C.", "A. B. C."),
        (None, "Half", "Half an hour", "Half an hour"),
        ("Keep it. Drop it.", "Keep it.", "Keep it. Drop it, please.", "Keep it. Drop it, please."),
        ("P.", "P.\n\nTheirs.", "Mine.\n\nP.", "Mine.\n\nP.\n\nTheirs."),
        ("Texte", None, "Texte à moi", "Texte à moi"),
        (["a", "b"], ["a"], ["a", "b", "c"], ["a", "c"]),
        ("yes", 1, 2, None),
    ],
)
def test_a_proposal_holds_what_both_wrote(base: Any, theirs: Any, mine: Any, merged: Any) -> None:
    assert merging.merge(base, theirs, mine) == merged
