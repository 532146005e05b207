"""Two to four people, and two tabs of one of them, write in the same section in hundreds of orders: is anything lost?

Each order is one path through a tree of saves; a branch is taken back with a savepoint, so that what many orders begin
with is done once. Everybody only ever adds words to what they see. So a word that was answered as saved must stand in
the text at the end, unless somebody who was shown it chose otherwise: then it stands in the history.
"""

import copy
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from documents import actions, places
from documents.choosing import as_field
from documents.draft import Draft
from documents.models import Document, Edit
from organizations.models import Organization, User
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
EN, FR = "overview_presence__en", "overview_presence__fr"


@dataclass
class World:
    """What a reader of the log would know: which words were answered as saved, told to their writer, or given up."""

    document: Document
    section: str
    clients: dict[str, Client]
    saved: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)

    def address(self, name: str) -> str:
        return reverse(f"documents:{name}", args=[self.document.pk, self.section])

    def now(self) -> tuple[int, dict[str, str]]:
        """Return the section's revision and {input name: text}, as a page that is opened now shows them."""
        draft = Draft(self.document, self.document.outline.section(self.section))
        tables = {str(row.uuid): row.table for rows in draft.rows.values() for row in rows}
        texts = {
            places.name_of(place, tables.get(place.partition(".")[0], "")): text
            for place, text in draft.values().items()
        }
        return draft.sections[self.section].revision, texts


@dataclass
class Tab:
    """One tab of one person: what its boxes show, and at which revision each was seen."""

    who: str
    adds: list[str]
    boxes: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    revision: int = 0
    count: int = 0

    def open(self, world: World) -> None:
        self.revision, self.boxes = world.now()
        self.seen = {}

    def type(self, world: World) -> tuple[str, str]:
        """Add a word of one's own to the next box; return the box and the word."""
        box, word = self.adds[self.count], f"{self.who}{self.count}"
        self.boxes[box] = f"{self.boxes.get(box) or ''} {word}".strip()
        self.count += 1
        world.sent.add(word)
        return box, word


class Script(Tab):
    """A tab whose script saves by itself, as static/js/write.js does."""

    def step(self, world: World) -> None:
        box, _word = self.type(world)
        self.save(world, {box: self.boxes[box]})

    def save(self, world: World, fields: dict[str, str]) -> None:
        seen = {name: self.seen.get(name, self.revision) for name in fields}
        body = json.dumps({"page": self.revision, "fields": fields, "seen": seen})
        answer = world.clients[self.who].post(world.address("autosave"), body, content_type="application/json")
        if answer.status_code == 409:
            world.told |= words(fields)
            return
        assert answer.status_code == 200
        said = answer.json()
        collided = {one["name"]: one for one in said["collisions"]}
        world.saved |= words({name: text for name, text in fields.items() if name not in collided})
        for name, one in collided.items():
            assert (one["mine"], one["theirs"] or "") == (fields[name], world.now()[1].get(name) or "")
            world.told |= words({name: fields[name]})
        for name, one in said["taken"].items():
            self.boxes[name] = one["value"] or ""
        self.revision = said["revision"]
        if collided:
            self.boxes |= {name: one["merged"] or fields[name] for name, one in collided.items()}
            self.save(world, {name: self.boxes[name] for name in collided})


class Form(Tab):
    """A tab without script, which posts its whole page; what collides is chosen on the page that asks."""

    choice = "merged"

    def step(self, world: World) -> None:
        self.type(world)
        data = {**self.boxes, "revision": self.revision, "page": "answers", "then": "stay"}
        self.settle(world, world.clients[self.who].post(world.address("section"), data))
        self.open(world)

    def settle(self, world: World, answer: Any) -> None:
        if answer.status_code == 422:
            world.told |= words(self.boxes)
            return
        collided = {}
        if answer.status_code == 409:
            collided = {one.name: one.collision for one in answer.context["choices"].told}
        world.saved |= words({name: text for name, text in self.boxes.items() if name not in collided})
        if not collided:
            assert answer.status_code == 302
            return
        world.told |= words({name: one.mine for name, one in collided.items()})
        self.choose(world, answer.context["choices"], collided)

    def choose(self, world: World, choices: Any, collided: dict[str, Any]) -> None:
        data = {"revision": choices.revision, "then": "stay"}
        for group in choices.groups:
            data[f"pick-{group.name}"] = "mine" if group.row_is_gone else self.choice
        for name, one in collided.items():
            data |= {f"mine-{name}": as_field(one.mine), f"merged-{name}": as_field(one.merged)}
            if one.merged is not None:
                data[f"text-{name}"] = one.merged
            if self.choice == "mine":
                world.given_up |= words({name: one.theirs}) - words({name: one.mine})
        answer = world.clients[self.who].post(world.address("section"), data)
        assert answer.status_code == 302
        kept = {name: one.mine if self.choice == "mine" else one.merged for name, one in collided.items()}
        world.saved |= words(kept)


@dataclass
class Whole(Tab):
    """A tab that sends all its boxes at `actions.write` without ever being made again: its page grows old.

    Its first step is to be opened, somewhere in the middle of what the others do. Only what it typed may collide.
    """

    user: Any = None

    def step(self, world: World) -> None:
        if not self.adds[self.count]:
            self.open(world)
            return
        own, _word = self.type(world)
        wanted = {place_of(name): text for name, text in self.boxes.items()}
        seen = {place_of(name): self.seen.get(name, self.revision) for name in self.boxes}
        written = actions.write(world.document, world.section, wanted, by=self.user, seen=seen)
        typed = {place_of(box) for box in self.adds[: self.count] if box}
        assert {one.place for one in written.collisions} <= typed, "what nobody here touched collided"
        for one in written.collisions:
            world.told |= words({one.place: one.mine})
        collided = {one.place for one in written.collisions}
        world.saved |= words({name: text for name, text in self.boxes.items() if place_of(name) not in collided})
        if place_of(own) not in collided:
            self.seen[own] = written.revision


def place_of(name: str) -> str:
    """Return the place of an answer's input."""
    field, _mark, lang = name.partition("__")
    return places.answer(field, lang)


class Stubborn(Form):
    """A tab without script whose person keeps their own text, having read the other."""

    choice = "mine"


@dataclass
class Remover(Tab):
    """A tab whose person removes a row; refused, they read what was written and remove it all the same."""

    row: UUID | None = None

    def step(self, world: World) -> None:
        data = {**self.boxes, "revision": self.revision, "then": f"remove:{self.row}"}
        answer = world.clients[self.who].post(world.address("section"), data)
        shown = words({name: text for name, text in self.boxes.items() if self.row and self.row.hex in name})
        if answer.status_code == 409:
            choices = answer.context["choices"]
            shown |= words({one.name: one.collision.theirs for one in choices.told})
            data = {"revision": choices.revision, "then": f"remove:{self.row}"}
            answer = world.clients[self.who].post(world.address("section"), data)
        assert answer.status_code == 302
        world.given_up |= shown


@dataclass
class Freezer(Tab):
    """Somebody sends the document away: from then on nothing is saved, and every writer is told."""

    def step(self, world: World) -> None:
        Document.objects.filter(pk=world.document.pk).update(state="final_approval")


def words(texts: dict[str, Any]) -> set[str]:
    """Return the words of texts that one of the writers typed."""
    return {word for text in texts.values() if isinstance(text, str) for word in text.split() if word[-1:].isdigit()}


def orders(world: World, tabs: list[Tab]) -> Iterator[World]:
    """Yield the world at the end of every order in which the tabs can take their steps."""
    able = [place for place, tab in enumerate(tabs) if tab.count < len(tab.adds)]
    if not able:
        yield world
        return
    for place in able:
        there, moved = copy.copy(world), copy.deepcopy(tabs)
        for name in ("saved", "told", "given_up", "sent"):
            setattr(there, name, set(getattr(world, name)))
        point = transaction.savepoint()
        before = moved[place].count
        moved[place].step(there)
        moved[place].count = before + 1
        yield from orders(there, moved)
        transaction.savepoint_rollback(point)


def nothing_is_lost(world: World) -> None:
    """Fail when a word that was answered as saved is gone, or when a word was neither saved nor told."""
    _revision, texts = world.now()
    standing = words(texts)
    history = json.dumps(list(Edit.objects.filter(document=world.document).values_list("before", flat=True)))
    assert world.saved - standing - world.given_up == set(), "overwritten unseen"
    assert {word for word in world.saved - standing if word not in history} == set(), "not even in the history"
    assert world.sent - world.saved - world.told == set(), "neither saved nor told"


def play(world: World, tabs: list[Tab]) -> int:
    """Open every tab, take all their steps in every order, judge each end, and return how many orders there were."""
    for tab in tabs:
        tab.open(world)
    count = 0
    for end in orders(world, tabs):
        nothing_is_lost(end)
        count += 1
    return count


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


@pytest.fixture
def clients(document: Document, coordinator: User, department: Organization, as_user: SignIn) -> dict[str, Client]:
    """Return a client for each letter: "a" and "c" are two tabs of one person."""
    found = {"a": as_user(coordinator), "c": as_user(coordinator)}
    for letter in "bd":
        person = people.member(f"Writer {letter.upper()}", "author", department)
        actions.invite_writer(document, person, by=coordinator)
        found[letter] = as_user(person)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tabs", "count"),
    [
        ([Script("a", [EN]), Form("b", [EN]), Script("c", [EN])], 6),
        ([Script("a", [FR, EN]), Stubborn("d", [EN])], 3),
    ],
    ids=["three tabs in one box", "a box that the script was told of"],
)
def test_no_order_of_tabs_in_one_section_loses_a_word(
    document: Document, clients: dict[str, Client], tabs: list[Tab], count: int
) -> None:
    assert play(World(document, "overview", clients), copy.deepcopy(tabs)) == count


@pytest.mark.slow
def test_two_who_save_the_same_words_at_once_never_overwrite_each_other(
    transactional_db: None, department: Organization, coordinator: User
) -> None:
    document = make.draft_strategy(department, coordinator).document
    start, found = threading.Barrier(2), []

    def save(text: str) -> None:
        try:
            start.wait(10)
            wanted = {f"overview_presence|{lang}": f"{text} {lang}" for lang in ("en", "fr")}
            found.append(actions.write(document, "overview", wanted, by=coordinator, seen=0))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[text]) for text in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    first, second = sorted(found, key=lambda written: len(written.collisions))
    standing = set(document.answers.values_list("value", flat=True))
    assert (len(first.saved), len(second.saved), len(second.collisions)) == (2, 0, 2)
    assert standing == {one.theirs for one in second.collisions} == set(first.saved.values())
    assert {one.mine for one in second.collisions}.isdisjoint(standing)


ONE, TWO = "governance_coordinator", "governance_coordinator_contact"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "count"),
    [((["", ONE, TWO], ["", ONE, ONE], [TWO]), 140), (([ONE], [ONE], [TWO], [ONE]), 24)],
    ids=["made in the middle of a sitting", "of four tabs"],
)
def test_pages_collide_only_in_what_was_typed_whenever_they_were_made(
    document: Document,
    coordinator: User,
    clients: dict[str, Client],
    steps: tuple[list[str], ...],
    count: int,
) -> None:
    stood = {place_of(ONE): "Words", place_of(TWO): "Mots"}
    actions.write(document, "governance", stood, by=coordinator, seen=0)
    letters = {"a": coordinator, "b": User.objects.get(name="Writer B"), "c": coordinator}
    letters["d"] = User.objects.get(name="Writer D")
    tabs: list[Tab] = [Whole(who, adds, user=letters[who]) for who, adds in zip("abcd", steps, strict=False)]

    assert play(World(document, "governance", clients), tabs) == count


@pytest.mark.slow
def test_no_order_of_writing_in_rows_and_removing_them_loses_a_word(
    document: Document, coordinator: User, clients: dict[str, Client]
) -> None:
    table = "value_objectives"
    row = actions.add_row(document, table, {"code": "O1", "objective": {"en": "Reach"}}, by=coordinator)
    box, fresh = places.cell_name(table, row.uuid, "objective", "en"), places.cell_name(table, uuid4(), "code")
    tabs = [Script("a", [box, fresh]), Form("b", [box]), Remover("d", [""], row=row.uuid)]

    assert play(World(document, "value", clients), tabs) == 12


def test_whoever_writes_while_the_document_is_sent_away_is_told(document: Document, clients: dict[str, Client]) -> None:
    tabs = [Script("a", [EN]), Form("b", [EN]), Freezer("d", [""])]

    assert play(World(document, "overview", clients), tabs) == 6
