"""What exactly did they sign? Versions, which never change."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import Organization


class VersionQuerySet(AppendOnlyQuerySet):
    """Frozen versions."""

    def visible_to(self, user: Any) -> "VersionQuerySet":
        """Return versions of documents that `user` may open, and approved ones shared as examples (§4.1 note)."""
        return self.filter(
            Q(document__in=Document.objects.visible_to(user).values("pk"))
            | (Q(document__is_example=True, pk=models.F("document__effective_version")) & ~Q(document__state="revoked"))
        )


class Version(AppendOnly):
    """The frozen content that people sign: canonical JSON of both languages, hashed whole and per section.

    `contributors` are the ids of those who wrote it; they may not approve it.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    section_hashes = models.JSONField()
    contributors = models.JSONField(default=list)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_by_name = models.CharField(max_length=200)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_number")]

    def __str__(self) -> str:
        return f"{self.document} – {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("documents:version", args=[self.pk])

    @property
    def organization_id(self) -> int:
        return self.document.organization_id

    @property
    def organization(self) -> Organization:
        return self.document.organization

    def grants_to(self, user: Any) -> set[str]:
        return self.document.grants_to(user)
