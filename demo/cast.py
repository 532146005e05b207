"""Who plays in the demo? Makes its organizations and people, and finds them again while the story is lived."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from demo import content
from demo.agenda import Agenda
from govsocial.core import ledger
from organizations import actions, delegations
from organizations.models import Organization, Role, User

BEGAN_DAYS_AGO = 900
ENTITY = "sc"


class Cast:
    """The demo's organizations and people by the keys of the data files."""

    def __init__(self) -> None:
        self._organizations: dict[str, Organization] = {}
        self._people: dict[str, User] = {}
        self._known_on: dict[str, date] = {}

    def organization(self, code: str) -> Organization:
        """Return the organization with the data files' short code."""
        return self._organizations[code]

    def person(self, key: str) -> User:
        """Return a person as they are on this day of the story: what they hold is read again every day."""
        person, today = self._people[key], timezone.localdate()
        if self._known_on.get(key) != today:
            self._known_on[key] = today
            for name in list(vars(person)):
                if isinstance(getattr(type(person), name, None), cached_property):
                    delattr(person, name)
        return person

    def holder(self, org: str, role: str, area: str = "") -> User:
        """Return who holds a role in an organization."""
        return self.person(content.holder(org, role, area)["key"])

    @property
    def operator(self) -> User:
        """The entity's administrator, who gives every role of the story."""
        return self.holder(ENTITY, Role.ADMINISTRATOR)

    def plan(self, agenda: Agenda) -> None:
        """Note the making of organizations and people, and the acting authority given later."""
        agenda.note(BEGAN_DAYS_AGO, self._make)
        for delegation in content.delegations():
            agenda.note(delegation["from_days_ago"], lambda one=delegation: self._designate(one, agenda))

    def _make(self) -> None:
        for entry in content.organizations():
            self._organizations[entry["code"]] = _organization(entry)
        password = make_password(content.read("people")["password_hint"])
        for entry in content.people():
            self._people[entry["key"]] = _person(entry, password)
        keeper = content.holder(ENTITY, Role.ADMINISTRATOR)["key"]
        for entry in sorted(content.people(), key=lambda one: one["key"] != keeper):
            self._grant_roles(entry)

    def _grant_roles(self, entry: content.Entry) -> None:
        for role in entry["roles"]:
            since = timezone.localdate() + timedelta(days=BEGAN_DAYS_AGO - role["from_days_ago"])
            actions.grant(
                self.organization(role.get("org", entry["org"])),
                self._people[entry["key"]],
                role["role"],
                role.get("area", ""),
                valid_from=since,
                by=self.operator,
            )
        self._known_on.clear()

    def _designate(self, entry: content.Entry, agenda: Agenda) -> None:
        principal = self.person(entry["principal"])
        delegations.designate(
            organization=self.organization(entry["org"]),
            delegate=self.person(entry["delegate"]),
            capacity=entry["capacity"],
            kinds=entry["kinds"],
            instrument=entry["instrument"][principal.language],
            valid_from=timezone.localdate(),
            valid_to=agenda.today + timedelta(days=entry["until_in_days"]),
            by=principal,
        )


def _organization(entry: content.Entry) -> Organization:
    organization = Organization(
        code=entry["slug"],
        is_central_entity=entry.get("is_entity", False),
        is_bound=entry["bound_by_standard"],
        contact_email=entry["contact_email"],
        time_zone=entry["time_zone"],
        **_in_both("name", entry["name"]),
        **_in_both("abbreviation", entry["abbreviation"]),
        **_in_both("mandate", entry["mandate"]),
    )
    organization.search = organization.search_text()
    organization.save()
    ledger.record("organization.added", subject=organization, by=None)
    return organization


def _person(entry: content.Entry, password: str) -> User:
    return User.objects.create(
        email=entry["email"],
        name=entry["name"],
        language=entry["language"],
        password=password,
        **_in_both("title", entry["title"]),
    )


def _in_both(name: str, texts: dict[str, str]) -> dict[str, Any]:
    return {f"{name}_{lang}": texts[lang] for lang in content.LANGS}
