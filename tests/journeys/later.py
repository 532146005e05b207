"""Steps 7 and 9: the yearly review that is told by mail, and the auditor's PDFs."""

import email
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import Message
from email.policy import default
from typing import Any

import pikepdf
from aiosmtpd.controller import Controller
from django.utils import timezone, translation

from documents.models import Document
from govsocial.testing.servers import free_port
from reminders import tasks
from reminders.models import Notification
from tests.journeys.cast import Play


class Catcher:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, Message]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        letter = email.message_from_bytes(envelope.content, policy=default)
        self.letters += [(address, letter) for address in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> list[Message]:
        return [letter for known, letter in self.letters if known == address]


@contextmanager
def mail_server(settings: Any) -> Iterator[Catcher]:
    """Run a real mail server on a free port, and let the product send to it."""
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield catcher
    finally:
        controller.stop()


def yearly_review(play: Play, strategy: Document, catcher: Catcher) -> None:
    """A week before the date both are told, once, in the application and by mail, each in their own language."""
    tasks.deliver()  # what the moves so far had to tell
    catcher.letters.clear()
    day = timezone.localdate() + timedelta(days=7)
    Document.objects.filter(pk=strategy.pk).update(review_due_on=day)
    tasks.scan()
    tasks.scan()
    tasks.deliver()
    tasks.deliver()
    for part, language in (("coordinator", "en"), ("head", "fr")):
        letters = catcher.to(play.person(part).email)
        assert len(letters) == 1, (part, [letter["subject"] for letter in letters])
        told = Notification.objects.get(recipient=play.person(part), code="strategy.due")
        with translation.override(language):
            # A subject has plain spaces, and a long one is folded before its first word.
            assert letters[0]["subject"].split() == told.title.split()
        assert (strategy.title_fr if language == "fr" else strategy.title_en) in letters[0]["subject"]
        body = letters[0].get_body(("plain",)).get_content()
        assert f"/{language}/strategies/{strategy.pk}/" in body
    assert not catcher.to(play.person("author").email)
    told_on_the_page(play, strategy)


def told_on_the_page(play: Play, strategy: Document) -> None:
    coordinator = play.at("coordinator")
    coordinator.open("reminders:notices")
    coordinator.sees(strategy.title_fr if play.stage.language == "fr" else strategy.title_en)
    coordinator.open("reports:home")
    coordinator.visit(strategy)
    coordinator.reads("Change or review it")


def pdfs(play: Play, plan: Document) -> None:
    """The auditor takes the approved plan in both languages; a stranger gets nothing."""
    auditor = play.at("auditor")
    auditor.visit(plan)
    version = plan.effective_version
    for language, name in (("en", "English (PDF)"), ("fr", "Français (PDF)")):
        href = auditor.link(name).get_attribute("href")
        # A document of twenty pages is set while other processes share the cores.
        answer = auditor.context.request.get(f"{play.stage.site}{href}", timeout=60_000)
        assert answer.headers["content-type"] == "application/pdf"
        content = answer.body()
        assert content.startswith(b"%PDF-")
        with pikepdf.open(io.BytesIO(content)) as file:
            assert str(file.Root.Lang).startswith(language)
            assert len(file.pages) > 3
            title = plan.title_fr if language == "fr" else plan.title_en
            assert title in str(file.docinfo["/Title"])
            attached = [bytes(one.get_file().read_bytes()) for one in file.attachments.values()]
        assert version.sha256 in {hashlib.sha256(one).hexdigest() for one in attached}
        assert play.at("stranger").context.request.get(f"{play.stage.site}{href}").status == 404
    assert auditor.status("documents:version", version.pk) == 200
    auditor.open("documents:version", version.pk)
    assert auditor.status("plans:header", plan.pk) == 403
