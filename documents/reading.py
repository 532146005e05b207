"""How is frozen (or drafted) content read by a person? Each answer with its question, codes as words, both languages.

Works on the plain JSON alone: a version is read from its own bytes, never from today's rows.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import frameworks
from documents import outlines, pointing, referring
from documents.completeness import is_blank
from documents.translation_words import sentences
from govsocial.core.richtext import plain
from govsocial.core.templatetags.ui import in_words

LANGS = ("en", "fr")
NARROW = 4
FIGURES = {"number", "money"}


@dataclass(frozen=True)
class Value:
    """One answer or cell, ready to show: `en` and `fr` for a bilingual one, else `text` in the reader's language.

    `wants_both` says that a missing language is owed; otherwise one of the two is enough. `is_rich` says that the text
    may have emphasis, lists and links (`govsocial.core.richtext`). `asked_by` names the organization whose own question
    this answers; `source` says where its words come from, if not from the authors.
    """

    label: str
    is_bilingual: bool
    en: str = ""
    fr: str = ""
    text: str = ""
    key: str = ""
    wants_both: bool = False
    is_rich: bool = False
    asked_by: str = ""
    source: str = ""

    def in_language(self, lang: str) -> str:
        """Return the words in `lang`, or in the other language where that one is missing, without markup."""
        words = self.words
        return words["text"] or (words["fr"] or words["en"] if lang == "fr" else words["en"] or words["fr"])

    @property
    def words(self) -> dict[str, str]:
        """Return `en`, `fr` and `text` without markup, for a heading or a line that is cut short."""
        texts = {"en": self.en, "fr": self.fr, "text": self.text}
        return {name: plain(text) for name, text in texts.items()} if self.is_rich else texts

    @property
    def is_empty(self) -> bool:
        return not (self.en or self.fr or self.text)


@dataclass(frozen=True)
class Table:
    """A table with its rows; `is_narrow` ones fit a page's width, the others are shown row by row."""

    label: str
    key: str
    columns: tuple[str, ...]
    rows: tuple["ReadRow", ...]

    @property
    def is_narrow(self) -> bool:
        return len(self.columns) <= NARROW


@dataclass(frozen=True)
class ReadRow:
    """One row: its heading ("Risk 3: …"), its identity and its cells."""

    heading: str
    uuid: str
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class ReadSection:
    """One section: its key, title, and what it says, in order."""

    key: str
    title: str
    hash: str
    parts: tuple[Value | Table, ...]


class Reading:
    """A version's (or draft's) content with the outline it was written under."""

    def __init__(self, content: dict[str, Any] | str, section_hashes: dict[str, str] | None = None) -> None:
        self.content = json.loads(content) if isinstance(content, str) else content
        self.framework = frameworks.get(self.content["framework"]["code"]).on(self.content.get("scale", ""))
        asked = self.content["outline"]
        pack = self.framework.outline(asked["kind"], asked["version"])
        added = asked.get("overlay", {}).get("questions", [])
        self.outline = outlines.composed(pack, added, self.content["organization"])
        self.hashes = section_hashes or {}
        self._named: dict[str, dict[str, str]] = {}

    @property
    def header(self) -> dict[str, Any]:
        return self.content["header"]

    @property
    def title(self) -> dict[str, str]:
        return self.content["title"]

    @property
    def organization(self) -> dict[str, str]:
        return self.content["organization"]

    @property
    def translation(self) -> list[str]:
        """Return in sentences how the texts were put into the other language; [] where the content says nothing."""
        return sentences(self.content.get("translations", {}))

    def sections(self) -> list[ReadSection]:
        """Return every section of the outline with what was written in it."""
        return [self.section(section["key"]) for section in self.content["sections"]]

    def section(self, key: str) -> ReadSection:
        """Return one section."""
        stored = next(section for section in self.content["sections"] if section["key"] == key)
        outline = self.outline.section(key)
        parts = tuple(self._part(field, stored) for field in outline.fields)
        return ReadSection(key, outline.heading, self.hashes.get(key, ""), parts)

    def unplaced(self) -> ReadSection | None:
        """Return the answers that had no question left when this was written, under the questions that they had."""
        lost = self.content.get("unplaced", [])
        parts = tuple(self._unplaced(outlines.thawed(one["asked"]), one) for one in lost)
        return ReadSection("unplaced", _("Answers without a question"), "", parts) if parts else None

    def _unplaced(self, asked: Any, stored: dict[str, Any]) -> Value | Table:
        return self._table(asked, stored["rows"]) if "rows" in stored else self.value(asked, stored["answers"])

    def _part(self, field: Any, stored: dict[str, Any]) -> Value | Table:
        if field.is_table:
            return self._table(field, stored["tables"].get(field.key, []))
        return self.value(field, stored["answers"].get(field.key, {}))

    def _table(self, field: Any, rows: list[dict[str, Any]]) -> Table:
        shown = tuple(self.row(field, row, number) for number, row in enumerate(rows, start=1))
        return Table(str(field.label), field.key, tuple(str(c.label) for c in field.columns), shown)

    def row(self, field: Any, row: dict[str, Any], number: int) -> ReadRow:
        """Return one row of the table `field`, the `number`th of its rows."""
        cells = tuple(self._cell(column, row["cells"].get(column.key)) for column in field.columns)
        heading = _("%(row)s %(number)d") % {"row": field.row_label, "number": number}
        named = next((cell for cell in cells if cell.key == field.row_title_column), None)
        title = named.in_language(_language()) if named else ""
        if title:
            heading = _("%(heading)s: %(title)s") % {"heading": heading, "title": Truncator(title).words(12)}
        return ReadRow(heading, row["uuid"], cells)

    def _cell(self, column: Any, stored: Any) -> Value:
        return self.value(column, stored if isinstance(stored, dict) else {"": stored})

    def value(self, asked: Any, values: dict[str, Any]) -> Value:
        """Return one field's or column's answer, from {language or "": value}."""
        label, is_bilingual = str(asked.label), asked.is_bilingual
        about = {"key": asked.key, "is_rich": asked.type == "text", "asked_by": str(getattr(asked, "asked_by", ""))}
        if is_bilingual:
            values = self.resolved(values)
            about["source"] = str(values.get("") or "")
            en, fr = (str(values.get(lang) or "") for lang in LANGS)
            return Value(label, is_bilingual, en, fr, wants_both=asked.bilingual == "both", **about)
        return Value(label, is_bilingual, text=self._words(asked, values.get("")), **about)

    def resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return an answer with the words of the protocol that it refers to, and at "" where they come from."""
        return referring.resolved(values, self.content.get("protocols", {}))

    def _words(self, asked: Any, value: Any) -> str:
        if is_blank(value):
            return ""
        if asked.is_coded:
            codes = value if isinstance(value, list) else [value]
            return "; ".join(self._choice(asked.list, code) for code in codes)
        if asked.type == "yes_no":
            return _("Yes") if value == "yes" else _("No")
        if asked.type in FIGURES:
            return figure(value, is_money=asked.type == "money")
        return day(str(value)) if asked.type == "date" else str(value)

    def _choice(self, name: str, code: str) -> str:
        if table := pointing.table_of(name):
            return self._rows_named(table).get(code, code)
        own = self.content["choices"].get(name, {}).get(code)
        if own:
            return f"{code} – {own[_language()]}"
        items: Iterator[Any] = (item for item in self._items(name) if item.code == code)
        return str(next((item.name for item in items), code))

    def _rows_named(self, key: str) -> dict[str, str]:
        """Return {uuid: "Risk 3: …"} of the rows of a table."""
        if key not in self._named:
            table = self.outline.field(key)
            rows = next((part["tables"][key] for part in self.content["sections"] if key in part["tables"]), [])
            named = (pointing.heading(table, row["cells"], number) for number, row in enumerate(rows, start=1))
            self._named[key] = dict(zip([row["uuid"] for row in rows], named, strict=True))
        return self._named[key]

    def _items(self, name: str) -> Any:
        return () if name == "objectives" else self.framework.items(name)


def _language() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def figure(value: Any, *, is_money: bool = False) -> str:
    """Return a number with the separators of the active language, and the dollar sign on that language's side."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    is_whole = number == number.to_integral()
    places = 0 if is_whole else 2 if is_money else None
    text = formats.number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)
    return (_("$%(amount)s") % {"amount": text}) if is_money else text


def day(value: str) -> str:
    """Return an ISO date in words; what is no date stands as it was written."""
    try:
        return in_words(date.fromisoformat(value))
    except ValueError:
        return value
