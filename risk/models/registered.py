"""Which risks stand in the versions in force, across government, and what became of what was to be done about them?

When a version comes into force its risks and treatments are copied here, word for word and with their levels, so that
they can be asked for without reading every document. What happens afterwards to a treatment is added, never changed.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import Organization, in_language


class InForceQuerySet(AppendOnlyQuerySet):
    """Rows copied from versions."""

    def in_force(self) -> Any:
        """Return those of versions that are in force now."""
        return self.filter(version=F("document__effective_version")).exclude(document__state="revoked")

    def visible_to(self, user: Any) -> Any:
        """Return those of documents that `user` may open."""
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))


class RegisteredRiskQuerySet(InForceQuerySet):
    """Risks of versions."""

    def above_tolerance(self) -> "RegisteredRiskQuerySet":
        return self.filter(is_above_tolerance=True)

    def unaccepted(self, on: Any = None) -> "RegisteredRiskQuerySet":
        """Return those above the tolerance that no manager's acceptance covers on a day (today)."""
        from risk.models.accepting import AcceptedRisk  # noqa: PLC0415 -- the two name each other

        covered = AcceptedRisk.objects.holding(on).filter(document=OuterRef("document"), digest=OuterRef("digest"))
        return self.above_tolerance().filter(~Exists(covered))


class RegisteredRisk(AppendOnly):
    """One risk of a version that came into force: its words, and its levels on the scale that it was rated on.

    `residual_shade`, 1 to 5, orders risks rated on different scales. `digest` is what an acceptance is bound to.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="risks")
    document = models.ForeignKey(Document, models.PROTECT, related_name="registered_risks")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    row = models.UUIDField()
    number = models.PositiveIntegerField()
    group = models.CharField(max_length=40)
    threat = models.CharField(max_length=40, blank=True)
    affected = models.CharField(max_length=20, blank=True)
    treatment = models.CharField(max_length=20, blank=True)
    statement_en = models.TextField()
    statement_fr = models.TextField()
    owner_en = models.CharField(max_length=500, blank=True)
    owner_fr = models.CharField(max_length=500, blank=True)
    scale = models.CharField(max_length=60)
    inherent = models.CharField(max_length=40, blank=True)
    current = models.CharField(max_length=40, blank=True)
    residual = models.CharField(max_length=40, blank=True)
    residual_shade = models.PositiveSmallIntegerField(default=0)
    is_above_tolerance = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)

    objects = RegisteredRiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk of a version")
        verbose_name_plural = _("risks of versions")
        constraints = [models.UniqueConstraint(fields=["version", "row"], name="one_risk_of_a_version")]
        indexes = [
            models.Index(fields=["residual_shade", "id"], name="risks_by_residual_level"),
            models.Index(fields=["document", "digest"], name="risks_by_digest"),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def statement(self) -> str:
        return in_language(self, "statement")

    @property
    def owner(self) -> str:
        return in_language(self, "owner")


class RegisteredTreatmentQuerySet(InForceQuerySet):
    """Treatments of versions, with what was reported since."""

    def with_progress(self) -> "RegisteredTreatmentQuerySet":
        """Add `last_done`, whether the newest report says that it is done (None without one)."""
        reports = TreatmentProgress.objects.filter(document=OuterRef("document"), row=OuterRef("row"))
        newest = reports.order_by("-at", "-pk")
        return self.annotate(last_done=Subquery(newest.values("is_done")[:1]))

    def undone(self) -> "RegisteredTreatmentQuerySet":
        """Return those that neither the version nor the newest report calls done."""
        return self.with_progress().filter(Q(last_done=False) | Q(last_done=None, is_open=True))

    def due_by(self, day: Any) -> "RegisteredTreatmentQuerySet":
        """Return those of versions in force that are not done and fall due by `day`."""
        return self.in_force().undone().filter(due_on__lte=day)


class RegisteredTreatment(AppendOnly):
    """One treatment of a version that came into force: what, who, by when. `risks` are the identities of its risks."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="treatments")
    document = models.ForeignKey(Document, models.PROTECT, related_name="registered_treatments")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    row = models.UUIDField()
    number = models.PositiveIntegerField()
    risks = models.JSONField(default=list)
    action_en = models.TextField()
    action_fr = models.TextField()
    owner_en = models.CharField(max_length=500, blank=True)
    owner_fr = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=True)

    objects = RegisteredTreatmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("treatment of a version")
        verbose_name_plural = _("treatments of versions")
        constraints = [models.UniqueConstraint(fields=["version", "row"], name="one_treatment_of_a_version")]
        indexes = [models.Index(fields=["due_on", "id"], name="treatments_by_date")]

    def __str__(self) -> str:
        return self.action

    @property
    def action(self) -> str:
        return in_language(self, "action")

    @property
    def owner(self) -> str:
        return in_language(self, "owner")


class TreatmentProgress(AppendOnly):
    """What somebody reported of a treatment after the approval: where it stands, and where one can see it.

    It belongs to the row, whatever version it stands in: the approved words are not reopened for it.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="treatment_progress")
    row = models.UUIDField()
    status = models.CharField(max_length=40)
    is_done = models.BooleanField()
    evidence = models.TextField()
    link = models.URLField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("progress of a treatment")
        verbose_name_plural = _("progress of treatments")
        indexes = [models.Index(fields=["document", "row", "at"], name="progress_of_a_row")]

    def __str__(self) -> str:
        return self.evidence


class PreferredScale(models.Model):
    """The risk scale of the pack on which an organization rates its new documents, by kind of scale (§4.2(e))."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="preferred_scales")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("preferred risk scale")
        verbose_name_plural = _("preferred risk scales")
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="one_preferred_scale")]

    def __str__(self) -> str:
        return self.code
