"""Who may make which move in which situation? Every cell, tried on the server and held against what a page offers.

`cells.txt` is the expectation, so that a change of who may what is a change in a review. After one that is meant:
`PRINT_CELLS=1 pytest tests/approvals/test_cells.py`, then read the diff.

A cell is "yes" (offered, and accepted), "no" (offered with the reason why it is not possible, and refused with that
reason) or "-" (neither offered nor allowed; who gets it for every move is named below the table). Moves that do not
start from a state stand in no table: they are tried as well, and nobody may make them.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from pytest_django.plugin import DjangoDbBlocker

from approvals import affirming, amending
from documents import actions
from documents.models import Document
from govsocial.core.transitions import Offer, TransitionError, offered, perform
from organizations.models import Membership, User
from tests import databases
from tests.approvals import company as playing
from tests.approvals.company import Company
from tests.approvals.scenes import SCENES, SHORT_WAY, Scene, Stage
from tests.factories import packs
from tests.factories.packs import AREAS

pytestmark = [pytest.mark.slow, pytest.mark.django_db, databases.once("rules and guards are the same Python on both")]
TABLE = Path(__file__).with_name("cells.txt")
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
MORE = {
    "invited writer": ("auditor", ""),
    "writing head": ("head", ""),
    "designate": ("auditor", ""),
    "designate for plans": ("auditor", ""),
    "acting head": ("auditor", ""),
    "revoked designate": ("auditor", ""),
    "designate until yesterday": ("auditor", ""),
    "designate of a former head": ("auditor", ""),
    "head until yesterday": ("head", ""),
}
#: Who is asked in every scene of a state: whoever may make a move there, and one who may not. Everybody is asked in the
#: main scene of each state.
ASKED = {
    "drafting": ("coordinator", "author", "head", "writing head"),
    "returned": ("coordinator", "author", "head", "writing head"),
    "consultation": ("coordinator", "author", "head", "privacy"),
    "final_approval": ("coordinator", "head", "writing head", "designate"),
    "approved": ("coordinator", "head", "privacy"),
}
#: Who tries what does not start from a state: of all, those who may make most moves elsewhere.
TRYING = ("coordinator", "head")
Row = dict[str, str]
Table = dict[str, dict[str, Row]]


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Play every scene, and return {scene: {part: {verb: cell}}}."""
    found: Table = {}
    free = [{**one, "mandatory": False, "blocking": False} for one in AREAS]
    with django_db_blocker.unblock(), translation.override("en"), time_machine.travel(MONDAY, tick=False) as clock:
        for scenes, policy in ((SCENES, AREAS), (SHORT_WAY, free)):
            folder = packs.small(tmp_path_factory.mktemp("packs"), policy)
            with packs.installed(folder) as install, transaction.atomic():
                install()
                play(scenes, opening(), clock, found)
                transaction.set_rollback(True)
    return found


def opening() -> Stage:
    """Return everybody in place, with their letters, and a strategy that four people may write."""
    cast = playing.company(**MORE)
    yesterday = timezone.localdate() - timedelta(days=1)
    playing.letter(cast, "designate")
    playing.letter(cast, "designate for plans", kinds=["plan"])
    playing.letter(cast, "acting head", capacity="acting")
    playing.letter(cast, "revoked designate", revoked_at=timezone.now())
    playing.letter(cast, "designate until yesterday", valid_to=yesterday)
    playing.letter(cast, "designate of a former head", by="head until yesterday")
    Membership.objects.filter(user=cast.people["head until yesterday"]).update(valid_to=yesterday)
    document = playing.strategy(cast)
    for part in ("author", "invited writer", "writing head"):
        actions.invite_writer(document, cast.person(part), by=cast.person("coordinator"))
    return Stage(cast, document.pk)


def play(scenes: tuple[Scene, ...], stage: Stage, clock: time_machine.Traveller, found: Table) -> None:
    """Play scenes that begin where the stage is now, and all that follows from each; then everything is undone."""
    for scene in scenes:
        before = timezone.now()
        with transaction.atomic():
            clock.shift(timedelta(days=scene.days, seconds=1))
            scene.act(stage)
            clock.shift(timedelta(seconds=1))
            state = stage.document.state
            found[f"{scene.name} ({state})"] = cells(scene, stage)
            play(scene.then, stage, clock, found)
            transaction.set_rollback(True)
        clock.move_to(before)


def cells(scene: Scene, stage: Stage) -> dict[str, Row]:
    document = stage.document
    parts = stage.company.people if scene.everybody else ASKED[document.state]
    said = {**form(document), **scene.said}
    return {part: row(scene, document, said, stage.company, part) for part in parts}


def form(document: Document) -> dict[str, Any]:
    """Return all that the forms of the moves ask, filled in."""
    last = document.rounds.order_by("-number").first()
    return {
        "checks": affirming.codes(document),
        "overrides": {one["area"]: "Because." for one in AREAS},
        "change_class": "emergency",
        "seen_sha": last.version.sha256 if last else "",
    }


def row(scene: Scene, document: Document, said: dict[str, Any], company: Company, part: str) -> Row:
    """Try every move as one person, and return what became of those that start here."""
    person = company.person(part)
    offers = {offer.step.verb: offer for offer in offered(document, person)}
    begun = {step.verb for step in document.machine.transitions if step.starts_from(document)}
    found = {}
    verbs = dict.fromkeys(step.verb for step in document.machine.transitions)
    for verb in verbs if scene.everybody and part in TRYING else (one for one in verbs if one in begun):
        cell, words = attempt(document, verb, person, said)
        if verb in begun:
            check(scene, offers.get(verb), cell, words, (scene.name, verb, part))
            found[verb] = cell
        else:
            assert cell != "yes", (scene.name, verb, part)
    return found


def attempt(document: Document, verb: str, person: User, said: dict[str, Any]) -> tuple[str, list[str]]:
    """Ask the server for a move, and return the cell with the words of a refusal."""
    if verb == "revise" or (verb == "reclass" and amending.is_emergency(document)):
        said = {**said, "change_class": "material"}
    try:
        with transaction.atomic():
            perform(document, verb, by=person, reason="Because.", **said)
            transaction.set_rollback(True)
    except PermissionDenied:
        return "-", []
    except TransitionError as refusal:
        return "no", refusal.messages
    return "yes", []


def check(scene: Scene, offer: Offer | None, cell: str, words: list[str], where: Any) -> None:
    """Hold what a page offers against what the server said: the same, and for the same reasons."""
    assert all(said.strip() for said in words), where
    if cell == "-" or offer is None:
        assert (cell, offer) == ("-", None), where
    elif cell == "yes":
        assert offer.is_ready, (where, offer.problems)
    elif not scene.said:
        problems = [str(problem) for problem in offer.problems]
        assert problems, (where, words)
        assert problems == words, where


def printed(found: Table) -> str:
    """Return the table as it is committed: one block a scene, one line a person, one column a move."""
    lines = [f"# {line}".rstrip() for line in __doc__.strip().splitlines()[2:]]
    for name, rows in found.items():
        verbs = list(dict.fromkeys(verb for row in rows.values() for verb in row))
        nobodies = [part for part, row in rows.items() if set(row.values()) == {"-"}]
        able = {part: row for part, row in rows.items() if part not in nobodies}
        width = max(map(len, able)) + 2
        lines += ["", f"== {name}", "".ljust(width) + "  ".join(verbs)]
        for part, row in able.items():
            told = "  ".join(row[verb].ljust(len(verb)) for verb in verbs)
            lines.append((part.ljust(width) + told).rstrip())
        lines += [f"none of these: {', '.join(nobodies)}"] if nobodies else []
    return "\n".join(lines) + "\n"


def test_everybody_may_exactly_what_the_table_says(table: Table) -> None:
    if os.environ.get("PRINT_CELLS"):
        TABLE.write_text(printed(table), encoding="utf-8")

    assert printed(table) == TABLE.read_text(encoding="utf-8")


def test_every_state_of_the_machine_has_its_scene(table: Table) -> None:
    states = {name.rpartition("(")[2].rstrip(")") for name in table}

    assert set(Document(kind="strategy").machine.states) - states <= {"closed"}


def test_only_who_has_authority_today_decides(table: Table) -> None:
    """The point of the table, said once in words."""
    deciding = {part for part, row in table["with the head (final_approval)"].items() if row["approve"] == "yes"}

    assert deciding == {"head", "second head", "designate", "acting head"}
