"""Is a signed record that somebody changed behind the triggers found, by the site's own walk and by an outsider's?"""

import importlib.util
import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from approvals.models import Decision, SignOff
from documents import proving
from documents.models import Document, Version
from govsocial.core import append_only, checkpoints, ledger, proofs, tasks
from organizations.models import User
from tests.approvals.stories import approved_over_an_objection, lived_on
from tests.factories import people

pytestmark = pytest.mark.django_db
PROGRAM = Path(settings.BASE_DIR) / "static" / "tools" / "verify_ledger.py"
Tamper = Callable[[Document], None]


@pytest.fixture(scope="module")
def signed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Document]:
    """Return an approved plan in a database whose triggers are off, as somebody who owns it could take them off."""
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        document = approved_over_an_objection()
        if connection.vendor == "postgresql":
            connection.check_constraints()
        append_only.remove_triggers()
        yield document
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def own_key(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_KEY_FILE = tmp_path / "ledger.key"


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def change_content(document: Document) -> None:
    version = document.effective_version
    sql(
        "UPDATE documents_version SET content = %s WHERE id = %s",
        version.content.replace("Text", "Forged", 1),
        version.pk,
    )


def forged(version: Version) -> tuple[str, str, dict[str, str]]:
    """Return another content with the hashes that it would have had."""
    content = json.loads(version.content)
    content["title"]["en"] = "Something that nobody signed"
    return ledger.canonical(content).decode(), ledger.sha256(content), proving.section_hashes(content)


def change_content_and_its_hash(document: Document) -> None:
    content, sha, _hashes = forged(document.effective_version)
    sql(
        "UPDATE documents_version SET content = %s, sha256 = %s WHERE id = %s",
        content,
        sha,
        document.effective_version_id,
    )


def change_everything_but_the_ledger(document: Document) -> None:
    """Forge the version, its hashes, and every signature on it, as somebody who knows the program could."""
    version = document.effective_version
    content, sha, hashes = forged(version)
    sql(
        "UPDATE documents_version SET content = %s, sha256 = %s, section_hashes = %s WHERE id = %s",
        content,
        sha,
        json.dumps(hashes),
        version.pk,
    )
    sql("UPDATE approvals_decision SET version_sha = %s WHERE version_sha = %s", sha, version.sha256)
    for sign in SignOff.objects.filter(version_sha=version.sha256):
        seen = {key: hashes[key] for key in sign.section_hashes}
        sql(
            "UPDATE approvals_signoff SET version_sha = %s, section_hashes = %s WHERE id = %s",
            sha,
            json.dumps(seen),
            sign.pk,
        )


def change_a_section_hash(document: Document) -> None:
    hashes = {**document.effective_version.section_hashes, "a": "0" * 64}
    sql(
        "UPDATE documents_version SET section_hashes = %s WHERE id = %s",
        json.dumps(hashes),
        document.effective_version_id,
    )


def change_what_an_area_saw(document: Document) -> None:
    sign = SignOff.objects.get(round__document=document, area="privacy")
    hashes = {**sign.section_hashes, "a": "0" * 64}
    sql("UPDATE approvals_signoff SET section_hashes = %s WHERE id = %s", json.dumps(hashes), sign.pk)


def point_a_decision_elsewhere(document: Document) -> None:
    sql("UPDATE approvals_decision SET version_sha = %s WHERE id = %s", "0" * 64, decision(document).pk)


def decision(document: Document) -> Decision:
    return Decision.objects.get(round__document=document)


def decide_in_anothers_name(document: Document) -> None:
    sql("UPDATE approvals_decision SET decided_by_id = %s WHERE id = %s", document.owner_id, decision(document).pk)


def erase_the_decision(document: Document) -> None:
    sql("DELETE FROM approvals_override")
    sql("DELETE FROM approvals_decision WHERE id = %s", decision(document).pk)


def turn_a_refusal_round(document: Document) -> None:
    sql("UPDATE approvals_decision SET outcome = %s WHERE id = %s", "refused", decision(document).pk)


def put_anothers_version_in_force(document: Document) -> None:
    other = Version.objects.exclude(document=document).get()
    sql("UPDATE documents_document SET effective_version_id = %s WHERE id = %s", other.pk, document.pk)


def break_the_line_of_versions(document: Document) -> None:
    sql("UPDATE documents_version SET previous_sha256 = %s WHERE id = %s", "0" * 64, document.effective_version_id)


def change_what_was_revoked(document: Document) -> None:
    lived_on(document)
    sql("UPDATE approvals_revocation SET version_sha = %s", "0" * 64)


WAYS: list[Tamper] = [
    change_what_was_revoked,
    change_content,
    change_content_and_its_hash,
    change_everything_but_the_ledger,
    change_a_section_hash,
    change_what_an_area_saw,
    point_a_decision_elsewhere,
    decide_in_anothers_name,
    erase_the_decision,
    turn_a_refusal_round,
    put_anothers_version_in_force,
    break_the_line_of_versions,
]


def verify() -> str:
    """Return what the command says, whether or not all is well."""
    out = StringIO()
    try:
        call_command("verify_ledger", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


def test_what_was_signed_and_not_touched_is_whole(signed: Document) -> None:
    assert list(proofs.faults()) == []
    assert verify().startswith("whole: ")
    assert f"{proofs.count()} records" in verify()


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_every_way_to_change_what_was_signed_is_found(signed: Document, tamper: Tamper) -> None:
    tamper(signed)

    said = verify()

    assert "of document" in said
    assert "The ledger is whole, but signed records are not" in said


def test_the_auditor_reads_on_a_page_which_record_was_changed(
    signed: Document, as_user: Callable[[User], Client]
) -> None:
    client = as_user(people.member("Odile Auditor", "auditor", signed.organization))
    address = reverse("reports:ledger_verify")
    assert "signed records say what the ledger holds" in client.post(address).content.decode()

    change_content(signed)

    said = client.post(address).content.decode()
    assert f"Version 1 of document {signed.pk} says something else than what was signed" in said
    assert "The ledger is whole" not in said


def test_the_daily_walk_tells_the_operator(signed: Document, caplog: pytest.LogCaptureFixture) -> None:
    change_content(signed)

    with caplog.at_level(logging.ERROR):
        assert tasks.checkpoint() == 1

    assert any("another hash" in record.getMessage() for record in caplog.records)


def test_an_outsider_holds_the_text_of_a_version_against_the_ledger(
    signed: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("verify_ledger", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    verifier = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verifier)
    checkpoints.take()
    point = [checkpoints.as_json(one) for one in checkpoints.Checkpoint.objects.all()]
    (tmp_path / "checkpoints.json").write_text(json.dumps({"checkpoints": point}), encoding="utf-8")
    lines = "\n".join(json.dumps(line) for line in checkpoints.lines())
    (tmp_path / "ledger.jsonl").write_text(lines, encoding="utf-8")
    content = json.loads(signed.effective_version.content)
    # Saved by an editor that writes JSON its own way: it is the same text.
    (tmp_path / "signed.json").write_text(json.dumps(content, indent=2), encoding="utf-8")
    content["title"]["en"] += "!"
    (tmp_path / "forged.json").write_text(json.dumps(content), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("ledger.jsonl", "checkpoints.json")]

    assert verifier.main([*files, "--version", str(tmp_path / "signed.json")]) == 0
    assert f"document.approve of documents.document:{signed.pk}" in capsys.readouterr().out
    assert verifier.main([*files, "--version", str(tmp_path / "forged.json")]) == 1
    assert "no line of the ledger names a version with this content" in capsys.readouterr().out
