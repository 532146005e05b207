"""What does a comparison of two states of a document look like? The shapes that `documents.diff` gives, and how many.

Of a line, a row, a table or a section, `is_changed` says whether a reader must look at it. `asked` is "added" or
"removed" where only the newer or only the older outline asks it.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from documents.reading import Value
from documents.words import Segment

HEADER = "header"
State = Literal["added", "removed", "changed", "same"]


@dataclass(frozen=True)
class Change:
    """What changed in one language ("" for what has none)."""

    lang: str
    state: State
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Rewording:
    """How the outline's own words changed: `what` is "title", "label" or "help"."""

    what: str
    lang: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Line:
    """One answer, cell or fact: what changed in it, and what it says now."""

    key: str
    label: str
    value: Value
    changes: tuple[Change, ...] = ()
    rewordings: tuple[Rewording, ...] = ()
    asked: State = "same"

    is_table: ClassVar[bool] = False

    @property
    def is_changed(self) -> bool:
        return bool(self.changes or self.rewordings)

    @property
    def unchanged(self) -> int:
        """Return 1 where something was said and stayed as it was."""
        return int(not self.changes and not self.value.is_empty)


@dataclass(frozen=True)
class RowDifference:
    """One row, known by its uuid. Where it `is_moved`, `was_at` and `is_at` are its numbers before and after."""

    uuid: str
    heading: str
    state: State
    lines: tuple[Line, ...]
    is_moved: bool = False
    was_at: int = 0
    is_at: int = 0

    @property
    def is_changed(self) -> bool:
        return self.state != "same" or self.is_moved


@dataclass(frozen=True)
class TableDifference:
    """One table with its rows in the order that they stand in now, removed ones where they stood.

    `row_label` is what the outline calls one row: "Risk".
    """

    key: str
    label: str
    row_label: str
    rows: tuple[RowDifference, ...]
    rewordings: tuple[Rewording, ...] = ()
    asked: State = "same"
    unchanged: int = 0

    is_table: ClassVar[bool] = True

    @property
    def is_changed(self) -> bool:
        return bool(self.rewordings) or any(row.is_changed for row in self.rows)

    @property
    def added(self) -> int:
        return sum(row.state == "added" for row in self.rows)

    @property
    def removed(self) -> int:
        return sum(row.state == "removed" for row in self.rows)

    @property
    def changed(self) -> int:
        return sum(row.state == "changed" for row in self.rows)

    @property
    def moved(self) -> int:
        """Return how many rows changed their place and nothing else."""
        return sum(row.is_moved and row.state == "same" for row in self.rows)


@dataclass(frozen=True)
class SectionDifference:
    """One section; the title and the facts at the head of a document are one too, called "header".

    `unchanged` counts the answers and rows in it that stayed as they were.
    """

    key: str
    title: str
    parts: tuple[Line | TableDifference, ...]
    rewordings: tuple[Rewording, ...] = ()
    asked: State = "same"
    unchanged: int = 0

    @property
    def is_changed(self) -> bool:
        return bool(self.rewordings) or self.asked != "same" or any(part.is_changed for part in self.parts)

    @property
    def tables(self) -> list[TableDifference]:
        """Return the tables that differ."""
        return [part for part in self.parts if isinstance(part, TableDifference) and part.is_changed]

    def count(self, lang: str) -> int:
        """Return how many answers changed in `lang` ("" for those that have no language)."""
        lines = [part for part in self.parts if isinstance(part, Line)]
        return sum(change.lang == lang for line in lines for change in line.changes)

    @property
    def reworded(self) -> int:
        """Return how many of its questions and tables the outline words differently."""
        return sum(bool(part.rewordings) for part in self.parts)


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, by section in order. `outlines` are the numbers of the outlines before and after."""

    sections: tuple[SectionDifference, ...]
    outlines: tuple[int, int]

    @property
    def changed(self) -> list[SectionDifference]:
        return [section for section in self.sections if section.is_changed]

    @property
    def same(self) -> list[SectionDifference]:
        return [section for section in self.sections if not section.is_changed]

    def count(self, lang: str) -> int:
        """Return how many answers of the sections changed in `lang`; titles and facts are not answers."""
        return sum(section.count(lang) for section in self.sections if section.key != HEADER)

    @property
    def tables(self) -> list[TableDifference]:
        return [table for section in self.sections for table in section.tables]

    @property
    def reworded(self) -> int:
        return sum(section.reworded for section in self.sections)
