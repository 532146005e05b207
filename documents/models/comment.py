"""What was said about a text, to whom, and how was it answered?"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document
from documents.models.draft import LANGUAGE_OF_TEXT, LANGUAGES
from govsocial.core import access
from organizations.models import Organization, Role, roles_in_words


class CommentQuerySet(models.QuerySet):
    """What was said. Whatever shows, counts, prints or tells of comments goes through `visible_to`."""

    def visible_to(self, user: Any) -> "CommentQuerySet":
        """Return what `user` may read, by its audience.

        The department: whoever has a role there. The entity: its people too, once the document was sent to them. One
        policy area: its advisors there and those who write the document; nobody else.
        """
        audience = Comment.Audience
        reach = ~Q(audience=audience.AREA) & Q(document__organization__in=user.organization_ids)
        if user.is_of_entity:
            reach |= Q(audience=audience.ENTITY, document__shared_with_entity=True)
        return self.filter(reach | (Q(audience=audience.AREA) & (_advised_by(user) | _written_by(user))))

    def threads(self) -> "CommentQuerySet":
        """Return what opened a conversation, without the replies."""
        return self.filter(thread__isnull=True)

    def open(self) -> "CommentQuerySet":
        """Return the conversations that nobody has answered yet."""
        return self.threads().filter(resolved_at__isnull=True)


def _advised_by(user: Any) -> Q:
    """Match comments of an area on which `user` advises in the document's organization."""
    found = Q(pk__in=[])
    for hat in user.hats:
        if hat.role == Role.ADVISOR:
            found |= Q(document__organization=hat.organization_id, area=hat.area)
    return found


def _written_by(user: Any) -> Q:
    """Match comments on documents that `user` may write: the same people as `documents.rules.writes`."""
    coordinates, authors = (
        [hat.organization_id for hat in user.hats if hat.role == role] for role in (Role.COORDINATOR, Role.AUTHOR)
    )
    invited = access.granted_objects(Document, user, ["write_document"])
    return (
        Q(document__organization__in=coordinates)
        | Q(document__owner=user.pk, document__organization__in=authors)
        | Q(document__in=invited, document__organization__in=user.organization_ids)
    )


class Comment(models.Model):
    """What somebody said about a section, an answer or quoted words, and how it was answered; never edited.

    `field`, `row` and `lang` are where it points ("" for the whole section or both languages); `quote` holds the words
    as they stood, so that the comment survives their editing. A reply names its `thread`, has none of these, and is
    read by whom the thread is read by. `area` is the policy area that an AREA comment is kept to, and otherwise the
    one that its author advises on, if any.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        MUST_FIX = "must_fix", _("Must be fixed")
        SUGGESTION = "suggestion", _("Suggestion")
        TRANSLATION = "translation", _("Translation")

    class Audience(models.TextChoices):
        DEPARTMENT = "department", _("Everybody who works on it here")
        ENTITY = "entity", _("The department and the central entity")
        AREA = "area", _("One policy area and the authors")

    class Response(models.TextChoices):
        ADDRESSED = "addressed", _("Addressed in the text")
        DECLINED = "declined", _("Not taken up, for the reason given")
        NO_CHANGE = "no_change", _("No change needed")

    document = models.ForeignKey(Document, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=40)
    field = models.CharField(max_length=60, blank=True)
    row = models.UUIDField(null=True, blank=True)
    lang = models.CharField(max_length=2, blank=True, choices=LANGUAGE_OF_TEXT)
    quote = models.TextField(_("quoted words"), max_length=1000, blank=True)
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    audience = models.CharField(_("who may read it"), max_length=12, choices=Audience, default=Audience.DEPARTMENT)
    area = models.CharField(max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SUGGESTION)
    language = models.CharField(_("language of the comment"), max_length=2, choices=LANGUAGES, default="en")
    body = models.TextField(_("comment"), max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_role = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    response_kind = models.CharField(_("outcome"), max_length=12, choices=Response, blank=True)
    response_language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    response = models.TextField(_("response"), max_length=4000, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["document", "section", "created_at"], name="comments_in_order")]

    def __str__(self) -> str:
        return f"{self.document} – {self.section}"

    def get_absolute_url(self) -> str:
        return reverse("documents:thread", args=[self.thread_id or self.pk])

    @property
    def organization(self) -> Organization:
        return self.document.organization

    @property
    def role(self) -> str:
        """Return what the author was when they said it."""
        return roles_in_words(self.author_role)

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None
