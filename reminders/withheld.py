"""Whom does a file concern that a virus scanner took away? Who brought it in, and the department’s coordinators."""

from collections.abc import Iterator

from approvals.models import ConditionStep, SignOff
from documents.models import Attachment, Document
from files.models import StoredFile, Upload
from organizations.models import Role
from reminders.actions import Telling, tell
from reminders.people import Roster, Seat, names


def on_withheld(stored: StoredFile) -> None:
    """Tell them on which document it was, and what the scanner found; the file itself is gone."""
    found = list(_uses(stored))
    roster = Roster(document.organization_id for document, _upload in found)
    tell(telling for document, upload in found for telling in _tellings(document, upload, stored, roster))


def _uses(stored: StoredFile) -> Iterator[tuple[Document, Upload]]:
    """Yield each document that the file belongs to, as an attachment or as evidence, with who brought it in."""
    for one in Attachment.objects.filter(upload__stored=stored).select_related("document__organization", "upload"):
        yield one.document, one.upload
    signed = SignOff.objects.filter(evidence_file__stored=stored, carried_from__isnull=True)
    for sign in signed.select_related("round__document__organization", "evidence_file"):
        yield sign.round.document, sign.evidence_file
    steps = ConditionStep.objects.filter(file__stored=stored)
    for step in steps.select_related("condition__document__organization", "file"):
        yield step.condition.document, step.file


def _tellings(document: Document, upload: Upload, stored: StoredFile, roster: Roster) -> Iterator[Telling]:
    here = roster.everybody(document.organization_id)
    ids = ({upload.by_id} & here) | roster.seated(document.organization_id, Seat(Role.COORDINATOR))
    params = {
        "document": {"en": document.title_en, "fr": document.title_fr},
        "organization": names(document.organization),
        "file": upload.name,
        "finding": stored.finding,
    }
    code = "file.withheld" if stored.scan == StoredFile.Scan.INFECTED else "file.unscannable"
    key, url_name = f"{code}:{upload.pk}", document.kind_info.url_name
    for person in sorted(ids):
        yield Telling(key, stored.sha256[:16], person, code, params, url_name, (document.pk,))
