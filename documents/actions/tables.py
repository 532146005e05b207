"""The verbs of tables: add, remove and move rows, which leave a trace of whole rows, and undo the last of these."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import history, places, translations
from documents.actions.recording import locked, rearranged, row_record
from documents.actions.storing import Shelf
from documents.actions.writing import Collision, Written, write
from documents.completeness import is_blank
from documents.draft import Draft
from documents.kinds import RowChange
from documents.models import Document, DraftSection, Edit, Row
from documents.settling import others
from organizations.models import User

Cells = Mapping[str, Any]


class RowChanged(ValidationError):
    """Somebody changed the row since it was seen, so it was not removed; `collisions` say what they wrote."""

    def __init__(self, collisions: tuple[Collision, ...]) -> None:
        message = _("Somebody changed this row while you had it open, so it was not removed.")
        super().__init__(message, code="row_changed")
        self.collisions = collisions


def filled(cells: Cells) -> dict[str, Any]:
    """Return `cells` without what is blank, bilingual ones without their blank language."""
    kept = {}
    for key, value in cells.items():
        value = {lang: text for lang, text in value.items() if not is_blank(text)} if isinstance(value, dict) else value
        if not is_blank(value) and value != {}:
            kept[key] = value
    return kept


class _Table:
    """One table under the document's lock: its section, rows and history."""

    def __init__(self, document: Document, table: str, by: User) -> None:
        self.document, self.by = locked(document, by=by), by
        self.section = self.document.outline.section_of(table)
        self.draft = Draft(self.document, self.section)
        self.shelf = Shelf(self.draft, by)
        self.rows = self.draft.rows.setdefault(table, [])

    @property
    def state(self) -> DraftSection:
        return self.draft.sections[self.section.key]

    def record(self, kind: str, rows: Sequence[Row]) -> Edit:
        has_cells = kind != Edit.Kind.ROWS_MOVED
        held = [row_record(row, has_cells=has_cells) for row in rows]
        return rearranged(self.document, self.state, kind, held, by=self.by)

    def number(self) -> None:
        """Give the rows their positions in the order of the list."""
        for position, row in enumerate(self.rows, start=1):
            row.position = position
        Row.objects.bulk_update(self.rows, ["position"])


@transaction.atomic
def add_rows(
    document: Document, table: str, rows: Sequence[Cells], *, by: User, source: str = "user", uuids: Sequence[UUID] = ()
) -> list[Row]:
    """Add rows at the end of `table` in one edit, and return them. With `uuids`, those that are there already are left
    alone: pressing twice adds once."""
    here = _Table(document, table, by)
    made = []
    for cells, uuid in zip(rows, uuids or [uuid4() for _row in rows], strict=True):
        if here.shelf.row(uuid) is None:
            row = here.shelf.add(table, uuid, source=source)
            row.cells = filled(cells)
            if settle := here.document.kind_info.settles.get(table):
                change = RowChange(here.document, uuid, {}, row.cells, others(here.shelf.rows, table, uuid))
                settle(change)
                row.cells = change.cells
            made.append(row)
    if made:
        stood = here.draft.values()
        here.shelf.keep(made)
        said = places.of_rows(made)
        translations.note(here.document, said, by=by, stood={p: v for p, v in stood.items() if p not in said})
        here.record(Edit.Kind.ROWS_ADDED, made)
    return made


def add_row(document: Document, table: str, cells: Cells, *, by: User, source: str = "user") -> Row:
    """Add a row at the end of `table` and return it."""
    return add_rows(document, table, [cells], by=by, source=source)[0]


def save_row(row: Row, cells: Cells, *, by: User) -> Row:
    """Save the cells of a row that no page was made for: the demo, a prefilled form."""
    wanted = {}
    for key, value in cells.items():
        pairs = value.items() if isinstance(value, dict) else [("", value)]
        wanted |= {places.cell(row.uuid, key, lang): text for lang, text in pairs}
    section = row.document.outline.section_of(row.table)
    written: Written = write(row.document, section.key, wanted, by=by, seen=None, tables={row.uuid: row.table})
    return next(one for one in written.draft.rows[row.table] if one.uuid == row.uuid)


@transaction.atomic
def remove_row(row: Row, *, by: User, seen: int | None = None, own: Mapping[str, Any] | None = None) -> Edit | None:
    """Remove a row; the versions that hold it keep it, and it can be undone. None when it is gone already.

    Raises RowChanged when somebody changed it since the revision `seen`; what the same request saved is named in `own`
    ({place: value}).
    """
    here = _Table(row.document, row.table, by)
    found = here.shelf.row(row.uuid)
    if found is None:
        return None
    if seen is not None:
        _refuse_unseen(here, found, seen, own or {})
    edit = here.record(Edit.Kind.ROW_REMOVED, [found])
    found.delete()
    return edit


def _refuse_unseen(here: _Table, row: Row, seen: int, own: Mapping[str, Any]) -> None:
    edits = history.since(here.document, here.section.key, seen)
    now = places.of_cells(row.uuid, row.cells)
    past = history.rolled_back(here.draft.values(), edits, seen, here.state.revision)
    stood = {place: value for place, value in past.values.items() if place.startswith(f"{row.uuid}.")}
    changes = history.last_changes(edits, seen)
    found = []
    for place in stood.keys() | now.keys():
        base, theirs = past.base(place), now.get(place)
        if base.equals(theirs) or (place in own and own[place] == theirs):
            continue
        who = changes.get(place) or changes.get(str(row.uuid))
        by, at = (who.by, who.at) if who else (here.state.updated_by, here.state.updated_at)
        found.append(Collision(place, base.value, theirs, None, None, by, at, table=row.table))
    if found:
        raise RowChanged(tuple(found))


@transaction.atomic
def move_row(row: Row, *, up: bool, by: User) -> Edit | None:
    """Move a row one place up or down in its table; None when it is gone or already at the end."""
    here = _Table(row.document, row.table, by)
    place = next((index for index, one in enumerate(here.rows) if one.uuid == row.uuid), None)
    if place is None or not 0 <= (other := place - 1 if up else place + 1) < len(here.rows):
        return None
    edit = here.record(Edit.Kind.ROWS_MOVED, here.rows)
    here.rows[place], here.rows[other] = here.rows[other], here.rows[place]
    here.number()
    return edit


# ---------------------------------------------------------------- undo


def undoable(document: Document, section: str) -> Edit | None:
    """Return the last edit of a section when it can be undone: rows added, removed or moved."""
    last = Edit.objects.filter(document=document, section=section).select_related("by").order_by("-revision").first()
    return last if last and last.kind != Edit.Kind.WRITTEN and last.undone_at is None else None


@transaction.atomic
def undo(document: Document, section: str, revision: int, *, by: User) -> Edit:
    """Undo the edit that led to `revision`: removed rows come back where they stood, moved ones return, added ones go.

    Raises ValidationError when it was undone already, or when what it touched was changed since.
    """
    document = locked(document, by=by)
    edit = (
        Edit.objects.filter(document=document, section=section, revision=revision)
        .exclude(kind=Edit.Kind.WRITTEN)
        .first()
    )
    if edit is None or edit.undone_at is not None or not edit.before:
        raise ValidationError(_("This was undone already."), code="undone")
    here = _Table(document, edit.before[0]["table"], by)
    since = [one for one in history.since(document, section, revision) if one.undone_at is None]
    done = {
        Edit.Kind.ROW_REMOVED: _bring_back,
        Edit.Kind.ROWS_MOVED: _move_back,
        Edit.Kind.ROWS_ADDED: _take_out,
    }[Edit.Kind(edit.kind)](here, edit, since)
    for one in (edit, done):
        one.undone_at = timezone.now()
        one.save(update_fields=["undone_at"])
    return done


def _changed_since() -> ValidationError:
    return ValidationError(_("The table was changed since, so this can no longer be undone."), code="changed_since")


def _bring_back(here: _Table, edit: Edit, since: list[Edit]) -> Edit:
    if any(here.shelf.row(UUID(held["uuid"])) for held in edit.before):
        raise ValidationError(_("The row is back already."), code="undone")
    rows = []
    for held in edit.before:
        row = here.shelf.give_back(held)
        row.cells = held["cells"]
        rows.append(row)
    said = places.of_rows(rows)
    here.shelf.keep(rows)
    translations.note(here.document, said, by=here.by, stood={})
    return here.record(Edit.Kind.ROWS_ADDED, rows)


def _move_back(here: _Table, edit: Edit, since: list[Edit]) -> Edit:
    order = [UUID(held["uuid"]) for held in edit.before]
    if {row.uuid for row in here.rows} != set(order) or any(
        one.kind == Edit.Kind.ROWS_MOVED and one.before[0]["table"] == edit.before[0]["table"] for one in since
    ):
        raise _changed_since()
    done = here.record(Edit.Kind.ROWS_MOVED, here.rows)
    here.rows.sort(key=lambda row: order.index(row.uuid))
    here.number()
    return done


def _take_out(here: _Table, edit: Edit, since: list[Edit]) -> Edit:
    added = {held["uuid"]: held["cells"] for held in edit.before}
    rows = [row for row in here.rows if str(row.uuid) in added]
    if len(rows) != len(added) or any(row.cells != added[str(row.uuid)] for row in rows):
        raise _changed_since()
    done = here.record(Edit.Kind.ROW_REMOVED, rows)
    Row.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return done
