"""Does everything serve something? Which plans, accounts and measures serve each objective of a strategy, and what not.

The line of sight runs from the mandate through the strategy's objectives (their codes) to the objectives and measures
of plans. Two readings: what is in force, from the bytes that were approved; and what is being written, from the drafts.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.draft import Draft
from documents.models import Document, Row, Version
from govsocial.core.richtext import plain
from plans.models import Plan
from strategy import models as strategies
from strategy.models import Strategy

OBJECTIVES, MEASURES = "a_objectives", "h_measures"
#: Of each table of a plan that points at objectives: the section that it stands in, and the column that names a row.
TABLES = {OBJECTIVES: ("a", "objective"), MEASURES: ("h", "measure")}
POINTS_AT = "strategy_objective"
ENDED = ("withdrawn", "refused", "revoked", "closed")


@dataclass(frozen=True)
class Words:
    """A text in both languages; shown in the reader's, or in the other one where that is missing."""

    en: str = ""
    fr: str = ""

    @property
    def shown(self) -> str:
        return getattr(self, self.lang)

    @property
    def lang(self) -> str:
        """Return the language of what is shown."""
        reader = "fr" if (get_language() or "en").startswith("fr") else "en"
        other = {"en": "fr", "fr": "en"}[reader]
        return reader if getattr(self, reader) or not getattr(self, other) else other


@dataclass(frozen=True)
class Pointer:
    """An objective or a measure of a plan: its table, its number there, its words, and the code that it points at."""

    table: str
    number: int
    text: Words
    code: str

    @property
    def is_measure(self) -> bool:
        return self.table == MEASURES

    @property
    def anchor(self) -> str:
        return f"#{self.table}"


@dataclass(frozen=True)
class PlanLine:
    """A plan with what in it points at objectives; `url` is the text that was read."""

    pk: int
    title: Words
    url: str
    accounts: tuple[str, ...]
    pointers: tuple[Pointer, ...]

    def at(self, code: str) -> "PlanLine":
        """Return the plan with only what points at `code`."""
        return self.only(one for one in self.pointers if one.code == code)

    def only(self, pointers: Iterable[Pointer]) -> "PlanLine":
        return PlanLine(self.pk, self.title, self.url, self.accounts, tuple(pointers))

    @property
    def objectives(self) -> list[Pointer]:
        return [one for one in self.pointers if not one.is_measure]

    @property
    def measures(self) -> list[Pointer]:
        return [one for one in self.pointers if one.is_measure]


@dataclass(frozen=True)
class Line:
    """One objective of the strategy and the plans that serve it."""

    code: str
    text: Words
    plans: tuple[PlanLine, ...]

    @property
    def is_served(self) -> bool:
        return any(plan.objectives for plan in self.plans)

    @property
    def is_measured(self) -> bool:
        return any(plan.measures for plan in self.plans)


@dataclass(frozen=True)
class Sight:
    """The whole line of sight of one strategy: objectives in order, and what in the plans points at none of them."""

    lines: tuple[Line, ...]
    plans: tuple[PlanLine, ...]
    codes: frozenset[str] = field(default_factory=frozenset)

    @property
    def unserved(self) -> list[Line]:
        """Return the objectives that no plan serves."""
        return [line for line in self.lines if not line.is_served]

    @property
    def unmeasured(self) -> list[Line]:
        """Return the objectives that plans serve and nothing measures."""
        return [line for line in self.lines if line.is_served and not line.is_measured]

    @property
    def strays(self) -> list[PlanLine]:
        """Return the plans with an objective or a measure that points at nothing, each with only those."""
        return [plan for plan in map(self._astray, self.plans) if plan.pointers]

    @property
    def dropped(self) -> list[PlanLine]:
        """Return the plans that point at a code which the strategy does not have (any more), each with only those."""
        strays = (plan.only(one for one in plan.pointers if one.code) for plan in self.strays)
        return [plan for plan in strays if plan.pointers]

    def _astray(self, plan: PlanLine) -> PlanLine:
        return plan.only(one for one in plan.pointers if one.code not in self.codes)


def assembled(objectives: Iterable[tuple[str, dict[str, str]]], plans: Iterable[PlanLine]) -> Sight:
    """Return the line of sight of `objectives` (code, {"en": …, "fr": …}) and `plans`."""
    wanted, found = list(objectives), tuple(plans)
    lines = tuple(
        Line(code, Words(**text), tuple(plan for plan in (one.at(code) for one in found) if plan.pointers))
        for code, text in wanted
    )
    return Sight(lines, found, frozenset(code for code, _text in wanted))


def in_force(strategy: Strategy, user: Any) -> Sight:
    """Return what is in force: the approved strategy and the approved plans that `user` may see. One query."""
    return assembled(strategies.objectives(strategy.version), _approved(strategy, user))


def against(objectives: Iterable[tuple[str, dict[str, str]]], strategy: Strategy, user: Any) -> Sight:
    """Return the approved plans against other objectives: those that a new text of the strategy would have."""
    return assembled(objectives, _approved(strategy, user))


def as_written(strategy: Strategy, user: Any) -> Sight:
    """Return what is being written: the strategy's draft and the drafts of its plans. Four queries."""
    rows = Row.objects.of(strategy.document, strategies.OBJECTIVES).values_list("uuid", "cells")
    objectives = [strategies.objective(str(uuid), cells) for uuid, cells in rows]
    plans = _plans(strategy, user).exclude(document__state__in=ENDED)
    plans = list(plans.select_related("document").prefetch_related("planned_accounts"))
    pointing = _rows(plan.pk for plan in plans)
    return assembled(objectives, (_drafted(plan, pointing.get(plan.pk, {})) for plan in plans))


def of_plan(plan: Plan) -> Sight:
    """Return the line of sight of one plan as it is being written, to the strategy in force: two queries or three."""
    held = Draft.of(plan.document).rows
    cells = {table: [row.cells for row in held.get(table, [])] for table in TABLES}
    return assembled(strategies.objectives(plan.strategy.version), [_drafted(plan, cells)])


def objectives_of(version: Version) -> list[tuple[str, dict[str, str]]]:
    """Return the objectives of any frozen version of a strategy."""
    return strategies.objectives(version)


def is_pointed_at(strategy: Strategy, code: str) -> bool:
    """Say whether any plan of the strategy points at `code`, as it is written or as it is in force."""
    pointing = {f"cells__{POINTS_AT}": code}
    rows = Row.objects.filter(document__plan__strategy=strategy, table__in=TABLES, **pointing)
    in_force = _frozen(Plan.objects.filter(strategy=strategy).in_force())
    return rows.exists() or any(plan.at(code).pointers for plan in in_force)


def _plans(strategy: Strategy, user: Any) -> Any:
    return Plan.objects.visible_to(user).filter(strategy=strategy).order_by("document__title_en", "pk")


def _approved(strategy: Strategy, user: Any) -> Iterator[PlanLine]:
    return _frozen(_plans(strategy, user).in_force())


def _frozen(plans: Any) -> Iterator[PlanLine]:
    for plan in plans.select_related("document__effective_version"):
        version = plan.document.effective_version
        content = json.loads(version.content)
        tables = {key: rows for part in content["sections"] for key, rows in part["tables"].items() if key in TABLES}
        accounts = tuple(account["name"] for account in content["header"]["accounts"])
        cells = {key: [row["cells"] for row in rows] for key, rows in tables.items()}
        url = version.get_absolute_url()
        yield PlanLine(plan.pk, Words(**content["title"]), url, accounts, tuple(_pointers(cells)))


def _drafted(plan: Plan, cells: dict[str, list[dict[str, Any]]]) -> PlanLine:
    document: Document = plan.document
    accounts = tuple(account.name for account in plan.accounts_named)
    title = Words(document.title_en, document.title_fr)
    return PlanLine(plan.pk, title, plan.get_absolute_url(), accounts, tuple(_pointers(cells)))


def _rows(documents: Iterable[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Return {document: {table: [cells]}} of the tables that point at objectives: one query."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {}
    rows = Row.objects.filter(document__in=list(documents), table__in=TABLES).order_by("position", "pk")
    for pk, table, cells in rows.values_list("document", "table", "cells"):
        found.setdefault(pk, {}).setdefault(table, []).append(cells)
    return found


def _pointers(tables: dict[str, list[dict[str, Any]]]) -> Iterator[Pointer]:
    for table, (_section, column) in TABLES.items():
        for number, cells in enumerate(tables.get(table, []), start=1):
            said = cells.get(column)
            texts = {lang: plain(str(text)) for lang, text in said.items()} if isinstance(said, dict) else {}
            yield Pointer(table, number, Words(**texts), str(cells.get(POINTS_AT) or ""))


def why(pointer: Pointer) -> str:
    """Return what is wrong with an objective or measure that points at nothing, in the reader's words."""
    if pointer.code:
        return _("Points at “%(code)s”, which the strategy does not have.") % {"code": pointer.code}
    if pointer.is_measure:
        return _("Shows no objective of the strategy.")
    return _("Serves no objective of the strategy.")
