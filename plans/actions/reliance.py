"""The verbs of what a plan relies on: say whether conditions are met, and confirm what covers it, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import actions as documents
from documents.models import Document, Version
from govsocial.core import ledger
from organizations.models import User
from plans import coverage
from plans.models import ConditionAnswer, Determination, Reliance
from risk.leverage import Outcome
from risk.reasons import Condition


@dataclass(frozen=True)
class Said:
    """What somebody says of a condition: it is met, and how, or it is not, and why."""

    is_met: bool
    how: str = ""


@transaction.atomic
def answer_conditions(document: Document, said: Mapping[str, Said], *, by: User) -> None:
    """Record which conditions for relying on the assessments are met, by key; the same answer again changes nothing.

    Conditions that bear on nothing here are left out. One that is not met bars what it is set for, so it says why.
    """
    document = documents.locked(document, by=by)
    found = coverage.find(document)
    for condition in found.coverage.asked:
        if condition.key in said:
            _answer(document, condition, said[condition.key], found.answers.get(condition.key), by)


def _answer(document: Document, condition: Condition, said: Said, before: ConditionAnswer | None, by: User) -> None:
    how = said.how.strip()
    if not said.is_met and not how:
        raise ValidationError(
            _("Say why the condition is not met: %(condition)s") % {"condition": condition}, code="why"
        )
    if before is not None and (before.is_met, before.how) == (said.is_met, how):
        return
    facts = {"text_en": condition.en, "text_fr": condition.fr, "is_met": said.is_met, "how": how}
    who = {"by": by, "by_name": by.name, "at": timezone.now()}
    ConditionAnswer.objects.update_or_create(document=document, key=condition.key, defaults={**facts, **who})
    details = {"condition": {"en": condition.en, "fr": condition.fr}, "met": said.is_met}
    ledger.record("plan.condition_answered", subject=document, by=by, reason=how, details=details)


@transaction.atomic
def confirm_coverage(document: Document, *, reason: Mapping[str, str], seen: str, by: User) -> Determination:
    """Confirm what was reckoned, with the reason by language, as the answer and the reason of section f (§4.2(f)).

    `seen` stands for the result that the page had shown (`coverage.result`). Raises ValidationError when the plan is
    not being written, something is not covered or not answered, the reason is missing, or the result is another now.
    """
    document = documents.locked(document, by=by)
    found = coverage.find(document)
    _refuse(found, reason, seen)
    answers = {(coverage.CLAIM, ""): found.coverage.answer}
    answers |= {(coverage.REASON, lang): reason[lang] for lang in coverage.LANGUAGES if reason.get(lang, "").strip()}
    documents.save_section(document, coverage.SECTION, answers, by=by)
    made = Determination.objects.create(
        document=document,
        answer=found.coverage.answer,
        fingerprint=coverage.fingerprint(found.coverage),
        rests_on=coverage.rests_on(found.coverage),
        confirmed_by=by,
        confirmed_by_name=by.name,
    )
    _rest(document, [(row["use"], row[kind]) for row in made.rests_on for kind in ("pia", "tra")], is_in_force=False)
    details = {"answer": made.answer, "rests_on": made.rests_on}
    ledger.record(
        "plan.coverage_confirmed", subject=document, by=by, reason=next(iter(reason.values()), ""), details=details
    )
    return made


def _refuse(found: coverage.Found, reason: Mapping[str, str], seen: str) -> None:
    if coverage.result(found.coverage) != seen:
        message = _("The result is another one now: read it again before you confirm it.")
        raise ValidationError(message, code="stale")
    if found.coverage.outcome == Outcome.NOT_COVERED:
        raise ValidationError(_("Not every use is covered, so there is nothing to confirm."), code="not_covered")
    if found.coverage.open_conditions:
        raise ValidationError(_("Say of every condition whether it is met first."), code="conditions")
    if not any(text.strip() for text in reason.values()):
        raise ValidationError(_("Write the reason: why do the assessments apply, or not?"), code="reason_required")


def keep_in_force(document: Document, version: Version) -> None:
    """Note on what the approved version rests, from its own bytes, in place of what the one before rested on."""
    header = coverage.header_of(version)
    rests = [
        (use["use"], use[kind]["version_id"])
        for use in header.get("uses", [])
        for kind in ("pia", "tra")
        if use[kind] and use[kind].get("version_id")
    ]
    _rest(document, rests, is_in_force=True)


def _rest(document: Document, rests: list[tuple[str, int]], *, is_in_force: bool) -> None:
    Reliance.objects.filter(document=document, is_in_force=is_in_force).delete()
    Reliance.objects.bulk_create(
        Reliance(document=document, use=use, version_id=version, is_in_force=is_in_force)
        for use, version in dict.fromkeys(rests)
    )
