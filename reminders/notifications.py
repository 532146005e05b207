"""What does the letter of a notice look like? One subject, one paragraph, one link, in the recipient's language."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from reminders.models import OutgoingMail

TEMPLATES = "reminders/emails/notice"


def letter(outgoing: OutgoingMail, connection: Any = None) -> EmailMultiAlternatives:
    """Return the letter of `outgoing`, as text with a simple HTML alternative."""
    told = outgoing.notification
    person = told.recipient
    with translation.override(person.language):
        context = {
            "person": person,
            "title": told.title,
            "body": told.body,
            "action": told.action,
            "url": f"{settings.SITE_URL}{told.get_absolute_url()}",
            "language": person.language,
        }
        subject = " ".join(render_to_string(f"{TEMPLATES}.subject.txt", context).splitlines()).strip()
        text = render_to_string(f"{TEMPLATES}.txt", context)
        html = render_to_string(f"{TEMPLATES}.html", context)
    headers = {
        "Message-ID": outgoing.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": person.language,
    }
    message = EmailMultiAlternatives(subject, text, to=[person.email], headers=headers, connection=connection)
    message.attach_alternative(html, "text/html")
    return message
