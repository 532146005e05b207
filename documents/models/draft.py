"""What is being written, by whom, and what stood there before? Parts of a draft, which change until it is frozen."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models.document import Document

LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LANGUAGE_OF_TEXT = [("", _("language-neutral")), *LANGUAGES]


class DraftSection(models.Model):
    """Where the writing of one section stands: its revision (for stale pages), and whether its author calls it done.

    `translation_method` is how its answers were translated (a `Translation.Method`), unless one says otherwise itself.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="draft_sections")
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    translation_method = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        verbose_name = _("section being written")
        verbose_name_plural = _("sections being written")
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="one_draft_section")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.key}"


class Answer(models.Model):
    """One answer to one question, in one language ("" where the answer has none: a choice, a date, a number).

    `carried_from` is the version that it was copied from, until somebody has reviewed or changed it.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="answers")
    field = models.CharField(max_length=60)
    lang = models.CharField(max_length=2, blank=True, choices=LANGUAGE_OF_TEXT)
    value = models.JSONField()
    carried_from = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
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
    source = models.CharField(max_length=10, default="user")
    carried_from = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
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


class Edit(models.Model):
    """What one save changed in a section: enough to say what stood there at any earlier revision, and to undo it.

    `before` holds what the save replaced. Of "written", {place: value or None} (`documents.places`); of the others,
    whole rows as {"table", "uuid", "position", "cells"} (of a move, without their cells). `revision` is the section's
    revision after the save; `first_revision` is lower than it where several saves of one person in one sitting were
    folded into this one; then `steps` keeps {place: [[revision, fingerprint of what that save left there], …]}. Nothing
    more is folded into one that `is_closed`: somebody has read what it left, and must be able to see exactly what
    changes from then on.
    """

    class Kind(models.TextChoices):
        WRITTEN = "written", _("Written")
        ROWS_ADDED = "rows_added", _("Rows added")
        ROW_REMOVED = "row_removed", _("Row removed")
        ROWS_MOVED = "rows_moved", _("Rows moved")

    document = models.ForeignKey(Document, models.CASCADE, related_name="edits")
    section = models.CharField(max_length=40)
    revision = models.PositiveIntegerField()
    first_revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.WRITTEN)
    before = models.JSONField(default=dict)
    steps = models.JSONField(default=dict)
    is_closed = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        constraints = [models.UniqueConstraint(fields=["document", "section", "revision"], name="one_edit_a_revision")]

    def __str__(self) -> str:
        return f"{self.section} {self.revision}"


class Presence(models.Model):
    """Who has a section open now: said again every few seconds while the page is open, forgotten soon after."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="presences")
    section = models.CharField(max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["document", "section", "user"], name="one_presence")]

    def __str__(self) -> str:
        return f"{self.section} {self.user_id}"


class Translation(models.Model):
    """Where the translation of one bilingual answer or cell stands.

    `place` is a field's key, or "<row uuid>.<column>". `source` is the language that it was written in. `source_sha` is
    the SHA-256 of the source text that the counterpart was made from or last checked against ("" for never): when
    the source changes, the counterpart is stale, and `source_was` keeps what it was made from, to show what changed.
    `method` says how it was translated (App. A, official languages); "" leaves it to the section.
    """

    class Method(models.TextChoices):
        UNKNOWN = "", _("Not said")
        AUTHOR = "author", _("Written in both languages by the authors")
        TRANSLATOR = "translator", _("Translated by a translator of the organization")
        BUREAU = "bureau", _("Translated by a translation bureau or a supplier")
        MACHINE_REVIEWED = "machine_reviewed", _("Machine translation, reviewed by a person")

    document = models.ForeignKey(Document, models.CASCADE, related_name="translations")
    place = models.CharField(max_length=120)
    source = models.CharField(max_length=2, choices=LANGUAGES)
    source_sha = models.CharField(max_length=64, blank=True)
    source_was = models.TextField(blank=True, default="")
    is_reviewed = models.BooleanField(default=False)
    method = models.CharField(_("how it was translated"), max_length=20, choices=Method, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [models.UniqueConstraint(fields=["document", "place"], name="one_translation")]

    def __str__(self) -> str:
        return f"{self.place} {self.source}"


class Look(models.Model):
    """When somebody last read a document, and at which revision of each section: "since I last looked"."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    revisions = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("last look")
        verbose_name_plural = _("last looks")
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="one_look")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.user_id}"
