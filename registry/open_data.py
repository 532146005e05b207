"""How is the index given to machines? As CSV safe to open in a spreadsheet, and as JSON, row by row."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import OfficialAccount
from govsocial.core import spreadsheets

CHUNK = 2000
COLUMNS = (
    "id", "status", "name", "username", "platform", "address", "language",
    "organization", "organization_en", "organization_fr", "opened_on", "closed_on", "equivalent_id", "record",
)  # fmt: skip
READ = (
    "pk", "state", "name", "handle", "platform__name", "url", "language", "organization__code",
    "organization__name_en", "organization__name_fr", "opened_on", "closed_on", "equivalent_id",
)  # fmt: skip


def as_csv(rows: QuerySet[OfficialAccount], *, site: str) -> Iterator[str]:
    """Yield the lines of the CSV file; the mark at its start lets spreadsheets read French."""
    yield from spreadsheets.as_csv(COLUMNS, (record.values() for record in records(rows, site=site)))


def as_json(rows: QuerySet[OfficialAccount], *, site: str, changed_at: str) -> Iterator[str]:
    """Yield the pieces of the JSON file: when the index last changed, and every account."""
    yield f'{{"date_modified": {json.dumps(changed_at)}, "accounts": ['
    for number, record in enumerate(records(rows, site=site)):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]}\n"


def records(rows: QuerySet[OfficialAccount], *, site: str) -> Iterator[dict[str, Any]]:
    """Yield one plain record an account, read with a cursor so that a million rows take no memory."""
    path = reverse("registry:account", args=[0]).removesuffix("0/")
    found: Iterable[tuple[Any, ...]] = rows.select_related(None).values_list(*READ).iterator(chunk_size=CHUNK)
    for pk, state, *plain, opened_on, closed_on, equivalent_id in found:
        status = "closed" if state == "closed" else "official"
        days = [day.isoformat() if day else "" for day in (opened_on, closed_on)]
        values = (pk, status, *plain, *days, equivalent_id or "", f"{site}{path}{pk}/")
        yield dict(zip(COLUMNS, values, strict=True))
