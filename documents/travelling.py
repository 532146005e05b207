"""What of a frozen version may be copied into a draft, and why not the rest? Read from the version's own bytes.

Field by field where the two outlines agree, and only into what is still empty. What an outline says belongs to one
document (`carries: never`: who has access, what was assessed, dates) or to one organization stays behind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from documents import places, rating
from documents.completeness import is_blank
from documents.draft import Draft
from documents.models import Document, Version
from documents.places import Values
from documents.reading import Reading
from frameworks.outlines import POINTING

NEVER, WITHIN, DIFFERS, FILLED, GONE = "never", "within", "differs", "filled", "gone"
WHY = {
    NEVER: _("belongs to the other document alone: say it anew"),
    WITHIN: _("belongs to the other organization: say it anew"),
    DIFFERS: _("is asked differently here"),
    FILLED: _("is answered here already"),
    GONE: _("is not asked here"),
}
Cells = dict[str, Any]


@dataclass(frozen=True)
class Skipped:
    """One question, or column of a table, that is answered there and not copied here, and why."""

    section: str
    label: str
    reason: str

    @property
    def why(self) -> Any:
        return WHY[self.reason]


@dataclass
class Load:
    """What travels into one section: places to write, the tables of new rows, which row of the version each one was,
    and what stays behind."""

    key: str
    heading: str
    values: Values = field(default_factory=dict)
    tables: dict[UUID, str] = field(default_factory=dict)
    came_from: dict[UUID, str] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)
    rows: set[UUID] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)

    def spot_there(self, spot: str) -> str:
        """Return the spot in the version of what stands at `spot` here."""
        row, dot, column = spot.partition(".")
        return f"{self.came_from[UUID(row)]}.{column}" if dot else spot


@dataclass(frozen=True)
class Outlook:
    """What would travel from a version into a document, section by section."""

    loads: tuple[Load, ...]

    @property
    def answers(self) -> int:
        return sum(len(load.answers) for load in self.loads)

    @property
    def rows(self) -> int:
        return sum(len(load.rows) for load in self.loads)

    @property
    def skipped(self) -> list[Skipped]:
        return [one for load in self.loads for one in load.skipped]

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.rows)


def outlook(target: "Target", version: Version, sections: Iterable[str] | None = None) -> Outlook:
    """Return what would travel from `version` into `target`; `sections` are keys, None for the whole document."""
    wanted = None if sections is None else set(sections)
    luggage = _Luggage(target, version)
    chosen = [section for section in target.outline.sections if wanted is None or section.key in wanted]
    return Outlook(tuple(luggage.load(section) for section in chosen))


class Target:
    """Where things would be copied to: a draft, or a document that is about to be started."""

    def __init__(self, kind: str, organization: Any, document: Document | None = None) -> None:
        self.document, self.organization = document, organization
        self.framework = document.framework if document else organization.framework
        self.outline = document.outline if document else self.framework.outline(kind)
        self.draft = Draft(document) if document else None
        self._options: dict[str, set[str] | None] = {}

    @classmethod
    def of(cls, document: Document) -> "Target":
        return cls(document.kind, document.organization, document)

    def says(self, key: str) -> bool:
        """Say whether a question is answered here, in any language."""
        held = self.draft.answers.get(key, {}) if self.draft else {}
        return any(not is_blank(value) for value in held.values())

    def rows(self, table: str) -> list[Any]:
        return self.draft.rows.get(table, []) if self.draft else []

    def has_option(self, name: str, code: str) -> bool:
        """Say whether `code` can be chosen here from the list `name`; before a document is there, every code of the
        department's own lists counts as one."""
        if name not in self._options:
            self._options[name] = self._codes(name)
        known = self._options[name]
        return known is None or code in known

    def _codes(self, name: str) -> set[str] | None:
        own = self.document.kind_info.choices(self.document, name) if self.document else []
        if own:
            return {code for code, _text in own}
        try:
            return {item.code for item in self.framework.items(name)}
        except KeyError:
            return set() if self.document else None


class _Luggage:
    """What one version holds, against one target."""

    def __init__(self, target: Target, version: Version) -> None:
        self.target, self.reading = target, Reading(version.content)
        self.is_own = version.document.organization_id == target.organization.pk
        self.stored = {part["key"]: part for part in self.reading.content["sections"]}
        self.came_to: dict[str, str] = {}

    def load(self, section: Any) -> Load:
        """Return what travels into one section."""
        load = Load(section.key, section.heading)
        stored = self.stored.get(section.key, {"answers": {}, "tables": {}})
        for asked in section.fields:
            if asked.is_table:
                self._pack_table(load, asked, stored["tables"].get(asked.key, []))
            else:
                self._pack_answer(load, asked, stored["answers"].get(asked.key, {}))
        here = {asked.key for asked in section.fields}
        load.skipped += [Skipped(section.key, label, GONE) for label in self._gone(section.key, stored, here)]
        return load

    def _gone(self, key: str, stored: dict[str, Any], here: set[str]) -> Iterator[str]:
        said = {name for part in ("answers", "tables") for name, held in stored[part].items() if held}
        for name in said - here:
            asked = self._asked_there(name)
            yield str(asked.label) if asked else name

    def _asked_there(self, key: str) -> Any:
        try:
            return self.reading.outline.field(key)
        except KeyError:
            return None

    def _against(self, asked: Any, there: Any) -> str:
        """Return why nothing of `asked` travels, or ""."""
        if asked.reach == NEVER or (there is not None and there.reach == NEVER):
            return NEVER
        if asked.reach == WITHIN and not self.is_own:
            return WITHIN
        if there is None or there.type != asked.type or there.is_bilingual != asked.is_bilingual:
            return DIFFERS
        return ""

    def _pack_answer(self, load: Load, asked: Any, held: dict[str, Any]) -> None:
        if not (self.is_own and asked.protocol):
            # What another department keeps is not referred to: its words are copied.
            held = {lang: text for lang, text in self.reading.resolved(held).items() if lang or not asked.is_bilingual}
        values = {lang: value for lang, value in held.items() if not is_blank(value)}
        if not values:
            return
        reason = self._against(asked, self._asked_there(asked.key))
        if not reason and self.target.says(asked.key):
            reason = FILLED
        kept = {} if reason else {lang: self._fitting(asked, value) for lang, value in values.items()}
        kept = {lang: value for lang, value in kept.items() if not is_blank(value)}
        if not kept:
            load.skipped.append(Skipped(load.key, str(asked.label), reason or DIFFERS))
            return
        load.answers.add(asked.key)
        load.values |= {places.answer(asked.key, lang): value for lang, value in kept.items()}

    def _fitting(self, asked: Any, value: Any) -> Any:
        """Return a value without the codes that cannot be chosen here; rows are those that travelled with it."""
        if asked.type == POINTING:
            return [self.came_to[uuid] for uuid in value if uuid in self.came_to]
        if not asked.has_choices:
            return value
        if isinstance(value, list):
            return [code for code in value if self.target.has_option(asked.list, code)]
        return value if self.target.has_option(asked.list, value) else None

    def _pack_table(self, load: Load, table: Any, rows: list[dict[str, Any]]) -> None:
        rows = [{**row, "cells": rating.typed(table, row["cells"])} for row in rows]
        rows = [row for row in rows if _says_more(row["cells"], table)]
        if not rows:
            return
        there = self._asked_there(table.key)
        reason = self._against(table, there)
        if not reason and any(_says_more(row.cells, table) for row in self.target.rows(table.key)):
            reason = FILLED
        if reason:
            load.skipped.append(Skipped(load.key, str(table.label), reason))
            return
        columns = {column.key: self._against(column, _column(there, column.key)) for column in table.typed_columns}
        for column in table.typed_columns:
            if columns[column.key] and any(not _is_empty(row["cells"].get(column.key)) for row in rows):
                label = f"{table.label} – {column.label}"
                load.skipped.append(Skipped(load.key, label, columns[column.key]))
        seeded = {row.cells.get(table.seed_column): row for row in self.target.rows(table.key) if table.seed_column}
        for row in rows:
            cells = self._cells(table, row["cells"], columns)
            if _says_more(cells, table):
                self._pack_row(load, table, row["uuid"], cells, seeded)

    def _cells(self, table: Any, cells: Cells, columns: dict[str, str]) -> Cells:
        asked = table.typed_columns
        kept = {c.key: cells[c.key] for c in asked if not columns[c.key] and not _is_empty(cells.get(c.key))}
        fitting = {c.key: self._fitting(c, kept[c.key]) for c in asked if c.key in kept}
        return {key: value for key, value in fitting.items() if not _is_empty(value)}

    def _pack_row(self, load: Load, table: Any, there: str, cells: Cells, seeded: dict[Any, Any]) -> None:
        """Put a row into the seeded one that waits for it, or into a new one; a row is never the same row elsewhere."""
        known = seeded.get(cells.get(table.seed_column)) if table.seed_column else None
        uuid = known.uuid if known else uuid4()
        if known is None:
            load.tables[uuid] = table.key
        load.rows.add(uuid)
        load.came_from[uuid] = there
        self.came_to[there] = str(uuid)
        load.values |= places.of_cells(uuid, cells)


def _column(table: Any, key: str) -> Any:
    try:
        return table.column(key)
    except KeyError:
        return None


def _is_empty(value: Any) -> bool:
    return all(is_blank(one) for one in value.values()) if isinstance(value, dict) else is_blank(value)


def _says_more(cells: Cells, table: Any) -> bool:
    """Say whether a row holds more than what the pack seeded it with."""
    return any(key != table.seed_column and not _is_empty(value) for key, value in cells.items())
