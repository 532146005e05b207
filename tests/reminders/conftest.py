"""A strategy that falls due, and a mail server on the loopback that really listens."""

import socket
from collections.abc import Iterator
from datetime import date, datetime
from email.message import Message
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Handler

from documents.models import Document
from organizations.models import Organization, User
from tests.factories import documents

TORONTO = ZoneInfo("America/Toronto")


def at(day: str, hour: int = 10) -> datetime:
    """Return that hour of that day in Toronto."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), TORONTO).replace(hour=hour)


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User) -> Document:
    """Return an approved strategy whose review is due on 1 June 2027, with what its approval told cleared away."""
    from reminders.models import Notification, OutgoingMail

    one = documents.approved_strategy(department, coordinator=coordinator, head=head).document
    Document.objects.filter(pk=one.pk).update(review_due_on=date(2027, 6, 1))
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()
    return Document.objects.get(pk=one.pk)


class Catcher(Handler):
    """Keeps what it is given; refuses as told."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Message] = []
        self.refusal = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's own name
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message: Message) -> None:
        self.letters.append(message)


@pytest.fixture
def smtp(settings) -> Iterator[Catcher]:
    """Start a mail server on a free port of the loopback, and have Django speak to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield catcher
    controller.stop()
