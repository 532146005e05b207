"""Who said what about which bytes? Rounds of review, sign-offs of policy areas and final decisions, append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet


class RoundQuerySet(models.QuerySet):
    """Passes of versions through approval."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def open(self) -> "RoundQuerySet":
        return self.filter(closed_at__isnull=True)


class ReviewRound(models.Model):
    """One pass of a frozen version through consultation and decision.

    `policy` is the pack's approval policy as it was when the round opened: a later pack never changes a running round.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    policy = models.JSONField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

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


class SignOff(AppendOnly):
    """What one policy area said about the sections that it covers, on named bytes (§3; App. A and C(f))."""

    class Decision(models.TextChoices):
        CONCUR = "concur", _("Concurs")
        CONDITIONS = "concur_with_conditions", _("Concurs with conditions")
        DO_NOT_CONCUR = "do_not_concur", _("Does not concur")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        RECUSED = "recused", _("Recused")

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="sign_offs")
    area = models.CharField(max_length=40)
    decision = models.CharField(max_length=30, choices=Decision)
    comment = models.TextField(blank=True)
    version_sha = models.CharField(max_length=64)
    section_hashes = models.JSONField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200)
    signer_title_en = models.CharField(max_length=200, blank=True)
    signer_title_fr = models.CharField(max_length=200, blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        indexes = [models.Index(fields=["round", "area", "at"], name="sign_offs_in_order")]

    def __str__(self) -> str:
        return f"{self.area} {self.decision}"

    @property
    def is_favourable(self) -> bool:
        return self.decision in {self.Decision.CONCUR, self.Decision.CONDITIONS}


class DecisionQuerySet(AppendOnlyQuerySet):
    """Final decisions."""

    def approvals(self) -> "DecisionQuerySet":
        return self.filter(outcome=Decision.Outcome.APPROVED)


class Decision(AppendOnly):
    """The final word of a round: one, ever, on the hash of the version that the head saw (§4; Standard 6.1.1–2)."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned for changes")
        REFUSED = "refused", _("Refused")

    class Capacity(models.TextChoices):
        INCUMBENT = "incumbent", _("in their own right")
        DESIGNATE = "designate", _("as designate")

    round = models.OneToOneField(ReviewRound, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField(blank=True)
    version_sha = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    title_fr = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.round} – {self.outcome}"
