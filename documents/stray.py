"""What becomes of what was typed on a page whose questions are gone, since the document moved to a newer outline?

It is kept among the answers without a question, beside what stood there: an open page never loses its words.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from documents import actions, places
from documents.draft import Draft
from documents.models import Answer, Document, Row
from documents.moving import aside
from documents.sent import ROW
from documents.unplaced import Past
from frameworks.outlines import OWN
from organizations.models import User

INPUT = re.compile(r"(?P<key>[a-z][a-z0-9_]*?)(?:__(?P<lang>en|fr))?")


@transaction.atomic
def keep(document: Document, data: Any, *, by: User) -> bool:
    """Keep what `data`, a page that was sent, says under questions that the outline no longer asks; say if it did."""
    typed = list(_typed(document, data))
    if not typed:
        return False
    document = actions.locked(document, by=by)
    draft, past = Draft(document), Past(document)
    kept = [_keep(draft, past, place, table, text, by) for place, table, text in typed]
    return any(kept)


def _typed(document: Document, data: Any) -> Iterator[tuple[places.Place, str, str]]:
    """Yield (place, table, text) of what was typed into inputs that no question of the outline has."""
    fields = {field.key: field for field in document.outline.fields}
    outlines = (one for one in document.framework.outlines if one.kind == document.kind)
    # Told from the buttons and hidden fields of the page without a question to the database.
    asked = {field.key for outline in outlines for field in outline.fields}
    for name in data:
        text = data.get(name, "").replace("\r\n", "\n").strip()
        row, one = ROW.fullmatch(name), INPUT.fullmatch(name)
        if not text:
            continue
        if row and (said := INPUT.fullmatch(row["input"])):
            table = fields.get(row["table"])
            columns = {column.key for column in table.columns} if table else set()
            if said["key"] not in columns:
                yield places.Place(said["key"], said["lang"] or "", UUID(row["row"])), row["table"], text
        elif one and one["key"] not in fields and (one["key"] in asked or one["key"].startswith(OWN)):
            yield places.Place(one["key"], one["lang"] or ""), "", text


def _keep(draft: Draft, past: Past, place: places.Place, table: str, text: str, by: User) -> bool:
    """Keep one text, unless it stands there or was never asked here (a name that some other script sent)."""
    if place.row is None:
        return past.knows(place.key) and _keep_answer(draft, place, text, by)
    return past.knows(table, place.key) and _keep_cell(draft, place, table, text, by)


def _keep_answer(draft: Draft, place: places.Place, text: str, by: User) -> bool:
    held = [values.get(place.lang) for key, values in draft.answers.items() if key.partition("@")[0] == place.key]
    if text in held:
        return False
    key = aside(draft.document, place.key, draft.answers) if draft.answer(place.key, place.lang) else place.key
    Answer.objects.create(document=draft.document, field=key, lang=place.lang, value=text, updated_by=by)
    draft.answers.setdefault(key, {})[place.lang] = text
    return True


def _keep_cell(draft: Draft, place: places.Place, table: str, text: str, by: User) -> bool:
    found = next((row for row in draft.rows.get(table, []) if row.uuid == place.row), None)
    row = found or Row(
        document=draft.document, table=table, uuid=place.row, position=len(draft.rows.get(table, [])) + 1
    )
    cell = row.cells.get(place.key)
    if (cell.get(place.lang) if isinstance(cell, dict) else cell) == text:
        return False
    key = aside(draft.document, place.key, row.cells) if _stands(cell, place.lang) else place.key
    row.cells, row.updated_by = places.with_cell(row.cells, places.Place(key, place.lang, place.row), text), by
    row.save()
    if found is None:
        draft.rows.setdefault(table, []).append(row)
    return True


def _stands(cell: Any, lang: str) -> bool:
    return bool(cell.get(lang)) if isinstance(cell, dict) else bool(cell)
