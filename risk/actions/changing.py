"""The verbs of change: record what changed, work out whom it concerns, call it off, answer it (§4.2(f); App. E)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from approvals import attesting
from documents.models import Document
from govsocial.core import access, bulk, ledger
from organizations.models import User
from risk import answers, change_kinds, change_news, concerned, rules
from risk.actions.keeping import changed, keep
from risk.models import (
    Affected,
    AffectedAnswer,
    Assessment,
    ChangeCalledOff,
    ChangeWorkedOut,
    Platform,
    PlatformChange,
)

#: Up to so many things are worked out in the request itself; more are left to a job, and the page says so meanwhile.
AT_ONCE = 300
LANGS = ("en", "fr")
TEXT = ("url", "version", "dated")


@dataclass(frozen=True)
class Told:
    """What the entity says of a change. `text` is what stands of the terms or the policy from then on, by `TEXT`."""

    kind: str
    what_en: str
    what_fr: str
    effective_on: date
    due_on: date | None = None
    link: str = ""
    text: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def record_change(platform: Platform, told: Told, *, token: str, by: User, at_once: int = AT_ONCE) -> PlatformChange:
    """Record a change of `platform`; whom it concerns is listed, asked and told, here or by a job when they are many.

    New terms or a new policy become what the platform's page shows; what stood there before stays with the change.
    `token` stands for the page that was sent: sent twice, it is one change. Raises ValidationError when the words are
    missing in a language, the kind is not one that is recorded by hand, or the day to answer by has passed.
    """
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    there = PlatformChange.objects.filter(cause=f"platform:{token}").first()
    if there is not None:
        return there
    _refuse(told)
    change = PlatformChange(
        platform=platform,
        kind=told.kind,
        cause=f"platform:{token}",
        what_en=told.what_en.strip(),
        what_fr=told.what_fr.strip(),
        effective_on=told.effective_on,
        due_on=told.due_on,
        link=told.link,
    )
    name = change_kinds.text_of(told.kind)
    if name:
        change.before, change.after = _renew(platform, name, told.text, by)
    return _begin(change, by, at_once)


def _refuse(told: Told) -> None:
    if told.kind not in {one.code for one in change_kinds.by_hand()}:
        raise ValidationError(_("Choose what changed."), code="kind")
    if not (told.what_en.strip() and told.what_fr.strip()):
        raise ValidationError(_("Say in both languages what changed."), code="words_required")
    if told.due_on is not None and told.due_on < timezone.localdate():
        raise ValidationError(_("The day to answer by has passed already."), code="past")


def _renew(platform: Platform, name: str, text: Mapping[str, Any], by: User) -> tuple[dict[str, str], dict[str, str]]:
    """Write the new terms or policy on the platform; return what stood there before, and what stands there now."""
    before = _text(platform, name)
    values = {f"{name}_{part}": text[part] for part in TEXT if text.get(part)}
    fields = changed(platform, values)
    if not fields:
        raise ValidationError(_("Say which version it is now, or its date: nothing of the text is new."), code="text")
    keep(platform, "platform.terms_changed", by, details={"fields": fields})
    return before, _text(platform, name)


def _text(platform: Platform, name: str) -> dict[str, str]:
    dated = getattr(platform, f"{name}_dated")
    return {
        "url": getattr(platform, f"{name}_url"),
        "version": getattr(platform, f"{name}_version"),
        "dated": dated.isoformat() if dated else "",
    }


def note(
    platform: Platform,
    kind: str,
    *,
    cause: str,
    words: Any,
    by: User | None,
    assessment: Assessment | None = None,
    at_once: int = AT_ONCE,
) -> PlatformChange:
    """Record by the system itself a change that follows from what somebody did: once for each `cause`.

    `words` is a function that says in the active language what changed. The caller has asked who may.
    """
    there = PlatformChange.objects.filter(cause=cause).first()
    if there is not None:
        return there
    said = {}
    for lang in LANGS:
        with translation.override(lang):
            said[f"what_{lang}"] = words()
    change = PlatformChange(
        platform=platform,
        assessment=assessment,
        kind=kind,
        cause=cause,
        effective_on=timezone.localdate(),
        due_on=change_kinds.answer_by(kind),
        **said,
    )
    with transaction.atomic():
        return _begin(change, by, at_once)


def _begin(change: PlatformChange, by: User | None, at_once: int) -> PlatformChange:
    change.by, change.by_name = by, by.name if by else ""
    change.save()
    details = {
        "change": change.pk,
        "kind": change.kind,
        "effective_on": change.effective_on.isoformat(),
        "due_on": change.due_on.isoformat() if change.due_on else "",
    }
    if change.after:
        details |= {"before": change.before, "after": change.after}
    ledger.record("platform.change_recorded", subject=_subject(change), by=by, reason=change.what_en, details=details)
    if concerns_more_than(change, at_once):
        transaction.on_commit(partial(_leave_to_a_job, change.pk))
    else:
        work_out(change)
    return change


def _leave_to_a_job(pk: int) -> None:
    # By name: the job stands above the verbs, which it calls.
    current_app.tasks["risk.tasks.work_out"].delay(pk)


def concerns_more_than(change: PlatformChange, number: int) -> bool:
    """Say whether a change concerns more than `number` things, without counting further than that."""
    found = 0
    for kind in concerned.kinds():
        found += kind.rows(change).order_by()[: number + 1 - found].count()
        if found > number:
            return True
    return False


def _subject(change: PlatformChange) -> Platform | Assessment:
    return change.assessment or change.platform


@transaction.atomic
def work_out(change: PlatformChange) -> ChangeWorkedOut:
    """List everything that `change` concerns, ask whoever answers for it, and tell them.

    As many queries, however much it is; done twice, or by two at once, it is done once.
    """
    locked = PlatformChange.objects.select_for_update(of=("self",))
    change = locked.select_related("platform", "assessment", "by").get(pk=change.pk)
    done = ChangeWorkedOut.objects.filter(change=change).first()
    if done is not None:
        return done
    counts = {kind.code: _list(change, kind) for kind in concerned.kinds()}
    listed = Affected.objects.filter(change=change).order_by("kind", "object_id").values_list("kind", "object_id")
    made = ChangeWorkedOut.objects.create(
        change=change, counts=counts, sha256=ledger.sha256([[kind, pk] for kind, pk in listed])
    )
    details = {"change": change.pk, "counts": counts, "sha256": made.sha256}
    ledger.record("platform.change_worked_out", subject=_subject(change), by=None, details=details)
    if change.due_on is not None and not ChangeCalledOff.objects.filter(change=change).exists():
        _ask(change)
    change_news.announce("change.worked_out", change)
    return made


def _list(change: PlatformChange, kind: concerned.Concern) -> int:
    known = Affected.objects.filter(change=change, kind=kind.code, object_id=OuterRef("pk"))
    rows = kind.rows(change).filter(~Exists(known))
    return bulk.insert_from(Affected, rows, change=change.pk, kind=kind.code, object_id=F("pk"), **kind.columns)


def _ask(change: PlatformChange) -> None:
    """Ask of every document in force that answers for something whether it still holds: its flag and duty follow."""
    papers = Document.objects.filter(pk__in=Affected.objects.filter(change=change).values("document"))
    kind = change_kinds.names(change.kind)
    attesting.ask(
        papers,
        cause=change.cause,
        text_en=f"{change.platform.name} – {kind['en']}. {change.what_en}",
        text_fr=f"{change.platform.name} – {kind['fr']}. {change.what_fr}",
        due_on=change.due_on or timezone.localdate(),
        asked_by=change.by,
        about=_subject(change),
    )


@transaction.atomic
def call_off(change: PlatformChange, *, reason: str, by: User) -> ChangeCalledOff:
    """Say that nobody needs to answer any more, and why; what was answered stays.

    Raises PermissionDenied unless `by` manages platforms; ValidationError without a reason, or when it was done.
    """
    access.require(by, rules.MANAGE_PLATFORMS)
    return end(change, reason=reason, by=by)


def end(change: PlatformChange, *, reason: str, by: User | None, tells: bool = True) -> ChangeCalledOff:
    """Call a change off for whoever has asked already who may, and tells everybody in another way unless `tells`."""
    change = (
        PlatformChange.objects.select_for_update(of=("self",))
        .select_related("platform", "assessment")
        .get(pk=change.pk)
    )
    if not reason.strip():
        raise ValidationError(_("Write the reason: departments will read it."), code="reason_required")
    if ChangeCalledOff.objects.filter(change=change).exists():
        raise ValidationError(_("This was called off already."), code="stale")
    made = ChangeCalledOff.objects.create(change=change, reason=reason.strip(), by=by, by_name=by.name if by else "")
    ledger.record(
        "platform.change_called_off", subject=_subject(change), by=by, reason=made.reason, details={"change": change.pk}
    )
    attesting.lift(change.cause, reason=made.reason, by=by, about=_subject(change))
    if tells:
        change_news.announce("change.called_off", change)
    return made


@transaction.atomic
def answer_change(affected: Affected, *, text: str, by: User) -> AffectedAnswer:
    """State, for a thing that no document in force answers for, that the change alters nothing, and why.

    Raises PermissionDenied when `by` does not answer for it; ValidationError when a document answers for it, nobody
    waits for an answer, or the reason is missing.
    """
    affected = (
        Affected.objects.select_for_update(of=("self",)).select_related("change", "organization").get(pk=affected.pk)
    )
    access.require_now(by, rules.ANSWER_CHANGE, affected)
    if affected.document_id is not None:
        raise ValidationError(_("The approved document answers for this: answer there."), code="document")
    if answers.with_standing(Affected.objects.filter(pk=affected.pk)).get().standing not in answers.OPEN:
        raise ValidationError(_("This was answered already."), code="stale")
    if not text.strip():
        raise ValidationError(_("Write why nothing changes."), code="words_required")
    made = AffectedAnswer.objects.create(affected=affected, text=text.strip(), by=by, name=by.name)
    ledger.record(
        "platform.change_answered",
        subject=_subject(affected.change),
        by=by,
        organization_code=affected.organization.code,
        reason=made.text,
        details={"change": affected.change_id, "kind": affected.kind, "thing": affected.object_id},
    )
    return made
