"""Whom does a file concern that a virus scanner took away? Who brought it in, and the department’s coordinators."""

from collections.abc import Iterator
from dataclasses import dataclass

from approvals.models import ConditionStep, SignOff
from documents.models import Attachment, Document
from files.models import StoredFile, Upload
from organizations.models import Organization, Role
from reminders.actions import Telling, tell
from reminders.people import Roster, Seat, names
from risk.models import Assessment, AssessmentVersion


@dataclass(frozen=True)
class Use:
    """What a file belongs to (a document or an assessment), where that is, and who brought the file in."""

    title: dict[str, str]
    organization: Organization
    url_name: str
    pk: int
    upload: Upload


def on_withheld(stored: StoredFile) -> None:
    """Tell them on what it was, and what the scanner found; the file itself is gone."""
    found = list(_uses(stored))
    roster = Roster(use.organization.pk for use in found)
    tell(telling for use in found for telling in _tellings(use, stored, roster))


def _uses(stored: StoredFile) -> Iterator[Use]:
    for one in Attachment.objects.filter(upload__stored=stored).select_related("document__organization", "upload"):
        yield _of_document(one.document, one.upload)
    signed = SignOff.objects.filter(evidence_file__stored=stored, carried_from__isnull=True)
    for sign in signed.select_related("round__document__organization", "evidence_file"):
        yield _of_document(sign.round.document, sign.evidence_file)
    steps = ConditionStep.objects.filter(file__stored=stored)
    for step in steps.select_related("condition__document__organization", "file"):
        yield _of_document(step.condition.document, step.file)
    forms = AssessmentVersion.objects.filter(file__stored=stored)
    for version in forms.select_related("assessment__organization", "file"):
        yield _of_assessment(version.assessment, version.file)


def _of_document(document: Document, upload: Upload) -> Use:
    title = {"en": document.title_en, "fr": document.title_fr}
    return Use(title, document.organization, document.kind_info.url_name, document.pk, upload)


def _of_assessment(assessment: Assessment, upload: Upload) -> Use:
    title = {"en": assessment.title_en, "fr": assessment.title_fr}
    return Use(title, assessment.organization, "risk:assessment", assessment.pk, upload)


def _tellings(use: Use, stored: StoredFile, roster: Roster) -> Iterator[Telling]:
    code = "file.withheld" if stored.scan == StoredFile.Scan.INFECTED else "file.unscannable"
    here = roster.everybody(use.organization.pk)
    ids = ({use.upload.by_id} & here) | roster.seated(use.organization.pk, Seat(Role.COORDINATOR))
    params = {
        "document": use.title,
        "organization": names(use.organization),
        "file": use.upload.name,
        "finding": stored.finding,
    }
    for person in sorted(ids):
        cycle = stored.sha256[:16]
        yield Telling(f"{code}:{use.upload.pk}", cycle, person, code, params, use.url_name, (use.pk,))
