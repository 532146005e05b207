"""The verbs of assessments before they are signed: recorded in the register, changed, written in a record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents import actions as documents
from documents.models import Document, Row
from documents.rules import WRITE
from govsocial.core import access, ledger
from organizations.models import Organization, User
from risk import news, rules
from risk.actions import naming
from risk.actions.keeping import changed as changed_names
from risk.actions.keeping import keep, refuse_stale
from risk.models import Assessment

#: What a signature stands for: a change to any of these in the register takes it off.
SIGNED_CONTENT = (
    "kind", "platform", "uses", "conditions", "title_en", "title_fr", "summary_en", "summary_fr", "reference",
)  # fmt: skip
#: What the record says, once there is one, and the register takes from it when it is approved.
IN_THE_RECORD = {
    "kind", "platform", "uses", "conditions", "title_en", "title_fr", "summary_en", "summary_fr", "valid_until",
}  # fmt: skip
#: The table of a record whose rows are the assessed uses; it begins with what the register names.
USES, USE = "scope_uses", "use"


@transaction.atomic
def record_assessment(organization: Organization, values: dict[str, Any], *, by: User) -> Assessment:
    """Record an assessment of `organization`; it counts once it is signed."""
    assessment = Assessment(organization=organization, **values)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)
    keep(assessment, "assessment.recorded", by, details=naming.facts(assessment))
    return assessment


@transaction.atomic
def change_assessment(
    assessment: Assessment, values: dict[str, Any], *, by: User, seen: int | None = None
) -> Assessment:
    """Change an assessment. If what was signed changes, the signature comes off and it must be signed again.

    What is written in a record changes there: its next version replaces the one in force when it is approved.
    """
    assessment = naming.locked(assessment)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)
    refuse_stale(assessment, seen)
    changed = changed_names(assessment, values)
    if not changed:
        return assessment
    _refuse_beside_record(assessment, changed)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)  # as it would be: a PIA does not slip into a TRA
    # A later end would lengthen what somebody signed; an earlier one only shortens it.
    was_signed = assessment.effective_id is not None
    loses = was_signed and bool(set(changed) & {*SIGNED_CONTENT, "valid_until"})
    if loses:
        naming.take_off(assessment)
    keep(assessment, "assessment.changed", by, details={"fields": changed, **naming.facts(assessment)})
    if loses:
        news.announce("assessment.unsigned", assessment, by)
    return assessment


def _refuse_beside_record(assessment: Assessment, changed: list[str]) -> None:
    """Raise ValidationError when the record says otherwise, or is with those who sign it."""
    if assessment.record is None:
        return
    if "kind" in changed or "platform" in changed:
        message = _("Its record is written for this kind and this platform, so they cannot change.")
        raise ValidationError(message, code="record")
    if set(changed) & IN_THE_RECORD:
        message = _("This is written in the record: change it there, and have the record approved.")
        raise ValidationError(message, code="record")
    if not assessment.record.is_editable:
        message = _("Its record is not a draft now: start its review first, then change it.")
        raise ValidationError(message, code="record")


@transaction.atomic
def start_record(assessment: Assessment, *, by: User) -> Document:
    """Start the document in which the assessment is written, reviewed and approved, and return it.

    Who keeps the assessment may write it, whatever their role. Raises ValidationError when there is one already.
    """
    assessment = naming.locked(assessment)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)
    if assessment.record_id is not None:
        raise ValidationError(_("This assessment has its record already: open it."), code="exists")
    document = documents.start(
        kind=assessment.kind,
        organization=assessment.organization,
        title_en=assessment.title_en,
        title_fr=assessment.title_fr,
        by=by,
    )
    _begin_with_uses(document, assessment, by)
    if not WRITE.allows(by, document):
        access.grant(to=by, permission="write_document", on=document)
        ledger.record("document.writer_invited", subject=document, by=by, details={"person": by.pk}, reason=by.name)
    assessment.record = document
    keep(assessment, "assessment.record_started", by)
    return document


def _begin_with_uses(document: Document, assessment: Assessment, by: User) -> None:
    """Put the uses that the register names into the record, where an outline of older days has the table."""
    if all(field.key != USES for field in document.outline.fields):
        return
    table = document.outline.field(USES)
    empty = {column.key: {} if column.is_bilingual else None for column in table.columns}
    Row.objects.bulk_create(
        Row(document=document, table=USES, position=n, cells={**empty, USE: use}, source="seeded", updated_by=by)
        for n, use in enumerate(assessment.uses, start=1)
    )
