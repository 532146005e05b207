"""Who completes or refuses the cells of a row as it is saved? The kind of document that knows what they mean.

A strategy gives its objectives their codes, and refuses a code that is taken. What is refused is not saved; the rest of
the row is.
"""

from typing import Any
from uuid import UUID

from documents import places
from documents.kinds import RowChange
from documents.places import Values


def settled(
    document: Any, rows: dict[UUID, Any], tables: dict[UUID, str], values: Values
) -> tuple[Values, dict[str, str]]:
    """Return `values` ({place: value}, about to be saved) as they may be saved, and {place: why} of what was refused.

    `rows` are the rows of the draft by uuid; `tables` names the table of those that are about to be made.
    """
    settles = document.kind_info.settles
    touched: dict[UUID, list[places.Place]] = {}
    for place in values if settles else ():
        one = places.parse(place)
        if one.row is not None:
            touched.setdefault(one.row, []).append(one)
    kept, refused = dict(values), {}
    for uuid, mine in touched.items():
        row = rows.get(uuid)
        table = row.table if row else tables.get(uuid, "")
        if table in settles:
            before = row.cells if row else {}
            after = before
            for one in mine:
                after = places.with_cell(after, one, values[str(one)])
            change = RowChange(document, uuid, before, dict(after), others(rows, table, uuid))
            settles[table](change)
            kept = {place: value for place, value in kept.items() if places.parse(place).row != uuid}
            kept |= _differing(uuid, before, change.cells)
            refused |= {str(one): change.refused[one.key] for one in mine if one.key in change.refused}
    return kept, refused


def others(rows: dict[UUID, Any], table: str, uuid: UUID) -> dict[UUID, Any]:
    """Return {uuid: cells} of the other rows of a table."""
    return {row.uuid: row.cells for row in rows.values() if row.table == table and row.uuid != uuid}


def _differing(uuid: UUID, before: dict[str, Any], after: dict[str, Any]) -> Values:
    was, now = places.of_cells(uuid, before), places.of_cells(uuid, after)
    return {place: now.get(place) for place in [*now, *was] if now.get(place) != was.get(place)}
