"""The verbs of registered risks: copy those of a version that is sent or in force, report how a treatment goes."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from approvals import rounds
from documents.models import Document, Version
from govsocial.core import access, ledger
from govsocial.core.transitions import Move
from organizations.models import User
from risk import rules
from risk.models import RegisteredRisk, RegisteredTreatment, TreatmentProgress
from risk.register import Register, Risk, Treatment, both, of_version
from risk.scale import shade


def register(move: Move) -> None:
    """Copy the risks and treatments of the version that is sent, or that came into force, so that they can be asked
    for without reading it (§4.2(e)). Only those of versions in force count across government."""
    round_ = rounds.current(move.obj)
    version = round_.version if round_ else move.obj.effective_version
    if version is None or RegisteredRisk.objects.filter(version=version).exists():
        return  # the same bytes were sent before
    for one in of_version(version):
        RegisteredRisk.objects.bulk_create(_risk(move.obj, version, one, risk) for risk in one.risks)
        RegisteredTreatment.objects.bulk_create(_treatment(move.obj, version, row) for row in one.treatments)


def _risk(document: Document, version: Version, found: Register, risk: Risk) -> RegisteredRisk:
    statement, owner = both(risk.cells.get("statement")), both(risk.cells.get("owner"))
    levels = {when: level.code if level else "" for when, level in risk.levels.items()}
    return RegisteredRisk(
        version=version,
        document=document,
        organization_id=document.organization_id,
        row=risk.uuid,
        number=risk.number,
        group=risk.cells.get("group") or "",
        threat=risk.cells.get("threat") or "",
        affected=risk.cells.get("affected") or "",
        treatment=risk.cells.get("treatment") or "",
        statement_en=statement["en"],
        statement_fr=statement["fr"],
        owner_en=owner["en"],
        owner_fr=owner["fr"],
        scale=found.scale.pin,
        residual_shade=shade(found.scale, risk.residual) if risk.residual else 0,
        is_above_tolerance=risk.is_above_tolerance,
        digest=risk.digest,
        **levels,
    )


def _treatment(document: Document, version: Version, row: Treatment) -> RegisteredTreatment:
    return RegisteredTreatment(
        version=version,
        document=document,
        organization_id=document.organization_id,
        row=row.uuid,
        number=row.number,
        risks=list(row.risks),
        action_en=row.action["en"],
        action_fr=row.action["fr"],
        owner_en=row.owner["en"],
        owner_fr=row.owner["fr"],
        due_on=row.due_on,
        is_open=not (row.is_done or row.is_rejected),
    )


@transaction.atomic
def report(document: Document, *, row: UUID, status: str, evidence: str, link: str = "", by: User) -> TreatmentProgress:
    """Say how a treatment of the version in force goes, with what shows it. The approved words stay as they are.

    Raises ValidationError when no version in force has such a treatment, or when nothing is said that shows it.
    """
    access.require(by, rules.REPORT_TREATMENT, document)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    found = RegisteredTreatment.objects.in_force().filter(document=document, row=row).first()
    if found is None:
        raise ValidationError(_("No version in force has this treatment."), code="not_in_force")
    states: dict[str, Any] = {item.code: item for item in document.framework.lists["treatment_states"]}
    if status not in states:
        raise ValidationError(_("Choose where the treatment stands."), code="status")
    if not evidence.strip():
        raise ValidationError(_("Write what was done and where it can be seen."), code="evidence")
    progress = TreatmentProgress.objects.create(
        document=document,
        row=row,
        status=status,
        is_done=bool(states[status].data.get("is_done")),
        evidence=evidence.strip(),
        link=link,
        by=by,
        by_name=by.name,
    )
    ledger.record(
        "document.treatment_reported",
        subject=document,
        by=by,
        version_sha=found.version.sha256,
        reason=progress.evidence,
        details={"row": str(row), "status": status},
    )
    return progress
