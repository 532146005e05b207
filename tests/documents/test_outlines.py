"""Does a document stay on its outline, may an organization add and never remove, and does moving on lose nothing?"""

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals import rounds
from documents import actions, moving, overlays
from documents.completeness import missing
from documents.draft import Draft
from documents.models import Answer, Document, Overlay, OwnQuestion, Row
from documents.reading import Reading
from govsocial.core.models import Event
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from tests.factories import documents as make
from tests.factories import packs, people

SignIn = Callable[[User], Client]


# ---------------------------------------------------------------- the organization's own questions


def own(organization: Organization, by: User, **said: Any) -> OwnQuestion:
    """Return a question that the organization is preparing for its strategy."""
    plain = {
        "section": "value", "type": "text", "wants_both": True, "is_required": False,
        "label_en": "Who speaks for Indigenous partners?", "label_fr": "Qui parle au nom des partenaires autochtones?",
        "help_en": "", "help_fr": "",
    }  # fmt: skip
    return overlays.add(organization, organization.framework.outline("strategy"), {**plain, **said}, by=by)


def publish(organization: Organization, by: User) -> Overlay:
    newest = overlays.newest(organization, "strategy")
    return overlays.publish(organization, "strategy", seen=newest.number if newest else 0, by=by)


def test_a_document_asks_what_its_organization_had_published_when_it_was_started(
    department: Organization, coordinator: User, as_user: SignIn
) -> None:
    before = make.draft_strategy(department, coordinator).document
    before.strategy.delete()
    asked = own(department, coordinator, is_required=True)
    own(department, coordinator, type="guidance", label_en="Before you write", label_fr="Avant d'écrire",
        help_en="Talk to the Council first.", help_fr="Parler d'abord au Conseil: c'est la règle.")  # fmt: skip
    prepared = make.draft_strategy(department, coordinator).document
    prepared.strategy.delete()
    publish(department, coordinator)

    after = Document.objects.get(pk=make.draft_strategy(department, coordinator).pk)

    pack = department.framework.outline("strategy")
    assert before.outline == prepared.outline == pack
    assert [section.key for section in after.outline.sections] == [section.key for section in pack.sections]
    assert [f.key for f in after.outline.fields if f not in pack.fields] == [asked.key]
    section = after.outline.section_of(asked.key)
    assert (section.key, section.fields[-1].asked_by.fr) == ("value", "Parcs Canada")
    assert [(one.title.fr, one.text.fr) for one in section.own_guidance] == [
        ("Avant d’écrire", "Parler d’abord au Conseil: c’est la règle.")
    ]
    page = as_user(coordinator).get(reverse("documents:section", args=[after.pk, "value"])).content.decode()
    for words in (
        "Asked by Parks Canada",
        "Guidance of Parks Canada",
        "Talk to the Council first.",
        f"{asked.key}__fr",
    ):
        assert words in page
    assert (asked.key, "en") in {(gap.field, gap.lang) for gap in missing(Draft(after))}
    assert asked.key not in {gap.field for gap in missing(Draft(before))}


def test_nothing_of_the_pack_can_be_left_out(department: Organization, coordinator: User) -> None:
    for section in department.framework.outline("strategy").sections:
        own(department, coordinator, section=section.key)
    overlay = publish(department, coordinator)

    document = make.draft_strategy(department, coordinator).document

    pack = department.framework.outline("strategy")
    kept = [field for field in document.outline.fields if field.key not in {q["key"] for q in overlay.definition}]
    assert kept == list(pack.fields)
    assert all(q["key"].startswith("x_parks_") for q in overlay.definition)


def test_what_was_published_never_changes(department: Organization, coordinator: User) -> None:
    question = own(department, coordinator)
    first = publish(department, coordinator)
    document = make.draft_strategy(department, coordinator).document
    overlays.take_out(question, by=coordinator)
    second = publish(department, coordinator)

    assert (first.number, second.number, second.definition) == (1, 2, [])
    assert Document.objects.get(pk=document.pk).outline.field(question.key).label.en.startswith("Who speaks")
    with pytest.raises(ValidationError):
        Overlay.objects.filter(pk=first.pk).update(definition=[])
    for statement in ("UPDATE documents_overlay SET definition = '[]'", "DELETE FROM documents_overlay"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_publishing_shows_first_what_changes_and_needs_a_change(department: Organization, coordinator: User) -> None:
    kept, gone = own(department, coordinator), own(department, coordinator, label_en="And of youth?")
    published = publish(department, coordinator)
    with pytest.raises(ValidationError, match="nothing new"):
        publish(department, coordinator)

    overlays.take_out(gone, by=coordinator)
    overlays.change(kept, {**said_of(kept), "label_en": "Who speaks for First Nations?"}, by=coordinator)
    own(department, coordinator, label_en="Where is it kept?")

    found = overlays.changes(published, overlays.prepared(department, "strategy"))
    assert [(one.what, one.shown["label"]["en"]) for one in found] == [
        ("left_out", "And of youth?"), ("added", "Where is it kept?"), ("changed", "Who speaks for First Nations?")
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="since you opened the page"):
        overlays.publish(department, "strategy", seen=0, by=coordinator)
    overlays.keep(department, "strategy", gone.key, by=coordinator)
    publish(department, coordinator)
    assert Event.objects.filter(verb="outline.published").count() == 2


def said_of(question: OwnQuestion) -> dict[str, Any]:
    names = ("section", "type", "label_en", "label_fr", "help_en", "help_fr", "wants_both", "is_required")
    return {name: getattr(question, name) for name in names}


def test_a_published_question_keeps_its_kind_of_answer(department: Organization, coordinator: User) -> None:
    question = own(department, coordinator)
    overlays.change(question, {**said_of(question), "type": "short"}, by=coordinator)
    publish(department, coordinator)

    with pytest.raises(ValidationError, match="its kind cannot change"):
        overlays.change(question, {**said_of(question), "type": "date"}, by=coordinator)


def test_an_author_adds_no_questions_and_a_stranger_sees_none(
    department: Organization, coordinator: User, author: User, stranger: User, as_user: SignIn
) -> None:
    question = own(department, coordinator)
    pages = [
        reverse("documents:own_outlines", args=["parks"]),
        reverse("documents:own_outline", args=["parks", "strategy"]),
        reverse("documents:own_publish", args=["parks", "strategy"]),
        reverse("documents:own_question", args=[question.pk]),
    ]

    assert [as_user(author).get(page).status_code for page in pages] == [403] * 4
    assert [as_user(stranger).get(page).status_code for page in pages] == [404] * 4
    assert [as_user(coordinator).get(page).status_code for page in pages] == [200] * 4
    with pytest.raises(PermissionDenied):
        own(department, author)


def test_a_question_is_added_ordered_and_published_on_the_pages(
    department: Organization, administrator: User, as_user: SignIn
) -> None:
    client = as_user(administrator)
    add = reverse("documents:own_add", args=["parks", "strategy", "value"])
    typed = {"section": "value", "type": "short", "label_en": "Budget code", "label_fr": "", "is_required": "on"}
    refused = client.post(add, typed)
    assert (refused.status_code, OwnQuestion.objects.count()) == (422, 0)
    assert "Budget code" in refused.content.decode()

    client.post(add, {**typed, "label_fr": "Code budgétaire"})
    client.post(add, {**typed, "label_en": "Second", "label_fr": "Deuxième", "help_en": "Why", "help_fr": "Pourquoi"})
    first, second = OwnQuestion.objects.order_by("position")
    client.post(reverse("documents:own_move", args=[second.pk]), {"way": "up"})
    preview = client.get(reverse("documents:own_publish", args=["parks", "strategy"])).content.decode()
    assert "Code budgétaire" in preview
    client.post(reverse("documents:own_publish", args=["parks", "strategy"]), {"seen": "0"})

    [overlay] = Overlay.objects.all()
    assert [one["label"]["en"] for one in overlay.definition] == ["Second", "Budget code"]
    client.post(reverse("documents:own_remove", args=[first.pk]))
    assert "Budget code" in client.get(reverse("documents:own_outline", args=["parks", "strategy"])).content.decode()
    assert "parks/strategy/" in client.get(reverse("documents:own_outlines", args=["parks"])).content.decode()


def test_a_version_is_read_from_its_own_bytes_with_the_questions_of_its_day(
    department: Organization, coordinator: User, head: User, as_user: SignIn
) -> None:
    question = own(department, coordinator)
    publish(department, coordinator)
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    version = strategy.version
    frozen = json.loads(version.content)["outline"]
    department.name_en = department.name_fr = "Renamed"
    department.save()

    assert (frozen["version"], frozen["overlay"]["number"]) == (1, 1)
    assert [one["key"] for one in frozen["overlay"]["questions"]] == [question.key]
    read = Reading(version.content).section("value").parts[-1]
    assert (read.label, read.en, read.asked_by) == ("Who speaks for Indigenous partners?",
        "Who speaks for Indigenous partners? – en", "Parks Canada")  # fmt: skip
    page = as_user(coordinator).get(version.get_absolute_url()).content.decode()
    assert "Asked by Parks Canada" in page


# ---------------------------------------------------------------- moving to a newer outline


@pytest.fixture(scope="module")
def packs_with_second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a made-up pack: the real one with a second version of the plan's outline."""
    return packs.with_second(tmp_path_factory.mktemp("packs"), "plan", renewed)


@pytest.fixture
def issue(packs_with_second: Path) -> Iterator[Callable[[], None]]:
    """Return a function after which every page knows both versions."""
    with packs.installed(packs_with_second) as install:
        yield install


def renewed(plan: dict[str, Any]) -> None:
    """Make plan 2: a question gone, one added, one reworded, one of another kind, a table and a column gone."""
    a, b = plan["sections"][:2]
    fields = {field["key"]: field for section in plan["sections"] for field in section["fields"]}
    a["fields"].remove(fields["a_drivers"])
    a["fields"].append({**fields["a_mandate"], "key": "a_need", "label": {"en": "Which need?", "fr": "Quel besoin?"}})
    fields["a_mandate"]["label"] = {"en": "Which part of the mandate?", "fr": "Quelle partie du mandat?"}
    b["fields"].remove(fields["b_scan"])
    fields["b_audiences"]["columns"].pop(1)
    fields["b_terms"].update(type="date", bilingual="none")
    fields["j_plan"]["required_at"] = "approve"
    fields["f_applies"]["label"] = {"en": "Does anything cover this account?", "fr": "Ce compte est-il couvert?"}


@pytest.fixture
def plan(department: Organization, author: User, coordinator: User, head: User) -> Document:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    document = make.draft_plan(strategy, make.platform(), by=author).document
    scan = [{"who": {"en": "Hikers", "fr": "Randonneurs"}}]
    return make.complete(document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered", b_scan=scan)


def move(document: Document, by: User) -> Document:
    target = moving.target(document)
    assert target is not None
    return moving.move(document, seen=target.token, by=by)


def said(document: Document) -> list[str]:
    """Return everything that stands in the draft, wherever it stands."""
    answers = [json.dumps(value) for value in Answer.objects.filter(document=document).values_list("value", flat=True)]
    cells = [json.dumps(cell) for row in Row.objects.filter(document=document) for cell in row.cells.values()]
    return sorted(answers + cells)


def test_moving_shows_first_what_is_added_removed_reworded_and_orphaned(
    plan: Document, issue: Callable[[], None], author: User, as_user: SignIn
) -> None:
    assert moving.target(plan) is None
    issue()
    plan = Document.objects.get(pk=plan.pk)
    assert plan.outline.version == 1

    seen = moving.preview(Draft(plan), moving.target(plan))
    found = {(one.section.key, field.key): field.what for one in seen.changes for field in one.fields}
    page = as_user(author).get(reverse("documents:outline", args=[plan.pk])).content.decode()

    assert found == {
        ("a", "a_mandate"): "reworded", ("a", "a_need"): "added", ("a", "a_drivers"): "removed",
        ("b", "b_audiences"): "changed", ("b", "b_scan"): "removed", ("b", "b_terms"): "changed",
        ("f", "f_applies"): "reworded", ("j", "j_plan"): "changed",
    }  # fmt: skip
    assert [one.key for one in seen.orphans] == ["a_drivers", "b_terms@1", "b_scan", "b_audiences"]
    for words in ("Quelle partie du mandat?", "What are the key business drivers", "Hikers", "Randonneurs"):
        assert words in page
    assert Document.objects.get(pk=plan.pk).outline_version == 1


def test_moving_keeps_every_answer_and_asks_those_who_were_done_again(
    plan: Document, issue: Callable[[], None], author: User, as_user: SignIn
) -> None:
    for key in ("a", "c"):
        actions.mark_section(plan, key, done=True, by=author)
    issue()
    before, revision = said(plan), Draft(plan).sections["a"].revision

    moved = move(plan, author)

    draft = Draft(moved)
    assert moved.outline_version == 2
    assert said(moved) == before
    assert [key for key, one in draft.sections.items() if one.completed_at] == ["c"]
    assert draft.sections["a"].revision == revision + 1
    assert {gap.field for gap in missing(draft)} == {"a_need", "b_terms"}
    assert Event.objects.filter(verb="document.outline_moved").get().details["to"] == "2.0"
    home = as_user(author).get(reverse("documents:unplaced", args=[plan.pk])).content.decode()
    assert "What are the key business drivers" in home
    with pytest.raises(ValidationError, match="changed since"):
        moving.move(moved, seen="2.0", by=author)


def test_what_has_no_question_is_frozen_apart_and_comes_back_with_an_abandoned_revision(
    plan: Document, issue: Callable[[], None], author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    document = perform(plan, "consult", by=author)
    make.sign(document, privacy_advisor)
    document = make.approve(perform(document, "submit", by=coordinator), by=head)
    first, before = document.effective_version, said(document)
    issue()
    with pytest.raises(ValidationError, match="frozen"):
        move(Document.objects.get(pk=plan.pk), coordinator)
    moved = move(perform(document, "revise", by=coordinator, reason="Yearly review."), coordinator)
    content = Draft(moved).content()

    assert [one["key"] for one in content["unplaced"]] == ["a_drivers", "b_terms@1", "b_scan", "b_audiences"]
    assert all("a_drivers" not in section["answers"] for section in content["sections"])
    [_a, terms, scan, lost] = Reading(content).unplaced().parts
    assert (terms.label, scan.rows[0].cells[0].en) == ("Which terms of use apply?", "Hikers")
    assert lost.columns == ("Language",)
    abandoned = perform(moved, "abandon", by=coordinator, reason="Not now.")
    assert (abandoned.outline_version, said(abandoned)) == (1, before)
    assert Draft(abandoned).content()["sections"] == json.loads(first.content)["sections"]


def test_an_answer_without_a_question_is_placed_under_another_and_replaces_nothing_unseen(
    plan: Document, issue: Callable[[], None], author: User, as_user: SignIn
) -> None:
    issue()
    moved, page = move(plan, author), reverse("documents:unplaced", args=[plan.pk])
    before, drivers = said(moved), dict(Draft(moved).answers["a_drivers"])
    client = as_user(author)

    refused = client.post(page, {"key": "a_drivers", "onto": "a_mandate"})
    assert (refused.status_code, Draft(moved).answers["a_drivers"]) == (422, drivers)
    assert client.post(page, {"key": "a_drivers", "onto": "d_roles"}).status_code == 422
    assert client.post(page, {"key": "a_drivers", "onto": "a_need"}).status_code == 302
    assert client.post(page, {"key": "a_drivers", "onto": "a_need"}).status_code == 422
    assert Draft(moved).answers["a_need"] == drivers

    moving.place(moved, "b_terms@1", "c_training", replace=True, by=author)

    assert said(moved) == before
    assert "c_training@2" in {one.key for one in Draft(moved).unplaced}
    [training] = [one for one in Draft(moved).unplaced if one.key == "c_training@2"]
    assert training.asked.label.en == "What training will staff receive?"


def test_a_signature_is_not_carried_to_a_question_that_reads_otherwise(
    plan: Document, issue: Callable[[], None], author: User, coordinator: User, department: Organization
) -> None:
    security = people.member("Ivo Security", "advisor", department, area="it_security")
    people.member("Priya Privacy", "advisor", department, area="privacy")
    document = perform(plan, "consult", by=author)
    make.sign(document, security, "it_security")
    document = perform(document, "recall", by=coordinator, reason="Wording.")
    issue()
    moved = move(Document.objects.get(pk=document.pk), coordinator)
    owed = {("a_need", "en"): "It.", ("a_need", "fr"): "Lui.", ("b_terms", ""): "2026-01-01"}
    actions.save_section(moved, "a", owed, by=author)

    document = perform(Document.objects.get(pk=document.pk), "consult", by=author)

    first, second = document.rounds.order_by("number")
    hashes = [rounds.covered_hashes(one, ("d", "e", "f", "g")) for one in (first, second)]
    assert hashes[0] == hashes[1]
    assert rounds.standing(second, document, "it_security").sign_off is None


def test_what_was_typed_under_a_question_that_is_gone_meanwhile_is_kept(
    plan: Document, issue: Callable[[], None], author: User, as_user: SignIn
) -> None:
    scan = Row.objects.get(document=plan, table="b_scan")
    stood = Draft(plan).answer("a_drivers", "en")
    issue()
    move(plan, author)
    typed = {"a_drivers__en": "New words", "a_drivers__fr": Draft(plan).answer("a_drivers", "fr"), "nonsense": "x"}

    first = as_user(author).post(reverse("documents:section", args=[plan.pk, "a"]), typed, follow=True)
    rows = {f"row-b_scan-{scan.uuid.hex}-who__en": "Skiers", f"row-b_scan-{uuid.uuid4().hex}-what__fr": "Neige"}
    as_user(author).post(reverse("documents:section", args=[plan.pk, "b"]), rows)

    draft = Draft(Document.objects.get(pk=plan.pk))
    assert "What you typed there is kept" in first.content.decode()
    assert (draft.answer("a_drivers", "en"), draft.answer("a_drivers@2", "en")) == (stood, "New words")
    assert "nonsense" not in draft.answers
    cells = [row.cells for row in draft.rows["b_scan"]]
    assert (cells[0]["who"]["en"], cells[0]["who@2"]["en"], cells[1]) == ("Hikers", "Skiers", {"what": {"fr": "Neige"}})
    as_user(author).post(reverse("documents:section", args=[plan.pk, "a"]), typed)
    assert len(Draft(plan).answers) == len(draft.answers)


def test_only_who_may_write_moves_it_and_the_home_says_that_there_is_a_newer_one(
    plan: Document, issue: Callable[[], None], author: User, privacy_advisor: User, stranger: User, as_user: SignIn
) -> None:
    issue()
    page = reverse("documents:outline", args=[plan.pk])

    assert "A newer outline exists" in as_user(author).get(plan.get_absolute_url()).content.decode()
    assert "A newer outline exists" not in as_user(privacy_advisor).get(plan.get_absolute_url()).content.decode()
    assert [as_user(one).post(page, {"seen": "2.0"}).status_code for one in (stranger, privacy_advisor)] == [404, 403]
    assert as_user(author).post(page, {"seen": "2.0"}).status_code == 302
    assert "A newer outline exists" not in as_user(author).get(plan.get_absolute_url()).content.decode()


WORDS = st.text("abé\n ", max_size=8)
VALUES = st.one_of(WORDS, st.lists(st.sampled_from(["psu_938", "gone"]), max_size=2), st.integers(0, 9), st.none())
KEYS = ["a_mandate", "a_drivers", "a_need", "b_terms", "b_audiences", "f_banks", "j_short_term", "x_old", "b_terms@1"]


ANSWERS = st.dictionaries(st.tuples(st.sampled_from(KEYS), st.sampled_from(["en", "fr", ""])), VALUES, max_size=9)
COLUMNS = st.sampled_from(["audience", "language", "need", "odd"])
CELLS = st.lists(st.dictionaries(COLUMNS, WORDS | st.fixed_dictionaries({"en": WORDS}), max_size=4), max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, cells=CELLS)
def test_moving_loses_nothing_whatever_was_answered(
    plan: Document,
    issue: Callable[[], None],
    author: User,
    answers: dict[tuple[str, str], Any],
    cells: list[dict[str, Any]],
) -> None:
    with transaction.atomic():
        issue()
        Answer.objects.filter(document=plan).delete()
        Row.objects.filter(document=plan).delete()
        Answer.objects.bulk_create(
            Answer(document=plan, field=key, lang=lang, value=value, updated_by=author)
            for (key, lang), value in answers.items()
            if value is not None
        )
        for table in ("b_audiences", "b_scan"):
            Row.objects.bulk_create(
                Row(document=plan, table=table, cells=one, position=n, updated_by=author) for n, one in enumerate(cells)
            )
        before = said(plan)
        promised = {one.key for one in moving.preview(Draft(plan), moving.target(plan)).orphans}

        moved = move(Document.objects.get(pk=plan.pk), author)

        draft = Draft(moved)
        assert said(moved) == before
        assert promised <= {one.key for one in draft.unplaced}
        assert said_in(draft.content()) == before
        transaction.set_rollback(True)


def said_in(content: dict[str, Any]) -> list[str]:
    """Return everything that stands in frozen content, under its questions or apart."""
    parts = [(one["answers"].values(), one["tables"].values()) for one in content["sections"]]
    parts += [([one.get("answers", {})], [one.get("rows", [])]) for one in content.get("unplaced", [])]
    found = [json.dumps(value) for held, _tables in parts for values in held for value in values.values()]
    found += [
        json.dumps(c) for _held, tables in parts for rows in tables for row in rows for c in row["cells"].values()
    ]
    return sorted(found)
