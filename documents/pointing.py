"""How are rows of another table chosen and named? Treatments point at the risks that they treat, by the rows' identity.

A list called "rows:<table>" stands for the rows of that table: its codes are uuids, its names are "Risk 3: …".
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import Document, Row
from frameworks.outlines import POINTING, ROWS_OF
from govsocial.core.richtext import plain

WORDS = 12


def table_of(name: str) -> str:
    """Return the table whose rows the list `name` stands for, or ""."""
    return name.removeprefix(ROWS_OF) if name.startswith(ROWS_OF) else ""


def options(document: Document, name: str) -> list[tuple[str, str]]:
    """Return the rows of a table as choices: (uuid, "Risk 3: …"). One query."""
    table = document.outline.field(table_of(name))
    rows = Row.objects.of(document, table.key)
    return [(str(row.uuid), heading(table, row.cells, number)) for number, row in enumerate(rows, start=1)]


def names(document: Document, name: str) -> list[tuple[str, list[str]]]:
    """Return the rows of a table with all that a spreadsheet may call them: "Risk 3: …", "Risk 3", "R3", "3"."""
    table = document.outline.field(table_of(name))
    found = []
    for number, (uuid, told) in enumerate(options(document, name), start=1):
        words = [f"{table.row_label.get(lang)} {number}" for lang in ("en", "fr")]
        letters = [f"{table.row_label.get(lang)[0]}{number}" for lang in ("en", "fr")]
        found.append((uuid, [told, *words, *letters, str(number)]))
    return found


def heading(table: Any, cells: Mapping[str, Any], number: int) -> str:
    """Return what a row is called: the label of its table, its number, and the words of its title column."""
    name = _("%(row)s %(number)d") % {"row": table.row_label, "number": number}
    title = _words(cells.get(table.row_title_column or ""))
    if not title:
        return name
    return _("%(heading)s: %(title)s") % {"heading": name, "title": Truncator(title).words(WORDS)}


def _words(cell: Any) -> str:
    if not isinstance(cell, dict):
        return ""
    first, second = ("fr", "en") if (get_language() or "en").startswith("fr") else ("en", "fr")
    return plain(cell.get(first) or cell.get(second) or "")


def living(table: Any, cells: dict[str, Any], there: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
    """Return `cells` without what points at rows that are gone; `there` gives the rows of each table."""
    for column in table.columns:
        if column.type == POINTING and cells.get(column.key):
            known = {str(row.uuid) for row in there.get(column.table, ())}
            cells = {**cells, column.key: [uuid for uuid in cells[column.key] if uuid in known]}
    return cells
