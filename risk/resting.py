"""What rests on a platform or an assessment? Higher rooms (plans, accounts) say so here; this room lists it.

A platform's new terms, its withdrawal or an assessment that ends concern what was built on it; this room cannot import
those rooms, so they register a `Resting` at start-up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from organizations.models import Organization

#: Counting stops here: a page says "more than 1,000" rather than count a big table.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Resting:
    """One kind of thing that rests on platforms and assessments.

    `rows(platform, assessment, user)` gives what `user` may see of it (`assessment` is None for all of the platform);
    `order` is its keyset order, the last name unique; `cells(row)` are the cells of a `data_table` row under `columns`;
    `organization` is the path from a row to its organization.
    """

    code: str
    label: str | Promise
    columns: tuple[str | Promise, ...]
    rows: Callable[[Any, Any, Any], QuerySet]
    order: tuple[str, ...]
    cells: Callable[[Any], list[Any]]
    organization: str = "organization"


_kinds: dict[str, Resting] = {}


def register(kind: Resting) -> Resting:
    """Make a kind of resting thing known; a second registration of its code keeps the first."""
    return _kinds.setdefault(kind.code, kind)


def kinds() -> list[Resting]:
    """Return every registered kind."""
    return list(_kinds.values())


def get(code: str) -> Resting:
    """Return the kind `code`; KeyError when nobody registered it."""
    return _kinds[code]


@dataclass(frozen=True)
class Count:
    """How many things of a kind rest on something; `is_more` where counting stopped."""

    kind: Resting
    number: int

    @property
    def is_more(self) -> bool:
        return self.number > MOST_COUNTED

    @property
    def shown(self) -> int:
        return min(self.number, MOST_COUNTED)


def counts(platform: Any, assessment: Any, user: Any) -> list[Count]:
    """Return how many things of every kind rest on `platform` (or on `assessment`) as far as `user` sees."""
    return [
        Count(kind, kind.rows(platform, assessment, user).order_by()[: MOST_COUNTED + 1].count()) for kind in kinds()
    ]


@dataclass(frozen=True)
class Place:
    """How many things of each kind, by code, rest on a platform in one organization."""

    organization: Organization
    numbers: dict[str, int]


def by_organization(platform: Any, user: Any) -> list[Place]:
    """Return what rests on `platform` by organization, most first: a query for each kind, and one for the names."""
    found: dict[int, dict[str, int]] = {}
    for kind in kinds():
        rows = kind.rows(platform, None, user).order_by().values(kind.organization).annotate(number=models.Count("pk"))
        for place, number in rows.values_list(kind.organization, "number"):
            found.setdefault(place, {})[kind.code] = number
    named = Organization.objects.in_bulk(found)
    places = [Place(named[pk], numbers) for pk, numbers in found.items()]
    return sorted(places, key=lambda one: (-sum(one.numbers.values()), one.organization.code))
