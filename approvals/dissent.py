"""What if an area does not concur? The authors answer first; then the head may go on, with a reason that stays.

An objection that blocks (privacy on a plan, IT security on a threat and risk assessment) cannot be overridden: such a
document never reaches the head.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import rounds, rules
from approvals.models import Decision, DissentResponse, Override, ReviewRound, SignOff
from approvals.rounds import Standing
from documents.models import Document
from govsocial.core import access, ledger
from govsocial.core.transitions import Move, Problem, TransitionError
from organizations.models import User


@dataclass(frozen=True)
class Dissent:
    """An area that does not concur in a round, and what the authors answered, oldest first."""

    standing: Standing
    responses: tuple[DissentResponse, ...]

    @property
    def sign_off(self) -> SignOff:
        assert self.standing.sign_off is not None  # noqa: S101 -- a dissent is a sign-off
        return self.standing.sign_off

    @property
    def is_answered(self) -> bool:
        return bool(self.responses)


def of_round(document: Document, standings: list[Standing]) -> list[Dissent]:
    """Return every area that does not concur, with the authors' answers: no query where everybody concurs."""
    objecting = [one for one in standings if one.is_dissent and one.sign_off is not None]
    if not objecting:
        return []
    origins = {one.area.code: one.sign_off.origin.pk for one in objecting if one.sign_off is not None}
    answers = DissentResponse.objects.filter(sign_off__in=origins.values()).order_by("at", "pk")
    told: dict[int, list[DissentResponse]] = {}
    for answer in answers:
        told.setdefault(answer.sign_off_id, []).append(answer)
    return [Dissent(one, tuple(told.get(origins[one.area.code], ()))) for one in objecting]


def open_ones(document: Document) -> list[Dissent]:
    """Return the objections in the round that is open on `document`."""
    round_ = rounds.current(document)
    return of_round(document, rounds.standings(round_, document)) if round_ else []


def unanswered(move: Move) -> Iterator[Problem]:
    """Guard: an area that does not concur gets the authors' recorded answer before the head decides."""
    for dissent in open_ones(move.obj):
        if not dissent.is_answered and not dissent.standing.blocking:
            words = _("%(area)s does not concur. Answer the objection on the record first.")
            url = reverse("approvals:dissent", args=[move.obj.pk, dissent.standing.area.code])
            yield Problem(words % {"area": dissent.standing.area.name}, url)


def left_behind(move: Move) -> Iterator[Problem]:
    """Guard: no way round an objection by sending a changed text straight to the head; the area is asked again."""
    last = move.obj.rounds.order_by("-number").first()
    if last is None or (last.outcome == Decision.Outcome.APPROVED and last.owed_by is None):
        return
    for standing in rounds.standings(last, move.obj):
        if standing.is_dissent:
            words = _("%(area)s did not concur with the last version. Send the document for consultation.")
            yield Problem(words % {"area": standing.area.name})


@transaction.atomic
def respond(document: Document, *, area: str, text: str, by: User) -> DissentResponse:
    """Record what the authors answer to an area that does not concur.

    Raises ValidationError when no such objection stands in the open consultation, when it is `by`'s own, or when the
    words are missing.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    access.require_now(by, rules.ANSWER_DISSENT, document)
    round_ = rounds.asked(document)
    standing = rounds.standing(round_, document, area) if round_ and rounds.takes_answers(round_, document) else None
    if standing is None or standing.sign_off is None or not standing.is_dissent:
        raise ValidationError(_("No objection of this area stands now, so there is nothing to answer."), code="stale")
    if standing.sign_off.signer_id == by.pk:
        raise ValidationError(_("The objection is your own. The authors of the document answer it."), code="own")
    if not text.strip():
        raise ValidationError(_("Write it in words: the record keeps them."), code="words_required")
    response = DissentResponse.objects.create(
        sign_off=standing.sign_off.origin, text=text.strip(), by=by, by_name=by.name
    )
    ledger.record(
        "document.dissent_answered",
        subject=document,
        by=by,
        version_sha=standing.sign_off.version_sha,
        reason=response.text,
        details={"area": area, "sign_off": response.sign_off_id},
    )
    return response


def override(move: Move) -> None:
    """Effect of an approval: keep the head's reason for each area that does not concur.

    `move.data["overrides"]` is {area: reason}. Raises TransitionError when one is missing, or the objection blocks.
    """
    round_ = ReviewRound.objects.select_related("decision").filter(document=move.obj).order_by("-number").first()
    if round_ is None:
        return
    reasons: Mapping[str, str] = move.data.get("overrides") or {}
    # The round is closed already, by the decision of this very move.
    for standing in rounds.standings(round_, move.obj):
        if standing.is_dissent and standing.sign_off is not None:
            _override_one(move, round_.decision, standing, standing.sign_off, reasons.get(standing.area.code, ""))


def _override_one(move: Move, decision: Decision, standing: Standing, sign_off: SignOff, reason: str) -> None:
    names: dict[str, Any] = {"area": standing.area.name}
    if standing.blocking:
        raise TransitionError(
            _("%(area)s does not concur, and this area’s objection blocks: nobody can override it.") % names,
            code="blocks",
        )
    if not reason.strip():
        raise TransitionError(
            _("Write why you approve although %(area)s does not concur: your reason stays on the record.") % names,
            code="override_reason_required",
        )
    Override.objects.create(decision=decision, sign_off=sign_off, area=sign_off.area, reason=reason.strip())
    ledger.record(
        "document.dissent_overridden",
        subject=move.obj,
        by=move.by,
        version_sha=decision.version_sha,
        reason=reason.strip(),
        on_behalf_of=decision.on_behalf_of,
        details={"area": sign_off.area, "sign_off": sign_off.pk},
    )
