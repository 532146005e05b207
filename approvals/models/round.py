"""Which version is passing through approval, under which policy? Rounds of review."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version


class RoundQuerySet(models.QuerySet):
    """Passes of versions through approval."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def open(self) -> "RoundQuerySet":
        return self.filter(closed_at__isnull=True)

    def owing(self) -> "RoundQuerySet":
        """Return the rounds of emergency approvals in force whose consultation is still owed."""
        in_force = self.filter(
            owed_by__isnull=False, consulted_at__isnull=True, version=F("document__effective_version")
        )
        return in_force.exclude(document__state__in=("revoked", "closed"))


class ReviewRound(models.Model):
    """One pass of a frozen version through consultation and decision.

    `policy` is the pack's approval policy as it was when the round opened: a later pack never changes a running round.
    `amendment` says in which class of change it is, None for the first approval. After an emergency approval the areas
    answer by `owed_by`, on the approved version; `consulted_at` is when the last of them had.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    policy = models.JSONField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    amendment = models.ForeignKey("approvals.Amendment", models.PROTECT, null=True, blank=True, related_name="rounds")
    owed_by = models.DateField(null=True, blank=True)
    consulted_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_round_number"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at__isnull=True), name="one_open_round"),
        ]

    def __str__(self) -> str:
        return f"{self.document} – {self.number}"

    @property
    def organization_id(self) -> int:
        return self.document.organization_id
