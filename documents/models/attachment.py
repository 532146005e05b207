"""Which files are attached to a document, and which of them did each version freeze?"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document
from documents.models.version import Version
from files.models import StoredFile, Upload
from govsocial.core import access
from govsocial.core.append_only import AppendOnly
from organizations.models import Organization, in_language


class AttachmentQuerySet(models.QuerySet):
    """Files of documents, of today and of before."""

    def current(self) -> "AttachmentQuerySet":
        """Return what is attached now."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user: Any) -> "AttachmentQuerySet":
        """Return what `user` may have: of a draft, who reads the draft; of a version, who reads the document.

        A version shared as an example tells what was attached; the files themselves stay with their department.
        """
        let_read = access.granted_objects(Document, user, ["read_document"])
        reads_draft = Q(document__organization__in=user.organization_ids) | Q(document__in=let_read)
        reads = Q(document__in=Document.objects.visible_to(user).values("pk"))
        is_frozen = Exists(VersionAttachment.objects.filter(attachment=OuterRef("pk")))
        return self.filter(reads_draft | (reads & is_frozen))


class Attachment(models.Model):
    """A file of a document, with what it is (`kind`, of the pack's list `attachment_kinds`) and what it is called.

    What is taken away from a draft keeps its row; what a version froze can never be deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="attachments")
    kind = models.CharField(_("what it is"), max_length=40, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:attachment", args=[self.pk])

    @property
    def title(self) -> str:
        """Return its title in the reader's language, or in the other one."""
        return in_language(self, "title") or self.title_en or self.title_fr

    @property
    def organization(self) -> Organization:
        return self.document.organization

    @property
    def stored(self) -> StoredFile:
        return self.upload.stored


class VersionAttachment(AppendOnly):
    """A version froze an attachment: from then on neither its row nor who brought it can go."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="attachments")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("attachment of a version")
        verbose_name_plural = _("attachments of versions")
        constraints = [models.UniqueConstraint(fields=["version", "attachment"], name="attached_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.attachment_id}"
