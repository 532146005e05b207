"""Where does a comment point, and do the words that it quotes still stand there, or elsewhere?

Words are looked for as people read them: without the marks of Markdown, and whatever spaces stand between them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from documents import referring
from documents.completeness import is_blank
from documents.draft import Draft
from documents.models import Version
from documents.reading import LANGS, Reading

# The start of a heading, list item or quotation; the end of a link; emphasis and escapes.
MARKUP = re.compile(r"(?m)^\s*(?:[-+*>]|#{1,6}|\d{1,3}[.)])\s+|\]\([^)\s]*\)|[*_`~\[\]\\]")
SHORTEST_TO_FIND_AGAIN = 12
LONGEST_FRAGMENT = 120
PROSE = {"text", "short"}
Rows = dict[str, list[tuple[str, dict[str, Any]]]]


@dataclass(frozen=True)
class Anchor:
    """What a comment points at: a section, a question or table of it, a row, one language, quoted words.

    `row` is the row's uuid as text. "" means the whole: no field is the section, no language is both.
    """

    section: str
    field: str = ""
    row: str = ""
    lang: str = ""
    quote: str = ""


def searchable(text: str) -> str:
    """Return `text` as it is compared: without marks of Markdown, every run of spaces as one."""
    return " ".join(MARKUP.sub("", text).split())


class Texts:
    """The texts of a draft or a version, to look words up in; nothing is asked of the database for prose.

    `read` gives the whole as people read it; it is asked for only where a code or a date must be put in words.
    """

    def __init__(
        self, outline: Any, answers: dict[str, dict[str, Any]], rows: Rows, read: Callable[[], Reading]
    ) -> None:
        self.outline, self.answers, self.rows, self._read = outline, answers, rows, read

    @classmethod
    def none(cls) -> "Texts":
        """Return texts in which nothing is, for a reader who is shown none."""
        return cls(None, {}, {}, lambda: None)

    @classmethod
    def of_draft(cls, draft: Draft) -> "Texts":
        rows = {table: [(str(row.uuid), row.cells) for row in found] for table, found in draft.rows.items()}
        answers = referring.all_resolved(draft.answers, draft.protocols)
        return cls(draft.document.outline, answers, rows, lambda: Reading(draft.content()))

    @classmethod
    def of_version(cls, version: Version) -> "Texts":
        return cls.of_reading(Reading(version.content))

    @classmethod
    def of_reading(cls, reading: Reading) -> "Texts":
        answers: dict[str, dict[str, Any]] = {}
        rows: Rows = {}
        for section in reading.content["sections"]:
            answers |= referring.all_resolved(section["answers"], reading.content.get("protocols", {}))
            rows |= {
                table: [(row["uuid"], row["cells"]) for row in found] for table, found in section["tables"].items()
            }
        return cls(reading.outline, answers, rows, lambda: reading)

    @cached_property
    def reading(self) -> Reading:
        return self._read()

    # ------------------------------------------------------------ what is there

    def section(self, key: str) -> Any:
        """Return the outline's section, or None when it is no longer asked."""
        return next((section for section in self.outline.sections if section.key == key), None)

    def field(self, anchor: Anchor) -> Any:
        """Return the question or table that `anchor` names within its section, or None."""
        section = self.section(anchor.section)
        return next((field for field in section.fields if field.key == anchor.field), None) if section else None

    def row_number(self, anchor: Anchor) -> int | None:
        """Return the place of the row in its table, from 1, or None when it is not there."""
        uuids = [uuid for uuid, _cells in self.rows.get(anchor.field, [])]
        return uuids.index(anchor.row) + 1 if anchor.row in uuids else None

    def languages(self, anchor: Anchor) -> tuple[str, ...]:
        """Return the languages of which `anchor` may name one: none where the answer has no language."""
        field = self.field(anchor)
        asked = field.columns if field and field.is_table else [field] if field else []
        return LANGS if not anchor.field or any(one.is_bilingual for one in asked) else ()

    # ------------------------------------------------------------ what it says

    def says(self, anchor: Anchor) -> bool:
        """Say whether the quoted words stand where `anchor` points."""
        wanted = searchable(anchor.quote)
        return any(wanted in searchable(text) for text in self.texts(anchor))

    def texts(self, anchor: Anchor) -> Iterator[str]:
        """Yield the texts at `anchor`, in its language or in both."""
        section = self.section(anchor.section)
        for field in section.fields if section else ():
            if anchor.field not in ("", field.key):
                continue
            if field.is_table:
                for uuid, cells in self.rows.get(field.key, []):
                    if anchor.row in ("", uuid):
                        for column in field.columns:
                            yield from self._said(column, cells.get(column.key), anchor.lang)
            else:
                yield from self._said(field, self.answers.get(field.key, {}), anchor.lang)

    def _said(self, asked: Any, stored: Any, lang: str) -> Iterator[str]:
        values = stored if isinstance(stored, dict) else {"": stored}
        if asked.is_bilingual:
            yield from (str(text) for side, text in values.items() if lang in ("", side) and not is_blank(text))
        elif is_blank(values.get("")):
            return
        elif asked.type in PROSE:
            yield str(values[""])
        else:
            for language in LANGS:
                with translation.override(language):
                    yield self.reading.value(asked, values).text

    def elsewhere(self, anchor: Anchor) -> Anchor | None:
        """Return another place where the quoted words stand now; a few short words are found anywhere and say nothing.

        In prose only: people move sentences, not dates.
        """
        wanted = searchable(anchor.quote)
        if len(wanted) < SHORTEST_TO_FIND_AGAIN:
            return None
        return next((place for place, text in self._prose() if wanted in searchable(text)), None)

    def passages(self, anchor: Anchor) -> list[tuple[str, str]]:
        """Return what is written at a question or a row, as (language, text): what words may be copied from."""
        field = self.field(anchor)
        if field is None or (field.is_table and not anchor.row):
            return []
        here = (anchor.section, anchor.field, anchor.row)
        return [
            (place.lang, text)
            for place, text in self._prose()
            if (place.section, place.field, place.row) == here and anchor.lang in ("", place.lang)
        ]

    def _prose(self) -> Iterator[tuple[Anchor, str]]:
        for section in self.outline.sections:
            for field in section.fields:
                place = Anchor(section.key, field.key)
                if not field.is_table:
                    yield from _sides(place, field, self.answers.get(field.key, {}))
                for uuid, cells in self.rows.get(field.key, []) if field.is_table else ():
                    for column in field.columns:
                        yield from _sides(replace(place, row=uuid), column, cells.get(column.key))

    # ------------------------------------------------------------ in words

    def heading(self, key: str) -> str:
        """Return the section's heading, or words for one that is no longer asked."""
        section = self.section(key)
        return section.heading if section else _("A section that is no longer asked")

    def label(self, anchor: Anchor) -> str:
        """Return where a comment points, for people: “on ‘What are the objectives…’, Objective 2, in French”."""
        return ", ".join(self._label_parts(anchor))

    def _label_parts(self, anchor: Anchor) -> Iterator[str]:
        field = self.field(anchor)
        if not anchor.field:
            yield _("on the whole section")
        elif field is None:
            yield _("on a question that is no longer asked")
        else:
            yield _("on “%(question)s”") % {"question": field.label}
            if anchor.row:
                yield self.row_label(anchor) or _("on a row that was removed since")
        if anchor.lang in LANGS:
            yield _("in English") if anchor.lang == "en" else _("in French")

    def row_label(self, anchor: Anchor) -> str:
        """Return “Objective 2”, or "" for a row that is not there."""
        field, number = self.field(anchor), self.row_number(anchor)
        if field is None or number is None:
            return ""
        return _("%(row)s %(number)d") % {"row": field.row_label, "number": number}


def _sides(place: Anchor, asked: Any, stored: Any) -> Iterator[tuple[Anchor, str]]:
    if asked.type in PROSE and not is_blank(stored):
        values = stored if isinstance(stored, dict) else {"": stored}
        yield from ((replace(place, lang=lang), str(text)) for lang, text in values.items() if not is_blank(text))


def fragment(anchor: Anchor, *, exact: str = "") -> str:
    """Return the end of an address that leads to the place, and lets the browser mark the words `exact` there."""
    words = searchable(exact)
    if len(words) > LONGEST_FRAGMENT:
        parts = words.split()
        marked = f"{_escaped(parts[:5])},{_escaped(parts[-5:])}"
    else:
        marked = _escaped(words.split())
    name = f"row-{anchor.row}" if anchor.row else anchor.field or f"section-{anchor.section}"
    return f"#{name}:~:text={marked}" if words else f"#{name}"


def _escaped(words: list[str]) -> str:
    # Commas and hyphens mean something in a text fragment.
    return quote(" ".join(words), safe="").replace("-", "%2D")


def from_uuid(row: UUID | None) -> str:
    """Return a row's identity as `Anchor` takes it."""
    return str(row) if row else ""
