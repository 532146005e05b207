"""How is a table given to a spreadsheet? As CSV that reads French, and in which no cell is taken for a formula."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def as_csv(columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of the CSV file; the mark at its start lets spreadsheets read French."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(name) for name in columns])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def safe(value: Any) -> str:
    """Return `value` as a cell that no spreadsheet takes for a formula (ASVS 1.2.10)."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
