"""What does the demo hold? The people, platforms, accounts and texts of `demo/data`, read and composed, not yet stored.

Everything in the files is dated from today ("days_ago", "in_days"), so that a demo made at any time is fresh.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
Entry = dict[str, Any]
LANGS = ("en", "fr")
#: The department with which a newcomer begins.
FIRST = "parks-canada"


@dataclass
class Written:
    """What stands in one document: answers as {(field, language or ""): value}, tables as {table: [cells]}.

    `identities` are the uuids of the rows of tables at which other rows point, in order.
    """

    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    tables: dict[str, list[Entry]] = field(default_factory=dict)
    identities: dict[str, list[str]] = field(default_factory=dict)


@cache
def read(name: str) -> Any:
    """Return one data file by its name without suffix, read once."""
    return yaml.load((DATA / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)


def organizations() -> list[Entry]:
    """Return the organizations, the central entity first."""
    return read("organizations")["organizations"]


def organization(code: str) -> Entry:
    """Return the organization with the short code that the data files use; KeyError if there is none."""
    return _by(organizations(), "code", code)


@cache
def people() -> list[Entry]:
    """Return the people, each with `key` (firstname.lastname), `name` and `email`."""
    return [_person(entry) for entry in read("people")["people"]]


def person(key: str) -> Entry:
    """Return one person by key; KeyError if there is none."""
    return _by(people(), "key", key)


def holder(org: str, role: str, area: str = "") -> Entry:
    """Return who holds `role` (and `area`, for an advisor) in the organization `org`; KeyError if nobody does."""
    for entry in people():
        if any(_is(held, entry, org, role, area) for held in entry["roles"]):
            return entry
    raise KeyError(f"{org} has no {role} {area}".strip())


def _is(held: Entry, entry: Entry, org: str, role: str, area: str) -> bool:
    return (held.get("org", entry["org"]), held["role"], held.get("area", "")) == (org, role, area)


def _person(entry: Entry) -> Entry:
    key = f"{_plain(entry['first'])}.{_plain(entry['last'])}"
    domain = organization(entry["org"])["domain"]
    return {**entry, "key": key, "name": f"{entry['first']} {entry['last']}", "email": f"{key}@{domain}"}


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return bare.lower().replace(" ", "-")


def delegations() -> list[Entry]:
    """Return who acts for whom, between which days."""
    return read("people")["delegations"]


def platforms() -> list[Entry]:
    """Return the platforms, those that are not pre-reviewed last."""
    return read("platforms")["platforms"]


def platform(code: str) -> Entry:
    """Return one platform; KeyError if there is none."""
    return _by(platforms(), "code", code)


def enterprise_assessments() -> Entry:
    """Return what the government-wide PIA and TRA of every pre-reviewed platform say."""
    return read("platforms")["enterprise_assessments"]


def accounts() -> list[Entry]:
    """Return the accounts or English and French pairs."""
    return read("accounts")["accounts"]


def account(key: str) -> Entry:
    """Return one account or pair; KeyError if there is none."""
    return _by(accounts(), "key", key)


def strategies() -> list[Entry]:
    """Return the strategies as the file has them."""
    return read("strategies")["strategies"]


@cache
def plans() -> list[Entry]:
    """Return the plans of all organizations as the files have them."""
    files = sorted((DATA / "plans").glob("*.yaml"))
    return [plan for file in files for plan in read(f"plans/{file.stem}")["plans"]]


def plan(key: str) -> Entry:
    """Return one plan; KeyError if there is none."""
    return _by(plans(), "key", key)


def protocols() -> list[Entry]:
    """Return the protocols that departments keep, with their versions and the plans that use them."""
    return read("protocols")["protocols"]


def day(today: date, when: Entry) -> date:
    """Return the day that {"days_ago": n} or {"in_days": n} names."""
    return today + timedelta(days=when.get("in_days", 0) - when.get("days_ago", 0))


def _by(entries: list[Entry], name: str, value: str) -> Entry:
    for entry in entries:
        if entry[name] == value:
            return entry
    raise KeyError(value)
