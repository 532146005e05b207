"""What stands on the page of a section? Its questions, and its tables as rows: some with inputs, the others to read.

Rows of small tables always have inputs; of larger ones, a row that is opened (`?row=<uuid>`, `?add=<table>`), or that
was sent and must be shown again. A new row has its uuid before it exists, so that saving it twice makes one row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict

from documents import sent
from documents.draft import Draft
from documents.forms import INLINE_COLUMNS, RowForm, SectionForm, options
from documents.models import Row


@dataclass(frozen=True)
class Opened:
    """Which rows of larger tables are open: a stored one, and a new one in the table `add`."""

    row: UUID | None = None
    add: str = ""

    @classmethod
    def asked(cls, query: Any) -> "Opened":
        """Return what an address asks to open (`?row=…`, `?add=…`); what makes no sense opens nothing."""
        return cls(as_uuid(query.get("row", "")), query.get("add", ""))


def as_uuid(said: str) -> UUID | None:
    """Return the uuid that a button or an address names, or None for anything else."""
    try:
        return UUID(said) if len(said) in {32, 36} and said.isascii() else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Line:
    """One row on the page: `form` where it has inputs, `read` to show it otherwise; `number` is its place, 0 if new."""

    number: int
    row: Row | None
    form: RowForm | None
    is_first: bool = False
    is_last: bool = False
    read: Any = None


@dataclass(frozen=True)
class TableOnPage:
    """A table of the section with its rows; `is_inline` when all of them have inputs."""

    table: Any
    lines: list[Line]
    is_inline: bool

    @property
    def has_new(self) -> bool:
        """Say whether a new row is open."""
        return any(line.row is None for line in self.lines)

    @property
    def forms(self) -> list[RowForm]:
        return [line.form for line in self.lines if line.form]


class Sheet:
    """The inputs of a section. `typed` holds what was typed and must be shown again over what is stored."""

    def __init__(
        self,
        draft: Draft,
        section: Any,
        *,
        typed: QueryDict | None = None,
        opened: Opened | None = None,
        reading: Any = None,
    ) -> None:
        self.draft, self.section, self.reading = draft, section, reading
        self.typed, self.opened = typed, opened or Opened()
        self.choices = options(draft.document)

    @cached_property
    def form(self) -> SectionForm:
        """Return the form of the questions."""
        form = SectionForm(self.section, self.draft, self.choices)
        data = self._over(form)
        return form if data is None else SectionForm(self.section, self.draft, self.choices, data)

    @cached_property
    def tables(self) -> list[TableOnPage]:
        """Return the tables in the outline's order."""
        return [self._table(table) for table in self.section.tables]

    @property
    def all_forms(self) -> list[Any]:
        """Return every form of the page, for the summary of what is wrong."""
        return [self.form, *(form for table in self.tables for form in table.forms)]

    def tell(self, errors: Mapping[str, list[str]]) -> None:
        """Say at its input, {input name: messages}, what was refused although it could be understood."""
        for form in self.all_forms:
            names = {form.add_prefix(name): name for name in form.fields}
            for name in names.keys() & errors.keys() if form.is_bound else ():
                if names[name] not in form.errors:
                    form.add_error(names[name], errors[name])

    def _table(self, table: Any) -> TableOnPage:
        rows = self.draft.rows.get(table.key, [])
        is_inline = len(table.columns) <= INLINE_COLUMNS
        sent_rows = self._sent.get(table.key, [])
        lines = []
        for number, row in enumerate(rows, start=1):
            has_inputs = is_inline or row.uuid == self.opened.row or row.uuid in sent_rows
            form = self._row(table, row.uuid, row) if has_inputs else None
            read = (
                self.reading.row(table, {"uuid": str(row.uuid), "cells": self.draft.cells(table, row)}, number)
                if self.reading
                else None
            )
            lines.append(Line(number, row, form, is_first=number == 1, is_last=number == len(rows), read=read))
        new = [uuid for uuid in sent_rows if uuid not in {row.uuid for row in rows}]
        if not new and self._wants_new(table, is_inline, rows):
            new = [uuid4()]
        lines += [Line(0, None, self._row(table, uuid, None)) for uuid in new]
        return TableOnPage(table, lines, is_inline)

    def _wants_new(self, table: Any, is_inline: bool, rows: list[Row]) -> bool:
        if not is_inline:
            return self.opened.add == table.key
        return not (table.seed_list and rows)

    @cached_property
    def _sent(self) -> dict[str, list[UUID]]:
        """Return the rows that `typed` holds something of, by table, in the order of the page."""
        found: dict[str, list[UUID]] = {}
        for name in self.typed or ():
            one = sent.box(self.section, name)
            if one is not None and one.row and one.row not in found.setdefault(one.table.key, []):
                found[one.table.key].append(one.row)
        return found

    def _row(self, table: Any, uuid: UUID, row: Row | None) -> RowForm:
        form = RowForm(table, uuid, row, self.choices)
        data = self._over(form)
        return form if data is None else RowForm(table, uuid, row, self.choices, data)

    def _over(self, form: Any) -> QueryDict | None:
        """Return what the form would send with what was typed laid over what is stored; None when nothing was."""
        typed = self.typed
        if typed is None:
            return None
        mine = [name for name in map(form.add_prefix, form.fields) if name in typed]
        data = sent.stored_data(form)
        for name in mine:
            data.setlist(name, typed.getlist(name))
        return data
