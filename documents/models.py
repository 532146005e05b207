"""What do people write, and what exactly did they sign? Drafts that change, and versions that never do."""

import uuid
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
from documents import kinds
from govsocial.core import access
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from govsocial.core.transitions import Machine, Stateful
from organizations.models import Organization, Role, in_language, roles_in_words

LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LANGUAGE_OF_TEXT = [("", _("language-neutral")), *LANGUAGES]


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
        """Return documents that have an approved version that was not revoked."""
        return self.filter(effective_version__isnull=False).exclude(state="revoked")


class Document(Stateful):
    """What is written and approved. Its draft may change; its versions cannot.

    `effective_version` is the approved version in force, which stays in force while a revision is being written.
    """

    kind = models.CharField(max_length=30, db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="documents")
    framework_code = models.CharField(max_length=40)
    outline_version = models.PositiveIntegerField()
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    effective_version = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    effective_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True, db_index=True)
    shared_with_entity = models.BooleanField(default=False)
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
        return frameworks.get(self.framework_code)

    @cached_property
    def outline(self) -> Any:
        return self.framework.outline(self.kind, self.outline_version)

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


class DraftSection(models.Model):
    """Where the writing of one section stands: its revision (for stale pages), and whether its author calls it done."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="draft_sections")
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("section being written")
        verbose_name_plural = _("sections being written")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="one_draft_section")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.key}"


class Answer(models.Model):
    """One answer to one question, in one language ("" where the answer has none: a choice, a date, a number)."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="answers")
    field = models.CharField(max_length=60)
    lang = models.CharField(max_length=2, blank=True, choices=LANGUAGE_OF_TEXT)
    value = models.JSONField()
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["document", "field", "lang"], name="one_answer")]

    def __str__(self) -> str:
        return f"{self.field} {self.lang}"


class RowQuerySet(models.QuerySet):
    """Rows of the tables of documents, queryable across government."""

    def of(self, document: Document, table: str) -> "RowQuerySet":
        return self.filter(document=document, table=table).order_by("position", "pk")


class Row(models.Model):
    """One row of a table of a document: a use, a risk, a role, a measure. Its `uuid` is the same in every version.

    `cells` maps column keys to a value, or to {"en": …, "fr": …} for a bilingual column.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="rows")
    table = models.CharField(max_length=60)
    uuid = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField(default=0)
    cells = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=10, default="user")
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        constraints = [models.UniqueConstraint(fields=["document", "table", "uuid"], name="one_row")]
        indexes = [models.Index(fields=["document", "table", "position"], name="rows_in_order")]

    def __str__(self) -> str:
        return f"{self.table} {self.position}"


class Contribution(models.Model):
    """Who wrote in which section since the last approval: nobody approves their own writing."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    section = models.CharField(max_length=40)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [models.UniqueConstraint(fields=["document", "user", "section"], name="one_contribution")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.section}"


class VersionQuerySet(AppendOnlyQuerySet):
    """Frozen versions."""

    def visible_to(self, user: Any) -> "VersionQuerySet":
        """Return versions of documents that `user` may open, and approved ones shared as examples (§4.1 note)."""
        return self.filter(
            Q(document__in=Document.objects.visible_to(user).values("pk"))
            | Q(document__is_example=True, pk=models.F("document__effective_version"))
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


class Comment(models.Model):
    """What somebody said about a section, and how it was answered. The text is never edited, only answered."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        MUST_FIX = "must_fix", _("Must be fixed")
        SUGGESTION = "suggestion", _("Suggestion")
        TRANSLATION = "translation", _("Translation")

    document = models.ForeignKey(Document, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SUGGESTION)
    body = models.TextField(_("comment"), max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    response = models.TextField(_("response"), max_length=4000, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["document", "section", "created_at"], name="comments_in_order")]

    def __str__(self) -> str:
        return f"{self.section} {self.author_id}"

    @property
    def role(self) -> str:
        """Return what the author was when they said it."""
        return roles_in_words(self.author_role)

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None
