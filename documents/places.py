"""How is one answer, or one cell of a table, named? As a place: a string that pages, history and merging share.

An answer is "<field>|<lang>" ("b_structure|" without a language), a cell "<row uuid>.<column>|<lang>". Without its
language a place is a spot: "a_mandate", "<uuid>.objective". On a page the inputs are called `a_mandate__en` and
`row-<table>-<uuid hex>-<column>__<lang>`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Values = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A place taken apart: `row` is None for an answer, whose `key` is its field; of a cell, `key` is its column."""

    key: str
    lang: str = ""
    row: UUID | None = None

    def __str__(self) -> str:
        return f"{self.spot}|{self.lang}"

    @property
    def spot(self) -> str:
        return f"{self.row}.{self.key}" if self.row else self.key


def answer(field: str, lang: str = "") -> str:
    """Return the place of an answer."""
    return f"{field}|{lang}"


def cell(row: UUID | str, column: str, lang: str = "") -> str:
    """Return the place of a cell."""
    return f"{row}.{column}|{lang}"


def parse(place: str) -> Place:
    """Take a place apart; ValueError when it is none."""
    spot_, bar, lang = place.rpartition("|")
    if not bar or not spot_:
        raise ValueError(place)
    row, dot, key = spot_.rpartition(".")
    return Place(key, lang, UUID(row) if dot else None)


def spot(place: str) -> str:
    """Return the place without its language."""
    return place.rpartition("|")[0]


def input_name(field: str, lang: str = "") -> str:
    """Return the name of the input for a field or column in `lang` ("" for no language)."""
    return f"{field}__{lang}" if lang else field


def row_prefix(table: str, row: UUID) -> str:
    """Return what the names of a row's inputs begin with."""
    return f"row-{table}-{row.hex}"


def row_prefix_of(table: str, row: str) -> str:
    """Return the same from a uuid in words."""
    return row_prefix(table, UUID(row))


def cell_name(table: str, row: UUID, column: str, lang: str = "") -> str:
    """Return the name of the input for a cell."""
    return f"{row_prefix(table, row)}-{input_name(column, lang)}"


def name_of(place: str, table: str = "") -> str:
    """Return the name of the input for a place; a cell's needs its `table`."""
    one = parse(place)
    return cell_name(table, one.row, one.key, one.lang) if one.row else input_name(one.key, one.lang)


def of_answers(answers: Iterable[Any]) -> Values:
    """Return {place: value} of `Answer` objects."""
    return {answer(one.field, one.lang): one.value for one in answers}


def of_cells(row: UUID | str, cells: Mapping[str, Any]) -> Values:
    """Return {place: value} of the cells of one row, as `Row.cells` holds them."""
    found: Values = {}
    for key, value in cells.items():
        if isinstance(value, dict):
            found |= {cell(row, key, lang): text for lang, text in value.items()}
        else:
            found[cell(row, key)] = value
    return found


def of_rows(rows: Iterable[Any]) -> Values:
    """Return {place: value} of the cells of `Row` objects."""
    found: Values = {}
    for row in rows:
        found |= of_cells(row.uuid, row.cells)
    return found


def with_cell(cells: Mapping[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """Return `cells` with one of them set, or taken out where `value` is None."""
    changed = {key: held for key, held in cells.items() if key != place.key}
    if place.lang:
        before = cells.get(place.key)
        value = (before if isinstance(before, dict) else {}) | {place.lang: value}
        value = {lang: text for lang, text in value.items() if text is not None} or None
    if value is not None:
        changed[place.key] = value
    return changed
