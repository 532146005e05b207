"""Who takes part where every move is tried? One department with all its parts played, and a few people from outside."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from documents.models import Document
from organizations.models import Delegation, Organization, User
from strategy import actions as strategies
from tests.factories import people

#: Each part: role, and the area of an advisor. "stranger" is of another department, "reviewer" of the central entity.
ROLES = {
    "author": ("author", ""),
    "writer": ("author", ""),
    "coordinator": ("coordinator", ""),
    "second coordinator": ("coordinator", ""),
    "head": ("head", ""),
    "second head": ("head", ""),
    "privacy": ("advisor", "privacy"),
    "second privacy": ("advisor", "privacy"),
    "communications": ("advisor", "communications"),
    "legal": ("advisor", "legal"),
    "auditor": ("auditor", ""),
    "administrator": ("administrator", ""),
}
SECTIONS = ("alpha", "beta", "gamma")
SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class Company:
    """A department and its people by their part."""

    department: Organization
    people: dict[str, int]

    def person(self, part: str) -> User:
        """Return the person as the next request would load them."""
        return User.objects.get(pk=self.people[part])


def company(**more: tuple[str, str]) -> Company:
    """Return the department with everybody in place."""
    here, away = people.organization("parks"), people.organization("elsewhere")
    entity = people.organization("service", is_central_entity=True)
    found = {part: people.member(part.title(), role, here, area=area) for part, (role, area) in ROLES.items()}
    found["stranger"] = people.member("Stranger", "coordinator", away)
    found["other head"] = people.member("Other Head", "head", away)
    found["reviewer"] = people.member("Reviewer", "reviewer", entity)
    found |= {part: people.member(part.title(), role, here, area=area) for part, (role, area) in more.items()}
    return Company(here, {part: person.pk for part, person in found.items()})


def strategy(of: Company, by: str = "coordinator") -> Document:
    """Return a strategy with nothing in it yet."""
    started = strategies.start(organization=of.department, title_en="Strategy", title_fr="Stratégie", by=of.person(by))
    return Document.objects.get(pk=started.pk)


def letter(of: Company, delegate: str, *, by: str = "head", kinds: list[str] | None = None, **said: Any) -> Delegation:
    """Return a delegation by which somebody decides for the head since the year's beginning."""
    period = {"valid_from": SINCE, "valid_to": timezone.localdate() + timedelta(days=90)}
    return Delegation.objects.create(
        organization=of.department,
        principal=of.person(by),
        delegate=of.person(delegate),
        kinds=kinds or [],
        instrument="Letter of 5 January 2026",
        **{**period, **said},
    )
