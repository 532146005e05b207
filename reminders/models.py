"""What was somebody told, when, and did the mail leave? The sent-ledger of notices and letters."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reminders import messages


class NotificationQuerySet(models.QuerySet):
    """Notices in the application."""

    def visible_to(self, user: Any) -> "NotificationQuerySet":
        """Return the user's own notices: nobody reads another's."""
        return self.filter(recipient=user)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One thing that one person was told. Its words are made when read, in the reader's language, from code and params.

    `key` names what it is about (a move, a duty) and `cycle` which time round; with the person they are unique, so that
    telling again is never telling twice.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=120)
    cycle = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url_name = models.CharField(max_length=80)
    url_args = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["key", "cycle", "recipient"], name="told_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notices_in_order"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="unread_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.recipient_id}"

    def get_absolute_url(self) -> str:
        """Return the page that it is about, in the reader's language; the list of notices when that page is gone."""
        try:
            return reverse(self.url_name, args=self.url_args)
        except NoReverseMatch:
            return reverse("reminders:notices")

    @property
    def title(self) -> str:
        return messages.get(self.code).title_with(self.params)

    @property
    def body(self) -> str:
        return messages.get(self.code).body_with(self.params)

    @property
    def action(self) -> str:
        return str(messages.get(self.code).action)

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


class MailQuerySet(models.QuerySet):
    """Letters on their way."""

    def visible_to(self, user: Any) -> "MailQuerySet":
        """Return letters to people of the user's organizations; all of them for the entity's people."""
        if user.is_of_entity:
            return self
        members = Q(notification__recipient__memberships__organization__in=user.organization_ids)
        return self.filter(members).distinct()

    def ready(self, now: Any) -> "MailQuerySet":
        """Return what may be sent now, the longest waiting first."""
        return self.filter(outcome=OutgoingMail.Outcome.QUEUED, next_attempt_at__lte=now).order_by(
            "next_attempt_at", "pk"
        )

    def in_trouble(self) -> "MailQuerySet":
        """Return what a human must look at: refused for good, or perhaps sent and perhaps not."""
        return self.filter(outcome__in=[OutgoingMail.Outcome.FAILED, OutgoingMail.Outcome.UNCLEAR])


class OutgoingMail(models.Model):
    """The letter of one notice: at most one ever, for it hangs on the notice's unique row.

    It is claimed (`sending`) before the server is spoken to. Should the program die in between, nobody can know whether
    the server took it: it becomes `unclear` and waits for a human, rather than being sent twice.
    """

    class Outcome(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("a letter", "Waiting")
        SENDING = "sending", pgettext_lazy("a letter", "Being sent")
        SENT = "sent", pgettext_lazy("a letter", "Sent")
        FAILED = "failed", pgettext_lazy("a letter", "Refused")
        UNCLEAR = "unclear", pgettext_lazy("a letter", "Perhaps sent")

    notification = models.OneToOneField(Notification, models.PROTECT, related_name="mail")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.EmailField(blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail of a notice")
        verbose_name_plural = _("e-mails of notices")
        indexes = [models.Index(fields=["outcome", "next_attempt_at"], name="mail_to_send")]

    def __str__(self) -> str:
        return f"{self.notification} ({self.outcome})"

    @property
    def message_id(self) -> str:
        """Return the same Message-ID however often it is tried, so that a mailbox and a human can see a double."""
        told = self.notification
        identity = f"{told.key}\n{told.cycle}\n{told.recipient_id}\nmail"
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        return f"<{hashlib.sha256(identity.encode()).hexdigest()[:40]}@{host}>"
