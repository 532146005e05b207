"""On which risk scale is a document rated, and what follows from its ratings? Levels are worked out, never typed.

A document is pinned to the code and version of a scale from its start; another scale is a decision of its writers, who
rate anew (`risk.rescale`). An organization may prefer a scale of the pack: the room that knows says so here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from frameworks import Column, Field, Framework, Outline
from frameworks.scales import MATRIX_LISTS, Level, Product, codes_of

Preference = Callable[[Any, str], str]
#: Functions of (organization, kind of scale) that give a scale's code, or "".
preferences: list[Preference] = []


def prefers(preference: Preference) -> Preference:
    """Register what an organization prefers; any room above may."""
    if preference not in preferences:
        preferences.append(preference)
    return preference


def kind_of(outline: Outline) -> str:
    """Return the kind of scale that an outline rates on: "matrix", "product", or "" where it rates nothing."""
    for table in outline.tables:
        for column in table.columns:
            if column.rating:
                return "matrix" if table.column(column.of[0]).list in MATRIX_LISTS else "product"
    return ""


def pin_for(organization: Any, framework: Framework, outline: Outline) -> str:
    """Return the scale on which a new document is rated: the organization's own choice, or the pack's first."""
    kind = kind_of(outline)
    offered = framework.offered_scales(kind) if kind else ()
    chosen = next((code for one in preferences if (code := one(organization, kind))), "") if offered else ""
    return next((one.pin for one in offered if one.code == chosen), offered[0].pin if offered else "")


def level(framework: Framework, table: Field, cells: Mapping[str, Any], rating: str) -> Level | None:
    """Return the level of a risk at one time on the framework's scale; None while a rating misses or is not on it."""
    column = table.level_column(rating)
    rated = codes_of(framework.scale, column.of, cells) if column else None
    try:
        return framework.scale.level(*rated) if rated else None
    except KeyError:
        return None


def with_levels(framework: Framework, table: Field, cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a row as people read them and sign them: with what follows from them."""
    columns = [column for column in table.columns if column.is_computed]
    if not columns:
        return cells
    found = typed(table, cells)
    for column in columns:
        if code := _worked_out(framework, table, column, cells):
            found[column.key] = code
    return found


def typed(table: Field, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a row without what is worked out: what a draft keeps."""
    computed = {column.key for column in table.columns if column.is_computed}
    return {key: value for key, value in cells.items() if key not in computed}


def _worked_out(framework: Framework, table: Field, column: Column, cells: Mapping[str, Any]) -> str:
    if column.rating:
        found = level(framework, table, cells, column.rating)
        return found.code if found else ""
    scale = framework.scale
    pair = codes_of(scale, column.of, cells)
    if pair is None or not isinstance(scale, Product):
        return ""
    try:
        return scale.grade(*pair).code
    except KeyError:
        return ""
