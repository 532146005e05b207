"""Does an approved document still hold, although something around it changed? Questions and answers, append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.amendment import Amendment
from approvals.models.decision import Decision
from documents.models import Document, Version
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import in_language

#: Documents that are no longer anybody's: nothing is asked about them.
ENDED = ("revoked", "closed")


class RequestQuerySet(AppendOnlyQuerySet):
    """Questions whether an approved document still holds."""

    def visible_to(self, user: Any) -> "RequestQuerySet":
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def open(self) -> "RequestQuerySet":
        """Return those that nobody answered: neither by stating that nothing changes, nor by approving a change.

        An editorial change answers nothing. What was lifted needs no answer.
        """
        approved = Decision.objects.approvals().filter(round__document=OuterRef("document"), at__gt=OuterRef("at"))
        later = approved.exclude(round__amendment__change_class=Amendment.Class.EDITORIAL)
        found = self.filter(attestation=None, lift=None, document__effective_version__isnull=False)
        return found.exclude(document__state__in=ENDED).filter(~Exists(later))


class AttestationRequest(AppendOnly):
    """Something changed: does the version in force still hold? Asked once for each `cause`, with a day to answer by.

    `text` says in both languages what changed; `asked_by` is nobody where the system itself asks.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="attestation_requests")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    cause = models.CharField(max_length=120)
    text_en = models.TextField()
    text_fr = models.TextField()
    due_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question whether a document still holds")
        verbose_name_plural = _("questions whether documents still hold")
        constraints = [models.UniqueConstraint(fields=["document", "cause"], name="one_request_a_cause")]
        indexes = [
            models.Index(fields=["cause"], name="attestations_by_cause"),
            models.Index(fields=["due_on"], name="attestations_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.document} – {self.cause}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:attest", args=[self.pk])

    @property
    def text(self) -> str:
        return in_language(self, "text")

    @property
    def organization_id(self) -> int:
        return self.document.organization_id

    @property
    def organization(self) -> Any:
        return self.document.organization

    @property
    def owner_id(self) -> int:
        return self.document.owner_id

    @property
    def shared_with_entity(self) -> bool:
        return self.document.shared_with_entity

    def grants_to(self, user: Any) -> set[str]:
        return self.document.grants_to(user)


class Attestation(AppendOnly):
    """The statement that nothing in the version in force needs to change, on its hash.

    It answers a request, or (`request` is None) ends a yearly review where the policy allows that.
    """

    class Capacity(models.TextChoices):
        OWNER = "owner", _("as owner of the document")
        COORDINATOR = "coordinator", _("as coordinator")

    document = models.ForeignKey(Document, models.PROTECT, related_name="attestations")
    request = models.OneToOneField(
        AttestationRequest, models.PROTECT, null=True, blank=True, related_name="attestation"
    )
    version = models.ForeignKey(Version, models.PROTECT, related_name="attestations")
    version_sha = models.CharField(max_length=64)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    title_fr = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("statement that nothing changes")
        verbose_name_plural = _("statements that nothing changes")
        indexes = [models.Index(fields=["document", "-id"], name="attestations_newest")]

    def __str__(self) -> str:
        return f"{self.document} – {self.at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        return in_language(self, "title")


class Lift(AppendOnly):
    """A question needs no answer any more: what was asked about did not happen, or was put right. It says why."""

    request = models.OneToOneField(AttestationRequest, models.PROTECT, related_name="lift")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question lifted")
        verbose_name_plural = _("questions lifted")

    def __str__(self) -> str:
        return f"{self.request} – {self.at:%Y-%m-%d}"
