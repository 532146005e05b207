"""What did somebody paste from a spreadsheet? Rows of a table, each cell understood or named with what is wrong.

Nothing is guessed: a choice is known by its code or its name in either language, a date is written 2026-11-21, and a
cell that cannot be understood keeps its whole row out, so that the person mends it where they see it.
"""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.cell_texts import Choices, Understanding, fold

MOST_ROWS, MOST_CHARACTERS, SAMPLE = 1_000, 500_000, 5
LANGUAGE_NAMES = {"en": ("english", "anglais", "en"), "fr": ("french", "francais", "fr")}


class TooMuch(ValueError):
    """More was pasted than one table takes at once; the message says how much it takes."""


@dataclass(frozen=True)
class Target:
    """Where a column of the spreadsheet goes: the outline's column, and the language ("" for none)."""

    column: Any
    lang: str
    label: str


@dataclass(frozen=True)
class Fault:
    """One cell that was not understood: its row in the spreadsheet (the first is 1), its column, and what to do."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("Row %(row)d, %(column)s: %(message)s") % {
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


@dataclass
class PastedRow:
    """One row: its number in the spreadsheet, its texts as pasted, its cells as `actions.add_rows` takes them."""

    number: int
    texts: list[str]
    cells: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Pasted:
    """Everything that was pasted: which column went where, the rows, and columns that belong nowhere."""

    head: list[str]
    targets: list[Target | None]
    rows: list[PastedRow]

    @property
    def good(self) -> list[PastedRow]:
        return [row for row in self.rows if not row.faults]

    @property
    def bad(self) -> list[PastedRow]:
        return [row for row in self.rows if row.faults]

    @property
    def faults(self) -> list[Fault]:
        return [fault for row in self.rows for fault in row.faults]

    @property
    def sample(self) -> list[list[str]]:
        """Return the texts of the first rows that can be added, under the columns that the table has."""
        return [
            [text for text, target in zip(row.texts, self.targets, strict=False) if target]
            for row in self.good[:SAMPLE]
        ]

    @property
    def unknown(self) -> list[str]:
        """Return the headings of columns that the table does not have; what stands in them was left out."""
        return [name for name, target in zip(self.head, self.targets, strict=False) if target is None and name.strip()]

    def remaining(self) -> str:
        """Return the rows that were not understood, with the headings, ready to be mended and sent again."""
        if not self.bad:
            return ""
        out = io.StringIO()
        writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
        writer.writerow(self.head or [target.label for target in self.targets if target])
        writer.writerows(row.texts for row in self.bad)
        return out.getvalue()


def targets(table: Any) -> list[Target]:
    """Return the columns that a spreadsheet for `table` has, in order: two for a bilingual column."""
    found = []
    for column in table.typed_columns:
        if column.is_bilingual:
            found += [
                Target(column, "en", _("%(column)s (English)") % {"column": column.label}),
                Target(column, "fr", _("%(column)s (French)") % {"column": column.label}),
            ]
        else:
            found.append(Target(column, "", str(column.label)))
    return found


def read(text: str, table: Any, choices: Choices) -> Pasted:
    """Read what was pasted for `table`. `choices(name)` gives the options of a list as (code, names in any language).

    Raises TooMuch when there is more than one table takes at once.
    """
    expected = targets(table)
    lines, kept = _opened(text, expected)
    body = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    head = lines[0] if kept is not None else []
    body = body[1:] if kept is not None else body
    if len(body) > MOST_ROWS:
        raise TooMuch(_("These are %(rows)d rows. Paste at most %(most)d at a time.") % _counts(len(body)))
    rows = _Rows(choices)
    columns = list(expected) if kept is None else kept
    return Pasted(head, columns, [rows.row(number, line, columns) for number, line in body])


def _counts(rows: int) -> dict[str, int]:
    return {"rows": rows, "most": MOST_ROWS}


def _opened(text: str, expected: list[Target]) -> tuple[list[list[str]], list[Target | None] | None]:
    """Return the lines of cells, and where each column goes if the first line is headings.

    Cells are parted by tabs, as a spreadsheet copies them. Semicolons and commas, as it saves them, count only under
    headings that are known: a sentence has commas too.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooMuch(
            _("This is more text than can be taken at once (%(most)d characters). Paste it in parts.")
            % {"most": MOST_CHARACTERS}
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    for mark in "\t" if "\t" in text else ";,":
        lines = _lines(text, mark)
        places = _heading(lines[0], expected) if lines else None
        if places is not None or mark == "\t":
            return lines, places
    return [[line] for line in text.split("\n")], _heading([text.partition("\n")[0]], expected)


def _lines(text: str, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False))
    except csv.Error as error:
        raise TooMuch(_("One cell is longer than can be taken. Paste the table in parts.")) from error


def _names(target: Target) -> set[str]:
    """Return what a heading may say to mean this column: its key, or its label in either language."""
    column = target.column
    labels = {column.key, column.key.replace("_", " "), column.label.en, column.label.fr}
    if not target.lang:
        return {fold(name) for name in labels}
    return {fold(f"{name} {word}") for name in labels for word in LANGUAGE_NAMES[target.lang]} | {fold(target.label)}


def _heading(line: list[str], expected: list[Target]) -> list[Target | None] | None:
    """Return where each column goes if the first line is headings (two or more known, or all of one), else None."""
    names = [(target, _names(target)) for target in expected]
    # A bilingual column headed by its bare name means the language of the page.
    here = (get_language() or "en")[:2]
    bare = [
        (t, {fold(t.column.key), fold(t.column.label.en), fold(t.column.label.fr)}) for t in expected if t.lang == here
    ]
    found: list[Target | None] = []
    for cell in line:
        said = fold(cell)
        match = next((t for t, known in [*names, *bare] if said and said in known and t not in found), None)
        found.append(match)
    known = sum(target is not None for target in found)
    return found if known >= min(2, len([cell for cell in line if cell.strip()])) and known else None


class _Rows:
    """Makes rows of lines, each text by the column that it stands in."""

    def __init__(self, choices: Choices) -> None:
        self.cells = Understanding(choices)

    def row(self, number: int, texts: list[str], places: list[Target | None]) -> PastedRow:
        row = PastedRow(number, texts)
        for target, text in zip(places, texts, strict=False):
            if target is not None and text.strip():
                self._take(row, target, text)
        spare = [text for text in texts[len(places) :] if text.strip()]
        if spare:
            fault = _("there are more cells than the table has columns. Check for a stray tab or separator.")
            row.faults.append(Fault(number, _("the end of the row"), fault))
        return row

    def _take(self, row: PastedRow, target: Target, text: str) -> None:
        try:
            value = self.cells.value(target.column, text.strip())
        except ValueError as error:
            row.faults.append(Fault(row.number, target.label, str(error)))
            return
        if target.lang:
            row.cells.setdefault(target.column.key, {})[target.lang] = value
        else:
            row.cells[target.column.key] = value
