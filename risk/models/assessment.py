"""Which uses of which platform did a PIA or a TRA assess, and is it signed? (§4.2(f); App. A, privacy)"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.models import Document
from organizations.models import Organization, in_language
from risk.models.platform import Platform

#: Codes that the queries below need before the class that explains them stands.
ENTERPRISE, OFFERED = "enterprise", "offered"
FOR_ALL = models.Q(scope=ENTERPRISE) | models.Q(sharing=OFFERED)


class AssessmentQuerySet(models.QuerySet):
    """PIA and TRA records."""

    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Return the enterprise ones, those offered to all, those of the user's organizations; all for the entity."""
        if user.is_of_entity:
            return self
        return self.filter(FOR_ALL | models.Q(organization__in=user.organization_ids))

    def current(self) -> "AssessmentQuerySet":
        """Return those signed and not expired today."""
        today = timezone.localdate()
        unexpired = models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=today)
        return self.filter(unexpired, signed_on__isnull=False, signed_on__lte=today)

    def usable_by(self, organization_id: int) -> "AssessmentQuerySet":
        """Return what an organization may rely on: government-wide, its own, and what the entity offers to all of what
        others shared with it (§4.2(f))."""
        return self.filter(FOR_ALL | models.Q(organization_id=organization_id))

    def newest(self) -> "AssessmentQuerySet":
        """Return those that no later signed one of the same kind, scope, organization and platform has replaced."""
        same = {name: models.OuterRef(name) for name in ("kind", "scope", "organization", "platform")}
        later = Assessment.objects.filter(**same, signed_on__gt=models.OuterRef("signed_on"))
        return self.filter(~models.Exists(later))

    def ending_by(self, day: date) -> "AssessmentQuerySet":
        """Return signed ones whose validity ends by `day`."""
        return self.filter(signed_on__isnull=False, valid_until__lte=day)


class Assessment(models.Model):
    """One privacy impact assessment or threat and risk assessment of uses on a platform (§4.2(f); App. A, privacy).

    `uses` are codes of the framework's controlled list; `conditions` are those on which others may rely on it. `record`
    is the document in which it is written, if it is written here. Enterprise ones belong to the central entity; a
    department shares its own with the entity, which offers them to all or keeps them for itself. `effective` is the
    version that is signed and in force: what plans rely on; `signed_by`, `signed_on` and `valid_until` are its own.
    """

    class Kind(models.TextChoices):
        PIA = "pia", _("Privacy impact assessment (PIA)")
        TRA = "tra", _("Threat and risk assessment (TRA)")

    class Scope(models.TextChoices):
        ENTERPRISE = "enterprise", _("Government-wide")
        OWN = "own", _("The department’s own")

    class Sharing(models.TextChoices):
        PRIVATE = "private", _("The department and the central entity")
        SHARED = "shared", _("Shared with the central entity, which has not answered yet")
        KEPT = "kept", _("Kept by the central entity for itself")
        OFFERED = "offered", _("Offered to all departments by the central entity")

    kind = models.CharField(_("kind"), max_length=3, choices=Kind)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="assessments")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="assessments", verbose_name=_("platform"))
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    reference = models.CharField(_("file reference"), max_length=100, blank=True)
    uses = models.JSONField(_("assessed uses"), default=list)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_fr = models.TextField(_("summary in French"), blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    effective = models.ForeignKey(
        "risk.AssessmentVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("version")
    )
    sharing = models.CharField(_("sharing"), max_length=10, choices=Sharing, default=Sharing.PRIVATE)
    shared_on = models.DateField(_("shared on"), null=True, blank=True)
    sharing_reason = models.TextField(_("what the central entity said of sharing it"), blank=True)
    record = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="assessment", verbose_name=_("record")
    )
    created_at = models.DateTimeField(default=timezone.now)

    history = HistoricalRecords()
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        indexes = [
            models.Index(fields=["platform", "kind", "scope"], name="assessment_by_platform"),
            models.Index(fields=["valid_until"], name="assessment_by_end"),
            models.Index(fields=["sharing"], name="assessment_by_sharing"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("risk:assessment", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def summary(self) -> str:
        return in_language(self, "summary")

    @property
    def is_signed(self) -> bool:
        return self.effective_id is not None and self.signed_on is not None and self.signed_on <= timezone.localdate()

    @property
    def is_offered(self) -> bool:
        return self.sharing == self.Sharing.OFFERED

    @property
    def is_for_all(self) -> bool:
        """Say whether every department may rely on it."""
        return self.is_enterprise or self.is_offered

    @property
    def is_enterprise(self) -> bool:
        return self.scope == self.Scope.ENTERPRISE

    @property
    def predates_terms(self) -> bool:
        """Say whether it was signed before the platform's present terms or privacy policy."""
        changed = self.platform.terms_changed_on
        return self.signed_on is not None and changed is not None and self.signed_on < changed

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()
