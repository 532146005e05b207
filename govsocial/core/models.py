"""What happened, who did it, and can anybody have changed the answer since? The append-only ledger."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet


class EventQuerySet(AppendOnlyQuerySet):
    """Lines of the ledger, newest first where shown to people."""

    def about(self, subject: models.Model) -> "EventQuerySet":
        """Return the lines about `subject`, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).newest()

    def newest(self) -> "EventQuerySet":
        return self.select_related("personal").order_by("-seq")


class Event(AppendOnly):
    """One line: who did what to what, from which state to which, on what bytes, when (UTC).

    `hash` covers every other column, `prev_hash` and `personal_digest`; names and free text stand in `EventPersonal`,
    whose salted digest is what the chain holds, so that they can be shredded without breaking it.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    organization_code = models.CharField(max_length=40, blank=True, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    version_sha = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        indexes = [models.Index(fields=["subject_type", "subject_id", "-seq"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class EventPersonal(models.Model):
    """The names and words of one ledger line, apart from the chain so that they can be shredded by law."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="personal")
    salt = models.CharField(max_length=32)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_role = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    subject_label = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("names and words of a ledger line")
        verbose_name_plural = _("names and words of ledger lines")

    def __str__(self) -> str:
        return f"{self.event_id} {self.actor_name}"


class LedgerHead(models.Model):
    """The last link: a single row that writers lock, and that gives a cut tail away."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("end of the ledger")
        verbose_name_plural = _("end of the ledger")

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"


class Checkpoint(AppendOnly):
    """Where the ledger ended on a day, signed and published: what outsiders can hold us to (`core.checkpoints`).

    `seq` and `hash` are those of the last line (0 and zeros of an empty ledger), `previous` is the SHA-256 of the
    checkpoint before, `key` and `signature` are Ed25519 in base64.
    """

    number = models.PositiveIntegerField(primary_key=True)
    origin = models.CharField(max_length=200)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("checkpoint of the ledger")
        verbose_name_plural = _("checkpoints of the ledger")

    def __str__(self) -> str:
        return f"{self.number} {self.seq} {self.hash[:12]}"


class StashedPost(models.Model):
    """What somebody had typed when the session had run out, kept for their next sign-in (one hour).

    The key is random and travels in the anonymous session; the text is shown again only by the page it was meant for,
    after that page's own access rule has let the reader in.
    """

    key = models.CharField(max_length=43, unique=True)
    path = models.CharField(max_length=500)
    data = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("kept text")
        verbose_name_plural = _("kept texts")

    def __str__(self) -> str:
        return self.path
