"""What does the department still owe after an emergency approval, and what if an area objects afterwards? (§2.2 row 9)

The head approved without waiting. Every area that the policy asks answers afterwards, on the very version that was
approved, by a day. Silence stays a debt until everybody has answered or a fully consulted version replaces it. An
objection is settled by the head: in words that stay on the record or, where it blocks, only by another approval or a
revocation.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import asking, authority, rounds, rules
from approvals.models import Decision, DissentResponse, Override, ReviewRound, SignOff
from approvals.news import Code, News, announce
from approvals.rounds import Standing
from documents.differences import HEADER
from documents.draft import Draft
from documents.models import Document
from govsocial.core import access, ledger
from govsocial.core.confirming import Confirmed, details_of
from govsocial.core.transitions import Move, Problem
from organizations.models import User


@dataclass(frozen=True)
class Debt:
    """Where the consultation after an emergency approval stands: who is waited for, and which objections are open."""

    round: ReviewRound
    waited: tuple[Standing, ...]
    objections: tuple[Standing, ...]

    @property
    def due_on(self) -> date | None:
        return self.round.owed_by

    @property
    def is_late(self) -> bool:
        return bool(self.waited) and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def blocking(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.objections if one.blocking)

    @property
    def areas(self) -> str:
        """Return the names of the areas that are waited for."""
        return ", ".join(str(one.area.name) for one in self.waited)


def owed(document: Document) -> ReviewRound | None:
    """Return the round of the emergency approval in force whose consultation is still owed, or None: one query."""
    if document.effective_version_id is None:
        return None
    found: ReviewRound | None = (
        ReviewRound.objects.owing()
        .filter(document=document)
        .select_related("version", "opened_by", "amendment")
        .first()
    )
    return found


def debt(round_: ReviewRound, standings: list[Standing] | None = None) -> Debt:
    """Return what is still owed on a round of `owing()`: two queries, one with `standings`."""
    told = rounds.standings(round_, round_.document) if standings is None else standings
    kept = set(Override.objects.filter(decision__round=round_).values_list("sign_off", flat=True))
    return judged(round_, told, kept)


def judged(round_: ReviewRound, standings: list[Standing], kept: set[int]) -> Debt:
    """Return the debt of a round from what was read already; `kept` are the objections that the head has settled."""
    objections = [one for one in standings if one.sign_off and one.is_dissent and one.sign_off.pk not in kept]
    return Debt(round_, tuple(one for one in standings if one.is_waited_for), tuple(objections))


def is_blocked(round_: ReviewRound) -> bool:
    """Say whether an area whose objection blocks does not concur with what was approved in an emergency."""
    return any(one.is_dissent and one.blocking for one in rounds.standings(round_, round_.document))


# ---------------------------------------------------------------- guards


def nothing_blocks(move: Move) -> Iterator[Problem]:
    """Guard: an emergency goes past nobody whose signature the policy cannot do without (App. A, privacy).

    Who the document is about (its platform, uses, accounts) and what such an area covers must be as it signed them.
    """
    changed = changed_keys(move.obj)
    approval = move.obj.framework.approval(move.obj.kind)
    headings = {HEADER: _("Title and facts"), **{one.key: one.heading for one in move.obj.outline.sections}}
    for requirement in approval.requirements:
        touched = [key for key in headings if key in changed and (key == HEADER or requirement.covers_section(key))]
        if requirement.blocking and touched:
            yield Problem(
                _(
                    "%(area)s must sign before the head decides, since this changed: %(sections)s. An emergency cannot "
                    "go past it: make it a material change."
                )
                % {
                    "area": move.obj.framework.area(requirement.area).name,
                    "sections": ", ".join(str(headings[key]) for key in touched),
                }
            )


def earlier_is_not_late(move: Move) -> Iterator[Problem]:
    """Guard: one emergency does not put off the consultation that another one owes."""
    round_ = owed(move.obj)
    if round_ is not None and debt(round_).is_late:
        words = _("The consultation after the emergency approval of version %(number)d is overdue. Finish it first.")
        yield Problem(words % {"number": round_.version.number})


def changed_keys(document: Document) -> set[str]:
    """Return the keys of the sections (and "header") of the draft that differ from the version in force."""
    version = document.effective_version
    if version is None:
        return set()
    draft = Draft(document).content()
    now = {section["key"]: ledger.sha256(section) for section in draft["sections"]}
    now[HEADER] = ledger.sha256({"title": draft["title"], "header": draft["header"]})
    was = version.section_hashes
    changed = {key for key in now.keys() | was.keys() if now.get(key) != was.get(key)}
    if draft["outline"] != json.loads(version.content)["outline"]:
        changed |= now.keys()  # other questions: nobody signed an answer to them
    return changed


# ---------------------------------------------------------------- what follows


def owe(move: Move) -> None:
    """Effect of an emergency approval: the areas answer by a day, which another emergency never puts off."""
    document = move.obj
    round_ = document.rounds.select_related("version", "amendment").order_by("-number").first()
    earlier = document.rounds.filter(owed_by__isnull=False, consulted_at__isnull=True)
    replaced = earlier.filter(version=round_.amendment.base_id).order_by("-number").first()
    days = document.framework.approval(document.kind).after.emergency_days
    round_.owed_by = asking.wanted_by(document, days or 0)
    if replaced is not None:
        round_.owed_by = min(round_.owed_by, replaced.owed_by)
    round_.save(update_fields=["owed_by"])
    move.details["owed_by"] = round_.owed_by.isoformat()
    waited = [one for one in rounds.standings(round_, document) if one.is_waited_for]
    for standing in waited:
        announce(News("consultation.owed", document, standing.area.code, move.by, round_.pk))
    _settle(round_, document)


def answered(document: Document, sign: SignOff, by: User) -> None:
    """Go on after an area has answered on a version that was approved in an emergency."""
    round_ = sign.round
    if round_.owed_by is None:
        return
    if sign.is_dissent:
        code: Code = "consultation.objected"
        announce(News(code, document, sign.area, by, sign.pk))
    _settle(round_, document)


def _settle(round_: ReviewRound, document: Document) -> None:
    """Write down when the last answer came, or that one was taken back."""
    found = debt(round_, rounds.standings(round_, document))
    is_settled = not found.waited and not found.objections
    if is_settled != (round_.consulted_at is not None):
        round_.consulted_at = timezone.now() if is_settled else None
        round_.save(update_fields=["consulted_at"])


@transaction.atomic
def keep(document: Document, *, area: str, reason: str, by: User, confirmed: Confirmed | None = None) -> Override:
    """Let the head keep an emergency approval although `area` does not concur: with a reason, which stays (§2.2 row 6).

    Raises PermissionDenied when `by` does not decide here; ValidationError when no such objection stands, when it
    blocks, when the authors have not answered it, when `by` wrote the version, or when the reason is missing.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    access.require_now(by, rules.APPROVE, document)
    held = authority.of(by, document)
    round_ = owed(document)
    objections = debt(round_).objections if round_ else ()
    standing = next((one for one in objections if one.area.code == area), None)
    if round_ is None or standing is None or standing.sign_off is None:
        raise ValidationError(_("No objection of this area stands now, so there is nothing to decide."), code="stale")
    _refuse_keeping(round_, standing, reason, by)
    decision = Decision.objects.get(round=round_)
    override = Override.objects.create(decision=decision, sign_off=standing.sign_off, area=area, reason=reason.strip())
    ledger.record(
        "document.dissent_overridden",
        subject=document,
        by=by,
        version_sha=decision.version_sha,
        reason=override.reason,
        on_behalf_of=held.on_behalf_of,
        details={"area": area, "sign_off": standing.sign_off.pk, **held.details, **details_of(confirmed)},
    )
    _settle(round_, document)
    return override


def _refuse_keeping(round_: ReviewRound, standing: Standing, reason: str, by: User) -> None:
    names: dict[str, Any] = {"area": standing.area.name}
    if standing.blocking:
        words = _("%(area)s does not concur, and this area’s objection blocks: revoke the approval, or amend it.")
        raise ValidationError(words % names, code="blocks")
    if by.pk in round_.version.contributors:
        raise ValidationError(
            _("You wrote part of this document, so somebody else must decide on it."), code="own_writing"
        )
    assert standing.sign_off is not None  # noqa: S101 -- an objection is a sign-off
    if not DissentResponse.objects.filter(sign_off=standing.sign_off.origin).exists():
        raise ValidationError(_("The authors answer the objection first."), code="unanswered")
    if not reason.strip():
        words = _("Write why you keep the approval although %(area)s does not concur.")
        raise ValidationError(words % names, code="reason_required")
