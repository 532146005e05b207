"""What stood in a section at an earlier revision, and who changed it since? Rolled back from now, edit by edit.

Saves of one sitting are folded into one `Edit`. What stood in the middle of a sitting is not kept as text, only as a
fingerprint (`Edit.steps`): enough to say whether a page that was made then still shows the same words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from documents import places
from documents.models import Answer, Document, Edit, Row
from documents.places import Values

UNKNOWN = object()


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of one value ("" for nothing)."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Base:
    """What stood at a place when a page was made. `is_known` says whether `value` is it; else it is older than that,
    and only the fingerprint `print` of what stood is known ("?" for not even that)."""

    value: Any
    is_known: bool = True
    print: str = "?"

    @property
    def is_lost(self) -> bool:
        """Say whether nothing at all is known of it."""
        return not self.is_known and self.print == "?"

    def equals(self, value: Any) -> bool:
        """Say whether `value` is certainly what stood there."""
        return self.value == value if self.is_known else self.print == fingerprint(value)


@dataclass
class Past:
    """A section as it stood at one revision.

    `values` are its places; `blurred` are those whose text at that very moment was folded away, with the fingerprint
    that they had. `removed` are the rows that were removed since. With `is_whole` False some change since left no trace
    (or the revision is not known), so nothing in it is certain.
    """

    values: Values
    blurred: dict[str, str] = field(default_factory=dict)
    removed: dict[str, Edit] = field(default_factory=dict)
    is_whole: bool = True

    def base(self, place: str) -> Base:
        """Return what stood at `place`."""
        value = self.values.get(place)
        if not self.is_whole:
            return Base(value, is_known=False)
        if place in self.blurred:
            return Base(value, is_known=False, print=self.blurred[place])
        return Base(value)


def current(document: Document, section: Any) -> Values:
    """Return {place: value} of a section as it stands now: two queries."""
    answers = Answer.objects.filter(document=document, field__in=[f.key for f in section.fields if not f.is_table])
    rows = Row.objects.filter(document=document, table__in=[table.key for table in section.tables])
    return places.of_answers(answers) | places.of_rows(rows)


def since(document: Document, section: str, revision: int) -> list[Edit]:
    """Return the edits of a section after `revision`, the newest first, with who made them."""
    edits = Edit.objects.filter(document=document, section=section, revision__gt=revision)
    return list(edits.select_related("by").order_by("-revision"))


def at(document: Document, section: Any, revision: int) -> Values:
    """Return {place: value} of an outline's section as it stood at `revision`; within a folded sitting, before it."""
    return rolled_back(current(document, section), since(document, section.key, revision), revision).values


def rolled_back(now: Values, edits: Iterable[Edit], revision: int, latest: int | None = None) -> Past:
    """Return what stood at `revision`, from what stands `now` and the `edits` since, the newest first.

    `latest` is the section's revision now; where the edits do not account for every revision in between, the past is
    not whole.
    """
    past = Past(dict(now), is_whole=revision >= 0)
    expected = latest
    for edit in edits:
        if edit.revision <= revision:
            break
        past.is_whole &= expected is None or edit.revision == expected
        expected = edit.first_revision - 1
        _undo(past, edit, revision)
    past.is_whole &= expected is None or expected <= revision
    return past


def _undo(past: Past, edit: Edit, revision: int) -> None:
    if edit.kind == Edit.Kind.WRITTEN:
        for place, value in edit.before.items():
            if edit.first_revision <= revision and (seen := _step(edit, place, revision)) is not None:
                past.blurred[place] = seen
            _put(past.values, place, value)
    elif edit.kind == Edit.Kind.ROW_REMOVED:
        for row in edit.before:
            past.removed[row["uuid"]] = edit
            past.values |= places.of_cells(UUID(row["uuid"]), row["cells"])
    elif edit.kind == Edit.Kind.ROWS_ADDED:
        gone = {row["uuid"] for row in edit.before}
        past.values = {place: value for place, value in past.values.items() if place.partition(".")[0] not in gone}


def _put(values: Values, place: str, value: Any) -> None:
    if value is None:
        values.pop(place, None)
    else:
        values[place] = value


def _step(edit: Edit, place: str, revision: int) -> str | None:
    """Return the fingerprint that `place` had at `revision`, inside the sitting; None when `before` still stood."""
    steps = [mark for number, mark in edit.steps.get(place, []) if number <= revision]
    return steps[-1] if steps else None


@dataclass(frozen=True)
class Change:
    """Who changed something last, and when."""

    by: Any
    at: datetime


def last_changes(edits: Iterable[Edit], revision: int = -1) -> dict[str, Change]:
    """Return who changed each place after `revision`: {place or row uuid: change}, from edits, the newest first."""
    found: dict[str, Change] = {}
    for edit in edits:
        for name in changed_places(edit, revision):
            found.setdefault(name, Change(edit.by, edit.at))
    return found


def changed_places(edit: Edit, revision: int = -1) -> list[str]:
    """Return the places (of rows: their uuids) that `edit` changed after `revision`."""
    if edit.kind != Edit.Kind.WRITTEN:
        return [row["uuid"] for row in edit.before]
    if edit.first_revision > revision:
        return list(edit.before)
    return [place for place in edit.before if not edit.steps or edit.steps.get(place, [[0]])[-1][0] > revision]
