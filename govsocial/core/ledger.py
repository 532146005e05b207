"""How is a line added to the ledger, and how is the whole chain proved?"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core.models import Event, EventPersonal, LedgerHead

GENESIS = "0" * 64
PERSONAL = ("actor_name", "actor_role", "on_behalf_of", "subject_label", "reason")


@dataclass(frozen=True)
class Fault:
    """One place where the chain does not hold: the line's number and what is wrong with it."""

    seq: int
    problem: str


def canonical(value: Any) -> bytes:
    """Return the canonical JSON (RFC 8785) bytes of `value`, the same on every machine."""
    return rfc8785.dumps(value)


def sha256(value: Any) -> str:
    """Return the SHA-256, in hex, of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def stamp(at: datetime) -> str:
    """Return `at` as the text that is hashed: UTC, microseconds, the same on both databases."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def facts(event: Event) -> dict[str, Any]:
    """Return what a line says, as it is hashed and as it is exported: no names, no free text."""
    return {
        "at": stamp(event.at),
        "verb": event.verb,
        "actor": str(event.actor_id or ""),
        "organization": event.organization_code,
        "subject": f"{event.subject_type}:{event.subject_id}",
        "before": event.before,
        "after": event.after,
        "version": event.version_sha,
        "details": event.details,
        "prev": event.prev_hash,
    }


def line_hash(event: Event) -> str:
    """Return what `event.hash` must be, from its other columns."""
    return sha256({**facts(event), "seq": str(event.seq), "personal": event.personal_digest})


def personal_digest(personal: EventPersonal) -> str:
    """Return the salted digest of the names and words of a line."""
    return sha256({"salt": personal.salt, **{name: getattr(personal, name) for name in PERSONAL}})


@transaction.atomic
def record(
    verb: str,
    *,
    subject: models.Model,
    by: Any,
    organization_code: str = "",
    before: str = "",
    after: str = "",
    version_sha: str = "",
    details: dict[str, Any] | None = None,
    reason: str = "",
    actor_role: str = "",
    on_behalf_of: str = "",
) -> Event:
    """Append one line about `subject` and return it.

    `by` is the acting user, or None for the system itself. `details` is plain JSON without personal data: names and
    free text belong in the named arguments, which are kept apart from the chain. The whole call is one transaction;
    the head row is locked first, so two writers can never fork the chain.
    """
    LedgerHead.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    head = LedgerHead.objects.select_for_update().get(pk=1)
    personal = EventPersonal(
        salt=secrets.token_hex(16),
        actor_name=str(by) if by else "govsocial",
        actor_role=actor_role or getattr(by, "role_codes", ""),
        on_behalf_of=on_behalf_of,
        subject_label=str(subject)[:300],
        reason=reason,
    )
    event = Event(
        seq=head.seq + 1,
        at=timezone.now(),
        verb=verb,
        actor=by,
        organization_code=organization_code or _organization_code(subject),
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        before=before,
        after=after,
        version_sha=version_sha,
        details=details or {},
        personal_digest=personal_digest(personal),
        prev_hash=head.hash,
    )
    event.hash = line_hash(event)
    event.save(force_insert=True)
    personal.event = event
    personal.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=["seq", "hash"])
    return event


def _organization_code(subject: models.Model) -> str:
    organization = subject if hasattr(subject, "is_central_entity") else getattr(subject, "organization", None)
    return getattr(organization, "code", "")


def faults() -> Iterator[Fault]:
    """Walk the whole ledger and yield every place where it does not hold (none when it is whole)."""
    expected_seq, previous = 1, GENESIS
    for event in Event.objects.select_related("personal").order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected_seq:
            yield Fault(expected_seq, _("is missing; line %(next)d follows") % {"next": event.seq})
        if event.prev_hash != previous:
            yield Fault(event.seq, _("does not follow from the line before it"))
        if line_hash(event) != event.hash:
            yield Fault(event.seq, _("was changed after it was written"))
        yield from _personal_faults(event)
        expected_seq, previous = event.seq + 1, event.hash
    yield from _tail_faults(expected_seq - 1, previous)


def _personal_faults(event: Event) -> Iterator[Fault]:
    personal = getattr(event, "personal", None)
    if personal is not None and personal_digest(personal) != event.personal_digest:
        yield Fault(event.seq, _("has names or words that were changed"))


def _tail_faults(last_seq: int, last_hash: str) -> Iterator[Fault]:
    head = LedgerHead.objects.filter(pk=1).first()
    if head is None and last_seq:
        yield Fault(last_seq, _("is the last line, but the end of the ledger is not recorded"))
    if head is not None and (head.seq, head.hash) != (last_seq, last_hash):
        problem = _("is the last line, but the ledger should end at line %(end)d: lines were cut off, changed or added")
        yield Fault(last_seq, problem % {"end": head.seq})
