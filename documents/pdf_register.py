"""How serious are the risks of a register, in a PDF? Each risk's level in words, and where it stands on the matrix.

A table of an outline is a register when it holds the levels of its rows, as things stand and after treatment (§4.2(e)).
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from documents import rating

DARKEST = 5  # The look has five shades of a level; a scale with fewer levels uses the upper ones.


@dataclass(frozen=True)
class Level:
    """A level of risk: symbol and name carry the meaning, `shade` (1 to 5) only colours it."""

    name: str
    symbol: str
    shade: int
    because: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a matrix: its level, and the names of the risks that stand there."""

    level: Level
    risks: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Likelihood down (most likely first), impact across."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


class Register:
    """How a table rates its rows: the columns that hold a level, each with the columns that it follows from."""

    def __init__(self, framework: Any, table: Any) -> None:
        self.framework, self.table, self.scale = framework, table, framework.scale
        self.levels = {column.key: column for column in table.columns if column.rating}
        self.inputs = {key for column in self.levels.values() for key in column.of}

    def __bool__(self) -> bool:
        return bool(self.table.is_register)

    def is_level(self, key: str) -> bool:
        """Say whether column `key` holds a level: it tells the ratings from which it follows."""
        return key in self.levels

    def is_rating(self, key: str) -> bool:
        """Say whether `key` is told together with a level."""
        return key in self.inputs

    def level(self, cells: dict[str, Any], key: str) -> Level | None:
        """Return the level of a row in column `key`; None when a rating misses or is not on the scale."""
        column = self.levels[key]
        found = rating.level(self.framework, self.table, cells, column.rating)
        if found is None:
            return None
        said = "; ".join(self._rating(one, cells[one]) for one in column.of)
        return replace(self._drawn(found), because=said)

    def _rating(self, key: str, code: str) -> str:
        column = self.table.column(key)
        names = {"question": column.label, "answer": str(self.framework.item(column.list, code).name).lower()}
        return _("%(question)s: %(answer)s") % names

    def _drawn(self, level: Any) -> Level:
        levels = self.scale.levels
        return Level(str(level.name), level.symbol, DARKEST - len(levels) + levels.index(level) + 1)

    def matrices(self, rows: list[dict[str, Any]]) -> tuple[Matrix, ...]:
        """Return what is drawn of a register on a scale of likelihood and impact: one matrix for each rating given."""
        if not rows or self.scale.kind != "matrix":
            return ()
        drawn = [(column, self._placed(column, rows)) for column in self.levels.values()]
        return tuple(self._matrix(str(column.label), placed) for column, placed in drawn if placed)

    def _placed(self, column: Any, rows: list[dict[str, Any]]) -> dict[tuple[Any, Any], list[str]]:
        placed: dict[tuple[Any, Any], list[str]] = {}
        for number, row in enumerate(rows, start=1):
            first, second = (row["cells"].get(key) for key in column.of)
            if first and second:
                placed.setdefault((first, second), []).append(risk_name(number))
        return placed

    def _matrix(self, caption: str, placed: dict[tuple[Any, Any], list[str]]) -> Matrix:
        scale = self.scale
        drawn = tuple(
            (
                str(down.name),
                tuple(
                    Cell(
                        self._drawn(scale.level(down.code, across.code)),
                        tuple(placed.get((down.code, across.code), ())),
                    )
                    for across in scale.impact
                ),
            )
            for down in reversed(scale.likelihood)
        )
        return Matrix(caption, tuple(str(step.name) for step in scale.impact), drawn)


def risk_name(number: int) -> str:
    """Return the short name by which a risk stands in the matrices."""
    return _("R%(number)d") % {"number": number}
