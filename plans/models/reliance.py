"""On what does a plan rely? Whether conditions are met, who confirmed the result, and the versions that it rests on."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from govsocial.core.append_only import AppendOnly
from organizations.models import in_language
from risk.models import AssessmentVersion


class ConditionAnswer(models.Model):
    """What somebody said of one condition for relying on an assessment: it is met, and how, or it is not.

    `key` stands for the words of the condition (`risk.leverage.key_of`): words that change are asked about anew.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="condition_answers")
    key = models.CharField(max_length=40)
    text_en = models.TextField()
    text_fr = models.TextField()
    is_met = models.BooleanField(_("met"))
    how = models.TextField(_("how it is met, or why not"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a condition")
        verbose_name_plural = _("answers to conditions")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="one_answer_a_condition")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_language(self, "text")


class Determination(AppendOnly):
    """Somebody confirmed what covers a plan: the result that was reckoned, on named versions (§4.2(f); App. C(f)).

    The newest counts, as long as `fingerprint` is that of what is reckoned today. `rests_on` is
    [{"use": code, "pia": version id, "tra": version id}]. The reason is the plan's own answer in section f.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="determinations")
    answer = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    rests_on = models.JSONField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by_name = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("determination")
        verbose_name_plural = _("determinations")
        indexes = [models.Index(fields=["document", "-confirmed_at"], name="determinations_newest")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.answer}"


class RelianceQuerySet(models.QuerySet):
    """Which plans rest on which versions of assessments."""

    def in_force(self) -> "RelianceQuerySet":
        return self.filter(is_in_force=True)

    def superseded(self) -> "RelianceQuerySet":
        """Return those on a version that is no longer the one in force of its assessment."""
        current = models.F("version__assessment__effective")
        return self.filter(~models.Q(version=current) | models.Q(version__assessment__effective=None))


class Reliance(models.Model):
    """For one use, a plan rests on one version of an assessment: in its approved version, or in what is confirmed now.

    Kept so that everything that rests on an assessment can be found at once, across government.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="reliances")
    version = models.ForeignKey(AssessmentVersion, models.PROTECT, related_name="reliances")
    use = models.CharField(max_length=60)
    is_in_force = models.BooleanField(default=False)

    objects = RelianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reliance")
        verbose_name_plural = _("reliances")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version", "use", "is_in_force"], name="one_reliance_a_version_and_use"
            )
        ]
        indexes = [models.Index(fields=["version", "is_in_force"], name="reliances_on_a_version")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.use}"
