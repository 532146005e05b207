"""The verbs of acceptance: ask a manager, accept residual risks by name, date and scope, take an acceptance back."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from govsocial.core import access, ledger
from organizations.models import User
from risk import acceptance, rules
from risk.models import Acceptance, AcceptanceRequest, AcceptanceRevocation, AcceptedRisk
from risk.register_news import announce


@transaction.atomic
def ask(document: Document, *, person: User, note: str = "", by: User) -> AcceptanceRequest:
    """Ask a person of the department to accept what remains; the newest request counts.

    Raises ValidationError when nothing remains to accept, or when the person wrote the version or is from elsewhere.
    """
    access.require(by, rules.ASK_ACCEPTANCE, document)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not acceptance.standing(document, acceptance.candidate(document)).open_ones:
        raise ValidationError(_("Nothing remains above the tolerance that is not accepted."), code="nothing")
    if not acceptance.people(document).filter(pk=person.pk).exists():
        raise ValidationError(
            _("Ask a person of the department who did not write this version."), code="acceptance_person"
        )
    request = AcceptanceRequest.objects.create(
        document=document,
        person=person,
        person_name=person.name,
        note=note.strip(),
        asked_by=by,
        asked_by_name=by.name,
    )
    ledger.record(
        "document.acceptance_asked", subject=document, by=by, reason=request.note, details={"person": person.pk}
    )
    announce("acceptance.asked", document, person, by, request.pk)
    return request


@transaction.atomic
def accept(
    document: Document,
    *,
    rows: Sequence[str],
    seen_sha: str,
    rationale: str,
    scope: str,
    conditions: str = "",
    expires_on: date,
    by: User,
) -> Acceptance:
    """Accept residual risks of the version whose hash the page had shown; `rows` are their identities.

    Raises PermissionDenied when `by` was not asked; ValidationError when `by` wrote the version, when the version is
    another by now, when a named risk needs no acceptance, or when words or a sensible end are missing.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    access.require_now(by, rules.ACCEPT, document)
    version = acceptance.candidate(document)
    if version is None or version.sha256 != seen_sha:
        raise ValidationError(
            _("The version changed since you opened the page. Read it again before you accept."), code="stale"
        )
    if by.pk in version.contributors:
        raise ValidationError(
            _("You wrote part of this version, so another manager must accept its risks."), code="own_writing"
        )
    found = acceptance.standing(document, version)
    chosen = [risk for risk in found.open_ones if risk.uuid in set(rows)]
    if not chosen or len(chosen) != len(set(rows)):
        raise ValidationError(_("Choose at least one risk that waits for acceptance."), code="rows")
    if not (rationale.strip() and scope.strip()):
        raise ValidationError(_("Write why, and for what, you accept: the record keeps it."), code="words_required")
    today = timezone.localdate()
    if not today < expires_on <= acceptance.longest(document, today):
        latest = acceptance.longest(document, today)
        message = _("The acceptance ends after today and by %(day)s at the latest.") % {"day": latest.isoformat()}
        raise ValidationError(message, code="expiry")
    given = Acceptance.objects.create(
        document=document,
        version=version,
        version_sha=version.sha256,
        is_whole=len(chosen) == len(found.above),
        accepted_by=by,
        name=by.name,
        title_en=by.title_en,
        title_fr=by.title_fr,
        rationale=rationale.strip(),
        conditions=conditions.strip(),
        scope=scope.strip(),
        expires_on=expires_on,
    )
    for risk in chosen:
        AcceptedRisk.objects.create(
            acceptance=given,
            document=document,
            row=risk.uuid,
            number=risk.number,
            level=risk.residual.code if risk.residual else "",
            digest=risk.digest,
        )
    ledger.record(
        "document.risks_accepted",
        subject=document,
        by=by,
        version_sha=version.sha256,
        reason=given.rationale,
        details={
            "acceptance": given.pk,
            "risks": {risk.uuid: risk.digest for risk in chosen},
            # Free text stays out of the chain; its fingerprint does not.
            "words": ledger.sha256({name: getattr(given, name) for name in ("rationale", "scope", "conditions")}),
            "expires_on": expires_on.isoformat(),
        },
    )
    return given


@transaction.atomic
def revoke(given: Acceptance, *, reason: str, by: User) -> AcceptanceRevocation:
    """Take an acceptance back, with the reason: what it covered must be accepted again."""
    Document.objects.select_for_update(of=("self",)).get(pk=given.document_id)
    access.require_now(by, rules.REVOKE_ACCEPTANCE, given)
    if AcceptanceRevocation.objects.filter(acceptance=given).exists():
        raise ValidationError(_("This acceptance was taken back already."), code="stale")
    if not reason.strip():
        raise ValidationError(_("Write the reason: the people concerned will read it."), code="reason_required")
    taken = AcceptanceRevocation.objects.create(acceptance=given, reason=reason.strip(), by=by, by_name=by.name)
    ledger.record(
        "document.acceptance_revoked",
        subject=given.document,
        by=by,
        version_sha=given.version_sha,
        reason=taken.reason,
        details={"acceptance": given.pk},
    )
    announce("acceptance.revoked", given.document, given.document.owner, by, taken.pk)
    return taken
