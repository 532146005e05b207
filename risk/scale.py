"""How serious is a risk, and how does a register of risks look as a table and as a matrix? (§4.2(e))"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from govsocial.core.richtext import plain
from govsocial.core.templatetags.ui import in_words

DARKEST = 5  # The look has five shades of a level; a scale with fewer levels uses the upper ones.


@dataclass(frozen=True)
class Rated:
    """One risk of a register, with its level as things stand and after its mitigation (None: not rated yet)."""

    number: int
    statement: str
    group: str
    treatment: str
    mitigation: str
    owner: str
    due_date: str
    rating: tuple[str, str]
    residual_rating: tuple[str, str]
    level: Any
    residual: Any

    @property
    def name(self) -> str:
        return _("R%(number)d") % {"number": self.number}


def level(framework: Any, likelihood: str, impact: str) -> Any:
    """Return the level of a risk on the framework's scale, or None when one of its ratings is missing or unknown."""
    try:
        return framework.scale.level(likelihood, impact)
    except KeyError:
        return None


def shade(framework: Any, one: Any) -> int:
    """Return the shade, 1 to 5, in which the level `one` is drawn; the words beside it carry the meaning."""
    levels = framework.scale.levels
    return DARKEST - len(levels) + levels.index(one) + 1


def rated(framework: Any, rows: list[dict[str, Any]]) -> list[Rated]:
    """Return the risks of a register from the cells of its rows, in their order."""
    return [_rated(framework, number, cells) for number, cells in enumerate(rows, start=1)]


def _rated(framework: Any, number: int, cells: dict[str, Any]) -> Rated:
    now = (cells.get("likelihood", ""), cells.get("impact", ""))
    then = (cells.get("residual_likelihood", ""), cells.get("residual_impact", ""))
    return Rated(
        number=number,
        statement=_text(cells.get("statement")),
        group=_name(framework, "risk_groups", cells.get("group")),
        treatment=_name(framework, "treatments", cells.get("treatment")),
        mitigation=_text(cells.get("mitigation")),
        owner=_text(cells.get("owner")),
        due_date=cells.get("due_date") or "",
        rating=now,
        residual_rating=then,
        level=level(framework, *now),
        residual=level(framework, *then),
    )


def _text(cell: Any) -> str:
    """Return the words of a bilingual cell in the reader's language, or in the other one where that is all there is."""
    if not isinstance(cell, dict):
        return plain(str(cell or ""))
    first, second = ("fr", "en") if (get_language() or "en").startswith("fr") else ("en", "fr")
    return plain(cell.get(first) or cell.get(second) or "")


def _name(framework: Any, list_name: str, code: Any) -> str:
    try:
        return str(framework.item(list_name, code).name)
    except KeyError:
        return ""


def matrix(framework: Any, risks: list[Rated], *, residual: bool = False) -> dict[str, Any]:
    """Return what the component `risk_matrix` draws: likelihood down (most likely first), impact across."""
    scale = framework.scale
    placed: dict[tuple[str, str], list[Rated]] = {}
    for risk in risks:
        placed.setdefault(risk.residual_rating if residual else risk.rating, []).append(risk)
    return {
        "caption": _("Risks after mitigation") if residual else _("Risks as things stand"),
        "row_axis": _("Likelihood"),
        "column_axis": _("Impact"),
        "columns": [str(step.name) for step in scale.impact],
        "rows": [
            {
                "label": str(row.name),
                "cells": [_cell(framework, row.code, column.code, placed) for column in scale.impact],
            }
            for row in reversed(scale.likelihood)
        ],
    }


def _cell(framework: Any, likelihood: str, impact: str, placed: dict[tuple[str, str], list[Rated]]) -> dict[str, Any]:
    here = framework.scale.level(likelihood, impact)
    items = [{"label": risk.name, "title": risk.statement} for risk in placed.get((likelihood, impact), [])]
    return {"level": shade(framework, here), "label": str(here.name), "items": items}


def table(framework: Any, risks: list[Rated]) -> dict[str, Any]:
    """Return columns and rows for the `data_table` component: every risk in words, with both its levels."""
    columns = [_("Risk"), _("Group"), _("Level"), _("Mitigation"), _("Level after mitigation"), _("Owner and date")]
    return {"columns": columns, "rows": [_row(risk) for risk in risks]}


def _row(risk: Rated) -> list[Any]:
    return [
        {"text": risk.name, "sub": risk.statement},
        risk.group,
        _tag(risk.level),
        {"text": risk.treatment, "sub": risk.mitigation},
        _tag(risk.residual),
        {"text": risk.owner, "sub": _day(risk.due_date)},
    ]


def _day(written: str) -> str:
    try:
        return in_words(date.fromisoformat(written))
    except ValueError:
        return written


def _tag(one: Any) -> dict[str, Any]:
    if one is None:
        return {"tag": {"label": _("Not rated"), "tone": "neutral"}}
    return {"tag": {"label": str(one.name), "tone": one.tone}}
