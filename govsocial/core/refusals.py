"""Who tried what they may not? Attempts to do something that were refused, on the record without a flood.

Pages call `note` with what they caught: a rule's refusal, a thing that is hidden from the person, or a guard that is
about the person (their own writing, bytes that they did not see). Looking at a page leaves no line, only an unsafe
method does; one line a person, attempt and object in ten minutes. It is written after the refused transaction was
rolled back, in one of its own.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from govsocial.core import ledger
from govsocial.core.models import Event, LedgerHead

VERB = "access.refused"
QUIET = timedelta(minutes=10)
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: Codes of refusals that are about who asks and not about the work: authority, separation, other bytes than they saw.
ABOUT_THE_PERSON = frozenset({"own_writing", "own_area", "own_hand", "own_report", "own_condition", "stale_bytes"})


def note(view: Any, error: Exception) -> None:
    """Put on the record that `view` refused a signed-in person's attempt with `error`, where that says something."""
    request = view.request
    if request.method in SAFE or not request.user.is_authenticated:
        return
    if isinstance(error, PermissionDenied):
        why, words = str(error) or view.rule.name, ""
        subject = _model(view.object) or _model(view.subject()) or request.user
        record(by=request.user, subject=subject, attempt=_move(view, subject) or why, why=why, words=words)
    elif isinstance(error, ValidationError):
        found = [one for one in _flat(error) if one.code in ABOUT_THE_PERSON]
        if found:
            subject = _model(view.object) or request.user
            attempt, words = _move(view, subject) or view.rule.name, " ".join(found[0].messages)
            record(by=request.user, subject=subject, attempt=attempt, why=str(found[0].code), words=words)
    elif view.object is None and (hidden := _hidden(view)) is not None:
        record(by=request.user, subject=hidden, attempt=_move(view, hidden) or view.rule.name, why="hidden")


@transaction.atomic
def record(*, by: Any, subject: models.Model, attempt: str, why: str, words: str = "") -> None:
    """Write one line: `attempt` is a move ("document.approve") or the name of a rule, `why` a rule's name or a code.

    The end of the ledger is locked before it looks for an earlier line, so that two clicks at once leave one.
    """
    LedgerHead.objects.select_for_update().filter(pk=1).first()
    lately = Event.objects.filter(
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        verb=VERB,
        actor=by,
        at__gte=timezone.now() - QUIET,
    )
    if any(line.details.get("attempt") == attempt for line in lately):
        return
    ledger.record(
        VERB,
        subject=subject,
        by=by,
        organization_code=_organization_code(subject),
        before=str(getattr(subject, "state", "")),
        reason=words,
        details={"attempt": attempt, "why": why},
    )


def _move(view: Any, subject: Any) -> str:
    """Return the move that the address names, as the ledger calls it; "" where it names none that exists."""
    verb, machine = view.kwargs.get("verb"), getattr(subject, "machine", None)
    if machine is None or verb not in {step.verb for step in machine.transitions}:
        return ""
    return f"{machine.code}.{verb}"


def _hidden(view: Any) -> models.Model | None:
    """Return the thing that exists and that the person does not see, or None."""
    names = {field: view.kwargs[kwarg] for field, kwarg in view.lookup.items() if kwarg in view.kwargs}
    found: models.Model | None = view.model._default_manager.filter(**names).first() if view.model and names else None
    return found


def _organization_code(subject: Any) -> str:
    """Return whose line it is: of the thing's organization, or of the document that it belongs to."""
    about = subject if hasattr(subject, "organization") else getattr(subject, "document", None)
    return str(getattr(getattr(about, "organization", None), "code", ""))


def _model(thing: Any) -> models.Model | None:
    return thing if isinstance(thing, models.Model) and thing.pk else None


def _flat(error: ValidationError) -> list[ValidationError]:
    if hasattr(error, "error_dict"):
        return [one for found in error.error_dict.values() for one in found]
    return list(error.error_list)
