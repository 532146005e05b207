"""What did each policy area say about which bytes? Sign-offs, append-only."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.round import ReviewRound
from govsocial.core.append_only import AppendOnly


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
