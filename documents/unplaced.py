"""Which answers have no question any more, and what was asked then? Nothing that was written is ever dropped.

Moving a document to a newer outline leaves the answers, rows and cells that the newer one does not ask where they are;
they are shown apart, stand in every version under `unplaced`, and can be placed under another question.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents import outlines, referring
from documents.models import Answer, Document, Overlay, Row
from frameworks import Column, Field, Outline, Text
from organizations.models import User

#: Put between a key and the version of the outline under which it was answered, where the key itself is still in use.
ASIDE = "@"
LINE = 500


@dataclass(frozen=True)
class Unplaced:
    """Answers to one question that is asked no more, or rows of one table: `asked` is the question as it was.

    `key` names the question or table as it is stored. Of a table that is still there, `rows` are those with cells of
    columns that it lost, and `asked` has these columns only.
    """

    key: str
    asked: Any
    answers: dict[str, Any]
    rows: tuple[Row, ...] = ()

    @property
    def is_table(self) -> bool:
        return bool(self.rows)

    @property
    def parts(self) -> set[tuple[Any, ...]]:
        """Return what identifies every single answer and cell in this."""
        cells = {(self.key, row.pk, one.key) for row in self.rows for one in self.asked.columns if one.key in row.cells}
        return cells or {(self.key, lang) for lang in self.answers}

    def frozen(self) -> dict[str, Any]:
        """Return this as a version freezes it: with the question, so that it is read from its own bytes."""
        said = {"key": self.key, "asked": outlines.frozen(self.asked)}
        if not self.is_table:
            return {**said, "answers": referring.frozen_answer(self.answers)}
        columns = {column.key for column in self.asked.columns}
        rows = [{"uuid": str(r.uuid), "cells": {k: v for k, v in r.cells.items() if k in columns}} for r in self.rows]
        return {**said, "rows": rows}


def found(
    document: Document, outline: Outline, answers: Mapping[str, Any], rows: Mapping[str, list[Row]]
) -> list[Unplaced]:
    """Return what has no question in `outline` among the answers and rows of `document`, in a stable order."""
    fields = {field.key: field for field in outline.fields}
    lost = [key for key in answers if key not in fields or fields[key].is_table]
    tables = [key for key in rows if key not in fields or not fields[key].is_table]
    odd = [key for key in rows if key not in tables and any(_odd_cells(fields[key], row) for row in rows[key])]
    if not (lost or tables or odd):
        return []
    past = Past(document)
    return [
        *(Unplaced(key, past.field(key), dict(answers[key])) for key in sorted(lost)),
        *(Unplaced(key, past.table(key, rows[key]), {}, tuple(rows[key])) for key in sorted(tables)),
        *(_cells(past, fields[key], rows[key]) for key in sorted(odd)),
    ]


def _odd_cells(table: Any, row: Row) -> list[str]:
    known = {column.key for column in table.columns}
    return [key for key in row.cells if key not in known]


def asked_cells(table: Any, row: Row) -> dict[str, Any]:
    """Return the cells of `row` that `table` asks for."""
    odd = _odd_cells(table, row)
    return {key: cell for key, cell in row.cells.items() if key not in odd} if odd else row.cells


def _cells(past: "Past", table: Any, rows: list[Row]) -> Unplaced:
    odd = dict.fromkeys(key for row in rows for key in _odd_cells(table, row))
    columns = tuple(past.column(table.key, key, rows) for key in odd)
    asked = table.model_copy(update={"columns": columns, "row_title_column": None})
    return Unplaced(table.key, asked, {}, tuple(row for row in rows if _odd_cells(table, row)))


class Past:
    """Every question that a document of this kind was ever asked here: the pack's outlines and the overlays, newest
    first. Only read where something has no question."""

    def __init__(self, document: Document) -> None:
        self.framework = document.framework
        overlays = Overlay.objects.filter(organization=document.organization_id, kind=document.kind)
        packs = [one for one in self.framework.outlines if one.kind == document.kind]
        self.outlines = sorted(packs, key=lambda one: -one.version)
        self.own = {
            question["key"]: outlines.field(question, outlines.text(document.organization.names))
            for overlay in overlays.order_by("number")
            for question in overlay.definition
            if question["type"] != outlines.GUIDANCE
        }

    def field(self, key: str) -> Any:
        """Return the question `key` as it was asked last, or a stand-in that has its key for a name."""
        bare, _aside, version = key.partition(ASIDE)
        asked = self._asked(bare, version) or self.own.get(bare)
        return asked or Field.model_construct(key=bare, type="text", label=_named(bare))

    def knows(self, key: str, column: str = "") -> bool:
        """Say whether the question `key` (or its column) was ever asked."""
        return self._asked(key, "", column=column) is not None or (not column and key in self.own)

    def table(self, key: str, rows: list[Row]) -> Any:
        """Return the table `key` as it was asked last, with a column for every cell that its rows hold."""
        asked = self.field(key)
        known = {column.key for column in asked.columns}
        odd = dict.fromkeys(one for row in rows for one in row.cells if one not in known)
        columns = (*asked.columns, *(self.column(key, one, rows) for one in odd))
        return asked.model_copy(
            update={"type": "table", "columns": columns, "row_label": asked.row_label or asked.label}
        )

    def column(self, table: str, key: str, rows: list[Row]) -> Any:
        """Return the column `key` (as it is stored) of a table, as it was asked last."""
        bare, _aside, version = key.partition(ASIDE)
        asked = self._asked(table, version, column=bare)
        held = next((one for one in asked.columns if one.key == bare), None) if asked else None
        return held.model_copy(update={"key": key}) if held else _stand_in(key, rows)

    def _asked(self, key: str, version: str, *, column: str = "") -> Any:
        for outline in self.outlines:
            if version in ("", str(outline.version)):
                field = next((one for one in outline.fields if one.key == key), None)
                if field and (not column or any(one.key == column for one in field.columns)):
                    return field
        return None


def _named(key: str) -> Text:
    return outlines.text({"en": key, "fr": key})


def _stand_in(key: str, rows: list[Row]) -> Column:
    is_bilingual = any(isinstance(row.cells.get(key), dict) for row in rows)
    return Column.model_construct(
        key=key, type="text", label=_named(key), bilingual="either" if is_bilingual else "none"
    )


def put_back(document: Document, lost: Mapping[str, Any], *, by: User) -> None:
    """Put what a version froze under `unplaced` back into the draft (its answers, its rows, or cells of its rows)."""
    for lang, value in lost.get("answers", {}).items():
        Answer.objects.create(document=document, field=lost["key"], lang=lang, value=value, updated_by=by)
    for position, held in enumerate(lost.get("rows", []), start=1):
        there = Row.objects.filter(document=document, table=lost["key"], uuid=held["uuid"]).first()
        row = there or Row(document=document, table=lost["key"], uuid=held["uuid"], position=position)
        row.cells, row.updated_by = {**row.cells, **held["cells"]}, by
        row.save()


# ---------------------------------------------------------------- does it fit?


def fits(framework: Any, asked: Any, values: Mapping[str, Any]) -> bool:
    """Say whether {language or "": value} could stand as the answer to `asked`, a field or a column, as it is."""
    if getattr(asked, "is_table", False):
        return False
    if getattr(asked, "protocol", None) and referring.reference(values):
        return True
    languages = {"en", "fr"} if asked.is_bilingual else {""}
    return set(values) <= languages and all(_fits(framework, asked, one) for one in values.values())


def cell_fits(framework: Any, column: Any, cell: Any) -> bool:
    """Say whether a cell, as a row holds it, could stand in `column`."""
    return fits(framework, column, cell if isinstance(cell, dict) else {"": cell})


def _fits(framework: Any, asked: Any, value: Any) -> bool:
    if value in (None, "", []):
        return True
    match asked.type:
        case "text":
            return isinstance(value, str)
        case "short":
            return isinstance(value, str) and "\n" not in value and len(value) <= LINE
        case "choice" | "multichoice":
            is_many = asked.type == "multichoice"
            return isinstance(value, list) is is_many and _chosen(framework, asked.list, value if is_many else [value])
        case "rows":
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        case "level":
            return False
        case "yes_no":
            return value in ("yes", "no")
        case "date":
            return isinstance(value, str) and _is_day(value)
        case _:
            return isinstance(value, int | float) and not isinstance(value, bool)


def _chosen(framework: Any, name: str, codes: Iterable[Any]) -> bool:
    try:
        known = {item.code for item in framework.items(name)}
    except KeyError:  # a list that only the department has: its own objectives
        return all(isinstance(code, str) for code in codes)
    return all(code in known for code in codes)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------- where would it stand?


def homes(outline: Outline, framework: Any, lost: Unplaced) -> Iterator[tuple[Any, Any]]:
    """Yield (section, field) of the questions under which `lost` could stand as it is."""
    for section in outline.sections:
        for field in section.fields:
            if lost.is_table:
                is_home = field.is_table and field.key != lost.key and _holds(framework, field, lost)
            else:
                is_home = fits(framework, field, lost.answers)
            if is_home:
                yield section, field


def _holds(framework: Any, table: Any, lost: Unplaced) -> bool:
    """Say whether every row of `lost` could stand in `table`, cell by cell."""
    columns = {column.key: column for column in table.columns}
    return all(
        key in columns and cell_fits(framework, columns[key], cell)
        for row in lost.rows
        for key, cell in row.cells.items()
    )
