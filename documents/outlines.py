"""What does a document ask? The pack's outline, with the questions and the guidance that its organization added.

Pure functions on the pack and on plain JSON (`Overlay.definition`, or what a version froze), so that a version is read
from its own bytes. An organization may add, never remove: composing only ever makes sections longer.
"""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from frameworks import Column, Field, Outline, Section, Text
from frameworks.outlines import PackPart

#: Kinds of answer that have a language of their own.
PROSE = {"text", "short"}
GUIDANCE = "guidance"
Question = Mapping[str, Any]


class OwnField(Field):
    """A question that an organization added: like any other, and says who asks."""

    asked_by: Text


class OwnGuidance(PackPart):
    """What an organization tells its authors about a section, after what the pack tells everybody."""

    key: str
    title: Text
    text: Text
    told_by: Text


class OwnSection(Section):
    """A section of the pack with what an organization added to it."""

    own_guidance: tuple[OwnGuidance, ...] = ()


class _Same:
    """An outline that a cache may hold as a key: it is itself and nothing else, whatever it says."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.outline is other.outline

    def __hash__(self) -> int:
        return id(self.outline)


def composed(outline: Outline, questions: Iterable[Question], asked_by: Mapping[str, str]) -> Outline:
    """Return `outline` with `questions`, added by the organization whose names are `asked_by` ({"en": …, "fr": …}).

    A question whose section the outline no longer has stands at the end of the last one: it is never left out.
    """
    said = json.dumps(list(questions), ensure_ascii=False, sort_keys=True)
    return _composed(_Same(outline), said, asked_by["en"], asked_by["fr"]) if said != "[]" else outline


@lru_cache(maxsize=256)
def _composed(same: _Same, said: str, en: str, fr: str) -> Outline:
    outline, asked_by = same.outline, text({"en": en, "fr": fr})
    known, last = {section.key for section in outline.sections}, outline.sections[-1].key
    added: dict[str, list[Question]] = {}
    for question in json.loads(said):
        added.setdefault(question["section"] if question["section"] in known else last, []).append(question)
    sections = tuple(
        _extended(section, added[section.key], asked_by) if section.key in added else section
        for section in outline.sections
    )
    return outline.model_copy(update={"sections": sections})


def _extended(section: Section, questions: list[Question], asked_by: Text) -> OwnSection:
    kept = {name: getattr(section, name) for name in type(section).model_fields}
    fields = tuple(field(one, asked_by) for one in questions if one["type"] != GUIDANCE)
    told = tuple(
        OwnGuidance(key=one["key"], title=text(one["label"]), text=text(one["help"]), told_by=asked_by)
        for one in questions
        if one["type"] == GUIDANCE
    )
    return OwnSection(**{**kept, "fields": (*section.fields, *fields)}, own_guidance=told)


def field(question: Question, asked_by: Text) -> OwnField:
    """Return one added question as a field of an outline."""
    both = "both" if question["wants_both"] else "either"
    return OwnField(
        key=question["key"],
        type=question["type"],
        label=text(question["label"]),
        help=text(question["help"]) if question.get("help") else None,
        bilingual=both if question["type"] in PROSE else "none",
        required_at="submit" if question["is_required"] else "never",
        asked_by=asked_by,
    )


def text(said: Mapping[str, str]) -> Text:
    """Return what people typed as a text of two languages; the pack's rules of French are not theirs."""
    return Text.model_construct(en=said["en"], fr=said["fr"])


def frozen(asked: Any) -> dict[str, Any]:
    """Return a question that is asked no more as plain JSON: what it takes to read its answer later."""
    said = {name: getattr(asked, name, None) for name in ("key", "type", "bilingual", "list")}
    said["label"] = {"en": asked.label.en, "fr": asked.label.fr}
    if getattr(asked, "columns", ()):
        said["columns"] = [frozen(column) for column in asked.columns]
        said["row_label"] = {"en": asked.row_label.en, "fr": asked.row_label.fr}
    return said


def thawed(said: Mapping[str, Any]) -> Field:
    """Return the question that `frozen` kept."""
    columns = tuple(Column.model_construct(**{**one, "label": text(one["label"])}) for one in said.get("columns", ()))
    row_label = text(said["row_label"]) if columns else None
    return Field.model_construct(**{**said, "label": text(said["label"]), "columns": columns, "row_label": row_label})
