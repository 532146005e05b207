"""How does an area's sign-off come onto the record: given here, or given outside and transcribed?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import conditions, emergency, rounds, rules
from approvals.conditions import Asked
from approvals.models import ReviewRound, SignOff
from approvals.news import Code, News, announce
from approvals.rounds import Standing
from documents import since
from documents.models import Document, Edit
from files.keeping import Checked, keep
from govsocial.core import access, ledger
from govsocial.core.confirming import Confirmed, details_of
from organizations.models import Role, User

#: What is said on conditions is said by the conditions.
NEEDS_COMMENT = {SignOff.Decision.DO_NOT_CONCUR, SignOff.Decision.RECUSED}
TOLD: dict[str, Code] = {
    SignOff.Decision.RECUSED: "advice.recused",
    SignOff.Decision.DO_NOT_CONCUR: "advice.objected",
}


@dataclass(frozen=True)
class Outside:
    """A signature that was given outside: who signed (`title` by language), when, how, and what proves it.

    `evidence` is the pasted text of an e-mail; `reference` says where the original is kept; `file` is kept here.
    `sha256` is the fingerprint of one that is not.
    """

    name: str
    title_en: str
    title_fr: str
    given_on: date
    way: str
    evidence: str = ""
    reference: str = ""
    sha256: str = ""
    file: Checked | None = None

    @property
    def fingerprint(self) -> str:
        if self.file is not None:
            return self.file.sha256
        return self.sha256 or (hashlib.sha256(self.evidence.encode()).hexdigest() if self.evidence else "")


@transaction.atomic
def sign_off(
    document: Document,
    *,
    area: str,
    decision: str,
    comment: str,
    seen_sha: str,
    by: User,
    asks: Sequence[Asked] = (),
    confirmed: Confirmed | None = None,
) -> SignOff:
    """Record what `area` says about the frozen version. Saying it again replaces nothing: the last one counts.

    `asks` are the conditions on which the area concurs; `confirmed` says how `by` proved who they are. Raises
    PermissionDenied when `by` does not advise on `area` here; ValidationError when there is nothing to sign, the page
    is stale, a comment or a condition is missing, or `by` wrote what they would sign.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    access.require_now(by, rules.SIGN_OFF, document)
    if not by.has_role(Role.ADVISOR, document.organization_id, area):
        raise PermissionDenied(rules.SIGN_OFF.name)
    round_, standing = _open(document, area, seen_sha)
    if decision in NEEDS_COMMENT and not comment.strip():
        raise ValidationError(_("Write why: a sign-off of this kind needs a comment."), code="comment_required")
    _refuse_own_writing(document, standing, by)
    signer = {"signer": by, "signer_name": by.name, "signer_title_en": by.title_en, "signer_title_fr": by.title_fr}
    sign = _signed(document, round_, standing, decision, comment, signer)
    conditions.ask(sign, asks, by=by)
    since.look(document, by=by)
    _record("document.signed_off", document, sign, by, confirmed)
    return sign


@transaction.atomic
def transcribe(
    document: Document,
    *,
    area: str,
    decision: str,
    comment: str,
    seen_sha: str,
    outside: Outside,
    by: User,
    asks: Sequence[Asked] = (),
) -> SignOff:
    """Record a signature that was given outside, with its evidence; it says everywhere who transcribed it.

    Raises PermissionDenied when `by` is no coordinator here; ValidationError when the pack does not allow it for the
    area, the area is the coordinator's own, either of the two wrote what is signed, the evidence is missing, or the day
    is not within the round.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    access.require_now(by, rules.TRANSCRIBE, document)
    round_, standing = _open(document, area, seen_sha)
    refuse_transcribing(document, standing, by)
    _refuse_signer(document, round_, outside)
    if decision in NEEDS_COMMENT and not comment.strip():
        raise ValidationError(_("Write why: a sign-off of this kind needs a comment."), code="comment_required")
    facts = {
        "signer_name": outside.name,
        "signer_title_en": outside.title_en or outside.title_fr,
        "signer_title_fr": outside.title_fr or outside.title_en,
        "given_on": outside.given_on,
        "way": outside.way,
        "evidence": outside.evidence,
        "evidence_reference": outside.reference,
        "evidence_sha256": outside.fingerprint,
        "evidence_file": keep(outside.file, organization=document.organization, by=by) if outside.file else None,
        "transcribed_by": by,
        "transcribed_by_name": by.name,
    }
    sign = _signed(document, round_, standing, decision, comment, facts)
    conditions.ask(sign, asks, by=by)
    _record("document.sign_off_transcribed", document, sign, by)
    return sign


def refuse_transcribing(document: Document, standing: Standing, by: User) -> None:
    """Raise ValidationError, saying why, if `by` may not transcribe what this area says."""
    if not standing.may_transcribe:
        raise ValidationError(
            _("The policy asks for this area’s own sign-off here: it cannot be transcribed."), code="own_hand"
        )
    if by.has_role(Role.ADVISOR, document.organization_id, standing.area.code):
        raise ValidationError(
            _("You advise on this area yourself. Another coordinator must transcribe its sign-off."), code="own_area"
        )
    if _wrote(document, standing, by):
        raise ValidationError(
            _("You wrote in the sections that this sign-off covers. Another coordinator must transcribe it."),
            code="own_writing",
        )


def _refuse_signer(document: Document, round_: ReviewRound, outside: Outside) -> None:
    if not (outside.evidence or outside.file or (outside.reference and outside.sha256)):
        message = _("Paste the text of the e-mail, or choose the file of the signature.")
        raise ValidationError(message, code="evidence_required")
    if not timezone.localtime(round_.opened_at).date() <= outside.given_on <= timezone.localdate():
        message = _("The day must lie between the opening of the round and today: only this version was there to sign.")
        raise ValidationError(message, code="day")
    writers = User.objects.filter(pk__in=round_.version.contributors).values_list("name", flat=True)
    if outside.name.casefold() in {name.casefold() for name in writers}:
        message = _("%(name)s wrote part of this version, so somebody else of the area must sign.")
        raise ValidationError(message % {"name": outside.name}, code="own_writing")


def _open(document: Document, area: str, seen_sha: str) -> tuple[ReviewRound, Standing]:
    """Return the round that takes answers and where `area` stands in it; ValidationError when nothing is to sign."""
    round_ = rounds.asked(document)
    standing = rounds.standing(round_, document, area) if round_ else None
    if round_ is None or standing is None or not rounds.takes_answers(round_, document):
        raise ValidationError(_("This document is not in consultation now, so there is nothing to sign."), code="stale")
    if not standing.is_asked:
        message = _("%(area)s is not asked in this round: %(why)s.") % {
            "area": standing.area.name,
            "why": standing.excused,
        }
        raise ValidationError(message, code="not_asked")
    if seen_sha != round_.version.sha256:
        raise ValidationError(_("The version changed since you opened the page. Read it again."), code="stale_bytes")
    return round_, standing


def _signed(
    document: Document, round_: ReviewRound, standing: Standing, decision: str, comment: str, facts: dict[str, Any]
) -> SignOff:
    return SignOff.objects.create(
        round=round_,
        area=standing.area.code,
        decision=decision,
        comment=comment.strip(),
        version_sha=round_.version.sha256,
        section_hashes=rounds.covered_hashes(round_, standing.covers),
        **facts,
    )


def _record(verb: str, document: Document, sign: SignOff, by: User, confirmed: Confirmed | None = None) -> None:
    if code := TOLD.get(sign.decision):
        announce(News(code, document, sign.area, by, sign.pk))
    details = {"area": sign.area, "decision": str(sign.decision), "sign_off": sign.pk, **details_of(confirmed)}
    if sign.evidence_sha256:
        details |= {"evidence": sign.evidence_sha256, "given_on": sign.given_on.isoformat()}
    ledger.record(
        verb,
        subject=document,
        by=by,
        version_sha=sign.version_sha,
        reason=sign.comment,
        on_behalf_of=sign.signer_name if sign.transcribed_by_name else "",
        details=details,
    )
    emergency.answered(document, sign, by)


def _wrote(document: Document, standing: Standing, by: User) -> bool:
    written = _writing(document, by)
    if standing.covers != ("all",):
        written = written.filter(section__in=standing.covers)
    return bool(written.exists())


def _writing(document: Document, by: User) -> QuerySet:
    """Return in which sections `by` wrote what the areas have not settled: since the last approval, as a rule.

    An emergency approval settles nothing with them: until they have answered, what came before it counts as well, from
    the edits, since an approval forgets who wrote in the draft.
    """
    owing = ReviewRound.objects.owing().filter(document=document)
    if not owing.exists():
        return document.contributions.filter(user=by)
    written = Edit.objects.filter(document=document, by=by)
    asked = rounds.asked(document)
    if asked is not None and asked.closed_at is not None:
        written = written.filter(started_at__lte=asked.version.created_at)
    settled = document.rounds.filter(outcome="approved").exclude(pk__in=owing.values("pk")).order_by("-number").first()
    return written.filter(at__gt=settled.closed_at) if settled else written


def _refuse_own_writing(document: Document, standing: Standing, by: User) -> None:
    if _wrote(document, standing, by):
        raise ValidationError(
            _("You wrote in the sections that this sign-off covers, so another advisor of the area must sign."),
            code="own_writing",
        )
