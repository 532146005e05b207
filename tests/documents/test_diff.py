"""Does a comparison tell exactly what changed, in words that read well, to those who may read both states?"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import frameworks
from approvals import since as signatures
from documents import actions, comparing, since, words
from documents.diff import compare
from documents.draft import Draft
from documents.models import Document, Look
from documents.templatetags.differences import difference
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from tests.factories import documents as make
from tests.factories import packs

SignIn = Callable[[User], Client]
#: What breaks naive tokenisers: accents written apart, emoji joined and flagged, ideographs, hard spaces, line ends.
WORDS = st.sampled_from(["é", "e\u0301", "👩\u200d🚀", "🇨🇦", "👍🏽", "日本", "l’", "«", "a.", "\u200d", "x"])
GAPS = st.sampled_from([" ", "\u00a0", "\u202f", "\r\n", "\n"])
TEXT = st.lists(WORDS | GAPS | st.text(max_size=4), max_size=25).map("".join)


# ---------------------------------------------------------------- words


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, st.booleans())
def test_what_stayed_and_what_was_added_is_the_new_text_and_what_was_removed_the_old(
    before: str, after: str, is_bounded: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if is_bounded:  # Two enormous texts: the middle is told as replaced.
            patch.setattr(words, "LARGEST", 10)
        found = words.segments(before, after)

    assert "".join(text for kind, text in found if kind != "added") == before
    assert "".join(text for kind, text in found if kind != "removed") == after
    assert "".join(words.tokens(before)) == before
    kinds = [kind for kind, _text in found]
    assert all(one != next_ for one, next_ in pairwise(kinds))


def marked(before: str, after: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[kind].format(text) for kind, text in words.segments(before, after))


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("the red car", "the blue car", "the [-red-]{+blue+} car"),
        ("It ends. It stays.", "It ends. It begins. It stays.", "It ends. {+It begins. +}It stays."),
        ("Asked today.", "Asked today.\n\nA new one.", "Asked today.{+\n\nA new one.+}"),
        ("a\nb\nc\n", "a\nc\n", "a\n[-b\n-]c\n"),
        ("One. Two.", "One.\u00a0Two.", "One.[- -]{+\u00a0+}Two."),
        # No confetti: what hardly shares anything is told as two sentences, not as the words that they share.
        ("Results are reviewed each month by the lead.", "The director receives a report every quarter.",
         "[-Results are reviewed each month by the lead.-]{+The director receives a report every quarter.+}"),
        ("We will use the new tool every day.", "They may use a new platform every day.",
         "[-We will use the new tool-]{+They may use a new platform+} every day."),
        ("l’avis", "l’autre avis", "l’{+autre +}avis"),
        ("👩\u200d🚀 é", "👩\u200d🔬 e\u0301", "[-👩\u200d🚀 é-]{+👩\u200d🔬 e\u0301+}"),
    ],
)  # fmt: skip
def test_a_difference_reads_as_a_person_would_mark_it(before: str, after: str, read: str) -> None:
    assert marked(before, after) == read


def test_a_long_unchanged_passage_is_shortened_and_space_alone_can_be_seen() -> None:
    same = " ".join(f"word{n}" for n in range(300))

    shown = difference([("same", same), ("added", "\n"), ("removed", "<b>")])

    assert "word299" in shown
    assert "word100 " not in shown
    assert "words unchanged" in shown
    assert "¶" in shown
    assert "&lt;b&gt;" in shown
    assert "word100 " in difference([("same", same)], whole=True)


# ---------------------------------------------------------------- contents


def content(outline: str = "strategy", version: int = 1, **sections: dict[str, Any]) -> dict[str, Any]:
    """Return what a draft without rows would hold; `sections` are {key: {"answers": …, "tables": …}}."""
    asked = frameworks.get("gc-2013").outline(outline, version)
    return {
        "kind": outline,
        "framework": {"code": "gc-2013", "version": 1},
        "outline": {"kind": outline, "version": version},
        "organization": {"code": "parks", "en": "Parks Canada", "fr": "Parcs Canada"},
        "title": {"en": "Strategy", "fr": "Stratégie"},
        "header": {},
        "choices": {},
        "sections": [
            {"key": one.key, "answers": {}, "tables": {}, **sections.get(one.key, {})} for one in asked.sections
        ],
    }


def with_objectives(*rows: tuple[str, str, str]) -> dict[str, Any]:
    told = [{"uuid": uuid, "cells": {"code": uuid, "objective": {"en": en, "fr": fr}}} for uuid, en, fr in rows]
    return content(value={"tables": {"value_objectives": told}})


ONE, TWO, THREE = ("O1", "Reach visitors", "Joindre"), ("O2", "Warn early", "Prévenir"), ("O3", "Learn", "Apprendre")


def test_rows_are_known_by_their_identity_wherever_they_stand() -> None:
    later = ("O3", "Learn from results", "Apprendre")

    found = compare(with_objectives(ONE, TWO, THREE), with_objectives(later, ONE, ("O4", "New", "Neuf")))

    (section,) = found.changed
    (table,) = section.tables
    assert [(row.uuid, row.state, row.is_moved) for row in table.rows] == [
        ("O3", "changed", True),
        ("O1", "same", False),
        ("O2", "removed", False),
        ("O4", "added", False),
    ]
    moved = table.rows[0]
    assert (moved.was_at, moved.is_at) == (3, 1)
    assert [line.key for line in moved.lines if line.changes] == ["objective"]
    assert comparing.totals(found) == ["Objective: 1 added, 1 removed, 1 changed"]


def test_a_language_can_be_left_out() -> None:
    before = content(overview={"answers": {"overview_presence": {"en": "Two accounts", "fr": "Deux comptes"}}})
    after = content(overview={"answers": {"overview_presence": {"en": "Three accounts", "fr": "Deux comptes"}}})

    assert comparing.totals(compare(before, after)) == ["1 answer changed in English"]
    assert not compare(before, after, langs=("fr",)).changed
    assert not compare(before, after, keys=frozenset({"value"})).changed


def test_choices_are_compared_one_by_one_and_facts_of_the_head_in_words() -> None:
    before = content("plan", a={"answers": {"a_purposes": {"": ["communication", "service_delivery"]}}})
    after = content("plan", a={"answers": {"a_purposes": {"": ["communication"]}}})
    before["header"] = {"accounts": [{"group": 1, "language": "en", "name": "Parks", "url": "https://x.com/Parks"}]}
    after["header"] = {"accounts": [{"group": 1, "language": "en", "name": "Parks", "url": "https://x.com/ParksCA"}]}

    found = compare(before, after)

    head, section = found.changed
    (account,) = (part for part in head.parts if part.is_changed)
    assert account.label == "Account in English"
    (purposes,) = (part for part in section.parts if part.is_changed)
    told = [text for kind, text in purposes.changes[0].segments if kind == "removed"]
    assert told == ["Service delivery"]


def test_a_new_wording_of_the_question_is_told_beside_what_was_answered(tmp_path: Path) -> None:
    asked, gone = (field.key for field in frameworks.get("gc-2013").outline("strategy", 1).sections[0].fields[:2])

    def renew(strategy: dict[str, Any]) -> None:
        first, second, *others = (fields := strategy["sections"][0]["fields"])
        first["label"] = {"en": "What do you do today?", "fr": "Que faites-vous aujourd’hui?"}
        fields[:] = [first, *others, {**second, "key": "overview_new"}]

    said = {asked: {"en": "Same", "fr": "Pareil"}, gone: {"en": "Old", "fr": "Vieux"}}

    with packs.installed(packs.with_second(tmp_path, "strategy", renew)) as install:
        install()
        before = content(overview={"answers": said})
        after = content(version=2, overview={"answers": {asked: said[asked]}})

        (section,) = compare(before, after).changed

        parts = {part.key: part for part in section.parts if part.is_changed}
        assert [one.lang for one in parts[asked].rewordings] == ["en", "fr"]
        assert not parts[asked].changes
        assert [change.state for change in parts[gone].changes] == ["removed", "removed"]
        assert parts[gone].asked == "removed"
        assert section.reworded == 1


# ---------------------------------------------------------------- pages


def write(document: Document, field: str, by: User, **texts: str) -> None:
    section = document.outline.section_of(field).key
    actions.save_section(document, section, {(field, lang): text for lang, text in texts.items()}, by=by)


def shown(client: Client, document: Document, page_in: str = "en", **asked: Any) -> str:
    with translation.override(page_in):
        answer = client.get(reverse("documents:compare", args=[document.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_approve_change_return_approve_and_compare_in_both_languages(
    department: Organization, coordinator: User, head: User, reviewer: User, stranger: User, as_user: SignIn
) -> None:
    document = make.approved_strategy(department, coordinator=coordinator, head=head).document
    document = make.reviewed(perform(document, "revise", by=coordinator, reason="Yearly review."), coordinator)
    write(document, "overview_presence", coordinator, en="Two accounts on X.", fr="Deux comptes sur X.")
    document = perform(perform(document, "submit", by=coordinator), "return", by=head, reason="Say since when.")
    since_when = {"en": "Two accounts on X since 2019.", "fr": "Deux comptes sur X depuis 2019."}
    write(document, "overview_presence", coordinator, **since_when)
    document = perform(document, "submit", by=coordinator)
    client = as_user(head)

    decision = client.get(reverse("approvals:move", args=[document.pk, "approve"])).content.decode()
    signed = shown(client, document, since="signed", language="en")
    document = make.approve(document, by=head)
    english = shown(client, document, **{"from": "2", "to": "3", "language": "en"})
    french = shown(client, document, "fr", **{"from": "1", "to": "3", "language": "fr"})

    assert "What changed since you last signed: 1 section" in decision
    assert "Version 2" in signed
    assert "Version 3" in signed
    for page in (english, signed):
        assert '<ins><span class="visually-hidden">[added: </span> since 2019' in page
        assert "1 answer changed in English" in page
        assert "Deux comptes" not in page
    assert "Deux comptes sur X depuis 2019." in french
    assert "Two accounts" not in french
    assert "<h2" in shown(client, document, **{"from": "1", "to": "3", "show": "everything"})
    assert "Nothing changed" in shown(client, document, **{"from": "3", "to": "3"})
    address = reverse("documents:compare", args=[document.pk])
    assert client.get(address, {"to": "9"}).status_code == 404
    assert client.get(address, {"to": "draft"}).status_code == 200
    assert as_user(stranger).get(address).status_code == 404
    Document.objects.filter(pk=document.pk).update(shared_with_entity=True)
    assert as_user(reviewer).get(address, {"from": "1", "to": "3"}).status_code == 200
    assert as_user(reviewer).get(address, {"to": "draft"}).status_code == 404
    assert as_user(reviewer).get(address, {"since": "looked"}).status_code == 404
    home = client.get(document.get_absolute_url()).content.decode()
    assert "?from=2&amp;to=3" in home
    assert "Returned for changes" in home


#: What the page asks: session, person and roles, document, versions and one content, draft, attachments, header, look
#: and signature.
QUERIES = 15


def test_the_number_of_queries_does_not_grow_with_what_changed(
    department: Organization, coordinator: User, as_user: SignIn, django_assert_num_queries: Any
) -> None:
    document = make.draft_strategy(department, coordinator).document
    actions.freeze(document, by=coordinator)
    write(document, "overview_presence", coordinator, en="A text")
    client, address = as_user(coordinator), reverse("documents:compare", args=[document.pk])
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    make.complete(document, coordinator)

    with django_assert_num_queries(QUERIES):
        page = client.get(address)

    assert "Objective: 1 added" in page.content.decode()


def test_who_read_it_sees_what_others_wrote_since_and_not_what_they_wrote(
    department: Organization, coordinator: User, author: User, as_user: SignIn
) -> None:
    document = make.draft_strategy(department, coordinator).document
    actions.invite_writer(document, author, by=coordinator)
    write(document, "overview_presence", author, en="Two accounts on X.")
    write(document, "value_statement", author, en="Worth it.")
    row = actions.add_row(document, "value_objectives", {"code": "O1", "objective": {"en": "Reach"}}, by=author)
    client = as_user(coordinator)
    assert "not marked" in shown(client, document, since="looked")
    seen = client.get(reverse("documents:read", args=[document.pk])).context["seen"]
    client.post(reverse("documents:mark_read", args=[document.pk]), {"seen": seen})
    assert "Nothing changed" in shown(client, document, since="looked")

    write(document, "overview_presence", author, en="Three accounts on X.")
    write(document, "value_statement", author, en="Worth every cent.")
    actions.remove_row(row, by=author)
    actions.add_row(document, "value_objectives", {"code": "O2", "objective": {"en": "Warn"}}, by=author)
    write(document, "governance_process", coordinator, en="We meet.")

    page = shown(client, document, since="looked")
    assert ">[added: </span>Three<" in page
    assert "Objective: 1 added, 1 removed" in page
    assert "Written by Alex Author" in page
    assert "We meet." not in page
    home = client.get(document.get_absolute_url()).content.decode()
    assert "Others wrote in 2 sections" in home
    write(document, "value_statement", coordinator, en="Worth every cent and more.")
    assert since.last_look(document, coordinator).unread(since.revisions(document)) == ["overview"]


def test_a_row_that_came_to_be_by_writing_into_it_was_not_there_before(
    department: Organization, coordinator: User, author: User
) -> None:
    document = make.draft_strategy(department, coordinator).document
    actions.invite_writer(document, author, by=coordinator)
    rows = [actions.add_row(document, "value_objectives", {"code": f"O{n}"}, by=author) for n in (1, 2)]
    since.look(document, by=coordinator)
    actions.move_row(rows[1], up=True, by=author)
    actions.save_row(rows[0], {"objective": {"en": "Reach"}}, by=author)
    looked = since.last_look(document, coordinator)
    draft = Draft(document)

    edits = since.edits_since(document, looked.revisions, since.revisions(document))
    before = since.content_at(draft, draft.content(), edits, looked.revisions)

    (table,) = compare(before, draft.content()).tables
    states = {row.uuid: (row.state, row.is_moved) for row in table.rows}
    assert states[str(rows[0].uuid)][0] == "changed"
    told = before["sections"][1]["tables"]["value_objectives"]
    assert [row["cells"] for row in told] == [{"code": "O1"}, {"code": "O2"}]


def test_an_area_that_is_asked_again_is_led_to_what_changed_in_its_sections(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User, as_user: SignIn
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    document = make.draft_plan(strategy, make.platform(), by=author).document
    document = make.complete(document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    assert Look.objects.filter(document=document, user=privacy_advisor).exists()
    document = perform(document, "recall", by=coordinator, reason="One more thing.")
    write(document, "f_retention", author, en="Kept for two years.", fr="Deux ans.")
    write(document, "j_plan", author, en="Ends in 2030.", fr="Prend fin en 2030.")
    document = perform(document, "consult", by=author)
    client = as_user(privacy_advisor)

    page = client.get(reverse("approvals:sign_off", args=[document.pk, "privacy"]))

    told = page.context["since"]
    assert [heading[:2] for heading in told.sections] == ["f)"]
    assert "What changed since your area last signed: 1 section" in page.content.decode()
    compared = client.get(told.url).content.decode()
    assert "Kept for two years." in compared
    assert "Ends in 2030." not in compared
    review = client.get(reverse("approvals:document", args=[document.pk])).content.decode()
    assert "What changed since you last signed: 1 section" in review
    assert "Asked again" in review
    signed = since.last_signed(document, privacy_advisor)
    assert signed.number == 1
    assert "j" not in signed.sections
    assert signatures.own(document, privacy_advisor, document.versions.get(number=1)) is None
