"""Can the officer who answers a request take every record about an account along, and nobody else any? (App. A)"""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import dispositions, registering
from accounts.actions.registering import Existing
from accounts.models import OfficialAccount
from documents import comments
from documents.models import Comment
from govsocial.core.models import Event
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from reports import actions
from reports.models import RecordsExport, storage
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]


@pytest.fixture
def account(department: Organization, coordinator: User, head: User, privacy_advisor: User) -> OfficialAccount:
    """Return an account that the department asked to close, with legal advice and a decision on the way."""
    existing = Existing(make.platform(), "en", "Parks", "ParksOld")
    account = registering.register(department, existing, by=coordinator)
    document = make.complete(dispositions.start([account], by=coordinator).document, coordinator, notice_days=45)
    counsel = people.member("Lee Legal", "advisor", department, area="legal")
    said = {"section": "reason", "kind": Comment.Kind.QUESTION, "audience": Comment.Audience.AREA, "area": "legal"}
    comments.add(document, body="Is there a hold?", by=counsel, **said)
    make.approve(perform(document, "submit", by=coordinator), by=head)
    return account


@pytest.mark.obligation("G146")
def test_the_officer_collects_and_takes_everything_about_an_account(
    account: OfficialAccount,
    department: Organization,
    privacy_advisor: User,
    as_user: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, today = as_user(privacy_advisor), timezone.localdate().isoformat()
    ask = reverse("reports:records_ask", args=[department.code])
    typed = {"reference": "A-2026-114", "accounts": [account.pk], "from_on": today, "to_on": today}
    assert client.post(ask, {**typed, "to_on": "2020-01-01"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(ask, typed).url
    export = RecordsExport.objects.get()

    taken = client.post(reverse("reports:records_take", args=[export.pk]))

    data = b"".join(taken.streaming_content)  # type: ignore[attr-defined] -- a file
    assert sha256(data).hexdigest() == export.sha256
    archive = zipfile.ZipFile(io.BytesIO(data))
    manifest = json.loads(archive.read("manifest.json"))
    files = {one["path"]: archive.read(one["path"]) for one in manifest["files"]}
    assert {path: sha256(data).hexdigest() for path, data in files.items()} == {
        one["path"]: one["sha256"] for one in manifest["files"]
    }
    names = {path.rpartition("/")[2] for path in files}
    assert names >= {
        "comments.json",
        "rounds.json",
        "accounts.json",
        "configuration.json",
        "lines.json",
        "notices.json",
    }
    assert sorted(path[-6:] for path in files if path.endswith(".pdf")) == ["en.pdf", "fr.pdf"]
    document = account.dispositions.get().document
    version = next(data for path, data in files.items() if path.endswith("-v1.json"))
    assert version.decode() == document.effective_version.content
    [comment] = json.loads(files["talk/comments.json"])
    assert (comment["body"], comment["audience"], comment["author"]) == ("Is there a hold?", "area", "Lee Legal")
    [round_] = json.loads(files["approvals/rounds.json"])
    assert round_["decisions"][0]["outcome"] == "approved"
    assert "document.approve" in {line["verb"] for line in json.loads(files["ledger/lines.json"])}
    assert len(manifest["left_out"]) == 3
    assert "ParksOld" in archive.read("README-LISEZMOI.txt").decode()
    assert export.sha256 in client.get(page).content.decode()
    assert set(Event.objects.filter(verb__startswith="records.").values_list("verb", flat=True)) == {
        "records.asked", "records.collected", "records.taken",
    }  # fmt: skip


def test_it_expires_and_nobody_else_learns_of_it(
    account: OfficialAccount, department: Organization, privacy_advisor: User, coordinator: User, as_user: SignIn
) -> None:
    day = timezone.localdate() - timedelta(days=900)
    asked = actions.Asked((account,), day, day, "A-1")
    export = actions.make(actions.ask(department, asked, by=privacy_advisor))
    elsewhere = people.member("Otto Other", "advisor", people.organization("elsewhere"), area="privacy")
    page, take = (reverse(f"reports:{name}", args=[export.pk]) for name in ("records_export", "records_take"))
    for somebody in (coordinator, elsewhere):
        assert as_user(somebody).get(page).status_code == 404
        assert as_user(somebody).post(take).status_code == 404
    assert as_user(coordinator).get(reverse("reports:records")).status_code == 403
    name = export.name

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        refused = as_user(privacy_advisor).post(take, follow=True)
        assert "This collection has expired." in refused.content.decode()
        assert actions.let_go() == 1
    assert not storage().exists(name)
    assert "The file is gone." in as_user(privacy_advisor).get(page).content.decode()
