"""What do people write and have approved? The document; its draft and its versions stand beside this file."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

import frameworks
from documents import kinds, outlines
from govsocial.core import access
from govsocial.core.transitions import Machine, Stateful
from organizations.models import Organization, Role, in_language


class DocumentQuerySet(models.QuerySet):
    """Strategies, plans, dispositions and submissions."""

    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """Return what `user` may open: their organizations' documents, what they were let read, and for the entity's
        reviewers and auditors what departments have sent them."""
        let_read = access.granted_objects(Document, user, ["read_document"])
        reach = Q(organization__in=user.organization_ids) | Q(pk__in=let_read)
        if user.is_of_entity:
            reach |= Q(shared_with_entity=True)
            if user.has_entity_role(Role.AUDITOR):
                reach |= Q(effective_version__isnull=False)
        return self.filter(reach)

    def of_kind(self, *codes: str) -> "DocumentQuerySet":
        return self.filter(kind__in=codes)

    def in_force(self) -> "DocumentQuerySet":
        """Return documents that have an approved version that was not revoked, and that are still needed."""
        return self.filter(effective_version__isnull=False).exclude(state__in=("revoked", "closed"))


class Document(Stateful):
    """What is written and approved. Its draft may change; its versions cannot.

    `effective_version` is the approved version in force, which stays in force while a revision is being written.
    """

    kind = models.CharField(max_length=30, db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="documents")
    framework_code = models.CharField(max_length=40)
    outline_version = models.PositiveIntegerField()
    risk_scale = models.CharField(_("risk scale"), max_length=60, blank=True, default="")
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    effective_version = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    effective_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True, db_index=True)
    shared_with_entity = models.BooleanField(default=False)
    overlay = models.ForeignKey("Overlay", models.PROTECT, null=True, blank=True, related_name="documents")
    is_example = models.BooleanField(_("shared as an example"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("write_document", "May write this document"), ("read_document", "May read this document")]
        indexes = [models.Index(fields=["organization", "kind", "state"], name="document_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.kind_info.url_name, args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def kind_info(self) -> kinds.Kind:
        return kinds.get(self.kind)

    @property
    def machine(self) -> Machine:  # type: ignore[override]
        return self.kind_info.machine

    @property
    def framework(self) -> frameworks.Framework:
        """Return the policy pack, on the risk scale that this document stays on."""
        return frameworks.get(self.framework_code).on(self.risk_scale)

    @cached_property
    def outline(self) -> Any:
        """Return the version of the pack's outline that this document stays on, with its organization's additions."""
        asked = self.framework.outline(self.kind, self.outline_version)
        if self.overlay is None:
            return asked
        return outlines.composed(asked, self.overlay.definition, self.organization.names)

    @property
    def is_editable(self) -> bool:
        return self.state in self.machine.editable

    @property
    def is_review_overdue(self) -> bool:
        return self.review_due_on is not None and self.review_due_on < timezone.localdate()

    def grants_to(self, user: Any) -> set[str]:
        """Return the permissions granted to `user` on this very document, read once per loaded object."""
        cache: dict[int, set[str]] = self.__dict__.setdefault("_grants", {})
        if user.pk not in cache:
            cache[user.pk] = access.permissions_on(self, user)
        return cache[user.pk]


class DocumentGrant(UserObjectPermissionBase):
    """An exception to roles: this person on this document (django-guardian's direct table)."""

    content_object = models.ForeignKey(Document, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("invited person")
        verbose_name_plural = _("invited people")
