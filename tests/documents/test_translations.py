"""Is it always known which language was written first, and which text no longer says the same?"""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from documents import actions, completeness, translating, translations
from documents.draft import Draft
from documents.models import Answer, Document, Row, Translation
from documents.translation_words import Note, sentences
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from tests.factories import documents as make

SPOT, TABLE = "overview_presence", "value_objectives"


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


def save(document: Document, by: User, spot: str = SPOT, **texts: str) -> None:
    """Do what a save does to answers: write what changed, then tell the translations."""
    stood = {f"{spot}|{one.lang}": one.value for one in Answer.objects.filter(document=document, field=spot)}
    for lang, text in texts.items():
        one = {"document": document, "field": spot, "lang": lang}
        Answer.objects.filter(**one).delete()
        if text:
            Answer.objects.create(**one, value=text, updated_by=by)
    changes = {f"{spot}|{lang}": text or None for lang, text in texts.items()}
    translations.note(document, changes, by=by, stood=stood)


def where(document: Document, spot: str = SPOT) -> tuple[str, str]:
    """Return the states of the English and the French text."""
    found = Draft(document).translations.get(spot)
    return (found.en, found.fr) if found else ("", "")


#: Saves, one after the other, and where the English and the French stand after the last: what one types, in orders.
MATRIX: dict[str, tuple[list[dict[str, str]], tuple[str, str]]] = {
    "English alone": ([{"en": "A"}], ("source", "missing")),
    "French alone": ([{"fr": "A"}], ("missing", "source")),
    "English, then French": ([{"en": "A"}, {"fr": "a"}], ("source", "draft")),
    "French, then English": ([{"fr": "a"}, {"en": "A"}], ("draft", "source")),
    "both at once": ([{"en": "A", "fr": "a"}], ("source", "draft")),
    "English typed on": ([{"en": "A"}, {"en": "AB"}, {"en": "ABC"}], ("source", "missing")),
    "original changed": ([{"en": "A"}, {"fr": "a"}, {"en": "B"}], ("source", "stale")),
    "French original changed": ([{"fr": "a"}, {"en": "A"}, {"fr": "b"}], ("stale", "source")),
    "autosave: original, then counterpart": ([{"en": "A"}, {"fr": "a"}, {"en": "B"}, {"fr": "b"}], ("source", "draft")),
    "both changed at once": ([{"en": "A"}, {"fr": "a"}, {"en": "B", "fr": "b"}], ("source", "draft")),
    "counterpart changed alone": ([{"en": "A"}, {"fr": "a"}, {"fr": "b"}], ("source", "draft")),
    "undone": ([{"en": "A"}, {"fr": "a"}, {"en": "B"}, {"en": "A"}], ("source", "draft")),
    "only lines broken otherwise": ([{"en": "A B"}, {"fr": "a b"}, {"en": "A\nB"}], ("source", "draft")),
    "counterpart removed": ([{"en": "A"}, {"fr": "a"}, {"fr": ""}], ("source", "missing")),
    "counterpart removed, original changed": (
        [{"en": "A"}, {"fr": "a"}, {"fr": ""}, {"en": "B"}, {"fr": "b"}],
        ("source", "draft"),
    ),
    "original removed": ([{"en": "A"}, {"fr": "a"}, {"en": ""}], ("missing", "source")),
    "original removed and rewritten": ([{"en": "A"}, {"fr": "a"}, {"en": ""}, {"en": "B"}], ("source", "stale")),
    "original removed and put back": ([{"en": "A"}, {"fr": "a"}, {"en": ""}, {"en": "A"}], ("source", "draft")),
    "original removed, counterpart carries on": (
        [{"en": "A"}, {"fr": "a"}, {"en": ""}, {"fr": "b"}, {"en": "B"}],
        ("draft", "source"),
    ),
    "both removed, French begins anew": (
        [{"en": "A"}, {"fr": "a"}, {"en": "", "fr": ""}, {"fr": "b"}],
        ("missing", "source"),
    ),
    "nothing": ([{"en": ""}], ("", "")),
}


@pytest.mark.parametrize("order", MATRIX)
def test_who_changed_what_in_which_order(order: str, document: Document, coordinator: User) -> None:
    saves, expected = MATRIX[order]
    for texts in saves:
        save(document, coordinator, **texts)

    assert where(document) == expected


def test_both_at_once_are_taken_to_be_written_in_the_language_of_the_page(
    document: Document, coordinator: User
) -> None:
    with translation.override("fr"):
        save(document, coordinator, en="A", fr="a")

    assert where(document) == ("draft", "source")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"en": "B"}, ("source", "stale")),
        ({"fr": "b"}, ("stale", "source")),
        ({"en": "B", "fr": "b"}, ("source", "draft")),
    ],
)
def test_texts_without_a_record_are_in_step_until_one_of_them_changes(
    texts: dict[str, str], expected: tuple[str, str], document: Document, coordinator: User
) -> None:
    save(document, coordinator, en="A", fr="a")
    Translation.objects.all().delete()
    before = where(document)

    save(document, coordinator, **texts)

    assert (before, where(document)) == (("source", "draft"), expected)


def test_a_translation_is_made_from_what_its_writer_had_read(
    document: Document, coordinator: User, author: User
) -> None:
    save(document, coordinator, en="Two parks")
    save(document, author, en="Three parks")
    stood = {f"{SPOT}|en": "Three parks"}

    translations.note(
        document, {f"{SPOT}|fr": "Deux parcs"}, by=coordinator, stood=stood, read={f"{SPOT}|en": "Two parks"}
    )
    Answer.objects.create(document=document, field=SPOT, lang="fr", value="Deux parcs", updated_by=coordinator)

    found = Draft(document).translations[SPOT]
    assert (found.state, Note(SPOT, found).changed) == (
        "stale",
        [("removed", "Two"), ("added", "Three"), ("same", " parks")],
    )


def test_one_language_is_enough_where_the_outline_says_so(document: Document, coordinator: User) -> None:
    row = actions.add_row(document, TABLE, {"mandate_link": {"fr": "a"}}, by=coordinator)

    assert where(document, f"{row.uuid}.mandate_link") == ("", "source")
    assert "mandate_link" not in {gap.column for gap in completeness.missing(Draft(document))}


def test_cells_of_a_row_stand_each_for_themselves(document: Document, coordinator: User) -> None:
    row = actions.add_row(document, TABLE, {"objective": {"en": "A", "fr": "a"}}, by=coordinator)
    actions.save_row(row, {"objective": {"en": "B", "fr": "a"}, "mandate_link": {"fr": "c"}}, by=coordinator)

    found = Draft(document).translations
    told = {one.asked.key: (one.en, one.fr, one.number) for one in found.values()}
    assert told == {"objective": ("source", "stale", 1), "mandate_link": ("", "source", 1)}


# ---------------------------------------------------------------- what people say about translations


@pytest.fixture
def stale(document: Document, coordinator: User) -> Document:
    """Return the document with one answer whose French was made from other English words."""
    actions.save_section(document, "overview", {(SPOT, "en"): "Two", (SPOT, "fr"): "Deux"}, by=coordinator)
    actions.save_section(document, "overview", {(SPOT, "en"): "Three"}, by=coordinator)
    return document


def test_a_person_says_that_the_other_language_still_says_the_same(stale: Document, coordinator: User) -> None:
    translating.confirm(stale, [SPOT], read={SPOT: {"en": translations.sha("Three")}}, by=coordinator)

    assert where(stale) == ("source", "draft")


def test_nobody_confirms_words_that_they_have_not_seen(stale: Document, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="changed while you were reading it"):
        translating.confirm(stale, [SPOT], read={SPOT: {"en": translations.sha("Two")}}, by=coordinator)

    assert where(stale) == ("source", "stale")


def test_a_review_ends_with_the_next_change_of_the_translation(document: Document, coordinator: User) -> None:
    save(document, coordinator, en="A", fr="a")
    translating.review(document, [SPOT], read={}, by=coordinator)
    reviewed = where(document)
    save(document, coordinator, en="B")
    outdated = where(document)
    save(document, coordinator, en="A")
    undone = where(document)
    save(document, coordinator, fr="b")

    assert [reviewed, outdated, undone, where(document)] == [
        ("source", "reviewed"),
        ("source", "stale"),
        ("source", "reviewed"),
        ("source", "draft"),
    ]


def test_what_is_out_of_date_is_not_reviewed_but_confirmed(stale: Document, coordinator: User) -> None:
    assert translating.review(stale, [SPOT], read={}, by=coordinator) == 0
    assert where(stale) == ("source", "stale")


def test_the_original_is_the_language_that_people_name(document: Document, coordinator: User) -> None:
    save(document, coordinator, en="A", fr="a")
    translating.set_original(document, [SPOT], "fr", by=coordinator)
    named = where(document)
    save(document, coordinator, en="B")

    assert (named, where(document)) == (("draft", "source"), ("draft", "source"))


def test_naming_another_original_does_not_bring_texts_in_step(stale: Document, coordinator: User) -> None:
    translating.set_original(stale, [SPOT], "fr", by=coordinator)

    assert where(stale) == ("stale", "source")


@pytest.mark.obligation("G139")
def test_how_it_was_translated_is_said_once_for_a_section_or_for_one_text(
    document: Document, coordinator: User
) -> None:
    save(document, coordinator, en="A", fr="a")
    translating.set_section_method(document, "overview", "bureau", by=coordinator)
    by_section = Draft(document).translations[SPOT].method
    translating.set_method(document, [SPOT], "author", by=coordinator)

    assert (by_section, Draft(document).translations[SPOT].method) == ("bureau", "author")
    with pytest.raises(ValidationError):
        translating.set_method(document, [SPOT], "by magic", by=coordinator)


def test_who_may_not_write_may_not_speak_for_translations(stale: Document, head: User) -> None:
    with pytest.raises(PermissionDenied):
        translating.confirm(stale, [SPOT], read={}, by=head)


# ---------------------------------------------------------------- the gate


def complaints(document: Document) -> list[str]:
    return [gap.message for gap in completeness.missing(Draft(document))]


@pytest.mark.obligation("G139")
def test_a_document_is_not_sent_while_a_translation_is_out_of_date(
    document: Document, coordinator: User, head: User
) -> None:
    make.complete(document, coordinator)
    row = Row.objects.of(document, TABLE).first()
    cells = {**row.cells, "objective": {**row.cells["objective"], "fr": "Autre objectif"}}
    actions.save_row(row, cells, by=coordinator)
    actions.save_section(document, "overview", {(SPOT, "en"): "Something else"}, by=coordinator)
    gaps = completeness.missing(Draft(document))

    assert [(gap.section, gap.field, gap.lang, gap.is_stale) for gap in gaps] == [
        ("overview", SPOT, "fr", True),
        ("value", TABLE, "en", True),
    ]
    assert gaps[0].message.endswith("is out of date in French: the English changed since.")
    assert completeness.place(document, gaps[0]).endswith(f"/sections/overview/#id_{SPOT}__fr")
    assert completeness.place(document, gaps[1]).endswith(f"#id_row-{TABLE}-{row.uuid.hex}-objective__en")
    with pytest.raises(TransitionError):
        perform(document, "submit", by=coordinator)

    translating.confirm(document, [SPOT, f"{row.uuid}.objective"], read={}, by=coordinator)

    assert perform(Document.objects.get(pk=document.pk), "submit", by=coordinator).state == "final_approval"


def test_progress_counts_what_is_out_of_date_and_a_done_section_shows_it(stale: Document, coordinator: User) -> None:
    actions.mark_section(stale, "overview", done=True, by=coordinator)

    found = completeness.progress(Draft(stale))["overview"]

    assert (found.stale_fr, found.stale_en, found.status) == (1, 0, "problem")


def test_what_nobody_must_answer_is_still_owed_in_the_second_language(
    department: Organization, coordinator: User, head: User
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=coordinator).document
    row = actions.add_row(plan, "d_roles", {"other_function": {"fr": "Archives"}}, by=coordinator)

    owed = [gap for gap in completeness.missing(Draft(plan)) if gap.column == "other_function"]

    assert [(gap.lang, gap.row) for gap in owed] == [("en", str(row.uuid))]


def test_a_machine_translation_is_not_sent_before_a_person_has_reviewed_it(
    document: Document, coordinator: User
) -> None:
    make.complete(document, coordinator)
    translating.set_method(document, [SPOT], "machine_reviewed", by=coordinator)
    before = complaints(document)

    translating.review(document, [SPOT], read={}, by=coordinator)

    assert [len(before), complaints(document)] == [1, []]
    assert "translated by machine" in before[0]


# ---------------------------------------------------------------- what a version keeps


def test_a_version_keeps_how_it_was_translated_and_a_review_changes_no_section(
    document: Document, coordinator: User
) -> None:
    make.complete(document, coordinator)
    first = actions.freeze(document, by=coordinator)
    translating.set_section_method(document, "overview", "translator", by=coordinator)
    translating.review(document, [SPOT], read={}, by=coordinator)
    second = actions.freeze(Document.objects.get(pk=document.pk), by=coordinator)

    content = json.loads(second.content)
    assert content["translations"][SPOT] == {"source": "en", "state": "reviewed", "method": "translator"}
    assert (first.section_hashes, first.sha256 == second.sha256) == (second.section_hashes, False)
    told = " ".join(sentences(content["translations"]))
    assert "Translated by a translator of the organization" in told
    assert "marked as reviewed" in told


def test_a_restored_version_brings_back_what_was_said_of_its_translations(
    document: Document, coordinator: User
) -> None:
    make.complete(document, coordinator)
    translating.set_original(document, [SPOT], "fr", by=coordinator)
    translating.review(document, [SPOT], read={}, by=coordinator)
    version = actions.freeze(document, by=coordinator)
    save(document, coordinator, fr="Autre chose")

    actions.restore(document, version, by=coordinator)

    assert where(document) == ("reviewed", "source")


# ---------------------------------------------------------------- how much it asks of the database


def test_a_save_asks_two_questions_whatever_it_changes(
    document: Document, coordinator: User, django_assert_num_queries: Any
) -> None:
    keys = [one.key for one in document.outline.fields if one.is_bilingual and not one.is_table]
    changes = {f"{key}|{lang}": "A" for key in keys for lang in ("en", "fr")}

    with django_assert_num_queries(2):
        translations.note(document, changes, by=coordinator, stood={})


def test_a_whole_document_is_judged_in_one_question(
    document: Document, coordinator: User, django_assert_num_queries: Any
) -> None:
    make.complete(document, coordinator)
    draft = Draft(document)
    assert all([draft.answers, draft.rows, draft.sections])

    with django_assert_num_queries(1):
        assert len(draft.translations) > 10
