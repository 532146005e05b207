"""What did each policy area say about which bytes? Sign-offs, and the authors' answers to objections, append-only."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.round import ReviewRound
from files.models import Upload
from govsocial.core.append_only import AppendOnly
from organizations.models import in_language


class SignOff(AppendOnly):
    """What one policy area said about the sections that it covers, on named bytes (§3; App. A and C(f)).

    One that was given outside, and transcribed here by a coordinator, has no account as `signer` but a name; it keeps
    when and how it was given, and its evidence with a fingerprint.
    """

    class Decision(models.TextChoices):
        CONCUR = "concur", _("Concurs")
        CONDITIONS = "concur_with_conditions", _("Concurs with conditions")
        DO_NOT_CONCUR = "do_not_concur", _("Does not concur")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        RECUSED = "recused", _("Recused")

    class Way(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SCAN = "scan", _("Scanned page with a signature")
        LETTER = "letter", _("Signed letter on paper")
        SYSTEM = "system", _("Signature in another system")

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="sign_offs")
    area = models.CharField(max_length=40)
    decision = models.CharField(max_length=30, choices=Decision)
    comment = models.TextField(blank=True)
    version_sha = models.CharField(max_length=64)
    section_hashes = models.JSONField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signer_name = models.CharField(max_length=200)
    signer_title_en = models.CharField(max_length=200, blank=True)
    signer_title_fr = models.CharField(max_length=200, blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    transcribed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    transcribed_by_name = models.CharField(max_length=200, blank=True)
    given_on = models.DateField(null=True, blank=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    evidence = models.TextField(blank=True)
    evidence_reference = models.CharField(max_length=300, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    evidence_file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="sign_offs")

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        indexes = [models.Index(fields=["round", "area", "at"], name="sign_offs_in_order")]

    def __str__(self) -> str:
        return f"{self.area} {self.decision}"

    @property
    def is_favourable(self) -> bool:
        return self.decision in {self.Decision.CONCUR, self.Decision.CONDITIONS}

    @property
    def is_dissent(self) -> bool:
        return self.decision == self.Decision.DO_NOT_CONCUR

    @property
    def signer_title(self) -> str:
        return in_language(self, "signer_title")

    @property
    def origin(self) -> "SignOff":
        """Return the sign-off as it was first given, when this one was carried over from an earlier round."""
        found = self
        while found.carried_from is not None:
            found = found.carried_from
        return found


class DissentResponse(AppendOnly):
    """What the authors answered to an area that does not concur, before the document went to the head."""

    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="responses")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to an objection")
        verbose_name_plural = _("answers to objections")

    def __str__(self) -> str:
        return f"{self.sign_off} ← {self.by_name}"
