"""Which code does an objective of a strategy bear? O1, O2, … by itself; once given, never another objective's.

Plans point at objectives by these codes, also at those of versions long replaced. Higher rooms say here what points at
a code, so that a code in use is not changed.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from documents.kinds import RowChange
from documents.models import Version
from strategy.models import CODE, OBJECTIVES, Strategy

GIVEN = re.compile(r"O(\d{1,6})", re.IGNORECASE)
LONGEST = 20

#: Functions of (strategy, code) that say whether something points at the code.
Uses = Callable[[Strategy, str], bool]
uses: list[Uses] = []


def points(one: Uses) -> Uses:
    """Register a function that says whether something points at a code of a strategy."""
    if one not in uses:
        uses.append(one)
    return one


def settle(change: RowChange) -> None:
    """Give an objective without a code the next free one; refuse a code that another one has, or had."""
    strategy = Strategy.objects.filter(pk=change.document.pk).first()
    if strategy is None:
        return
    before, typed = str(change.before.get(CODE) or ""), str(change.cells.get(CODE) or "").strip()
    if typed and typed == before:
        return
    code = typed or before
    if why := _against(strategy, change, before, code):
        change.refused[CODE] = why
        code = before
    change.cells[CODE] = code = code or _next(strategy, change)
    _remember(strategy, code, str(change.row))


def _against(strategy: Strategy, change: RowChange, before: str, code: str) -> str:
    """Return why the objective may not have `code`, or ""."""
    if not code or code == before:
        return ""
    names = {"code": code, "before": before}
    if len(code) > LONGEST or not code.isprintable():
        return _("A code has at most %(count)d characters.") % {"count": LONGEST}
    if before and any(points_at(strategy, before) for points_at in uses):
        return _("Plans point at “%(before)s”, so this code cannot be changed. Add another objective instead.") % names
    if _key(code) in {_key(str(cells.get(CODE) or "")) for cells in change.others.values()}:
        return _("Another objective has the code “%(code)s” already.") % names
    owner = {_key(known): row for known, row in _known(strategy).items()}.get(_key(code))
    if owner is not None and owner != str(change.row):
        return _("“%(code)s” was the code of an objective that was dropped. A code is never used again.") % names
    return ""


def _key(code: str) -> str:
    return code.strip().casefold()


def _next(strategy: Strategy, change: RowChange) -> str:
    """Return the code after the highest one ever given here."""
    there = {*_known(strategy), *(str(cells.get(CODE) or "") for cells in change.others.values())}
    numbers = [int(found[1]) for code in there if (found := GIVEN.fullmatch(code.strip()))]
    return f"O{max(numbers, default=0) + 1}"


def _known(strategy: Strategy) -> dict[str, str]:
    """Return {code: row} of every code that was ever given, in a version or in a draft."""
    found: dict[str, str] = {}
    contents = Version.objects.filter(document=strategy.pk).order_by("number").values_list("content", flat=True)
    for content in contents:
        for section in json.loads(content)["sections"]:
            rows: list[dict[str, Any]] = section["tables"].get(OBJECTIVES, [])
            found |= {str(row["cells"][CODE]): row["uuid"] for row in rows if row["cells"].get(CODE)}
    return found | strategy.codes


def _remember(strategy: Strategy, code: str, row: str) -> None:
    if strategy.codes.get(code) != row:
        strategy.codes[code] = row
        strategy.save(update_fields=["codes"])
