"""Can anybody rewrite the ledger unnoticed? Tampered with in every way, and given to the stand-alone verifier."""

import importlib.util
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from govsocial.core import append_only, checkpoints, ledger
from govsocial.core.models import Checkpoint, Event, EventPersonal, LedgerHead
from organizations.models import Organization, User

PROGRAM = Path(settings.BASE_DIR) / "static" / "tools" / "verify_ledger.py"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAYS, A_DAY = 4, 12
Tamper = Callable[[int], None]


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    """Return the verifier as a module: the very file that an auditor downloads."""
    spec = importlib.util.spec_from_file_location("verify_ledger", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def own_key(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_KEY_FILE = tmp_path / "ledger.key"


@pytest.fixture
def kept(department: Organization, author: User) -> list[dict[str, Any]]:
    """Write a ledger over four days, and return the checkpoints that an outsider kept."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_ledgerhead")
    for day in range(DAYS):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            for number in range(A_DAY):
                ledger.record(
                    "test.happened",
                    subject=department,
                    by=author,
                    details={"n": number, "words": ["é", "—"]},
                    reason=f"Reason {number} “quoted”\nécrite",
                )
            checkpoints.take()
    return published()


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """Take the triggers off, as somebody who owns the database could."""
    append_only.remove_triggers()
    yield
    append_only.install_triggers()


def published() -> list[dict[str, Any]]:
    return [checkpoints.as_json(point) for point in Checkpoint.objects.order_by("number")]


def found(verifier: ModuleType, points: list[dict[str, Any]]) -> list[str]:
    """Return what the verifier says of the database as it is now."""
    lines = [json.loads(json.dumps(line)) for line in checkpoints.lines()]
    faults, hashes = verifier.line_faults(lines)
    faults += verifier.checkpoint_faults(points, hashes)
    return list(faults)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(table: str, column: str, value: Any, seq: int) -> None:
    key = "seq" if table == "core_event" else "event_id"
    sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, seq)  # noqa: S608 -- names of this file


def rebuild(first: int) -> None:
    """Compute the whole chain anew from line `first`, as somebody who knows the program could."""
    previous = Event.objects.filter(seq=first - 1).values_list("hash", flat=True).first() or ledger.GENESIS
    for event in Event.objects.select_related("personal").filter(seq__gte=first).order_by("seq"):
        event.prev_hash = previous
        event.personal_digest = ledger.personal_digest(event.personal)
        event.hash = previous = ledger.line_hash(event)
        sql(
            "UPDATE core_event SET prev_hash = %s, personal_digest = %s, hash = %s WHERE seq = %s",
            event.prev_hash,
            event.personal_digest,
            event.hash,
            event.seq,
        )
    LedgerHead.objects.update(seq=Event.objects.order_by("-seq").values("seq")[:1], hash=previous)


def edit(seq: int) -> None:
    column = ["verb", "after", "before", "version_sha", "organization_code"][seq % 5]
    change("core_event", column, "forged", seq)


def reword(seq: int) -> None:
    column = ["reason", "actor_name", "on_behalf_of", "actor_role"][seq % 4]
    change("core_eventpersonal", column, "forged", seq)


def delete(seq: int) -> None:
    sql("DELETE FROM core_eventpersonal WHERE event_id = %s", seq)
    sql("DELETE FROM core_event WHERE seq = %s", seq)


def delete_and_close_the_gap(seq: int) -> None:
    delete(seq)
    for later in Event.objects.filter(seq__gt=seq).order_by("seq").values_list("seq", flat=True):
        _renumber(later, later - 1)
    rebuild(seq)


def _renumber(old: int, new: int) -> None:
    sql("UPDATE core_event SET seq = %s WHERE seq = %s", new, old)
    sql("UPDATE core_eventpersonal SET event_id = %s WHERE event_id = %s", new, old)


def insert(seq: int) -> None:
    for later in Event.objects.filter(seq__gte=seq).order_by("-seq").values_list("seq", flat=True):
        _renumber(later, later + 1)
    _copy(seq + 1, seq)
    rebuild(seq)


def _copy(old: int, new: int) -> None:
    event, personal = Event.objects.get(seq=old), EventPersonal.objects.get(event_id=old)
    event.seq, event.verb, event.hash = new, "forged", "new"
    event._state.adding = True
    event.save(force_insert=True)
    personal.event = event
    personal.save(force_insert=True)


def swap(seq: int) -> None:
    other = seq + 1 if seq < DAYS * A_DAY else seq - 1
    sql("UPDATE core_event SET hash = %s WHERE seq = %s", "between", seq)
    for column in ("after", "verb", "details"):
        mine, theirs = (Event.objects.values_list(column, flat=True).get(seq=place) for place in (seq, other))
        for place, value in ((seq, theirs), (other, mine)):
            change("core_event", column, json.dumps(value) if column == "details" else value, place)
    sql("UPDATE core_eventpersonal SET reason = %s WHERE event_id = %s", "swapped", seq)
    rebuild(min(seq, other))


def cut_tail(seq: int) -> None:
    for later in range(seq, DAYS * A_DAY + 1):
        delete(later)
    LedgerHead.objects.update(
        seq=seq - 1, hash=Event.objects.filter(seq=seq - 1).values_list("hash", flat=True).first() or ledger.GENESIS
    )


def rewrite(seq: int) -> None:
    edit(seq)
    reword(seq)
    rebuild(seq)


WAYS: list[Tamper] = [edit, reword, delete, delete_and_close_the_gap, insert, swap, cut_tail, rewrite]


def test_an_untouched_ledger_is_whole(verifier: ModuleType, kept: list[dict[str, Any]]) -> None:
    assert found(verifier, kept) == []
    assert len(kept) == DAYS


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_every_way_of_tampering_is_found_wherever_it_is_tried(
    verifier: ModuleType, kept: list[dict[str, Any]], unguarded: None, tamper: Tamper
) -> None:
    places = random.Random(4).sample(range(1, DAYS * A_DAY + 1), 12)  # noqa: S311 -- places, not secrets
    missed = []
    for seq in [1, DAYS * A_DAY, *places]:
        with transaction.atomic():
            tamper(seq)
            if not found(verifier, kept):
                missed.append(seq)
            transaction.set_rollback(True)

    assert missed == []


def test_checkpoints_that_were_signed_anew_do_not_fit_those_that_were_kept(
    verifier: ModuleType, kept: list[dict[str, Any]], unguarded: None
) -> None:
    rewrite(20)
    sql("DELETE FROM core_checkpoint")
    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        checkpoints.take()

    assert found(verifier, published()) == []  # the forger's own checkpoints agree with the forgery
    assert found(verifier, kept) != []  # what an outsider kept does not


def test_a_checkpoint_signed_with_another_key_is_told(
    verifier: ModuleType, kept: list[dict[str, Any]], settings: Any, tmp_path: Path
) -> None:
    key = checkpoints.fingerprint_of(Checkpoint.objects.get(number=1))
    settings.LEDGER_KEY_FILE = tmp_path / "another.key"
    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        checkpoints.take()
    lines = list(checkpoints.lines())

    faults = verifier.checkpoint_faults(published(), verifier.line_faults(lines)[1], key)

    assert [fault.partition(" (")[0] for fault in faults] == ["checkpoint 5: is signed with another key"]


def test_a_checkpoint_whose_words_were_changed_is_told(verifier: ModuleType, kept: list[dict[str, Any]]) -> None:
    for name, value in (("seq", 3), ("at", "2020-01-01T00:00:00.000000Z"), ("origin", "https://elsewhere.example")):
        forged = [{**kept[0], name: value}, *kept[1:]]

        assert any("signature is not valid" in fault for fault in found(verifier, forged))


def test_names_are_shredded_without_breaking_the_proof(
    verifier: ModuleType, kept: list[dict[str, Any]], unguarded: None
) -> None:
    sql("DELETE FROM core_eventpersonal WHERE event_id IN (5, 30)")

    assert found(verifier, kept) == []


def test_one_checkpoint_a_day_however_often_the_job_runs(kept: list[dict[str, Any]]) -> None:
    last = NOON + timedelta(days=DAYS - 1)
    with time_machine.travel(last + timedelta(hours=5), tick=False):
        assert checkpoints.take() is None
    with time_machine.travel(last + timedelta(hours=24), tick=False):
        taken = checkpoints.take()

    assert taken is not None
    assert taken.number == DAYS + 1


def test_the_key_is_for_its_owner_only(kept: list[dict[str, Any]], settings: Any) -> None:
    assert settings.LEDGER_KEY_FILE.stat().st_mode & 0o777 == 0o600
    settings.LEDGER_KEY_FILE.write_text("not a key")

    with pytest.raises(checkpoints.KeyUnusable, match="LEDGER_KEY_FILE"):
        checkpoints.signing_key()


def test_an_auditor_runs_the_program_on_what_the_site_gives(
    kept: list[dict[str, Any]], auditor: User, as_user: Callable[[User], Client], tmp_path: Path
) -> None:
    copy = as_user(auditor).post(reverse("reports:ledger_export"))
    (tmp_path / "ledger.jsonl").write_bytes(b"".join(copy.streaming_content))
    points = Client().get(reverse("registry:checkpoints_json"))
    (tmp_path / "points.json").write_bytes(points.content)
    key = checkpoints.fingerprint_of(Checkpoint.objects.get(number=1))
    command = [sys.executable, "-I", str(PROGRAM), "ledger.jsonl", "points.json", "--key", key]

    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (answer.returncode, answer.stdout.splitlines()[0]) == (0, "whole: 49 lines, 4 checkpoints")
    assert Event.objects.filter(verb="ledger.exported", actor=auditor).count() == 1
    assert key in Client().get(reverse("registry:checkpoints")).content.decode()


def test_a_copy_for_one_department_holds_the_names_of_no_other(
    kept: list[dict[str, Any]], stranger: User, as_user: Callable[[User], Client]
) -> None:
    from tests.factories import people

    elsewhere = people.member("Al Auditor", "auditor", stranger.memberships.get().organization)

    copy = b"".join(as_user(elsewhere).post(reverse("reports:ledger_export")).streaming_content).decode()

    assert "Alex Author" not in copy
    assert copy.count("\n") == DAYS * A_DAY + 1
