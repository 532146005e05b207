"""Files of documents: who adds them, what a version keeps of them, who may have them, and what a virus does to them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from documents import actions, diff
from documents.models import Attachment, Document, Version, VersionAttachment
from files import actions as scanning
from files.models import storage
from files.scanner import Verdict
from govsocial.core import ledger
from govsocial.core.models import Event
from organizations.models import Organization, User
from reminders.models import Notification
from tests.factories import documents, files

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(department: Organization, coordinator: User, author: User) -> Document:
    """Return a draft that the author was invited to write."""
    document = documents.draft_strategy(department, coordinator).document
    actions.invite_writer(document, author, by=coordinator)
    return document


def content_of(version: Version) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(version.content)
    return found


def frozen_again(document: Document, by: User) -> Version:
    return actions.freeze(Document.objects.get(pk=document.pk), by=by)


def test_a_version_freezes_what_is_attached_with_a_hash_of_its_own(draft: Document, author: User) -> None:
    bare = actions.freeze(draft, by=author)
    one = files.attached(draft, author)
    version = actions.freeze(draft, by=author)
    frozen = content_of(version)["attachments"]
    assert [(a["sha256"], a["title"], a["kind"], a["size"]) for a in frozen] == [
        (one.stored.sha256, {"en": "Report", "fr": "Rapport"}, "png", one.stored.size)
    ]
    # Who signed one section signed the same bytes as before; only what covers all covers the attachments.
    assert version.section_hashes == {**bare.section_hashes, "attachments": ledger.sha256(frozen)}
    assert "attachments" not in bare.section_hashes


def test_what_a_version_froze_can_never_be_deleted(draft: Document, author: User) -> None:
    one = files.attached(draft, author)
    actions.freeze(draft, by=author)
    actions.detach(one, by=author)
    assert not draft.attachments.current()
    for victim in (one, one.upload.stored, Attachment.objects.filter(pk=one.pk)):
        with pytest.raises(models.ProtectedError):
            victim.delete()
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        VersionAttachment.objects.all().delete()
    assert storage().exists(one.stored.address)


def test_going_back_to_a_version_brings_its_files_back(draft: Document, author: User) -> None:
    one = files.attached(draft, author)
    version = actions.freeze(draft, by=author)
    actions.detach(one, by=author)
    files.attached(draft, author, files.picture(7))
    actions.restore(draft, version, by=author)
    assert list(draft.attachments.current()) == [one]
    assert frozen_again(draft, author).sha256 == version.sha256


def test_versions_are_compared_by_their_files(draft: Document, author: User) -> None:
    one = files.attached(draft, author)
    before = content_of(actions.freeze(draft, by=author))
    actions.detach(one, by=author)
    files.attached(draft, author, files.picture(9), title_en="Newer", title_fr="")
    after = content_of(frozen_again(draft, author))
    (section,) = [one for one in diff.compare(before, after).sections if one.key == "attachments"]
    (table,) = section.tables
    assert {(row.heading, row.state) for row in table.rows} == {("Report", "removed"), ("Newer", "added")}
    assert not diff.compare(after, after).changed


def test_who_attaches_has_written_and_the_record_says_so(draft: Document, author: User, coordinator: User) -> None:
    assert author.pk not in actions.freeze(draft, by=coordinator).contributors
    one = files.attached(draft, author)
    assert author.pk in actions.freeze(draft, by=coordinator).contributors
    line = Event.objects.get(verb="document.attached")
    assert (line.subject_id, line.details["sha256"]) == (draft.pk, one.stored.sha256)
    with pytest.raises(ValidationError, match="attached already"):
        files.attached(draft, author)


@pytest.mark.obligation("G121")
def test_a_person_adds_a_file_and_others_have_it(
    draft: Document, author: User, auditor: User, stranger: User, as_user: SignIn
) -> None:
    page = as_user(author)
    url = reverse("documents:attach", args=[draft.pk])
    said = {"kind": "sharing_agreement", "title_en": "", "title_fr": "Entente signée"}
    wrong = page.post(url, {**said, "file": SimpleUploadedFile("x.pdf", b"MZ\x90\0 program")})
    assert wrong.status_code == 422
    told = wrong.content.decode()
    assert "By its content, this is not a PDF" in told
    assert "Entente signée" in told
    assert not Attachment.objects.exists()
    done = page.post(url, {**said, "file": SimpleUploadedFile("..\\évil\u202egnp.exe", files.picture())})
    assert done.status_code == 302
    one = Attachment.objects.get()
    home = page.get(draft.get_absolute_url()).content.decode()
    assert "Entente signée" in home
    assert "No virus scanner is set up here" in home
    had = as_user(auditor).get(one.get_absolute_url())
    assert b"".join(had.streaming_content) == files.picture()
    assert had["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9vilgnp.png"
    assert had["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert (had["X-Content-Type-Options"], had["Cache-Control"]) == ("nosniff", "private, no-store")
    assert (had["Content-Type"], had["Cross-Origin-Resource-Policy"]) == ("image/png", "same-origin")
    assert as_user(stranger).get(one.get_absolute_url()).status_code == 404
    assert as_user(auditor).post(reverse("documents:detach", args=[one.pk])).status_code == 403
    assert page.post(reverse("documents:detach", args=[one.pk])).status_code == 302
    assert not draft.attachments.current()


def test_the_entity_has_what_versions_froze_and_not_what_is_being_written(
    draft: Document, author: User, reviewer: User, as_user: SignIn
) -> None:
    sent = files.attached(draft, author)
    version = actions.freeze(draft, by=author)
    later = files.attached(draft, author, files.picture(3))
    actions.share_with_entity(draft)
    desk = as_user(reviewer)
    assert desk.get(sent.get_absolute_url()).status_code == 200
    assert desk.get(later.get_absolute_url()).status_code == 404
    assert sent.get_absolute_url() in desk.get(version.get_absolute_url()).content.decode()


def test_an_example_tells_of_its_files_and_keeps_them(
    draft: Document, author: User, stranger: User, as_user: SignIn
) -> None:
    one = files.attached(draft, author)
    version = actions.freeze(draft, by=author)
    Document.objects.filter(pk=draft.pk).update(is_example=True, effective_version=version)
    page = as_user(stranger).get(version.get_absolute_url()).content.decode()
    assert one.stored.sha256 in page
    assert "The file itself stays with its organization." in page
    assert as_user(stranger).get(one.get_absolute_url()).status_code == 404


def test_an_infected_file_goes_and_everybody_concerned_learns_of_it(
    draft: Document,
    author: User,
    coordinator: User,
    as_user: SignIn,
    django_capture_on_commit_callbacks: Any,
    settings: Settings,
) -> None:
    one = files.attached(draft, author)
    version = actions.freeze(draft, by=author)
    settings.FILE_SCANNER = "clamd://nowhere:1"
    page = as_user(author)
    waiting = page.get(one.get_absolute_url(), follow=True).content.decode()
    assert "still being scanned" in waiting
    with django_capture_on_commit_callbacks(execute=True):
        scanning.settle(one.stored, Verdict("infected", "Win.Test.EICAR"))
    assert not storage().exists(one.stored.address)
    assert "This file is withheld" in page.get(one.get_absolute_url(), follow=True).content.decode()
    assert "Withheld" in page.get(version.get_absolute_url()).content.decode()
    told = Notification.objects.filter(code="file.withheld").values_list("recipient", flat=True)
    assert set(told) == {author.pk, coordinator.pk}
    lines = Event.objects.filter(verb__in=["file.withheld", "document.attachment_withheld"])
    assert [line.details["finding"] for line in lines] == ["Win.Test.EICAR"] * 2
    with pytest.raises(ValidationError, match="virus scanner"):
        files.attached(draft, author)
