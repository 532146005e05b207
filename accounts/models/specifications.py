"""What did a policy area say of the technical specifications as they were applied? Append-only (App. A)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.official import OfficialAccount
from govsocial.core.append_only import AppendOnly
from organizations.models import in_language


class SpecificationSignOff(AppendOnly):
    """One answer of the Federal Identity Program (or whom the pack names) about what was applied, and its advice.

    `applied` holds the name and the lines of the checklist as they stood: {"name", "handle", "lines": {key: {"done",
    "evidence"}}}; `fingerprint` is its SHA-256, so that a line that changes afterwards asks for a new answer.
    """

    class Decision(models.TextChoices):
        AGREES = "agrees", _("The specifications are applied as they should be")
        OBJECTS = "objects", _("Something must be changed first")

    account = models.ForeignKey(OfficialAccount, models.PROTECT, related_name="specification_sign_offs")
    group = models.CharField(max_length=40)
    area = models.CharField(max_length=40)
    decision = models.CharField(max_length=10, choices=Decision)
    advice = models.TextField(blank=True)
    applied = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200)
    signer_title_en = models.CharField(max_length=200, blank=True)
    signer_title_fr = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sign-off of technical specifications")
        verbose_name_plural = _("sign-offs of technical specifications")
        indexes = [models.Index(fields=["account", "group", "at"], name="specification_sign_offs")]

    def __str__(self) -> str:
        return f"{self.account} – {self.area} {self.decision}"

    @property
    def signer_title(self) -> str:
        return in_language(self, "signer_title")
