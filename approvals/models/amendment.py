"""How is an approved document changed, and who took an approval back? Amendments and revocations, append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from govsocial.core.append_only import AppendOnly
from organizations.models import in_language


class Amendment(AppendOnly):
    """The class in which a change of an approved document was begun, or that it was given later, and why.

    The last row of a document is what its draft is now; the round in which it is approved points at it.
    """

    class Class(models.TextChoices):
        EDITORIAL = "editorial", _("Editorial")
        MATERIAL = "material", _("Material")
        EMERGENCY = "emergency", _("Emergency")

    document = models.ForeignKey(Document, models.PROTECT, related_name="amendments")
    base = models.ForeignKey(Version, models.PROTECT, related_name="+")
    change_class = models.CharField(max_length=10, choices=Class)
    was = models.CharField(max_length=10, choices=Class, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of an approved document")
        verbose_name_plural = _("changes of approved documents")
        indexes = [models.Index(fields=["document", "-id"], name="amendments_newest")]

    def __str__(self) -> str:
        return f"{self.document} – {self.change_class}"


class Revocation(AppendOnly):
    """Who took back the approval of which bytes, in what capacity and why; `act_by` is when what rested on it is to be
    settled."""

    class Capacity(models.TextChoices):
        INCUMBENT = "incumbent", _("in their own right")
        DESIGNATE = "designate", _("as designate")
        ACTING = "acting", _("as acting head")
        ENTITY = "entity", _("for the central entity")

    document = models.ForeignKey(Document, models.PROTECT, related_name="revocations")
    version = models.ForeignKey(Version, models.PROTECT, related_name="revocations")
    version_sha = models.CharField(max_length=64)
    reason = models.TextField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    title_fr = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    act_by = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        indexes = [models.Index(fields=["document", "-id"], name="revocations_newest")]

    def __str__(self) -> str:
        return f"{self.document} – {self.version.number}"

    @property
    def title(self) -> Any:
        return in_language(self, "title")
