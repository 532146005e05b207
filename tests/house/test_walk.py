"""May anybody open what is not theirs? Every route, as every person, on what is there, what is not, and what is wrong.

What each person gets is declared in `access_matrix.txt`, so that a change of permission is a change in a review.
After a change that is meant: `PRINT_ACCESS_MATRIX=1 pytest tests/house/test_walk.py`, then read the diff.
"""

import gc
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.cookies import SimpleCookie
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from govsocial.core.models import Event
from organizations.models import User
from organizations.told import FOR_AUDITORS
from tests import databases
from tests.factories.people import sign_in
from tests.house import walk_poison, walk_routes, walk_world
from tests.house.walk_routes import Stop
from tests.house.walk_world import World

# Declares that a database is wanted; what is in it lives as long as the module.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    databases.once("the rules are the same Python on both, and their queries are asked by each page's own tests"),
]

MATRIX = Path(__file__).with_name("access_matrix.txt")
STRANGERS = [f"other {role}" for role in walk_world.ROLES]
OUTSIDERS = ["anonymous", "no role"]
SENDING = ["coordinator", "entity reviewer", "anonymous", "other coordinator", "other head", "other administrator"]
# Whose existence is public, or known to everybody who signs in: their pages may say "not you" instead of "not there".
KNOWN_TO_ALL = (
    "risk:platform", "risk:change", "registry:account", "account_reset_password_from_key", "organizations:accept",
    "demo:",
)  # fmt: skip
# What differs from one answer to the next without saying anything.
ONE_TIME = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


class Outcome(NamedTuple):
    """What one person got at one address."""

    what: str
    body: str
    wrote: bool


Key = tuple[Stop, str, str]


class Walker:
    """One person's browser: every request starts signed in, and leaves nothing behind."""

    def __init__(self, person: User | None) -> None:
        self.client = Client(raise_request_exception=False)
        if person is not None:
            sign_in(self.client, person)
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.lines = lines()

    def ask(self, method: str, stop: Stop) -> Outcome:
        self.client.cookies = SimpleCookie(self.cookies)
        cache.clear()
        with transaction.atomic():
            with translation.override("en"):
                answer = getattr(self.client, method.lower())(stop.address)
            body = b"" if answer.streaming else answer.content
            wrote = lines() != self.lines
            transaction.set_rollback(True)
        return Outcome(outcome(answer), readable(body, stop.address), wrote)


def lines() -> int:
    """Return how many lines there are of what was done: who tried in vain or took a copy along did nothing to it."""
    return Event.objects.exclude(verb__in=FOR_AUDITORS).count()


def outcome(answer: object) -> str:
    """Return the status, with "in" for being sent to sign in first."""
    status = answer.status_code  # type: ignore[attr-defined]
    location = answer.headers.get("Location", "")  # type: ignore[attr-defined]
    return "in" if status == 302 and location.startswith("/en/sign-in/?next=") else str(status)


def readable(body: bytes, address: str) -> str:
    """Return the body without what is used once and without the address that was asked for."""
    text = ONE_TIME.sub("", body.decode(errors="replace")) if body[:4] != b"%PDF" else ""
    return (
        text.replace(address, "ADDRESS")
        .replace(address.replace("/", "%2F"), "ADDRESS")
        .replace(address.replace("/en/", "/fr/"), "ADDRESS")
    )


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Build the world once for the module, in a transaction that is undone at its end."""
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        yield walk_world.build()
        transaction.set_rollback(True)


def visits(stop: Stop, method: str, name: str) -> bool:
    """Say whether this person goes there.

    Everybody looks at what is there; of the strangers, who get no further, those whose role writes, decides or manages
    also send something. What names nothing is the same for the same role anywhere. What is missing or makes no sense is
    for those who could learn from it.
    """
    if stop.route == "documents:pdf" and name not in STRANGERS:
        return name in SENDING  # A second each; who may read the version is asked of its page.
    if name in SENDING:
        return True
    if name in STRANGERS:
        return stop.kind == "there" and method == "GET"
    return stop.kind in ("plain", "there") or (name in OUTSIDERS and stop.kind == "missing")


@pytest.fixture(scope="module")
def walked(world: World) -> dict[Key, Outcome]:
    """Return what everybody got everywhere, with digests for bodies."""
    found = {}
    walkers = {name: Walker(person) for name, person in world.people.items()}
    with hurried():
        for stop in walk_routes.stops(world):
            for method, (name, walker) in product(("GET", "POST"), walkers.items()):
                if visits(stop, method, name):
                    got = walker.ask(method, stop)
                    found[stop, method, name] = got._replace(body=sha256(got.body.encode()).hexdigest())
    return found


@contextmanager
def hurried() -> Iterator[None]:
    """Spare five thousand requests the log of each refusal and the search of a heap that they do not fill."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def printed(walked: dict[Key, Outcome]) -> str:
    """Return the table: one line an address and a method, one column a person."""
    people = list(dict.fromkeys(name for _stop, _method, name in walked))
    lines: dict[tuple[str, str, str], dict[str, str]] = {}
    for (stop, method, name), got in walked.items():
        lines.setdefault((stop.title, stop.kind, method), {})[name] = got.what
    legend = [f"{number:02} = {name}" for number, name in enumerate(people, start=1)]
    numbers = " ".join(f"{number:>3}" for number in range(1, len(people) + 1))
    head = [*legend, "in = sent to sign in first", "", f"{'route':44} {'thing':8} {'':5}{numbers}"]
    rows = [
        f"{title:44} {kind:8} {method:5}" + " ".join(f"{cells.get(name, '·'):>3}" for name in people)
        for (title, kind, method), cells in sorted(lines.items())
    ]
    return "\n".join([*head, *rows]) + "\n"


def test_every_route_that_names_something_is_walked() -> None:
    named = {route for route, path in walk_routes.routes().items() if "<" in path}

    assert named == set(walk_routes.TARGETS)


def test_everybody_gets_what_is_declared_everywhere(walked: dict[Key, Outcome]) -> None:
    if os.environ.get("PRINT_ACCESS_MATRIX"):
        MATRIX.write_text(printed(walked), encoding="utf-8")

    declared = MATRIX.read_text(encoding="utf-8")
    assert printed(walked).splitlines() == declared.splitlines()


def test_nothing_breaks_whoever_asks_and_whatever_the_address(walked: dict[Key, Outcome]) -> None:
    assert [(stop.address, method, name) for (stop, method, name), got in walked.items() if got.what[0] == "5"] == []


def test_strangers_cannot_tell_what_is_not_theirs_from_what_does_not_exist(walked: dict[Key, Outcome]) -> None:
    twins = {(stop.title, method, name): got for (stop, method, name), got in walked.items() if stop.kind == "missing"}
    pairs = [
        (stop.title, method, name, got, twins[stop.title, method, name])
        for (stop, method, name), got in walked.items()
        if stop.kind in ("there", "odd") and name in [*STRANGERS, *OUTSIDERS]
        if not stop.route.startswith(KNOWN_TO_ALL) and (stop.title, method, name) in twins
    ]
    told_apart = [(title, method, name) for title, method, name, got, twin in pairs if got != twin]

    assert len(pairs) > 600
    assert told_apart == []


def test_looking_writes_nothing(walked: dict[Key, Outcome]) -> None:
    assert [(stop.address, name) for (stop, method, name), got in walked.items() if method == "GET" and got.wrote] == []


def test_who_is_refused_leaves_nothing_behind(walked: dict[Key, Outcome]) -> None:
    refused = {"in", "403", "404", "405", "409", "410", "422"}

    assert [(stop.address, name) for (stop, _m, name), got in walked.items() if got.wrote and got.what in refused] == []


READERS = ["anonymous", "coordinator", "administrator", "entity reviewer"]


def test_nothing_that_people_type_becomes_markup(world: World) -> None:
    reached = walk_poison.poison(world.people["coordinator"])
    walkers = {name: Walker(world.people[name]) for name in READERS}
    found, seen = [], 0
    for stop in walk_routes.stops(world):
        if (
            stop.route.startswith("account_")
            or stop.kind not in ("plain", "there")
            or stop.address.endswith((".pdf", ".csv", ".json"))
        ):
            continue
        for name, walker in walkers.items():
            page = walker.ask("GET", stop).body
            seen += walk_poison.MARK in page
            found += [(stop.address, name, what) for what in walk_poison.executable(page) if what]

    assert found == []
    assert len(reached) > 40
    assert seen > 100
