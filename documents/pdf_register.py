"""How serious are the risks of a register, in a PDF? Each risk's level in words, and where it stands on the matrix.

Any table of an outline that asks for a likelihood and an impact is a register; a second pair is what remains after
mitigation (§4.2(e)).
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

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
    """How a table rates its rows: the pairs of columns that ask for likelihood and impact, if any."""

    def __init__(self, scale: Any, columns: tuple[Any, ...]) -> None:
        self.scale = scale
        likelihoods = [column.key for column in columns if column.list == "likelihood"]
        impacts = [column.key for column in columns if column.list == "impact"]
        self.pairs = list(zip(likelihoods, impacts, strict=False))[:2]

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def pair(self, key: str) -> int | None:
        """Return which pair ends with column `key` (0 or 1), or None."""
        return next((place for place, (_likelihood, impact) in enumerate(self.pairs) if impact == key), None)

    def is_likelihood(self, key: str) -> bool:
        """Say whether `key` opens a pair: it is told together with the impact."""
        return any(likelihood == key for likelihood, _impact in self.pairs)

    def level(self, cells: dict[str, Any], place: int) -> Level | None:
        """Return the level of a row by one of its pairs; None when a rating misses or is not on the scale."""
        likelihood, impact = (cells.get(key) or "" for key in self.pairs[place])
        try:
            found = self._level(likelihood, impact)
        except KeyError:
            return None
        names = {step.code: step.name for step in (*self.scale.likelihood, *self.scale.impact)}
        because = _("likelihood: %(likelihood)s; impact: %(impact)s") % {
            "likelihood": str(names[likelihood]).lower(),
            "impact": str(names[impact]).lower(),
        }
        return Level(found.name, found.symbol, found.shade, because)

    def _level(self, likelihood: str, impact: str) -> Level:
        level = self.scale.level(likelihood, impact)
        levels = self.scale.levels
        return Level(str(level.name), level.symbol, DARKEST - len(levels) + levels.index(level) + 1)

    def matrices(self, rows: list[dict[str, Any]]) -> tuple[Matrix, ...]:
        """Return a matrix for each pair: as things stand, and after mitigation."""
        captions = (_("Risks as things stand"), _("Risks after mitigation"))
        return tuple(self._matrix(captions[place], pair, rows) for place, pair in enumerate(self.pairs) if rows)

    def _matrix(self, caption: str, pair: tuple[str, str], rows: list[dict[str, Any]]) -> Matrix:
        placed: dict[tuple[Any, Any], list[str]] = {}
        for number, row in enumerate(rows, start=1):
            placed.setdefault((row["cells"].get(pair[0]), row["cells"].get(pair[1])), []).append(risk_name(number))
        drawn = tuple(
            (
                str(down.name),
                tuple(
                    Cell(self._level(down.code, across.code), tuple(placed.get((down.code, across.code), ())))
                    for across in self.scale.impact
                ),
            )
            for down in reversed(self.scale.likelihood)
        )
        return Matrix(caption, tuple(str(step.name) for step in self.scale.impact), drawn)


def risk_name(number: int) -> str:
    """Return the short name by which a risk stands in the matrices."""
    return _("R%(number)d") % {"number": number}
