"""How files are named, kept once, scanned, and taken in no larger than they may be."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from files import actions, declared, keeping, names, scanner, serving, tasks
from files.models import StoredFile, Upload, storage
from files.scanner import ScannerSilent
from govsocial.core.findings import inspections
from govsocial.core.models import Event
from organizations.models import Organization, User
from tests.factories import documents, files
from tests.files.clamd import EICAR, Clamd, running

Scan = StoredFile.Scan
HOSTILE = {
    "../../etc/passwd": "passwd.pdf",
    "C:\\Windows\\system32\\cmd.exe": "cmd.pdf",
    "/absolute/report.pdf": "report.pdf",
    "report.pdf.exe": "report.pdf",
    "report.exe.pdf": "report.pdf",
    "invoice\u202efdp.exe": "invoicefdp.pdf",
    "a\0b\r\nc\x1b[31m.pdf": "ab c[31m.pdf",
    "zero\u200bwidth\ufeff.pdf": "zerowidth.pdf",
    "CON": "file-CON.pdf",
    "nul.pdf": "file-nul.pdf",
    "com1.report.pdf": "file-com1.report.pdf",
    "": "file.pdf",
    "...": "file.pdf",
    ".htaccess": "htaccess.pdf",
    ".pdf": "pdf.pdf",
    "a:stream.pdf": "a-stream.pdf",
    '<img src="x" onerror=alert(1)>.pdf': "-img src=-x- onerror=alert(1)-.pdf",
    "x" * 300 + ".pdf": "x" * 100 + ".pdf",
    "Évaluation 2026 v1.2 (finale).pdf": "Évaluation 2026 v1.2 (finale).pdf",
    "e\u0301te\u0301.docx": "été.pdf",
    "报告.pdf": "报告.pdf",
}


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> None:
    """Give each test a shelf of its own: one of them clears it."""
    own = {**settings.STORAGES["files"]["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": own}}


@pytest.fixture
def clamd(settings: Settings) -> Iterator[Clamd]:
    with running() as found:
        settings.FILE_SCANNER = found.address
        yield found


def kept(by: User, organization: Organization, content: bytes, name: str = "a.png") -> Upload:
    return keeping.keep(keeping.inspect(BytesIO(content), name), organization=organization, by=by)


def test_a_name_is_cleaned_and_never_trusted() -> None:
    assert {name: names.cleaned(name, "pdf") for name in HOSTILE} == HOSTILE


def test_the_same_bytes_are_kept_once_and_everybody_keeps_their_name(
    author: User, department: Organization, stranger: User
) -> None:
    elsewhere = Organization.objects.get(code="elsewhere")
    first = kept(author, department, files.picture(1), "ours.png")
    second = kept(stranger, elsewhere, files.picture(1), "theirs.png")
    assert first.stored == second.stored
    assert (first.name, second.name) == ("ours.png", "theirs.png")
    with storage().open(first.stored.address) as file:
        assert file.read() == files.picture(1)


def test_bytes_that_are_not_what_they_were_are_not_handed_out(author: User, department: Organization) -> None:
    upload = kept(author, department, files.picture(2))
    storage().delete(upload.stored.address)
    with pytest.raises(serving.Unavailable):
        serving.download(upload)
    storage().save(upload.stored.address, ContentFile(files.picture(3)))
    with pytest.raises(serving.Unavailable):
        serving.download(upload)


def test_a_file_waits_in_quarantine_until_the_scanner_has_looked_at_it(
    author: User, department: Organization, clamd: Clamd, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as jobs:
        upload = kept(author, department, files.picture(4))
    assert upload.stored.is_quarantined
    with pytest.raises(serving.Unavailable):
        serving.download(upload)
    for job in jobs:
        job()
    stored = StoredFile.objects.get(pk=upload.stored_id)
    assert (stored.scan, stored.is_available, clamd.scanned) == (Scan.CLEAN, True, 1)


def test_a_missed_scan_is_made_up_and_a_newer_signature_finds_an_older_file(
    author: User, department: Organization, clamd: Clamd, django_capture_on_commit_callbacks: Any, settings: Settings
) -> None:
    upload = kept(author, department, files.picture(5))
    settings.FILE_SCANNER = "clamd://127.0.0.1:1"
    tasks.scan(upload.stored_id)
    assert actions.scan_waiting() == 0
    settings.FILE_SCANNER = clamd.address
    assert actions.scan_waiting() == 1
    clamd.signatures[files.picture(5)] = "Png.Exploit.Later"
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.scan_again() == 1
    stored = StoredFile.objects.get(pk=upload.stored_id)
    assert (stored.scan, stored.finding) == (Scan.INFECTED, "Png.Exploit.Later")
    assert not storage().exists(stored.address)
    assert Event.objects.get(verb="file.withheld").details["sha256"] == stored.sha256
    with pytest.raises(ValidationError, match="virus scanner"):
        keeping.inspect(BytesIO(files.picture(5)), "again.png")


def test_what_the_scanner_will_not_scan_is_withheld_unless_it_was_clean(
    author: User, department: Organization, clamd: Clamd
) -> None:
    known = kept(author, department, files.picture(6)).stored
    actions.scan(known)
    clamd.most = 10
    assert actions.scan(known).scan == Scan.CLEAN
    assert actions.scan(kept(author, department, files.picture(8)).stored).scan == Scan.REFUSED


def test_the_scanner_is_spoken_to_as_clamd_expects(clamd: Clamd) -> None:
    assert scanner.scan(BytesIO(bytes(200_000))).outcome == "clean"
    assert scanner.scan(BytesIO(b"x" + EICAR)) == scanner.Verdict("infected", "Win.Test.EICAR_HDB-1")
    with pytest.raises(ImproperlyConfigured):
        scanner.checked("http://scanner/")


def test_the_doctor_says_whether_there_is_a_scanner(clamd: Clamd, settings: Settings, db: None) -> None:
    def said() -> str:
        return " ".join(finding.what for finding in declared.virus_scanner())

    assert declared.virus_scanner in inspections
    assert "The virus scanner answers (ClamAV 1.4.1" in said()
    settings.FILE_SCANNER = ""
    assert "No virus scanner is set" in said()
    settings.FILE_SCANNER = "clamd://127.0.0.1:1"
    assert "The virus scanner does not answer" in said()
    with pytest.raises(ScannerSilent):
        scanner.version()


def test_bytes_that_belong_to_nothing_are_cleared(author: User, department: Organization) -> None:
    upload = kept(author, department, files.picture(10))
    orphan = keeping.address("ab" * 32)
    storage().save(orphan, ContentFile(b"lost"))
    actions.clear_orphans()
    assert storage().exists(orphan)  # its row may still come
    actions.clear_orphans(now=timezone.now() + timedelta(days=2))
    assert not storage().exists(orphan)
    assert storage().exists(upload.stored.address)


def test_what_is_too_large_is_not_taken_in_and_the_rest_of_the_form_is(
    coordinator: User, department: Organization, settings: Settings, as_user: Any
) -> None:
    settings.FILE_MOST_BYTES = 1 << 20
    draft = documents.draft_strategy(department, coordinator).document
    url = reverse("documents:attach", args=[draft.pk])
    said = {"kind": "other", "title_en": "All our evidence", "title_fr": ""}
    large = SimpleUploadedFile("a.png", files.picture() + bytes(1 << 20))
    page = as_user(coordinator).post(url, {**said, "file": large})
    assert page.status_code == 422
    assert "The file is larger than 1 MB" in page.content.decode()
    assert "All our evidence" in page.content.decode()
    # Who is not signed in brings nothing in: what they typed is kept, the file is not even read into memory.
    away = Client().post(url, {**said, "file": SimpleUploadedFile("a.png", files.picture())})
    assert away.status_code == 302
    assert not away.wsgi_request.FILES
