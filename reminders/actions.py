"""The verbs of telling: queue what is due, tell people of a move, send the letters, mark as read."""

import smtplib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core import mail
from django.db import transaction
from django.utils import timezone

from govsocial.core import access, ledger
from organizations.models import User
from reminders import duties, messages, rules
from reminders.models import Notification, OutgoingMail
from reminders.notifications import letter
from reminders.people import Roster

Outcome = OutgoingMail.Outcome
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)
INTERRUPTED_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Telling:
    """One thing to tell one person, with what makes it unique."""

    key: str
    cycle: str
    recipient_id: int
    code: str
    params: dict[str, Any]
    url_name: str
    url_args: tuple[Any, ...]

    @property
    def identity(self) -> tuple[str, str, int]:
        return self.key, self.cycle, self.recipient_id


@transaction.atomic
def tell(tellings: Iterable[Telling]) -> int:
    """Write a notice, and queue its letter, for each telling that was not told before; return how many were new.

    Two writers at once are safe: the unique rows decide, and nobody is told twice.
    """
    wanted = {telling.identity: telling for telling in tellings}
    if not wanted:
        return 0
    known = set(_notices(wanted).values_list("key", "cycle", "recipient_id"))
    fresh = {identity: telling for identity, telling in wanted.items() if identity not in known}
    if not fresh:
        return 0
    Notification.objects.bulk_create((_notice(telling) for telling in fresh.values()), ignore_conflicts=True)
    stored = _notices(fresh).values_list("pk", "key", "cycle", "recipient_id")
    mailed = [pk for pk, *identity in stored if _goes_by_mail(fresh, tuple(identity))]
    OutgoingMail.objects.bulk_create((OutgoingMail(notification_id=pk) for pk in mailed), ignore_conflicts=True)
    return len(fresh)


def _notices(tellings: dict[tuple[str, str, int], Telling]) -> Any:
    keys, cycles, people = (set(column) for column in zip(*tellings, strict=True))
    return Notification.objects.filter(key__in=keys, cycle__in=cycles, recipient__in=people)


def _notice(telling: Telling) -> Notification:
    return Notification(
        recipient_id=telling.recipient_id,
        key=telling.key,
        cycle=telling.cycle,
        code=telling.code,
        params=telling.params,
        url_name=telling.url_name,
        url_args=list(telling.url_args),
    )


def _goes_by_mail(tellings: dict[tuple[str, str, int], Telling], identity: Any) -> bool:
    return identity in tellings and messages.get(tellings[identity].code).by_mail


def scan(*, now: datetime | None = None) -> int:
    """Tell everybody what has fallen due and was not told yet; return how many notices are new.

    Run it as often as you like: a missed run catches up, a double run does nothing.
    """
    found = duties.everything(now or timezone.now())
    told = 0
    while chunk := list(islice(found, duties.CHUNK)):
        told += tell(_tellings(chunk))
    return told


def _tellings(chunk: list[duties.Due]) -> Iterator[Telling]:
    roster = Roster(due.organization_id for due in chunk)
    for due in chunk:
        here = roster.everybody(due.organization_id)
        for recipient_id in roster.seated(due.organization_id, *due.seats) | (due.people & here):
            yield Telling(due.key, due.cycle, recipient_id, due.code, due.params, due.url_name, due.url_args)


def deliver(*, limit: int = 500) -> int:
    """Send the letters that wait, one after the other, and return how many the server took.

    A server that cannot be reached costs one attempt of one letter; the others keep theirs for the next run.
    """
    set_aside_interrupted()
    connection, taken = mail.get_connection(), 0
    for _number in range(limit):
        outgoing = claim()
        if outgoing is None:
            break
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            postpone(outgoing, error)
            break
        taken += send(outgoing, connection)
    connection.close()
    return taken


def set_aside_interrupted() -> None:
    """Put letters whose sender died between the claim and the server's answer before a human."""
    long_ago = timezone.now() - INTERRUPTED_AFTER
    stuck = OutgoingMail.objects.filter(outcome=Outcome.SENDING, claimed_at__lt=long_ago)
    stuck.update(outcome=Outcome.UNCLEAR, last_error="interrupted")


@transaction.atomic
def claim() -> OutgoingMail | None:
    """Take the next letter so that no other worker does; None when there is none (on SQLite the transaction locks)."""
    ready = OutgoingMail.objects.ready(timezone.now()).select_for_update(skip_locked=True, of=("self",))
    outgoing: OutgoingMail | None = ready.select_related("notification__recipient").first()
    if outgoing is not None:
        outgoing.outcome, outgoing.claimed_at = Outcome.SENDING, timezone.now()
        outgoing.attempts += 1
        outgoing.save(update_fields=["outcome", "claimed_at", "attempts"])
    return outgoing


def send(outgoing: OutgoingMail, connection: Any) -> bool:
    """Hand one claimed letter to the server and write down what it said; return whether it took it."""
    person = outgoing.notification.recipient
    if not person.is_active:
        return _set(outgoing, Outcome.FAILED, "the person is no longer active")
    try:
        connection.send_messages([letter(outgoing, connection)])
    except smtplib.SMTPServerDisconnected as error:
        _set(outgoing, Outcome.UNCLEAR, str(error))
        connection.close()
    except smtplib.SMTPRecipientsRefused as error:
        _refused(outgoing, min(code for code, _text in error.recipients.values()), error)
    except smtplib.SMTPResponseException as error:
        _refused(outgoing, error.smtp_code, error)
    except ValueError as error:
        _set(outgoing, Outcome.FAILED, str(error))
    except OSError as error:
        _set(outgoing, Outcome.UNCLEAR, str(error))
        connection.close()
    else:
        outgoing.sent_to, outgoing.sent_at = person.email, timezone.now()
        _set(outgoing, Outcome.SENT, "")
    return outgoing.outcome == Outcome.SENT


def _refused(outgoing: OutgoingMail, code: int, error: Exception) -> None:
    if code >= 500:
        _set(outgoing, Outcome.FAILED, str(error))
    else:
        postpone(outgoing, error)


def postpone(outgoing: OutgoingMail, error: Exception) -> None:
    """Try again later, waiting twice as long each time; give up after a day and a half."""
    if outgoing.attempts >= MOST_ATTEMPTS:
        _set(outgoing, Outcome.FAILED, str(error))
        return
    outgoing.next_attempt_at = timezone.now() + min(timedelta(minutes=2**outgoing.attempts), LONGEST_WAIT)
    _set(outgoing, Outcome.QUEUED, str(error))


def _set(outgoing: OutgoingMail, outcome: str, error: str) -> bool:
    outgoing.outcome, outgoing.last_error = outcome, error[:500]
    outgoing.save(update_fields=["outcome", "last_error", "next_attempt_at", "sent_to", "sent_at"])
    return False


@transaction.atomic
def send_again(outgoing: OutgoingMail, *, by: User) -> None:
    """Queue a refused or unclear letter once more: a person has decided that it is right to."""
    access.require(by, rules.SEE_MAIL, outgoing)
    queued = OutgoingMail.objects.in_trouble().filter(pk=outgoing.pk)
    if queued.update(outcome=Outcome.QUEUED, attempts=0, next_attempt_at=timezone.now()):
        ledger.record("mail.sent_again", subject=outgoing, by=by)


def mark_read(notification: Notification) -> None:
    """Mark one notice as read."""
    if notification.read_at is None:
        notification.read_at = timezone.now()
        notification.save(update_fields=["read_at"])


def mark_all_read(*, by: User) -> int:
    """Mark all of a person's notices as read; return how many were not."""
    return Notification.objects.visible_to(by).unread().update(read_at=timezone.now())
