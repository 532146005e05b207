"""What has changed since somebody last looked, or last signed? When that was, and what stood there then.

Looking writes nothing: a look is recorded when a person says so ("Mark as read") and when they comment or sign. What a
person wrote themselves is never news to them: their own last save of a section counts as a look at it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from documents import history, places, referring
from documents.draft import Content, Draft
from documents.models import Document, DraftSection, Edit, Look
from organizations.models import User

Revisions = dict[str, int]


@dataclass(frozen=True)
class Looked:
    """When a person last looked at all of a document, and which revision of each section they have seen."""

    at: datetime
    revisions: Revisions

    def unread(self, now: Mapping[str, int]) -> list[str]:
        """Return the sections that somebody else wrote in since; `now` are their revisions."""
        return [key for key, revision in now.items() if revision > self.revisions.get(key, revision)]


def last_look(document: Document, user: User) -> Looked | None:
    """Return what `user` has seen of the draft, or None if they never said that they had: two queries."""
    look = Look.objects.filter(document=document, user=user).first()
    if look is None:
        return None
    edits = Edit.objects.filter(document=document, by=user, section__in=look.revisions)
    own = dict(edits.values_list("section").annotate(last=Max("revision")).order_by())
    return Looked(look.at, {key: max(revision, own.get(key, 0)) for key, revision in look.revisions.items()})


def revisions(document: Document) -> Revisions:
    """Return the revision of every section of the draft as it stands now."""
    return dict(DraftSection.objects.filter(document=document).values_list("key", "revision"))


@transaction.atomic
def look(document: Document, *, by: User, seen: Mapping[str, int] | None = None) -> None:
    """Record that `by` has read the draft: at the revisions `seen` where the page told them, else as it stands now."""
    now = revisions(document)
    seen = now if seen is None else {key: min(revision, now[key]) for key, revision in seen.items() if key in now}
    found, made = Look.objects.get_or_create(document=document, user=by, defaults={"revisions": seen})
    if not made:
        known = {key: max(revision, found.revisions.get(key, 0)) for key, revision in seen.items()}
        found.revisions, found.at = {**found.revisions, **known}, timezone.now()
        found.save(update_fields=["revisions", "at"])
    Edit.objects.filter(document=document, is_closed=False).update(is_closed=True)


def look_at_section(document: Document, section: str, *, by: User) -> None:
    """Record that `by` has seen one section as it stands now, if they ever read the whole."""
    found = Look.objects.filter(document=document, user=by).first()
    state = DraftSection.objects.filter(document=document, key=section).first()
    if found is not None and state is not None:
        found.revisions[section] = state.revision
        found.save(update_fields=["revisions"])
        Edit.objects.filter(document=document, section=section, is_closed=False).update(is_closed=True)


def edits_since(document: Document, seen: Mapping[str, int], now: Mapping[str, int]) -> list[Edit]:
    """Return what was saved after the revisions `seen`, the newest first, with who saved it: one query at most."""
    grown = [key for key, revision in now.items() if revision > seen.get(key, revision)]
    later = [Q(section=key, revision__gt=seen[key]) for key in grown]
    if not later:
        return []
    edits = Edit.objects.filter(reduce(or_, later), document=document)
    return list(edits.select_related("by").order_by("section", "-revision"))


def content_at(draft: Draft, content: Content, edits: Iterable[Edit], seen: Mapping[str, int]) -> Content:
    """Return a draft's `content` as it stood at the revisions `seen`, by taking back `edits`, the newest first."""
    sections = {section["key"]: _Section(section, draft) for section in content["sections"]}
    for edit in edits:
        if edit.section in sections:
            sections[edit.section].take_back(edit, seen[edit.section])
    return {
        **content,
        "sections": [section.content() for section in sections.values()],
        "protocols": content.get("protocols", {}) | _protocols(draft, sections.values()),
    }


def _protocols(draft: Draft, sections: Iterable["_Section"]) -> Content:
    """Return what the protocols say that answers referred to then."""
    answers = {key: values for section in sections for key, values in section.answers.items()}
    return referring.frozen_texts(draft.document, answers)


class _Section:
    """One section of a draft's content while edits are taken back from it."""

    def __init__(self, stored: Content, draft: Draft) -> None:
        self.key = stored["key"]
        self.answers = {field: dict(values) for field, values in stored["answers"].items()}
        self.tables = list(stored["tables"])
        kept = (row for table in self.tables for row in draft.rows.get(table, []))
        self.rows = {str(row.uuid): {"table": row.table, "position": row.position, "cells": row.cells} for row in kept}

    def take_back(self, edit: Edit, seen: int) -> None:
        if edit.kind == Edit.Kind.WRITTEN:
            for place in history.changed_places(edit, seen):
                self._put(places.parse(place), edit.before[place])
            return
        for row in edit.before:
            if edit.kind == Edit.Kind.ROWS_ADDED:
                self.rows.pop(row["uuid"], None)
            elif edit.kind == Edit.Kind.ROW_REMOVED:
                self.rows[row["uuid"]] = {name: row[name] for name in ("table", "position", "cells")}
            elif row["uuid"] in self.rows:
                self.rows[row["uuid"]]["position"] = row["position"]

    def _put(self, place: places.Place, value: Any) -> None:
        if place.row is None:
            values = self.answers.setdefault(place.key, {})
            if value is None:
                values.pop(place.lang, None)
            else:
                values[place.lang] = value
        elif row := self.rows.get(str(place.row)):
            row["cells"] = places.with_cell(row["cells"], place, value)
            if not row["cells"]:  # It came to be when its first cell was filled.
                del self.rows[str(place.row)]

    def content(self) -> Content:
        ordered = sorted(self.rows.items(), key=lambda item: item[1]["position"])
        tables = {
            table: [{"uuid": uuid, "cells": row["cells"]} for uuid, row in ordered if row["table"] == table]
            for table in self.tables
        }
        return {"key": self.key, "answers": {k: v for k, v in self.answers.items() if v}, "tables": tables}


@dataclass(frozen=True)
class Signed:
    """What a person last signed of a document: version `number`, when, and its `sections` (None for all of them)."""

    number: int
    at: datetime
    sections: frozenset[str] | None


SignedSource = Callable[[Document, User], Signed | None]
#: The rooms in which people sign register how to find what they signed.
sources: list[SignedSource] = []


def tells_signed(source: SignedSource) -> SignedSource:
    """Register a source of `last_signed`; Django may load apps twice."""
    if source not in sources:
        sources.append(source)
    return source


def last_signed(document: Document, user: User) -> Signed | None:
    """Return what `user` last signed of `document`, or None."""
    found = [signed for signed in (source(document, user) for source in sources) if signed is not None]
    return max(found, key=lambda signed: signed.at, default=None)
