"""Who acknowledged which duties before speaking for a department, in which words and when? Append-only (App. A)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models import SignOff
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import Organization, in_language


class AcknowledgementQuerySet(AppendOnlyQuerySet):
    """Acknowledgements of duties."""

    def visible_to(self, user: Any) -> "AcknowledgementQuerySet":
        """Return those of the user's organizations; all of them for the entity's people."""
        return self if user.is_of_entity else self.filter(organization__in=user.organization_ids)

    def by(self, email: str) -> "AcknowledgementQuerySet":
        return self.filter(email=email.strip().lower())


class Acknowledgement(AppendOnly):
    """One text of the pack that one person read and acknowledged, in the words and the language that they read.

    Whoever has no sign-in here signs outside: a coordinator transcribes it, with when and how it was given and its
    evidence. People are told apart by their government address, which the submissions name.
    """

    Way = SignOff.Way

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="acknowledgements")
    code = models.CharField(max_length=40)
    words_version = models.PositiveIntegerField()
    words_en = models.TextField()
    words_fr = models.TextField()
    language = models.CharField(max_length=2)
    person = models.CharField(max_length=200)
    email = models.EmailField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField(default=timezone.localdate)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    evidence = models.TextField(blank=True)
    evidence_reference = models.CharField(max_length=300, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    transcribed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    transcribed_by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement of duties")
        verbose_name_plural = _("acknowledgements of duties")
        indexes = [models.Index(fields=["organization", "email"], name="acknowledgements_by_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.code} {self.words_version}"

    @property
    def words(self) -> str:
        return in_language(self, "words")
