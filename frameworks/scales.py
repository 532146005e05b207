"""How serious is a risk? The scales of a pack: a matrix of likelihood and impact, or a product of three values.

A scale is known by its code and version. A document stays on the one that it was rated with; a published version never
changes (`published.json` keeps its fingerprint).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Annotated, Any, Literal

import pydantic
from pydantic import StrictBool, StrictInt

from frameworks.outlines import Code, PackPart, repeated
from frameworks.texts import Text

#: The lists that the scale of a document gives to the columns of a register, by kind of scale.
MATRIX_LISTS = ("likelihood", "impact")
PRODUCT_LISTS = ("asset_value", "threat_value", "vulnerability_value")
RATED_LISTS = (*MATRIX_LISTS, *PRODUCT_LISTS)


def place_of(parts: tuple, code: str) -> int:
    """Where the part with this code stands; KeyError if there is none."""
    for place, part in enumerate(parts):
        if part.code == code:
            return place
    raise KeyError(code)


class AxisLevel(PackPart):
    """One step of an axis; on a product scale its place, counted from 1, is its value."""

    code: Code
    name: Text
    definition: Text


class Level(PackPart):
    """A risk level; `symbol` and the name carry the meaning, `tone` only colours it."""

    code: Code
    name: Text
    definition: Text
    symbol: str
    tone: Literal["neutral", "info", "success", "warning", "danger"]
    is_above_tolerance: StrictBool


class _Scale(PackPart):
    """What every scale has: its identity, its name, and its levels, least first."""

    code: Annotated[str, pydantic.StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: StrictInt = pydantic.Field(gt=0)
    name: Text
    levels: tuple[Level, ...] = pydantic.Field(min_length=1)

    @property
    def pin(self) -> str:
        """What a document that was rated with it keeps: "gc-5x5/1"."""
        return f"{self.code}/{self.version}"

    def level_of(self, code: str) -> Level:
        """The level `code`; KeyError if there is none."""
        return self.levels[place_of(self.levels, code)]

    def rank(self, level: Level) -> int:
        """Where a level stands, 1 for the least."""
        return self.levels.index(level) + 1

    @property
    def axes(self) -> dict[str, tuple[AxisLevel, ...]]:
        """The lists of steps that a rating chooses from, by the name that columns give them, in order."""
        raise NotImplementedError

    def level(self, *rating: str) -> Level:
        """The level of a risk from the codes of its ratings, one per axis; KeyError if a code is not on the scale."""
        raise NotImplementedError

    def ratings(self) -> Iterator[tuple[str, ...]]:
        """Every rating that anybody can give."""
        return product(*([step.code for step in steps] for steps in self.axes.values()))

    def faults(self) -> Iterator[tuple[str, str]]:
        """(key, what is wrong) for every gap and doubled code."""
        for name, steps in {**self.axes, "levels": self.levels}.items():
            for code in repeated([step.code for step in steps]):
                yield name, f"{code} appears twice"


class Matrix(_Scale):
    """Likelihood and impact: `grid` has a row per likelihood (least first) and a column per impact (least first)."""

    kind: Literal["matrix"]
    likelihood: tuple[AxisLevel, ...] = pydantic.Field(min_length=1)
    impact: tuple[AxisLevel, ...] = pydantic.Field(min_length=1)
    grid: tuple[tuple[str, ...], ...]

    @property
    def axes(self) -> dict[str, tuple[AxisLevel, ...]]:
        return {"likelihood": self.likelihood, "impact": self.impact}

    def level(self, *rating: str) -> Level:
        likelihood, impact = rating
        row, column = place_of(self.likelihood, likelihood), place_of(self.impact, impact)
        return self.level_of(self.grid[row][column])

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from super().faults()
        if len(self.grid) != len(self.likelihood) or {len(row) for row in self.grid} != {len(self.impact)}:
            yield "grid", "needs a row per likelihood and a column per impact"
        known = {level.code for level in self.levels}
        named = dict.fromkeys(code for row in self.grid for code in row)
        unknown = [code for code in named if code not in known]
        yield from (("grid", f"there is no level {code}") for code in unknown)
        if not unknown and not _grows(self.grid, [level.code for level in self.levels]):
            yield "grid", "a likelier or a worse risk may never be at a lower level"


def _grows(grid: tuple[tuple[str, ...], ...], order: list[str]) -> bool:
    ranks = [[order.index(code) for code in row] for row in grid]
    lines = [*ranks, *map(list, zip(*ranks, strict=False))]
    return all(line == sorted(line) for line in lines)


class Band(PackPart):
    """The products, from the least to the greatest, that are one level."""

    level: str
    least: StrictInt = pydantic.Field(alias="from")
    greatest: StrictInt = pydantic.Field(alias="to")


class Grades(PackPart):
    """How a threat (likelihood, gravity) and a vulnerability (probability, severity) get their own value.

    `steps` are the steps of both axes, least first; `grid` holds, for each pair, the value on the product's axis.
    """

    steps: tuple[AxisLevel, ...] = pydantic.Field(min_length=1)
    grid: tuple[tuple[StrictInt, ...], ...]

    def value(self, one: str, other: str) -> int:
        """The value of a pair of steps; KeyError if a code is not one of the steps."""
        return self.grid[place_of(self.steps, one)][place_of(self.steps, other)]


class Product(_Scale):
    """Asset × threat × vulnerability, each valued from 1: the product falls in one of the `bands`, which are levels."""

    kind: Literal["product"]
    asset_value: tuple[AxisLevel, ...] = pydantic.Field(min_length=1)
    threat_value: tuple[AxisLevel, ...] = pydantic.Field(min_length=1)
    vulnerability_value: tuple[AxisLevel, ...] = pydantic.Field(min_length=1)
    bands: tuple[Band, ...] = pydantic.Field(min_length=1)
    grades: Grades

    @property
    def axes(self) -> dict[str, tuple[AxisLevel, ...]]:
        return {name: getattr(self, name) for name in PRODUCT_LISTS}

    def product(self, *rating: str) -> int:
        """The number that a rating comes to."""
        return prod(place_of(steps, code) + 1 for steps, code in zip(self.axes.values(), rating, strict=True))

    def level(self, *rating: str) -> Level:
        return self.level_of(self._banded(self.product(*rating)))

    def _banded(self, number: int) -> str:
        return next((band.level for band in self.bands if band.least <= number <= band.greatest), "")

    def grade(self, one: str, other: str) -> AxisLevel:
        """The step of the threat (or vulnerability) axis that a pair of steps comes to."""
        return self.threat_value[self.grades.value(one, other) - 1]

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from super().faults()
        known = {level.code for level in self.levels}
        unknown = [band.level for band in self.bands if band.level not in known]
        yield from (("bands", f"there is no level {code}") for code in unknown)
        yield from (("bands", problem) for problem in self._band_faults())
        order = [level.code for level in self.levels]
        named = [band.level for band in self.bands]
        if not unknown and named != sorted(named, key=order.index):
            yield "bands", "a greater product may never be at a lower level"
        yield from (("grades", problem) for problem in self._grade_faults())

    def _band_faults(self) -> Iterator[str]:
        for before, band in zip(self.bands, self.bands[1:], strict=False):
            if band.least <= before.greatest:
                yield f"{band.level} begins at {band.least}, within {before.level}"
        yield from (f"{band.level} ends before it begins" for band in self.bands if band.greatest < band.least)
        attained = Counter(self.product(*rating) for rating in self.ratings())
        yield from (f"no level for the product {number}" for number in sorted(attained) if not self._banded(number))

    def _grade_faults(self) -> Iterator[str]:
        size = len(self.grades.steps)
        if len(self.grades.grid) != size or {len(row) for row in self.grades.grid} != {size}:
            yield "needs a row and a column for each of its steps"
        top = len(self.threat_value)
        if len(self.vulnerability_value) != top or any(not 0 < n <= top for row in self.grades.grid for n in row):
            yield "names a value that is not on the axis of threats and on that of vulnerabilities"


Scale = Annotated[Matrix | Product, pydantic.Field(discriminator="kind")]


def codes_of(scale: _Scale, columns: tuple[str, ...], cells: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The rating that `cells` give in `columns`; None while one of them is empty."""
    found = tuple(str(cells.get(key) or "") for key in columns)
    return found if all(found) else None
