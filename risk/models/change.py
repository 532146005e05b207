"""What changed of a platform or an assessment, whom does it concern, and what did they say? Append-only (§4.2(f))."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import Organization, in_language
from risk.models.assessment import Assessment
from risk.models.platform import Platform


class ChangeQuerySet(AppendOnlyQuerySet):
    """Changes of platforms and of what was assessed."""

    def visible_to(self, user: Any) -> "ChangeQuerySet":
        """Return those of platforms, which are for everybody, and those of assessments that `user` sees."""
        seen = Assessment.objects.visible_to(user).values("pk")
        # One that was offered and is taken back is no longer seen by those who relied on it.
        own = Affected.objects.filter(change=OuterRef("pk"), organization__in=user.organization_ids)
        return self.filter(Q(assessment=None) | Q(assessment__in=seen) | Exists(own))

    def standing(self) -> "ChangeQuerySet":
        """Return those that were not called off."""
        return self.filter(called_off=None)

    def late(self) -> "ChangeQuerySet":
        """Return those whose day to answer by has passed."""
        return self.filter(due_on__lt=timezone.localdate())

    def pending(self) -> "ChangeQuerySet":
        """Return those of which nobody has worked out yet whom they concern."""
        return self.filter(worked_out=None)


class PlatformChange(AppendOnly):
    """Something changed of a platform, or of an assessment (`assessment`) that others rest on.

    `kind` is a code of the pack's list `platform_changes`. `before` and `after` are the texts that a change of the
    terms or of the privacy policy is from and to: {"url", "version", "dated"}. `due_on` is the day by which owners
    answer; none where nobody is asked. `cause` names what happened, once and for all.
    """

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="changes")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="changes")
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=120, unique=True)
    what_en = models.TextField()
    what_fr = models.TextField()
    effective_on = models.DateField()
    link = models.URLField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    due_on = models.DateField(null=True, blank=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a platform")
        verbose_name_plural = _("changes of platforms")
        indexes = [models.Index(fields=["platform", "-id"], name="changes_of_a_platform")]

    def __str__(self) -> str:
        return f"{self.platform} – {self.effective_on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("risk:change", args=[self.pk])

    @property
    def what(self) -> str:
        return in_language(self, "what")

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()


class ChangeWorkedOut(AppendOnly):
    """Whom a change concerns was worked out: how many things of each kind, with the fingerprint of the whole list."""

    change = models.OneToOneField(PlatformChange, models.PROTECT, related_name="worked_out")
    counts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("list of what a change concerns")
        verbose_name_plural = _("lists of what changes concern")

    def __str__(self) -> str:
        return f"{self.change_id} {self.sha256}"


class ChangeCalledOff(AppendOnly):
    """A change was recorded by mistake, or was put right: nobody needs to answer any more, and it says why."""

    change = models.OneToOneField(PlatformChange, models.PROTECT, related_name="called_off")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change called off")
        verbose_name_plural = _("changes called off")

    def __str__(self) -> str:
        return self.reason


class AffectedQuerySet(AppendOnlyQuerySet):
    """Things that changes concern."""

    def visible_to(self, user: Any) -> "AffectedQuerySet":
        """Return those of the user's organizations; all of them for the entity's people."""
        return self if user.is_of_entity else self.filter(organization__in=user.organization_ids)


class Affected(AppendOnly):
    """One thing that a change concerns: an assessment, a plan or an account, as it was when that was worked out.

    `kind` and `object_id` name it, as `risk.concerned` declares. `document` is the approved document whose owner
    answers for it: of an account, its plan. Without one somebody answers for the thing itself (`AffectedAnswer`).
    """

    change = models.ForeignKey(PlatformChange, models.PROTECT, related_name="affected")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AffectedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing that a change concerns")
        verbose_name_plural = _("things that changes concern")
        constraints = [models.UniqueConstraint(fields=["change", "kind", "object_id"], name="affected_once")]
        indexes = [
            models.Index(fields=["change", "organization", "kind", "id"], name="affected_in_order"),
            models.Index(fields=["kind", "object_id"], name="affected_by_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @cached_property
    def assessment(self) -> Assessment | None:
        """Return the assessment that it is, if it is one."""
        return Assessment.objects.filter(pk=self.object_id).first() if self.kind == "assessments" else None

    def get_absolute_url(self) -> str:
        return reverse("risk:answer_change", args=[self.pk])


class AffectedAnswer(AppendOnly):
    """The statement that a change alters nothing of a thing that no document in force answers for, with the reason."""

    affected = models.OneToOneField(Affected, models.PROTECT, related_name="answer")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a change")
        verbose_name_plural = _("answers to changes")

    def __str__(self) -> str:
        return self.text
