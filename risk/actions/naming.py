"""How does an assessment come to be signed? By approving its record, or as recorded from outside: a named version.

Plans rely on the version that is in force (`Assessment.effective`), never on what is still being written.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.signing import Outside
from documents.models import Version
from files.keeping import keep as keep_file
from govsocial.core import access, ledger
from organizations.models import User
from risk import news, rules
from risk.actions.keeping import keep, refuse_stale
from risk.models import Assessment, AssessmentVersion

#: States of a record in which nothing is signed any more by it: the assessment may be recorded from outside.
GIVEN_UP = ("withdrawn", "refused")


@dataclass(frozen=True)
class Signature:
    """Who signed (an account, or only a name), when, and until when what they signed holds."""

    signed_on: date
    valid_until: date | None
    name: str
    title_en: str = ""
    title_fr: str = ""
    user: User | None = None


def locked(assessment: Assessment) -> Assessment:
    """Return the row under a lock, with what the rules and the pages ask of it."""
    found = Assessment.objects.select_for_update(of=("self",))
    return found.select_related("platform", "organization", "effective", "record").get(pk=assessment.pk)


@transaction.atomic
def record_from_outside(
    assessment: Assessment, outside: Outside, *, valid_until: date | None, form: str, by: User, seen: int | None = None
) -> Assessment:
    """Record that an assessment made outside govsocial was signed (App. A, privacy; App. C(f)).

    `form` names the official form and its version; `outside` says who signed, when, where the original is kept and
    what proves it. A newer signature renews it: the version before stays in force until then. Raises PermissionDenied
    when `by` does not sign this kind; ValidationError when it is signed already, is written here, assessed nothing,
    its dates are odd or nobody knows where the original is.
    """
    assessment = locked(assessment)
    access.require_now(by, rules.SIGN_ASSESSMENT, assessment)
    refuse_stale(assessment, seen)
    _refuse_outside(assessment, outside, valid_until)
    is_own_hand = outside.name.strip().casefold() == by.name.casefold()
    signature = Signature(
        outside.given_on,
        valid_until,
        outside.name.strip(),
        outside.title_en or outside.title_fr,
        outside.title_fr or outside.title_en,
        by if is_own_hand else None,
    )
    proof = {
        "form": form.strip(),
        "kept_at": outside.reference,
        "evidence": outside.evidence,
        "evidence_sha256": outside.fingerprint,
        "file": keep_file(outside.file, organization=assessment.organization, by=by) if outside.file else None,
    }
    return name_version(assessment, signature, by=by, source=AssessmentVersion.Source.OUTSIDE, **proof)


def _refuse_outside(assessment: Assessment, outside: Outside, valid_until: date | None) -> None:
    if assessment.signed_on is not None and outside.given_on <= assessment.signed_on:
        message = _("This assessment is signed already, on that day or later: only a newer signature replaces it.")
        raise ValidationError(message, code="stale")
    if assessment.record is not None and assessment.record.state not in GIVEN_UP:
        message = _("Its record is written in govsocial: it is signed there, and counts once it is approved.")
        raise ValidationError(message, code="record")
    if not assessment.uses:
        raise ValidationError(_("Record at least one assessed use first."), code="uses")
    if not outside.name.strip():
        raise ValidationError(_("Say who signed it."), code="name")
    if outside.given_on > timezone.localdate():
        raise ValidationError(_("The signature cannot be dated in the future."), code="future")
    if valid_until is not None and valid_until < outside.given_on:
        raise ValidationError(_("The validity cannot end before the signature."), code="order")
    if not outside.reference.strip():
        raise ValidationError(_("Say where the original is kept."), code="reference")


def name_version(
    assessment: Assessment,
    signature: Signature,
    *,
    by: User,
    source: str,
    record_version: Version | None = None,
    **proof: Any,
) -> Assessment:
    """Name what was signed as the next version of `assessment`, put it in force and tell who relied on the last.

    What the register holds of it is what was signed. Shared before, it waits for the entity's answer again.
    """
    version = AssessmentVersion(
        assessment=assessment,
        number=assessment.versions.count() + 1,
        source=source,
        record_version=record_version,
        title_en=assessment.title_en,
        title_fr=assessment.title_fr,
        reference=assessment.reference,
        uses=list(assessment.uses),
        conditions=list(assessment.conditions),
        signed_by=signature.user,
        signer_name=signature.name,
        signer_title_en=signature.title_en,
        signer_title_fr=signature.title_fr,
        signed_on=signature.signed_on,
        valid_until=signature.valid_until,
        named_by=by,
        named_by_name=by.name,
        **proof,
    )
    version.sha256 = ledger.sha256(version.facts)
    version.save()
    assessment.effective, assessment.signed_by = version, signature.user
    assessment.signed_on, assessment.valid_until = signature.signed_on, signature.valid_until
    if assessment.is_offered:
        assessment.sharing, assessment.shared_on = Assessment.Sharing.SHARED, timezone.localdate()
    details = {**facts(assessment), "version": version.number, "sha256": version.sha256, "source": str(source)}
    keep(assessment, "assessment.signed", by, after="signed", details=details)
    news.announce("assessment.named", assessment, by)
    return assessment


def take_off(assessment: Assessment) -> None:
    """Take the signature off: no version is in force any more. The caller keeps the row and tells who relied on it."""
    assessment.effective = assessment.signed_by = assessment.signed_on = None


def facts(assessment: Assessment) -> dict[str, Any]:
    """Return what the ledger holds of an assessment."""
    return {
        "kind": str(assessment.kind),
        "scope": str(assessment.scope),
        "platform": assessment.platform.code,
        "uses": list(assessment.uses),
        "valid_until": assessment.valid_until.isoformat() if assessment.valid_until else "",
    }
