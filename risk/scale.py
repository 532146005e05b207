"""How does a register of risks look: as a matrix where its scale is one, and as a table where it is a product?

Level and words carry the meaning; shades only help. The three ratings stand side by side or one at a time.
"""

from typing import Any

from django.utils.translation import gettext as _

from govsocial.core.templatetags.ui import in_words
from risk.register import RATINGS, Register, Risk, Treatment, words

DARKEST = 5  # The look has five shades of a level; a scale with fewer levels uses the upper ones.


def captions() -> dict[str, str]:
    """Return what each rating is called, in the order in which risks are rated."""
    return {
        "inherent": _("Before any control"),
        "current": _("As things stand"),
        "residual": _("After treatment"),
    }


def shade(scale: Any, level: Any) -> int:
    """Return the shade, 1 to 5, in which a level is drawn; the words beside it carry the meaning."""
    return DARKEST - len(scale.levels) + scale.levels.index(level) + 1


def matrix(register: Register, when: str, url: str = "") -> dict[str, Any]:
    """Return what the component `risk_matrix` draws of one rating: likelihood down (most likely first), impact across.

    With `url`, each risk leads to its row there ("…#risk-<uuid>").
    """
    scale, placed = register.scale, _placed(register, when)
    return {
        "caption": captions()[when],
        "row_axis": _("Likelihood"),
        "column_axis": _("Impact"),
        "columns": [str(step.name) for step in scale.impact],
        "rows": [
            {
                "label": str(down.name),
                "cells": [
                    _cell(scale, scale.level(down.code, across.code), placed.get((down.code, across.code), []), url)
                    for across in scale.impact
                ],
            }
            for down in reversed(scale.likelihood)
        ],
    }


def _placed(register: Register, when: str) -> dict[tuple[str, ...], list[Risk]]:
    column = register.table.level_column(when)
    placed: dict[tuple[str, ...], list[Risk]] = {}
    now = register.table.level_column("current")
    for risk in register.risks if column else ():
        asked = column if risk.levels[when] else now if when == "inherent" else None
        if asked:
            placed.setdefault(tuple(str(risk.cells.get(key) or "") for key in asked.of), []).append(risk)
    return placed


def _cell(scale: Any, level: Any, here: list[Risk], url: str) -> dict[str, Any]:
    items = [{"label": risk.name, "title": risk.statement, **_led(risk, url)} for risk in here]
    return {"level": shade(scale, level), "label": str(level.name), "items": items}


def _led(risk: Risk, url: str) -> dict[str, str]:
    return {"url": f"{url}#risk-{risk.uuid}"} if url else {}


def products(register: Register) -> dict[str, Any]:
    """Return columns and rows of a register on a product scale: what each rating multiplies, and what it comes to."""
    asked = [(when, column) for when in RATINGS if (column := register.table.level_column(when))]
    columns = [_("Risk"), *(captions()[when] for when, _column in asked)]
    rows = [
        [{"text": risk.name, "sub": risk.statement}, *(_product(register, risk, when, col) for when, col in asked)]
        for risk in register.risks
    ]
    return {"columns": columns, "rows": rows}


def _product(register: Register, risk: Risk, when: str, column: Any) -> dict[str, Any]:
    level = risk.level_at(when)
    if level is None:
        return tag(None)
    column = column if risk.levels[when] else register.table.level_column("current")
    values = [risk.cells[key] for key in column.of]
    places = [[step.code for step in steps].index(code) + 1 for steps, code in _steps(register, values)]
    figures = {"factors": " × ".join(str(place) for place in places), "product": register.scale.product(*values)}
    return {"sub": _("%(factors)s = %(product)d") % figures, **tag(level)}


def _steps(register: Register, values: list[str]) -> Any:
    return zip(register.scale.axes.values(), values, strict=True)


def bands(scale: Any) -> list[dict[str, Any]]:
    """Return the bands of a product scale: from which number to which a risk is at which level."""
    return [
        {
            "key": _("%(least)d to %(greatest)d") % {"least": band.least, "greatest": band.greatest},
            "tag": {"label": str(scale.level_of(band.level).name), "tone": scale.level_of(band.level).tone},
        }
        for band in scale.bands
    ]


def table(register: Register) -> dict[str, Any]:
    """Return columns and rows for the `data_table` component: every risk in words, with its levels and treatments."""
    columns = [_("Risk"), _("Group"), *captions().values(), _("Treatment"), _("Owner")]
    return {"columns": columns, "rows": [_row(risk) for risk in register.risks]}


def short_table(register: Register) -> dict[str, Any]:
    """Return every risk with its three levels only, for a narrow column."""
    rows = [
        [{"text": risk.name, "sub": risk.statement}, *(tag(risk.level_at(when)) for when in RATINGS)]
        for risk in register.risks
    ]
    return {"columns": [_("Risk"), *captions().values()], "rows": rows}


def _row(risk: Risk) -> list[Any]:
    return [
        {"text": risk.name, "sub": risk.statement},
        risk.group,
        *(tag(risk.level_at(when)) for when in RATINGS),
        {"text": risk.treatment, "sub": "\n".join(said(one) for one in risk.treatments)},
        risk.owner,
    ]


def said(treatment: Treatment) -> str:
    names = {"action": words(treatment.action), "owner": words(treatment.owner)}
    if treatment.due_on is None:
        return _("%(action)s (%(owner)s)") % names if names["owner"] else names["action"]
    return _("%(action)s (%(owner)s, %(day)s)") % {**names, "day": in_words(treatment.due_on)}


def tag(level: Any) -> dict[str, Any]:
    """Return the cell of a level as a tag, which brings its own symbol."""
    if level is None:
        return {"tag": {"label": _("Not rated"), "tone": "neutral"}}
    return {"tag": {"label": str(level.name), "tone": level.tone}}
