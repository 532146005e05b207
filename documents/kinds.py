"""What kinds of document are there? The rooms that know (strategy, plans, accounts) register theirs at start-up.

A kind brings what the documents room cannot know: which machine moves it, what heads it, where it lives, what it adds
to the guards and effects of a move.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from govsocial.core.transitions import Effect, Guard, Machine

Header = dict[str, Any]
Choices = list[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Fact:
    """One fact of a frozen header in words: `value` is {language: text}, or {"": text} where it has no language."""

    key: str
    label: str
    value: dict[str, str]


@dataclass
class RowChange:
    """A row of a table as it is about to be saved: what it held, what it would hold, and the table's other rows.

    A kind may change `cells` and say in `refused` ({column: why}) which of them it did not take.
    """

    document: Any
    row: UUID
    before: dict[str, Any]
    cells: dict[str, Any]
    others: dict[UUID, dict[str, Any]]
    refused: dict[str, str] = field(default_factory=dict)


Settle = Callable[[RowChange], None]


def _no_header(_document: Any) -> Header:
    return {}


def _no_facts(_header: Header) -> list[Fact]:
    return []


def _no_choices(_document: Any, _name: str) -> Choices:
    return []


@dataclass
class Kind:
    """One kind of document.

    `header(document)` returns plain JSON that is frozen with the content (platform, account names, the strategy's
    version…); `facts(header)` tells such a frozen header in words, so that two can be compared.
    `choices(document, name)` gives the options of a list that the pack cannot know (`objectives`), as
    (code, {"en": …, "fr": …}). `guards` and `effects` are by verb, `settles` by table. `url_name` takes the
    document's id; `list_url_name` is the list that it stands in. `is_living` says whether an approved one is revised
    and may serve others as an example (a strategy, a plan), or is used once (a request to close).
    """

    code: str
    label: str | Promise
    label_plural: str | Promise
    machine: Machine
    url_name: str
    list_url_name: str = ""
    is_living: bool = True
    header: Callable[[Any], Header] = _no_header
    header_template: str = ""
    facts: Callable[[Header], list[Fact]] = _no_facts
    choices: Callable[[Any, str], Choices] = _no_choices
    guards: dict[str, list[Guard]] = field(default_factory=dict)
    effects: dict[str, list[Effect]] = field(default_factory=dict)
    settles: dict[str, Settle] = field(default_factory=dict)

    def settle(self, table: str) -> Callable[[Settle], Settle]:
        """Register what completes or refuses the rows of `table` as they are saved."""

        def register(settle: Settle) -> Settle:
            self.settles[table] = settle
            return settle

        return register

    def guard(self, *verbs: str) -> Callable[[Guard], Guard]:
        """Register a guard of this kind for `verbs`; any room above may add one."""

        def register(guard: Guard) -> Guard:
            for verb in verbs:
                self.guards.setdefault(verb, []).append(guard)
            return guard

        return register

    def effect(self, *verbs: str) -> Callable[[Effect], Effect]:
        """Register an effect of this kind for `verbs`; any room above may add one."""

        def register(effect: Effect) -> Effect:
            for verb in verbs:
                self.effects.setdefault(verb, []).append(effect)
            return effect

        return register


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make `kind` known; a second registration of the same code keeps the first (Django may load apps twice)."""
    return _kinds.setdefault(kind.code, kind)


def get(code: str) -> Kind:
    """Return the kind `code`; KeyError when no room registered it."""
    return _kinds[code]


def codes() -> tuple[str, ...]:
    """Return every registered code."""
    return tuple(_kinds)
