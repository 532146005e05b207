"""What is written to people who are not here yet: the letter of an invitation, in their language."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from organizations.models import Invitation


@shared_task
def send_invitation(*, invitation_id: int) -> None:
    """Write to the invited person, with a fresh link.

    The token is made here and not by the caller, so that it stands in the letter alone: never in the database, and
    never in the queue.
    """
    invitation = Invitation.objects.select_related("organization", "invited_by").get(pk=invitation_id)
    if not invitation.is_open:
        return
    token, digest = Invitation.new_token()
    Invitation.objects.filter(pk=invitation.pk).update(token_digest=digest)
    with translation.override(invitation.language):
        address = settings.SITE_URL + reverse("organizations:accept", args=[token])
        _letter(invitation, {"invitation": invitation, "url": address}).send()


def _letter(invitation: Invitation, context: dict[str, Any]) -> EmailMessage:
    template = "organizations/emails/invitation"
    subject = render_to_string(f"{template}.subject.txt", context)
    body = render_to_string(f"{template}.txt", context)
    return EmailMessage(subject=" ".join(subject.splitlines()).strip(), body=body, to=[invitation.email])
