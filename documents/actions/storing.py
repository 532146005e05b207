"""Where do answers and cells go? Into their tables, in one statement each, and into the draft that is loaded."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from documents import places
from documents.draft import Draft
from documents.models import Answer, Row
from documents.places import Place, Values
from organizations.models import User


class Shelf:
    """The answers and rows of a loaded draft: what is put here stands in the draft and in the database alike."""

    def __init__(self, draft: Draft, by: User) -> None:
        self.draft, self.document, self.by = draft, draft.document, by
        self.now = timezone.now()
        self.rows = {row.uuid: row for rows in draft.rows.values() for row in rows}

    def row(self, uuid: UUID) -> Row | None:
        """Return the row `uuid`, or None when there is none."""
        return self.rows.get(uuid)

    def put(self, values: Values, tables: Mapping[UUID, str]) -> None:
        """Write `values` ({place: value}); None removes one. A row that is not there is made in its table."""
        parsed = {places.parse(place): value for place, value in values.items()}
        answers = {one: value for one, value in parsed.items() if one.row is None}
        cells = {one: value for one, value in parsed.items() if one.row is not None}
        if answers:
            self._put_answers(answers)
        if cells:
            self._put_cells(cells, tables)

    def give_back(self, held: dict[str, Any]) -> Row:
        """Put a removed row back where it stood, with the cells that it had; `put` or `keep` saves it."""
        row = Row(
            document=self.document,
            table=held["table"],
            uuid=UUID(held["uuid"]),
            position=held["position"],
            updated_by=self.by,
        )
        self.rows[row.uuid] = row
        others = self.draft.rows.setdefault(row.table, [])
        place = sum(other.position < row.position for other in others)
        others.insert(place, row)
        if any(other.position == row.position for other in others if other is not row):
            _number(others)
            Row.objects.bulk_update([other for other in others if other.pk], ["position"])
        return row

    def keep(self, rows: list[Row]) -> None:
        """Save rows, new or changed, in at most two statements."""
        fresh, known = ([row for row in rows if (row.pk is None) is new] for new in (True, False))
        for row in rows:
            row.updated_by, row.updated_at, row.carried_from = self.by, self.now, None
        if known:
            Row.objects.bulk_update(known, ["cells", "updated_by", "updated_at", "carried_from"])
        if fresh:
            Row.objects.bulk_create(fresh)

    def add(self, table: str, uuid: UUID, *, source: str = "user") -> Row:
        """Return a new row at the end of `table`, for `keep` to save."""
        others = self.draft.rows.setdefault(table, [])
        position = max((other.position for other in others), default=0) + 1
        row = Row(document=self.document, table=table, uuid=uuid, position=position, source=source, updated_by=self.by)
        others.append(row)
        self.rows[uuid] = row
        return row

    def _put_answers(self, answers: Mapping[Place, Any]) -> None:
        gone = [Q(field=one.key, lang=one.lang) for one, value in answers.items() if value is None]
        if gone:
            Answer.objects.filter(reduce(or_, gone), document=self.document).delete()
        Answer.objects.bulk_create(
            (
                Answer(
                    document=self.document,
                    field=one.key,
                    lang=one.lang,
                    value=value,
                    updated_by=self.by,
                    updated_at=self.now,
                )
                for one, value in answers.items()
                if value is not None
            ),
            update_conflicts=True,
            unique_fields=["document", "field", "lang"],
            update_fields=["value", "carried_from", "updated_by", "updated_at"],
        )
        for one, value in answers.items():
            held = self.draft.answers.setdefault(one.key, {})
            held.pop(one.lang, None) if value is None else held.update({one.lang: value})

    def _put_cells(self, cells: Mapping[Place, Any], tables: Mapping[UUID, str]) -> None:
        changed: dict[UUID, Row] = {}
        for one, value in cells.items():
            uuid = one.row
            row = self.rows.get(uuid) or self.add(tables[uuid], uuid)
            row.cells = places.with_cell(row.cells, one, value)
            changed[uuid] = row
        self.keep(list(changed.values()))


def _number(rows: list[Row]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
