"""The verbs of approval that are not moves of state, and the effects of those that are."""

from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import affirming, amending, asking, authority, rounds, rules
from approvals.models import Amendment, Decision, ReviewRound, SignOff
from approvals.signing import sign_off, transcribe
from documents import actions as documents
from documents import since
from documents.models import Contribution, Document
from govsocial.core import access, ledger
from govsocial.core.transitions import Move
from organizations.models import User

__all__ = ["sign_off", "transcribe"]

#: What a carried sign-off keeps of one that was given outside.
TRANSCRIBED = (
    "transcribed_by",
    "transcribed_by_name",
    "given_on",
    "way",
    "evidence",
    "evidence_reference",
    "evidence_sha256",
    "evidence_file",
)


def open_round(move: Move) -> None:
    """Freeze the draft and open a round on that version; carry sign-offs whose sections did not change."""
    document = move.obj
    version = documents.freeze(document, by=move.by)
    last = document.rounds.order_by("-number").first()
    policy = asking.pinned(document, version, move.data.get("invited") or ())
    round_ = ReviewRound.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        version=version,
        policy=asking.nobody(policy) if amending.is_editorial(document) else policy,
        opened_by=move.by,
        amendment=amending.current(document),
    )
    if last is not None:
        _carry(last, round_, document)
    move.version_sha = version.sha256
    move.details["round"] = round_.number
    amending.name_class(move, round_.amendment)


def _carry(last: ReviewRound, round_: ReviewRound, document: Document) -> None:
    not_before = carried_since(document)
    for standing in rounds.standings(last, document):
        signed = standing.sign_off
        if signed is None or signed.section_hashes != rounds.covered_hashes(round_, standing.covers):
            continue
        if not_before and signed.origin.at < not_before:
            continue
        if not rounds.asks_the_same(last.version, round_.version, standing.covers):
            continue
        if standing.is_dissent and amending.is_editorial(document):
            continue  # a coordinator does not decide over an objection: it stays with the version that it was about
        SignOff.objects.create(
            round=round_,
            area=signed.area,
            decision=signed.decision,
            comment=signed.comment,
            version_sha=round_.version.sha256,
            section_hashes=signed.section_hashes,
            signer=signed.signer,
            signer_name=signed.signer_name,
            signer_title_en=signed.signer_title_en,
            signer_title_fr=signed.signer_title_fr,
            carried_from=signed.origin,
            **{name: getattr(signed, name) for name in TRANSCRIBED},
        )


def carried_since(document: Document) -> datetime | None:
    """Return the moment before which advice is too old to be carried: law and policy are looked at again (§3)."""
    months = document.framework.approval(document.kind).carry_months
    return timezone.now() - relativedelta(months=months) if months else None


def close_round(move: Move) -> None:
    """Close the open round without a decision (recalled, withdrawn)."""
    round_ = rounds.current(move.obj)
    if round_ is not None:
        _close(round_, move.step.verb)
        move.version_sha = round_.version.sha256


def send_back(move: Move) -> None:
    """Close the open round as returned, before anybody decided; the ledger line says for which areas (§3; App. A)."""
    round_ = rounds.opened(move.obj)
    _close(round_, Decision.Outcome.RETURNED)
    since.look(move.obj, by=move.by)
    move.version_sha = round_.version.sha256
    areas = [row["area"] for row in round_.policy["requirements"] if row["blocking"]]
    hats = {hat.area for hat in move.by.hats if hat.organization_id == move.obj.organization_id}
    move.details |= {"round": round_.number, "areas": [area for area in areas if area in hats]}


def _close(round_: ReviewRound, outcome: str) -> None:
    round_.closed_at, round_.outcome = timezone.now(), outcome
    round_.save(update_fields=["closed_at", "outcome"])


def name_the_version(move: Move) -> None:
    """Let the ledger line name the bytes that the open round is about."""
    round_ = rounds.current(move.obj)
    move.version_sha = round_.version.sha256 if round_ else ""


def decide(outcome: str) -> Any:
    """Return the effect that writes the final decision of the open round as `outcome`, and closes it."""

    def effect(move: Move) -> None:
        round_ = rounds.opened(move.obj)
        held, proof = authority.of(move.by, move.obj), move.data.get("confirmed")
        checks = affirming.checked(move, round_) if outcome == Decision.Outcome.APPROVED else []
        Decision.objects.create(
            round=round_,
            outcome=outcome,
            reason=move.reason,
            version_sha=round_.version.sha256,
            decided_by=move.by,
            name=move.by.name,
            title_en=move.by.title_en,
            title_fr=move.by.title_fr,
            capacity=held.capacity,
            on_behalf_of=held.on_behalf_of,
            delegation=held.delegation,
            instrument=held.instrument,
            confirmed_by=proof.method if proof else "",
            confirmed_at=proof.at if proof else None,
            checks=checks,
        )
        _close(round_, outcome)
        since.look(move.obj, by=move.by)
        move.version_sha, move.on_behalf_of = round_.version.sha256, held.on_behalf_of
        move.details |= held.details

    return effect


def put_in_force(move: Move) -> None:
    """Make the round's version the one in force, set the next yearly review (§4.1), and forget who wrote it."""
    document = move.obj
    round_ = document.rounds.select_related("version", "amendment").order_by("-number").first()
    replaced = document.effective_version
    if replaced is not None:
        move.details["supersedes"] = {"version": replaced.number, "sha256": replaced.sha256}
    amending.name_class(move, round_.amendment)
    document.effective_version, document.effective_at = round_.version, timezone.now()
    if round_.amendment is None or round_.amendment.change_class == Amendment.Class.MATERIAL:
        document.review_due_on = next_review(document)  # neither a typing error nor an emergency is a review
    document.save(update_fields=["effective_version", "effective_at", "review_due_on"])
    Contribution.objects.filter(document=document).delete()


def restore_approved(move: Move) -> None:
    """Put the approved text back into the draft when a revision is abandoned."""
    documents.restore(move.obj, move.obj.effective_version, by=move.by)
    move.version_sha = move.obj.effective_version.sha256


def next_review(document: Document) -> Any:
    """Return the day on which a document approved today falls due for review; None where the pack sets none."""
    months = getattr(document.framework.intervals, f"{document.kind}_review_months", None)
    return timezone.localdate() + relativedelta(months=months) if months else None


def own_effects(move: Move) -> None:
    """Run what the document's own room (and those above it) registered for this verb."""
    for effect in move.obj.kind_info.effects.get(move.step.verb, []):
        effect(move)


@transaction.atomic
def share_as_example(document: Document, *, shared: bool, by: User) -> None:
    """Let other organizations read the approved version as an example, or no longer (§4.1 note)."""
    access.require_now(by, rules.SHARE, document)
    if shared and document.effective_version_id is None:
        raise ValidationError(_("Only an approved version can be shared."), code="not_approved")
    Document.objects.filter(pk=document.pk).update(is_example=shared)
    ledger.record("document.shared" if shared else "document.unshared", subject=document, by=by)
