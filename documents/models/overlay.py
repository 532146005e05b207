"""Which questions and guidance did an organization add to the pack's outlines? (Never: remove.)"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import Organization


class OwnQuestionQuerySet(models.QuerySet):
    """Questions that organizations add."""

    def visible_to(self, user: Any) -> "OwnQuestionQuerySet":
        return self.filter(organization__in=user.organization_ids)


class OwnQuestion(models.Model):
    """One question, or one piece of guidance, that an organization adds to a section; in force once published.

    `key` begins with "x_" so that it can never meet a key of a pack; it is never re-used.
    """

    class Type(models.TextChoices):
        TEXT = "text", _("A text")
        SHORT = "short", _("A line of text")
        YES_NO = "yes_no", _("Yes or no")
        DATE = "date", _("A date")
        NUMBER = "number", _("A number")
        GUIDANCE = "guidance", _("Guidance without a question")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="own_questions")
    kind = models.CharField(max_length=30)
    section = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    type = models.CharField(_("kind of answer"), max_length=12, choices=Type, default=Type.TEXT)
    label_en = models.CharField(_("in English"), max_length=300)
    label_fr = models.CharField(_("in French"), max_length=300)
    help_en = models.TextField(_("help in English"), max_length=1000, blank=True)
    help_fr = models.TextField(_("help in French"), max_length=1000, blank=True)
    wants_both = models.BooleanField(_("answered in both official languages"), default=True)
    is_required = models.BooleanField(_("required before it is sent"), default=False)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OwnQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of the organization")
        verbose_name_plural = _("questions of the organization")
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "key"], name="one_own_question")]
        ordering = ["section", "position", "pk"]

    def __str__(self) -> str:
        return self.label_en


class Overlay(AppendOnly):
    """The published additions of an organization to one kind of outline, frozen: a document stays on its overlay.

    `definition` is a list of plain JSON objects, one per `OwnQuestion`, in order.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="overlays")
    kind = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("additions to an outline")
        verbose_name_plural = _("additions to outlines")
        constraints = [models.UniqueConstraint(fields=["organization", "kind", "number"], name="one_overlay_number")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.kind} {self.number}"
