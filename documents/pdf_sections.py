"""What stands in the PDF of a version? Its sections in one language, and its tables as they fit a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from documents.attached_reading import read
from documents.completeness import is_blank
from documents.models import Version
from documents.outlines import thawed
from documents.pdf_register import Level, Matrix, Register, risk_name
from documents.reading import FIGURES, Reading, Value
from govsocial.core.text import typeset

#: How much of a page's width a column asks for; a table that asks for more than FULL is shown row by row.
WIDTHS = {"text": 3.0, "short": 2.0, "multichoice": 2.0, "choice": 1.3}
NARROWEST, FULL = 1.0, 11.0
OTHER = {"en": "fr", "fr": "en"}


@dataclass(frozen=True)
class Said:
    """One answer or cell in the language of the file; `lang` is set when it exists in the other language only.

    `is_rich` says that the text may have emphasis, lists and links; `set_in` is the language that it is set in.
    `asked_by` names the organization whose own question this answers, `source` the protocol whose words these
    are.
    """

    label: str
    text: str
    lang: str = ""
    is_rich: bool = False
    set_in: str = ""
    is_figure: bool = False
    is_date: bool = False
    level: Level | None = None

    is_level: bool = False
    asked_by: str = ""
    source: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class Card:
    """One row of a table: its name ("Risk 3"), the cell that says what it is about, and the others."""

    name: str
    title: Said | None
    cells: tuple[Said, ...]

    @property
    def groups(self) -> list[list[Said]]:
        """Return the cells parted at the levels of risk, each level a group of its own."""
        found: list[list[Said]] = [[]]
        for cell in self.cells:
            if cell.is_level:
                found += [[cell], []]
            else:
                found[-1].append(cell)
        return found


@dataclass(frozen=True)
class Grid:
    """A table of a section, shown as `form` says: "table", "cards" (one a row, if columns are too many) or "register".

    In a register the cells stand in groups: the risk, its level, what is done, the level after, by whom and when.
    """

    label: str
    form: str
    columns: tuple[Said, ...]
    rows: tuple[Card, ...]
    groups: tuple[tuple[str, ...], ...] = ()
    matrices: tuple[Matrix, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Part:
    """One section: `mark` is its letter in brackets, or its number where the outline uses no letters.

    `blank` are the questions that nobody answered: told together at the end, so that what was said is not lost in them.
    """

    key: str
    mark: str
    title: str
    said: tuple[Said | Grid, ...]
    blank: tuple[str, ...]


def contents(version: Version, language: str) -> dict[str, Any]:
    """Return what the template needs of the version itself, in `language`, which must be the active one."""
    reading = Reading(version.content, version.section_hashes)
    stored = reading.content["sections"]
    return {
        "kind": str(version.document.kind_info.label),
        "title": reading.title[language],
        "organization": reading.organization[language],
        "header": reading.header,
        "framework": reading.framework,
        "framework_version": reading.content["framework"]["version"],
        "outline": reading.outline,
        "translation": reading.translation,
        "attached": read(reading),
        "sections": [
            *(_part(reading, section, number, language) for number, section in enumerate(stored, start=1)),
            *_unplaced(reading, language),
        ],
    }


def _unplaced(reading: Reading, language: str) -> Iterator[Part]:
    """Yield the part of the answers that had no question left, where there are some."""
    lost = [(thawed(one["asked"]), one) for one in reading.content.get("unplaced", [])]
    said = tuple(
        _Table(reading, asked, language).grid(one["rows"])
        if "rows" in one
        else _said(reading.value(asked, one["answers"]), language)
        for asked, one in lost
    )
    if said:
        yield Part("unplaced", "", _("Answers without a question"), said, ())


def _part(reading: Reading, stored: dict[str, Any], number: int, language: str) -> Part:
    section = reading.outline.section(stored["key"])
    letter = f"{section.key})" if language == "fr" else f"({section.key})"
    mark = letter if len(section.key) == 1 else f"{number}."
    found = [
        _Table(reading, field, language).grid(stored["tables"].get(field.key, []))
        if field.is_table
        else _said(reading.value(field, stored["answers"].get(field.key, {})), language)
        for field in section.fields
    ]
    said = tuple(one for one in found if not one.is_blank)
    return Part(section.key, mark, str(section.title), said, tuple(one.label for one in found if one.is_blank))


def _said(value: Value, language: str, *, kind: str = "") -> Said:
    if not value.is_bilingual:
        kinds = {"is_figure": kind in FIGURES, "is_date": kind == "date", "is_rich": value.is_rich}
        return Said(value.label, value.text, asked_by=value.asked_by, **kinds)
    texts = {"en": value.en.strip(), "fr": value.fr.strip()}
    lang = OTHER[language] if texts[OTHER[language]] and not texts[language] else ""
    set_in = lang or language
    # Rich text is set when it is rendered: a no-break space after "- " would make an item an ordinary line.
    text = typeset(texts[set_in]) if set_in == "fr" and not value.is_rich else texts[set_in]
    return Said(
        value.label, text, lang=lang, is_rich=value.is_rich, set_in=set_in, asked_by=value.asked_by, source=value.source
    )


@dataclass(frozen=True)
class _Table:
    """One table of the outline, ready to be read in one language."""

    reading: Reading
    asked: Any
    language: str

    def grid(self, rows: list[dict[str, Any]]) -> Grid:
        """Return the table with its rows, without the columns that nobody filled."""
        register = Register(self.reading.framework, self.asked)
        used = [one for one in self.asked.columns if any(not is_blank(row["cells"].get(one.key)) for row in rows)]
        form = "register" if register else "cards" if _width(used) > FULL else "table"
        cards = tuple(
            self._card(used, register, row["cells"], number, form) for number, row in enumerate(rows, start=1)
        )
        heads = tuple(Said(str(one.label), "", is_figure=one.type in FIGURES) for one in used)
        groups = tuple(tuple(said.label for said in group) for group in cards[0].groups) if cards else ()
        return Grid(str(self.asked.label), form, heads, cards, groups, register.matrices(rows))

    def _card(self, used: list[Any], register: Register, cells: dict[str, Any], number: int, form: str) -> Card:
        """Return one row; a card is headed by what it is about, if that is short, and ratings are told as one level."""
        title, found = None, []
        for column in used:
            if register and register.is_level(column.key):
                found.append(_level(register, cells, column))
            elif form == "cards" and column.key == self.asked.row_title_column and column.type != "text":
                title = self._cell(column, cells)
            elif not (register and register.is_rating(column.key)):
                found.append(self._cell(column, cells))
        name = (
            risk_name(number) if register else _("%(row)s %(number)d") % {"row": self.asked.row_label, "number": number}
        )
        return Card(name, title, tuple(found))

    def _cell(self, column: Any, cells: dict[str, Any]) -> Said:
        stored = cells.get(column.key)
        values = stored if isinstance(stored, dict) else {"": stored}
        return _said(self.reading.value(column, values), self.language, kind=column.type)


def _width(columns: list[Any]) -> float:
    return sum(WIDTHS.get(column.type, NARROWEST) for column in columns)


def _level(register: Register, cells: dict[str, Any], column: Any) -> Said:
    level = register.level(cells, column.key)
    return Said(str(column.label), level.name if level else _("Not rated"), level=level, is_level=True)
