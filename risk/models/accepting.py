"""Who accepted which residual risks, why, on what conditions and until when? Append-only. (App. A, IT security)"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import in_language


class AcceptanceRequest(AppendOnly):
    """Who was asked to accept what remains of a document's risks. The newest request of a document counts."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="acceptance_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request to accept residual risks")
        verbose_name_plural = _("requests to accept residual risks")
        indexes = [models.Index(fields=["document", "at"], name="acceptance_requests_of")]

    def __str__(self) -> str:
        return self.person_name


class AcceptanceQuerySet(AppendOnlyQuerySet):
    """Acceptances of residual risks."""

    def visible_to(self, user: Any) -> "AcceptanceQuerySet":
        """Return those on documents that `user` may open."""
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def holding(self, on: date | None = None) -> "AcceptanceQuerySet":
        """Return those neither revoked nor expired on a day (today)."""
        return self.filter(revocation=None, expires_on__gte=on or timezone.localdate())


class Acceptance(AppendOnly):
    """A named manager accepts residual risks by name, date and scope, for a time (App. A).

    It names the version that was read; it is bound to the words and ratings of each risk (`AcceptedRisk.digest`), and
    covers them in later versions as long as they stay the same. The signer's name and title are copied.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="acceptances")
    version = models.ForeignKey(Version, models.PROTECT, related_name="acceptances")
    version_sha = models.CharField(max_length=64)
    is_whole = models.BooleanField(default=False)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    title_fr = models.CharField(max_length=200, blank=True)
    rationale = models.TextField()
    conditions = models.TextField(blank=True)
    scope = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(db_index=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptance of residual risks")
        verbose_name_plural = _("acceptances of residual risks")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('risk:register', args=[self.document_id])}#acceptance-{self.pk}"

    @property
    def organization_id(self) -> int:
        return self.document.organization_id

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def is_expired(self) -> bool:
        return self.expires_on < timezone.localdate()


class AcceptedRiskQuerySet(AppendOnlyQuerySet):
    """Risks that an acceptance names."""

    def holding(self, on: date | None = None) -> "AcceptedRiskQuerySet":
        """Return those of acceptances neither revoked nor expired on a day (today)."""
        day = on or timezone.localdate()
        return self.filter(Q(acceptance__revocation=None), acceptance__expires_on__gte=day)


class AcceptedRisk(AppendOnly):
    """One risk that an acceptance covers, as it was read: its identity, its level and its fingerprint."""

    acceptance = models.ForeignKey(Acceptance, models.PROTECT, related_name="risks")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    row = models.UUIDField()
    number = models.PositiveIntegerField()
    level = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)

    objects = AcceptedRiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("accepted risk")
        verbose_name_plural = _("accepted risks")
        constraints = [models.UniqueConstraint(fields=["acceptance", "row"], name="one_accepted_risk")]
        indexes = [models.Index(fields=["document", "digest"], name="accepted_by_digest")]

    def __str__(self) -> str:
        return f"R{self.number}"


class AcceptanceRevocation(AppendOnly):
    """An acceptance that was taken back, by whom and why."""

    acceptance = models.OneToOneField(Acceptance, models.PROTECT, related_name="revocation")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("revocation of an acceptance")
        verbose_name_plural = _("revocations of acceptances")

    def __str__(self) -> str:
        return self.reason
