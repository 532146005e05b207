"""Does an approved document still hold, although something around it changed? Asked and answered (§2.2 row 10).

`ask` flags the documents in force that a cause concerns: a platform's new terms, a new assessment, an incident. Whoever
owns one answers on the hash of the version in force that nothing in it changes, and why; or has a change approved. A
yearly review may end so too, where the policy allows it.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import actions, emergency, rules
from approvals.models import Attestation, AttestationRequest, Lift
from approvals.news import News, announce
from documents.models import Document, Version
from govsocial.core import access, bulk, ledger
from govsocial.core.templatetags.ui import in_words
from organizations.models import Role, User

Refusal = Callable[[AttestationRequest], str]
#: Rooms above say why nobody can state that a document holds: what it rests on is gone, say.
refusals: list[Refusal] = []


def refuses(refusal: Refusal) -> Refusal:
    """Register a function of the question that returns why it cannot be answered by "nothing changes", or ""."""
    if refusal not in refusals:
        refusals.append(refusal)
    return refusal


def refused(request: AttestationRequest) -> str:
    """Return why `request` cannot be answered by stating that nothing changes, or ""."""
    return next((why for refusal in refusals if (why := refusal(request))), "")


@transaction.atomic
def ask(
    documents: QuerySet | Iterable[Document],
    *,
    cause: str,
    text_en: str,
    text_fr: str,
    due_on: date,
    asked_by: User | None,
    about: models.Model | None = None,
) -> int:
    """Ask, of each of `documents` that is in force, whether it still holds; return how many were asked now.

    `cause` names what happened, once and for all ("platform:12:terms:2026-11-01"): asking again for the same cause asks
    nobody twice. `text_*` say in both languages what changed. `about` is what the line of the ledger is about (the
    platform, say); without it, the one document that is asked. Two queries, however many the documents, and one insert
    for every 500.
    """
    if not (text_en.strip() and text_fr.strip()):
        raise ValidationError(_("Say in both languages what changed."), code="words_required")
    found = Document.objects.in_force().filter(pk__in=_ids(documents)).exclude(attestation_requests__cause=cause)
    asked = list(found.order_by("pk").values_list("pk", "effective_version", "effective_version__sha256"))
    if not asked:
        return 0
    bulk.insert_from(
        AttestationRequest,
        found,
        document=F("pk"),
        version=F("effective_version"),
        cause=cause,
        text_en=text_en.strip(),
        text_fr=text_fr.strip(),
        due_on=due_on,
        asked_by=asked_by.pk if asked_by else None,
        asked_by_name=asked_by.name if asked_by else "",
        at=timezone.now(),
    )
    subject = about if about is not None else Document.objects.get(pk=asked[0][0])
    ledger.record(
        "document.attestation_asked",
        subject=subject,
        by=asked_by,
        reason=text_en.strip(),
        # Which versions, without naming thousands: the hash of their ids and hashes, in order.
        details={
            "cause": cause,
            "documents": len(asked),
            "sha256": ledger.sha256([[document, sha] for document, _version, sha in asked]),
            "due_on": due_on.isoformat(),
        },
    )
    return len(asked)


def _ids(documents: QuerySet | Iterable[Document]) -> Any:
    if isinstance(documents, QuerySet):
        return documents.order_by().values("pk")
    return [one.pk for one in documents]


@transaction.atomic
def lift(cause: str, *, reason: str, by: User | None, about: models.Model) -> int:
    """Lift the questions of `cause` that nobody answered: what was asked about did not happen, or was put right.

    Returns how many. `about` is what the line of the ledger is about. As many queries, however many the questions.
    """
    if not reason.strip():
        raise ValidationError(_("Write why nobody needs to answer any more."), code="reason_required")
    waiting = AttestationRequest.objects.open().filter(cause=cause)
    said = {"reason": reason.strip(), "by": by.pk if by else None, "by_name": by.name if by else ""}
    count = bulk.insert_from(Lift, waiting, request=F("pk"), at=timezone.now(), **said)
    if count:
        details = {"cause": cause, "documents": count}
        ledger.record("document.attestation_lifted", subject=about, by=by, reason=reason.strip(), details=details)
    return count


def open_requests(document: Document) -> QuerySet:
    """Return the questions about `document` that nobody has answered, the most urgent first."""
    return AttestationRequest.objects.open().filter(document=document).order_by("due_on", "pk")


@transaction.atomic
def attest(request: AttestationRequest, *, text: str, seen_sha: str, by: User) -> Attestation:
    """State that nothing in the version in force changes, although it was asked: with a reason, on its hash.

    Raises PermissionDenied when `by` neither owns nor coordinates the document; ValidationError when the question is
    answered already, the page is stale, the reason is missing, or a room above refuses such an answer.
    """
    document = _locked(request.document_id, by)
    if not open_requests(document).filter(pk=request.pk).exists():
        raise ValidationError(_("This was answered already."), code="stale")
    against = refused(request)
    if against:
        raise ValidationError(against, code="refused")
    made = _attest(document, text, seen_sha, by, request=request)
    _record(made, document, by, {"request": request.pk, "cause": request.cause})
    return made


@transaction.atomic
def attest_review(document: Document, *, text: str, seen_sha: str, by: User) -> Attestation:
    """End the review of `document` by stating that nothing in it changes, where the policy allows that.

    The next review falls due as after an approval. Raises as `attest`, and ValidationError saying why when the review
    cannot end so now.
    """
    document = _locked(document.pk, by)
    against = review_against(document)
    if against:
        raise ValidationError(against, code="review")
    made = _attest(document, text, seen_sha, by)
    document.review_due_on = actions.next_review(document)
    document.save(update_fields=["review_due_on"])
    _record(made, document, by, {"review_due_on": document.review_due_on.isoformat()})
    return made


def may_end_review(document: Document) -> bool:
    """Say whether the review of such a document may ever end by stating that nothing changes, by its policy."""
    is_dated = document.review_due_on is not None and document.effective_version_id is not None
    return is_dated and document.framework.approval(document.kind).after.attests_review


def review_against(document: Document) -> str:
    """Return why the review cannot end by stating that nothing changes today, or ""."""
    if not may_end_review(document) or document.state != "approved":
        return _("The review of this document does not end by stating that nothing changed: start the review.")
    assert document.review_due_on is not None  # noqa: S101 -- may_end_review has looked
    lead = max(document.framework.intervals.reminder_lead_days, default=0)
    begins = document.review_due_on - timedelta(days=lead)
    if begins > timezone.localdate():
        return _("The next review is not due yet: it may begin on %(date)s.") % {"date": in_words(begins)}
    if open_requests(document).exists():
        return _("Something changed that this document must be looked at for. Answer that first.")
    if emergency.owed(document) is not None:
        return _("The consultation after an emergency approval is still owed. Finish it first.")
    return ""


def _locked(pk: int, by: User) -> Document:
    document = Document.objects.select_for_update(of=("self",)).get(pk=pk)
    access.require_now(by, rules.ATTEST, document)
    return document


def _attest(
    document: Document, text: str, seen_sha: str, by: User, request: AttestationRequest | None = None
) -> Attestation:
    version: Version | None = document.effective_version
    if version is None or version.sha256 != seen_sha:
        raise ValidationError(_("Another version is in force since you opened the page. Read it first."), code="stale")
    if not text.strip():
        raise ValidationError(_("Write why nothing in the document changes."), code="words_required")
    coordinates = by.has_role(Role.COORDINATOR, document.organization_id)
    capacity = Attestation.Capacity.COORDINATOR if coordinates else Attestation.Capacity.OWNER
    return Attestation.objects.create(
        document=document,
        request=request,
        version=version,
        version_sha=version.sha256,
        text=text.strip(),
        by=by,
        name=by.name,
        title_en=by.title_en,
        title_fr=by.title_fr,
        capacity=capacity,
    )


def _record(made: Attestation, document: Document, by: User, details: dict[str, Any]) -> None:
    ledger.record(
        "document.attested",
        subject=document,
        by=by,
        version_sha=made.version_sha,
        reason=made.text,
        details={"attestation": made.pk, **details},
    )
    announce(News("attestation.given", document, "", by, made.pk))
