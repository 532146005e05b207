"""Letters really leave over SMTP, each at most once, whatever the server or the program does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from documents.models import Document
from organizations.models import Organization, User
from reminders import actions
from reminders.models import Notification, OutgoingMail
from tests.factories import people
from tests.reminders.conftest import Catcher, at


def queued(recipient: User, cycle: str = "r1") -> OutgoingMail:
    notice = Notification.objects.create(
        recipient=recipient,
        key="document.approve:1",
        cycle=cycle,
        code="document.approve",
        params={
            "document": {"en": "Strategy", "fr": "Stratégie"},
            "kind": {"kind": "strategy"},
            "organization": {"en": "Parks Canada", "fr": "Parcs Canada"},
            "by": "Hélène",
        },
        url_name="reminders:notices",
    )
    return OutgoingMail.objects.create(notification=notice)


def unreachable_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.django_db
def test_letters_reach_the_server_in_each_persons_language(smtp: Catcher, coordinator: User, head: User) -> None:
    for person in (coordinator, head):
        queued(person)

    assert actions.deliver() == 2

    english, french = sorted(smtp.letters, key=lambda letter: letter["Content-Language"])
    assert english["To"] == coordinator.email
    assert str(make_header(decode_header(english["Subject"]))) == "Approved: Strategy"
    assert "Stratégie" in str(make_header(decode_header(french["Subject"])))
    assert english.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in english.get_payload()] == ["text/plain", "text/html"]
    assert english["Auto-Submitted"] == "auto-generated"
    assert set(OutgoingMail.objects.values_list("outcome", "sent_to")) == {
        ("sent", coordinator.email),
        ("sent", head.email),
    }


@pytest.mark.django_db
def test_a_letter_is_not_sent_again(smtp: Catcher, coordinator: User) -> None:
    queued(coordinator)

    assert [actions.deliver() for _number in range(3)] == [1, 0, 0]
    assert len(smtp.letters) == 1


@pytest.mark.django_db
def test_the_message_id_is_the_same_however_often_it_is_tried(smtp: Catcher, coordinator: User) -> None:
    outgoing = queued(coordinator)
    other = queued(coordinator, cycle="r2")
    smtp.refusal = "451 try again later"
    actions.deliver()
    smtp.refusal = ""
    OutgoingMail.objects.update(next_attempt_at=timezone.now())

    assert actions.deliver() == 2

    assert {letter["Message-ID"] for letter in smtp.letters} == {outgoing.message_id, other.message_id}
    assert outgoing.message_id != other.message_id


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_later_and_later(smtp: Catcher, coordinator: User) -> None:
    outgoing = queued(coordinator)
    smtp.refusal = "451 try again later"
    waits = []
    for _number in range(3):
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
        actions.deliver()
        outgoing.refresh_from_db()
        waits.append(round((outgoing.next_attempt_at - timezone.now()) / timedelta(minutes=1)))

    assert (outgoing.outcome, outgoing.attempts, waits) == ("queued", 3, [2, 4, 8])
    assert "451" in outgoing.last_error


@pytest.mark.django_db
def test_it_gives_up_after_the_last_attempt(smtp: Catcher, coordinator: User) -> None:
    outgoing = queued(coordinator)
    OutgoingMail.objects.update(attempts=actions.MOST_ATTEMPTS - 1)
    smtp.refusal = "451 try again later"

    actions.deliver()

    outgoing.refresh_from_db()
    assert outgoing.outcome == "failed"


@pytest.mark.django_db
def test_a_refusal_for_good_waits_for_a_human(smtp: Catcher, coordinator: User) -> None:
    outgoing = queued(coordinator)
    smtp.refusal = "550 no such person"

    actions.deliver()

    outgoing.refresh_from_db()
    assert outgoing.outcome == "failed"
    assert list(OutgoingMail.objects.in_trouble()) == [outgoing]


@pytest.mark.django_db
def test_a_server_that_is_away_costs_one_attempt_of_one_letter(settings, coordinator: User, head: User) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unreachable_port()
    first, second = queued(coordinator), queued(head)

    assert actions.deliver() == 0

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, first.attempts) == ("queued", 1)
    assert (second.outcome, second.attempts) == ("queued", 0)


@pytest.mark.django_db
def test_a_letter_whose_sender_died_is_never_sent_by_itself(smtp: Catcher, coordinator: User) -> None:
    outgoing = queued(coordinator)
    actions.claim()
    OutgoingMail.objects.update(claimed_at=timezone.now() - timedelta(hours=1))

    assert actions.deliver() == 0

    outgoing.refresh_from_db()
    assert (outgoing.outcome, smtp.letters) == ("unclear", [])


@pytest.mark.django_db
def test_an_administrator_sends_an_unclear_letter_again(
    smtp: Catcher, coordinator: User, administrator: User, as_user: Callable[[User], Any]
) -> None:
    outgoing = queued(coordinator)
    OutgoingMail.objects.update(outcome="unclear", claimed_at=timezone.now())
    client = as_user(administrator)

    assert "Approved: Strategy" in client.get("/en/notices/mail/").content.decode()
    client.post(f"/en/notices/mail/{outgoing.pk}/send-again/")

    assert actions.deliver() == 1


@pytest.mark.django_db
def test_who_was_disabled_gets_no_letter(smtp: Catcher, coordinator: User) -> None:
    queued(coordinator)
    User.objects.update(is_active=False)

    assert actions.deliver() == 0
    assert smtp.letters == []


# --- at the same time ----------------------------------------------------------------------------------------------


def at_once(work: Callable[[], Any], count: int) -> list[Any]:
    """Run `work` in `count` threads that start together, each with its own connection; raise what any raised."""
    barrier, results, errors = threading.Barrier(count), [], []

    def run() -> None:
        try:
            barrier.wait()
            results.append(work())
        except BaseException as error:  # noqa: BLE001 -- handed to the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def test_scans_at_the_same_time_tell_nobody_twice(
    transactional_db: None, strategy: Document, department: Organization
) -> None:
    for number in range(20):
        people.member(f"Coordinator {number}", "coordinator", department)
    now = at("2027-05-02")

    at_once(lambda: actions.scan(now=now), 4)

    assert Notification.objects.count() == 22
    assert OutgoingMail.objects.count() == 22


def test_workers_at_the_same_time_send_each_letter_once(
    transactional_db: None, smtp: Catcher, department: Organization
) -> None:
    for number in range(20):
        queued(people.member(f"Coordinator {number}", "coordinator", department))

    taken = at_once(actions.deliver, 4)

    assert sum(taken) == 20
    assert len({letter["Message-ID"] for letter in smtp.letters}) == len(smtp.letters) == 20


@pytest.fixture
def worker() -> Iterator[None]:
    """Run a worker in a thread that takes its messages from the broker of the settings (Redis, or the filesystem)."""
    from celery.contrib.testing.worker import start_worker

    from govsocial.celery import app

    app.conf.task_always_eager = False
    with start_worker(app, perform_ping_check=False, shutdown_timeout=20, loglevel="ERROR"):
        yield
    app.conf.task_always_eager = True


@pytest.mark.slow
def test_the_job_runs_when_a_real_message_goes_through_the_broker(
    transactional_db: None, strategy: Document, worker: None
) -> None:
    from reminders import tasks

    Document.objects.update(review_due_on=timezone.localdate())

    tasks.scan.delay()

    deadline = time.monotonic() + 15
    while not Notification.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(Notification.objects.values_list("code", flat=True)) <= {"strategy.due", "strategy.overdue"}
    assert Notification.objects.count() == 2


def test_the_beat_names_the_three_jobs(settings) -> None:
    from reminders import tasks

    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert named >= {tasks.scan.name, tasks.deliver.name, tasks.forget_old_sessions.name}


@pytest.mark.django_db
def test_old_sessions_and_kept_texts_are_forgotten(client: Any) -> None:
    from django.contrib.sessions.models import Session

    from reminders import tasks

    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))

    tasks.forget_old_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
