"""On exactly what does a plan rely? Named versions of assessments: what was signed, by whom, and how it is proven."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.models import Version
from files.models import Upload
from govsocial.core.append_only import AppendOnly
from organizations.models import in_language


class AssessmentVersion(AppendOnly):
    """What one signature on an assessment stands for: its uses and its conditions, until when (App. A; App. C(f)).

    One that was approved here names the frozen version of its record. One made outside, on an official form, is
    recorded with where the original is kept and what proves the signature. `conditions` are
    [{"en": …, "fr": …, "uses": [codes; none for all]}]. `sha256` is the fingerprint of all of it.
    """

    class Source(models.TextChoices):
        RECORD = "record", _("Approved in govsocial")
        OUTSIDE = "outside", _("Recorded from outside")

    assessment = models.ForeignKey("risk.Assessment", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source)
    record_version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)
    uses = models.JSONField(default=list)
    conditions = models.JSONField(default=list)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signer_name = models.CharField(max_length=200)
    signer_title_en = models.CharField(max_length=200, blank=True)
    signer_title_fr = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    form = models.CharField(_("official form and its version"), max_length=200, blank=True)
    kept_at = models.CharField(_("where the original is kept"), max_length=300, blank=True)
    evidence = models.TextField(_("text that proves the signature"), blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="assessment_versions")
    sha256 = models.CharField(max_length=64, db_index=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_by_name = models.CharField(max_length=200)
    named_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of an assessment")
        verbose_name_plural = _("versions of assessments")
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="one_assessment_version_number")]

    def __str__(self) -> str:
        return gettext("%(assessment)s, version %(number)d") % {"assessment": self.title, "number": self.number}

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def signer_title(self) -> str:
        return in_language(self, "signer_title")

    @property
    def is_from_outside(self) -> bool:
        return self.source == self.Source.OUTSIDE

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the fingerprint is of, beside the frozen record that one approved here names."""
        names = ("title_en", "title_fr", "reference", "uses", "conditions", "signer_name", "form", "kept_at")
        return {
            **{name: getattr(self, name) for name in names},
            "signed_on": self.signed_on.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else "",
            "evidence": self.evidence_sha256,
            "record": self.record_version.sha256 if self.record_version else "",
        }
