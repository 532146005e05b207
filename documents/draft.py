"""What stands in a draft right now? All its answers and rows, loaded once, in the shape that a version freezes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from documents import attached, places, pointing, rating, referring, unplaced
from documents.models import Answer, Document, DraftSection, Row
from documents.translations import SpotState, frozen, states
from frameworks.outlines import column_place
from govsocial.core import looking

SCHEMA = "govsocial/version/1"
Content = dict[str, Any]


@dataclass
class Draft:
    """A document with its answers, rows and sections: three queries, whatever its size.

    With `section`, a section of the outline, only that part of it is loaded, and the choices made elsewhere.
    """

    document: Document
    section: Any = None

    @classmethod
    def of(cls, document: Document) -> "Draft":
        """Return the whole draft of `document`, for whoever only reads: during a look at a page, the one it shares."""
        return looking.once(document, "draft", lambda: cls(document))

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """Return {field key: {language or "": value}}."""
        found: dict[str, dict[str, Any]] = {}
        held = Answer.objects.filter(document=self.document)
        if self.section is not None:
            # What another section's choice says may decide what is owed here.
            own = [field.key for field in self.section.fields if not field.is_table]
            held = held.filter(Q(field__in=own) | Q(lang=""))
        for answer in held:
            found.setdefault(answer.field, {})[answer.lang] = answer.value
        return found

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Return {table key: its rows in order}."""
        found: dict[str, list[Row]] = {}
        held = Row.objects.filter(document=self.document)
        if self.section is not None:
            held = held.filter(table__in=[table.key for table in self.section.tables])
        for row in held.order_by("table", "position", "pk"):
            found.setdefault(row.table, []).append(row)
        return found

    @cached_property
    def said(self) -> dict[str, dict[str, Any]]:
        """Return `answers`, and what rows say in the columns that a condition asks about, as conditions read it."""
        places_asked = {
            (one.required_when.field, one.required_when.column)
            for one in (self.section or self.document.outline).fields
            if one.required_when and one.required_when.column
        }
        found = dict(self.answers)
        for table, column in places_asked:
            cells = [row.cells.get(column) for row in self._rows_of(table)]
            found[column_place(table, column)] = {"": [cell for cell in cells if cell]}
        return found

    def _rows_of(self, table: str) -> list[Row]:
        if self.section is None or table in {one.key for one in self.section.tables}:
            return self.rows.get(table, [])
        return list(Row.objects.of(self.document, table))

    @cached_property
    def sections(self) -> dict[str, DraftSection]:
        """Return {section key: where its writing stands}."""
        rows = DraftSection.objects.filter(document=self.document).select_related("updated_by", "completed_by")
        if self.section is not None:
            rows = rows.filter(key=self.section.key)
        return {section.key: section for section in rows}

    @cached_property
    def translations(self) -> dict[str, SpotState]:
        """Return where the translation of everything bilingual that says something stands, by spot: one query."""
        return states(self)

    @cached_property
    def unplaced(self) -> list[unplaced.Unplaced]:
        """Return what was answered under an earlier outline and has no question in this one."""
        return unplaced.found(self.document, self.document.outline, self.answers, self.rows)

    @cached_property
    def protocols(self) -> dict[str, Content]:
        """Return {fingerprint: what it says} of the protocols that answers refer to."""
        return referring.frozen_texts(self.document, self.answers)

    def answer(self, field: str, lang: str = "") -> Any:
        """Return the answer to `field` in `lang`, or None."""
        return self.answers.get(field, {}).get(lang)

    def values(self) -> places.Values:
        """Return everything that is said, in the section where there is one, as {place: value}."""
        own = self.answers.keys() if self.section is None else {field.key for field in self.section.fields}
        found = {places.answer(key, lang): value for key in own for lang, value in self.answers.get(key, {}).items()}
        return found | places.of_rows(row for rows in self.rows.values() for row in rows)

    def content(self) -> Content:
        """Return the whole draft as the plain JSON that `actions.freeze` makes canonical and hashes."""
        document = self.document
        organization = document.organization
        return {
            "schema": SCHEMA,
            "kind": document.kind,
            "document": document.pk,
            "framework": {"code": document.framework_code, "version": document.framework.version},
            "outline": self._outline(),
            **({"scale": document.risk_scale} if document.risk_scale else {}),
            "organization": {"code": organization.code, "en": organization.name_en, "fr": organization.name_fr},
            "title": {"en": document.title_en, "fr": document.title_fr},
            "header": document.kind_info.header(document),
            "choices": self._choices(),
            "sections": [self._section(section) for section in document.outline.sections],
            "translations": frozen(self),
            **attached.frozen(document),
            **({"protocols": self.protocols} if self.protocols else {}),
            **({"unplaced": [one.frozen() for one in self.unplaced]} if self.unplaced else {}),
        }

    def cells(self, table: Any, row: Row) -> dict[str, Any]:
        """Return what a row says: what its table asks for, levels worked out, nothing that points at rows now gone."""
        asked = pointing.living(table, unplaced.asked_cells(table, row), self.rows)
        return rating.with_levels(self.document.framework, table, asked)

    def _outline(self) -> Content:
        """Return which outline this is written on, the organization's own questions word for word."""
        overlay = self.document.overlay
        asked = {"kind": self.document.kind, "version": self.document.outline_version}
        return asked | ({"overlay": {"number": overlay.number, "questions": overlay.definition}} if overlay else {})

    def _choices(self) -> dict[str, dict[str, dict[str, str]]]:
        """Return the options that the pack cannot know, so that a version can be read without its department."""
        names = {column.list for field in self.document.outline.fields for column in field.columns if column.list}
        names |= {field.list for field in self.document.outline.fields if field.list}
        found = {name: dict(self.document.kind_info.choices(self.document, name)) for name in sorted(names)}
        return {name: options for name, options in found.items() if options}

    def _section(self, section: Any) -> Content:
        plain = [field.key for field in section.fields if not field.is_table]
        return {
            "key": section.key,
            "answers": {key: referring.frozen_answer(self.answers[key]) for key in plain if key in self.answers},
            "tables": {
                table.key: [
                    {"uuid": str(row.uuid), "cells": self.cells(table, row)} for row in self.rows.get(table.key, [])
                ]
                for table in section.tables
            },
        }
