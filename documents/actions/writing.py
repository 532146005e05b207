"""The verb of writing: save what does not collide, and tell of the rest; nothing is ever overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import history, merging, places, translations
from documents.actions.recording import locked, wrote
from documents.actions.storing import Shelf
from documents.completeness import is_blank
from documents.draft import Draft
from documents.models import Document, DraftSection, Edit
from documents.places import Values
from documents.settling import settled
from organizations.models import User

Seen = int | Mapping[str, int] | None
Answers = dict[tuple[str, str], Any]


@dataclass(frozen=True)
class Collision:
    """A place that changed in two hands: what stood before, what others made of it, what this person made of it.

    `merged` is a proposal that holds both, or None where only one can be. `by` and `at` say who wrote theirs and when.
    With `row_is_gone` somebody removed the row meanwhile, and there is no theirs. `table` is of a row to be removed.
    """

    place: str
    base: Any
    theirs: Any
    mine: Any
    merged: Any
    by: User | None = None
    at: datetime | None = None
    row_is_gone: bool = False
    table: str = ""


@dataclass(frozen=True)
class Written:
    """What a save did: the section as it stands now, which places were saved, and what collided.

    `draft` holds the section after the save; `edits` are those since the oldest revision that the writer had seen, the
    newest first, this save's own among them. `refused` is {place: why} of what the kind of document did not take.
    """

    section: DraftSection
    draft: Draft
    saved: Values = field(default_factory=dict)
    collisions: tuple[Collision, ...] = ()
    edits: tuple[Edit, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return bool(self.saved)

    @property
    def revision(self) -> int:
        return self.section.revision


class StaleWriting(ValidationError):
    """Somebody changed the same words since the page was made; nothing of theirs was overwritten."""


@transaction.atomic
def write(
    document: Document,
    section_key: str,
    wanted: Mapping[str, Any],
    *,
    by: User,
    seen: Seen,
    tables: Mapping[UUID, str] | None = None,
    since: int | None = None,
) -> Written:
    """Save each place of `wanted` ({place: value}, blank removes) that nobody else changed since it was `seen`.

    `seen` is the section's revision that the writer's page was made from: one for all, or one for each place (a place
    without one was not seen); None overwrites. `tables` names the table of each row that may have to be made. Edits
    after the revision `since` are among those returned, whatever was seen.
    Raises ValidationError when the document is frozen; PermissionDenied when `by` may not write.
    """
    document = locked(document, by=by)
    return _Save(document, document.outline.section(section_key), by, seen, tables or {}).run(wanted, since)


@transaction.atomic
def save_section(
    document: Document, key: str, answers: Answers, *, by: User, expected_revision: int | None = None
) -> Written:
    """Save answers, keyed by (field, language), that no page was made for: a prefilled form, the demo.

    Raises StaleWriting when somebody changed one of them since `expected_revision`; else as `write`.
    """
    wanted = {places.answer(name, lang): value for (name, lang), value in answers.items()}
    written = write(document, key, wanted, by=by, seen=expected_revision)
    if written.collisions:
        raise StaleWriting(_("Somebody else saved this section while you were writing."), code="stale")
    return written


class _Save:
    """One save under way, under the document's lock."""

    def __init__(self, document: Document, section: Any, by: User, seen: Seen, tables: Mapping[UUID, str]) -> None:
        self.document, self.section, self.by, self.tables = document, section, by, tables
        self._seen = seen
        self.pasts: dict[int, history.Past] = {}
        self.changes: dict[int, dict[str, history.Change]] = {}
        self.refused: dict[str, str] = {}

    def run(self, wanted: Mapping[str, Any], since: int | None) -> Written:
        asked = self.asked = {place: None if is_blank(value) else value for place, value in wanted.items()}
        self.draft = Draft(self.document, self._reach(asked))
        self.stands = self.draft.sections[self.section.key]
        self.now = self.draft.values()
        self.edits = self._edits(asked, since)
        self.shelf = Shelf(self.draft, self.by)
        differing = {place: value for place, value in asked.items() if value != self.now.get(place)}
        verdicts = {place: self._judge(place, value) for place, value in differing.items()}
        free = {place: differing[place] for place, verdict in verdicts.items() if verdict is True}
        saved = self._store(free) if free else {}
        collisions = tuple(verdict for verdict in verdicts.values() if isinstance(verdict, Collision))
        return Written(self.stands, self.draft, saved, collisions, tuple(self.edits), self.refused)

    def _reach(self, asked: Values) -> Any:
        """Return the section, or None where the demo or a test saves answers of several at once."""
        own = {one.key for one in self.section.fields}
        return self.section if all(places.parse(p).row or places.parse(p).key in own for p in asked) else None

    def seen(self, place: str) -> int | None:
        """Return the revision at which the writer saw `place`; -1 for never, None to overwrite."""
        seen = self._seen.get(place, -1) if isinstance(self._seen, Mapping) else self._seen
        return -1 if seen is not None and not 0 <= seen <= self.stands.revision else seen

    def _edits(self, asked: Values, since: int | None) -> list[Edit]:
        """Return the edits since the oldest revision seen, and always the newest one: a save may be folded into it."""
        seen = [revision for place in asked if (revision := self.seen(place)) is not None]
        oldest = min([*seen, *([] if since is None else [since])], default=self.stands.revision)
        return history.since(self.document, self.section.key, min(oldest, self.stands.revision - 1))

    def _judge(self, place: str, mine: Any) -> bool | Collision:
        """Return True when `mine` may be saved, False when there is nothing to save, or the collision."""
        seen = self.seen(place)
        if seen is None:
            return True
        past, theirs, one = self.past(seen), self.now.get(place), places.parse(place)
        base = past.base(place)
        if one.row and not self._has_room(one, past):
            return False if mine is None or base.equals(mine) else self._collision(place, seen, base, mine, gone=True)
        if base.equals(mine):
            return False
        if base.equals(theirs) or (theirs is None and not base.is_known):
            return True
        return self._collision(place, seen, base, mine)

    def _has_room(self, one: places.Place, past: history.Past) -> bool:
        """Say whether the row of a cell is there, or can be made: nobody removed it since, and its table is known."""
        row = self.shelf.row(one.row) if one.row else None
        if row is None:
            return one.row in self.tables and str(one.row) not in past.removed
        return self.tables.get(row.uuid, row.table) == row.table

    def past(self, revision: int) -> history.Past:
        """Return the section as it stood at `revision`."""
        if revision not in self.pasts:
            self.pasts[revision] = history.rolled_back(self.now, self.edits, revision, self.stands.revision)
        return self.pasts[revision]

    def _changes_since(self, seen: int) -> dict[str, history.Change]:
        """Return who changed each place last, after the revision `seen`."""
        if seen not in self.changes:
            self.changes[seen] = history.last_changes(self.edits, seen)
        return self.changes[seen]

    def _collision(self, place: str, seen: int, base: history.Base, mine: Any, *, gone: bool = False) -> Collision:
        theirs, found = self.now.get(place), self._changes_since(seen)
        row = str(places.parse(place).row)
        who = found.get(row if gone else place) or found.get(place) or found.get(row)
        merged = mine if gone else merging.merge(base.value, theirs, mine)
        by, at = (who.by, who.at) if who else (self.stands.updated_by, self.stands.updated_at)
        return Collision(place, base.value, theirs, mine, merged, by, at, gone)

    def _store(self, free: Values) -> Values:
        """Save what may be saved, and leave its trace."""
        returning = self._returning({one.row for one in map(places.parse, free) if one.row})
        saved, self.refused = settled(self.document, self.shelf.rows, dict(self.tables), {**returning, **free})
        if not saved:
            return {}
        before = {place: self.now.get(place) for place in saved}
        last = self.edits[0] if self.edits else None
        self.shelf.put(saved, self.tables)
        read = self._read(saved)
        translations.note(self.document, saved, by=self.by, stood=self.now, read=read)
        edit = wrote(self.document, self.stands, before, saved, by=self.by, last=last)
        self.edits = [edit, *(one for one in self.edits if one.pk != edit.pk)]
        return saved

    def _read(self, saved: Values) -> Values:
        """Return the texts in the other language as the writer saw them, where somebody changed them since.

        None stands for words that nothing tells any more.
        """
        found: Values = {}
        for place in saved:
            spot, _bar, lang = place.rpartition("|")
            seen = self.seen(place)
            if not lang or seen is None:
                continue
            other = f"{spot}|{'fr' if lang == 'en' else 'en'}"
            base = self.past(seen).base(other)
            if other in saved or base.is_lost or base.equals(self.now.get(other)):
                continue
            change = self._changes_since(seen).get(other)
            if change is not None and change.by == self.by:
                continue  # Who wrote those words knows them, whatever this page shows.
            # Within a sitting only the page itself, where it was sent whole, tells the words that stood on it.
            typed = self.asked.get(other)
            found[other] = base.value if base.is_known else typed if base.equals(typed) else None
        return found

    def _returning(self, rows: set[UUID]) -> Values:
        """Return the cells that rows had which were removed and come back now; they return to their places."""
        missing = {row for row in rows if self.shelf.row(row) is None}
        if not missing:
            return {}
        found: Values = {}
        removals = Edit.objects.filter(
            document=self.document, section=self.section.key, kind=Edit.Kind.ROW_REMOVED
        ).order_by("-revision")
        for held in (row for before in removals.values_list("before", flat=True) for row in before):
            if (uuid := UUID(held["uuid"])) in missing:
                missing.discard(uuid)
                self.shelf.give_back(held)
                found |= places.of_cells(uuid, held["cells"])
        return found


@transaction.atomic
def mark_section(document: Document, key: str, *, done: bool, by: User) -> None:
    """Record that the author calls a section done, or open again. It never moves the document's state."""
    document = locked(document, by=by)
    values = (
        {"completed_at": timezone.now(), "completed_by": by} if done else {"completed_at": None, "completed_by": None}
    )
    DraftSection.objects.filter(document=document, key=key).update(**values)
