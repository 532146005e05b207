"""Who may speak for a department through its accounts, and who still owes an acknowledgement of duties? (App. A)

The people are those whom submissions under way name and those who have access today, told apart by their government
address. What they owe follows from the pack's undertakings: each in its present version, and again after its interval.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccessGrant, Acknowledgement, OfficialAccount, Submission
from documents.models import Row
from frameworks.undertakings import Undertaking
from organizations.models import Membership, Organization, User

USERS = "users_authorized"


@dataclass(frozen=True)
class Told:
    """One undertaking for one person: what they acknowledged last, until when it is good, and whether they owe it."""

    undertaking: Undertaking
    last: Acknowledgement | None
    named_on: date

    @property
    def is_of_today(self) -> bool:
        """Say whether the words that were acknowledged last are the present ones."""
        return self.last is not None and self.last.words_version == self.undertaking.version

    @property
    def due_on(self) -> date | None:
        """Return the day on which it is owed (again); None where it is good for ever."""
        if self.last is None or not self.is_of_today:
            return max(self.undertaking.since, self.named_on)
        months = self.undertaking.months
        return self.last.given_on + relativedelta(months=months) if months else None

    @property
    def is_owed(self) -> bool:
        due_on = self.due_on
        return not self.is_of_today or (due_on is not None and due_on <= timezone.localdate())


@dataclass
class Person:
    """Somebody who has access, or is named for it: `user` is their sign-in here, or None."""

    name: str
    email: str
    organization: Organization
    named_on: date
    has_access: bool = False
    user: User | None = None
    told: list[Told] = field(default_factory=list)

    @property
    def owes(self) -> list[Told]:
        return [one for one in self.told if one.is_owed]


def key(email: str) -> str:
    """Return an address as people are told apart by."""
    return email.strip().lower()


def owed_by(organization: Organization, email: str) -> list[Undertaking]:
    """Return the undertakings that whoever has this address owes today: one query."""
    last = _last(Acknowledgement.objects.filter(organization=organization, email=key(email)))
    today = timezone.localdate()
    told = [
        Told(one, last.get((organization.pk, key(email), one.code)), today)
        for one in organization.framework.undertakings
    ]
    return [one.undertaking for one in told if one.is_owed]


def of_organization(organization: Organization) -> list[Person]:
    """Return everybody who may speak for `organization` or is named for it, by name."""
    return sorted(people([organization.pk]), key=lambda person: (person.name.casefold(), person.email))


def people(whole: Collection[int], *, mine: Collection[int] = (), email: str = "") -> list[Person]:
    """Return everybody who has access in the organizations `whole`, or whom a submission under way names for it.

    In the organizations `mine`, only whoever has the address `email`. At most five queries, two where there is nobody.
    """
    found: dict[tuple[int, str], Person] = {}
    for row, named_on in _named(whole, mine, email):
        _meet(found, row.document.organization, row.cells["name"], row.cells["email"], named_on)
    for grant in _grants(whole, mine, email):
        person = _meet(found, grant.account.organization, grant.person, grant.email, grant.valid_from)
        person.has_access = True
    if found:
        _complete(found)
    return list(found.values())


def _meet(
    found: dict[tuple[int, str], Person], organization: Organization, name: str, email: str, named_on: date
) -> Person:
    place = (organization.pk, key(email))
    person = found.setdefault(place, Person(name, key(email), organization, named_on))
    person.named_on = min(person.named_on, named_on)
    return person


def _named(whole: Collection[int], mine: Collection[int], email: str) -> list[tuple[Row, date]]:
    under_way = Submission.objects.living().filter(type=Submission.Type.CREATE, submitted_at__isnull=False)
    here = Q(document__organization__in=whole) | Q(document__organization__in=mine, cells__email__iexact=email)
    rows = Row.objects.filter(here, table=USERS, document__in=under_way.values("pk"))
    found = rows.select_related("document__submission", "document__organization").order_by("pk")
    return [
        (row, timezone.localtime(row.document.submission.submitted_at).date())
        for row in found
        if row.cells.get("email") and row.cells.get("name")
    ]


def _grants(whole: Collection[int], mine: Collection[int], email: str) -> Iterable[AccessGrant]:
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate())
    here = Q(account__organization__in=whole) | Q(account__organization__in=mine, email__iexact=email)
    grants = AccessGrant.objects.filter(lasting, here)
    return grants.select_related("account__organization").order_by("valid_from", "pk")


def _complete(found: dict[tuple[int, str], Person]) -> None:
    places = {organization for organization, _email in found}
    last = _last(Acknowledgement.objects.filter(organization__in=places))
    members = Membership.objects.current().filter(organization__in=places)
    belongs = set(members.values_list("organization", "user"))
    users = {key(one.email): one for one in User.objects.filter(pk__in=members.values("user"), is_active=True)}
    for (organization, email), person in found.items():
        user = users.get(email)
        person.user = user if user is not None and (organization, user.pk) in belongs else None
        for one in person.organization.framework.undertakings:
            person.told.append(Told(one, last.get((organization, email, one.code)), person.named_on))


def with_access(accounts: Iterable[OfficialAccount]) -> list[tuple[int, str]]:
    """Return (account, address) of everybody who has access to any of `accounts` today: one query."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate())
    grants = AccessGrant.objects.filter(lasting, account__in=accounts).order_by("pk")
    return [(account, key(email)) for account, email in grants.values_list("account", "email")]


def _last(found: Any) -> dict[tuple[int, str, str], Acknowledgement]:
    """Return the newest acknowledgement of each text by each person."""
    rows = found.order_by("given_on", "pk")
    return {(row.organization_id, row.email, row.code): row for row in rows}
