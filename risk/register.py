"""What stands in a register of risks: each risk with its levels and its treatments, in the reader's language?

Any outline may have a register (section e of a plan, the risks of a PIA or of a TRA): the pack says so by the levels
that its table holds. Draft and version are read alike, from plain cells.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import rating
from documents.draft import Draft
from documents.models import Document, Version
from documents.reading import Reading
from frameworks import Field, Framework, Outline
from frameworks.scales import Level
from govsocial.core.richtext import plain

RATINGS = ("inherent", "current", "residual")
Rows = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Treatment:
    """One measure against one or more risks."""

    uuid: str
    number: int
    risks: tuple[str, ...]
    action: dict[str, str]
    owner: dict[str, str]
    due_on: date | None
    is_done: bool
    is_rejected: bool
    status: str
    evidence: str

    @property
    def is_overdue(self) -> bool:
        return not (self.is_done or self.is_rejected) and self.due_on is not None and self.due_on < timezone.localdate()


@dataclass(frozen=True)
class Risk:
    """One risk of a register: `levels` by when it is rated, None where it is not."""

    uuid: str
    number: int
    cells: dict[str, Any]
    levels: dict[str, Level | None]
    group: str
    treatment: str
    treatments: tuple[Treatment, ...]
    digest: str

    @property
    def name(self) -> str:
        return _("R%(number)d") % {"number": self.number}

    @property
    def statement(self) -> str:
        return words(self.cells.get("statement"))

    @property
    def owner(self) -> str:
        return words(self.cells.get("owner"))

    def level_at(self, when: str) -> Level | None:
        """Return the level at one of the three times; before any control it is as now where nothing is in place yet."""
        found = self.levels[when]
        return self.levels["current"] if found is None and when == "inherent" else found

    @property
    def residual(self) -> Level | None:
        return self.levels["residual"]

    @property
    def is_above_tolerance(self) -> bool:
        """Say whether what remains needs a named manager's acceptance."""
        return bool(self.residual and self.residual.is_above_tolerance)


@dataclass(frozen=True)
class Register:
    """One table of risks, with the section in which it stands, and the scale that it is rated on."""

    framework: Framework
    section: str
    table: Field
    risks: tuple[Risk, ...]
    treatments: tuple[Treatment, ...]

    @property
    def scale(self) -> Any:
        return self.framework.scale

    @cached_property
    def above(self) -> tuple[Risk, ...]:
        """Return the risks whose residual level is above the tolerance."""
        return tuple(risk for risk in self.risks if risk.is_above_tolerance)


def tables(outline: Outline) -> list[tuple[str, Field, Field | None]]:
    """Return every register of an outline: its section's key, its table, and the table of its treatments."""
    fields = {table.key: table for table in outline.tables}
    return [
        (section.key, table, fields.get(table.followed_by.table) if table.followed_by else None)
        for section in outline.sections
        for table in section.tables
        if table.is_register
    ]


def of_draft(document: Document) -> list[Register]:
    """Return the registers of a document as its draft stands: one query."""
    draft = Draft.of(document)

    def rows(table: Field | None) -> Rows:
        held = draft.rows.get(table.key, []) if table else []
        return [(str(row.uuid), draft.cells(table, row)) for row in held]

    return [
        _register(document.framework, section, table, after, rows(table), rows(after))
        for section, table, after in tables(document.outline)
    ]


def of_version(version: Version) -> list[Register]:
    """Return the registers of a version, read from its own bytes."""
    return of_reading(Reading(version.content))


def of_reading(reading: Reading) -> list[Register]:
    """Return the registers of frozen content."""
    stored = {key: rows for part in reading.content["sections"] for key, rows in part["tables"].items()}

    def rows(table: Field | None) -> Rows:
        return [(row["uuid"], row["cells"]) for row in stored.get(table.key, [])] if table else []

    return [
        _register(reading.framework, section, table, after, rows(table), rows(after))
        for section, table, after in tables(reading.outline)
    ]


def _register(
    framework: Framework, section: str, table: Field, after: Field | None, rows: Rows, after_rows: Rows
) -> Register:
    treatments = tuple(_treatments(framework, table, after, after_rows)) if after else ()
    risks = tuple(
        _risk(framework, table, number, uuid, cells, treatments) for number, (uuid, cells) in enumerate(rows, start=1)
    )
    return Register(framework, section, table, risks, treatments)


def _risk(
    framework: Framework, table: Field, number: int, uuid: str, cells: dict[str, Any], treatments: Iterable[Treatment]
) -> Risk:
    return Risk(
        uuid=uuid,
        number=number,
        cells=cells,
        levels={when: rating.level(framework, table, cells, when) for when in RATINGS},
        group=_named(framework, "risk_groups", cells.get("group")),
        treatment=_named(framework, "treatments", cells.get("treatment")),
        treatments=tuple(one for one in treatments if uuid in one.risks),
        digest=digest(framework, table, uuid, cells),
    )


def digest(framework: Framework, table: Field, uuid: str, cells: dict[str, Any]) -> str:
    """Return the fingerprint of one risk as it is accepted: its words, its ratings, and the scale that gives levels."""
    said = {"uuid": uuid, "scale": framework.scale.pin, "cells": rating.with_levels(framework, table, cells)}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _treatments(framework: Framework, table: Field, after: Field, rows: Rows) -> Iterable[Treatment]:
    points = next(column.key for column in after.columns if column.table == table.key)
    done = {item.code for item in framework.lists.get("treatment_states", ()) if item.data.get("is_done")}
    for number, (uuid, cells) in enumerate(rows, start=1):
        status = str(cells.get("status") or "")
        yield Treatment(
            uuid=uuid,
            number=number,
            risks=tuple(cells.get(points) or ()),
            action=both(cells.get(after.row_title_column or "")),
            owner=both(cells.get("owner")),
            due_on=_day(cells.get("due_date")),
            is_done=status in done,
            is_rejected=cells.get("outcome") == "rejected",
            status=_named(framework, "treatment_states", status),
            evidence=words(cells.get("evidence")),
        )


def both(cell: Any) -> dict[str, str]:
    """Return a bilingual cell as plain words, each language falling back on the other."""
    said = cell if isinstance(cell, dict) else {}
    en, fr = (plain(said.get(lang) or "") for lang in ("en", "fr"))
    return {"en": en or fr, "fr": fr or en}


def words(cell: Any) -> str:
    """Return the words of a bilingual cell in the reader's language, or in the other one where that is all there is."""
    return both(cell)["fr" if (get_language() or "en").startswith("fr") else "en"]


def _named(framework: Framework, list_name: str, code: Any) -> str:
    try:
        return str(framework.item(list_name, str(code or "")).name)
    except KeyError:
        return ""


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written or ""))
    except ValueError:
        return None
