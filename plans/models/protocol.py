"""By which rules are accounts run from day to day, whoever is on duty? Protocols, which plans refer to (§4.2(g)).

A department writes a protocol once, for one platform or for all, and publishes versions of it, which never change. A
plan refers to a version, or has words of its own (G067).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from organizations.models import Organization, in_language
from risk.models import Platform

SCHEMA = "govsocial/protocol/1"


class ProtocolQuerySet(models.QuerySet):
    """Protocols of departments."""

    def visible_to(self, user: Any) -> "ProtocolQuerySet":
        """Return those of the user's own organizations: others read the text in the plans that use it."""
        return self.filter(organization__in=user.organization_ids)

    def in_use(self) -> "ProtocolQuerySet":
        """Return those that may still be taken into a plan."""
        return self.filter(retired_at__isnull=True)


class Protocol(models.Model):
    """One protocol of a department, with the draft of its next version.

    Without a platform it is for all of them. A retired one is not offered any more; plans that use it keep it.
    """

    class Type(models.TextChoices):
        INTERACTION = "interaction", _("Interaction and content")
        MODERATION = "moderation", _("Moderation")
        STYLE = "style", _("Style of content")
        USER_MANAGEMENT = "user_management", _("User management")
        CONTINUITY = "continuity", _("Business continuity")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="protocols")
    type = models.CharField(_("what it is about"), max_length=20, choices=Type)
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, blank=True, related_name="protocols", verbose_name=_("platform")
    )
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    text_en = models.TextField(_("text in English"), max_length=20_000, blank=True)
    text_fr = models.TextField(_("text in French"), max_length=20_000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        indexes = [models.Index(fields=["organization", "type"], name="protocols_of_a_type")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:protocol", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    def says(self, version: "ProtocolVersion | None") -> bool:
        """Say whether the draft is what `version` says: there is nothing to publish."""
        return version is not None and version.words == {
            name: getattr(self, name) for name in ("title_en", "title_fr", "text_en", "text_fr")
        }


class ProtocolVersionQuerySet(AppendOnlyQuerySet):
    """Published versions."""

    def visible_to(self, user: Any) -> "ProtocolVersionQuerySet":
        return self.filter(protocol__in=Protocol.objects.visible_to(user).values("pk"))


class ProtocolVersion(AppendOnly):
    """One published version: what it says in both languages, with the fingerprint that plans hold on to."""

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title_en = models.CharField(max_length=200)
    title_fr = models.CharField(max_length=200)
    text_en = models.TextField()
    text_fr = models.TextField()
    note = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_by_name = models.CharField(max_length=200)

    objects = ProtocolVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a protocol")
        verbose_name_plural = _("versions of protocols")
        constraints = [models.UniqueConstraint(fields=["protocol", "number"], name="one_protocol_version_number")]

    def __str__(self) -> str:
        return f"{self.title} – {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:protocol_version", args=[self.pk])

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def organization_id(self) -> int:
        return self.protocol.organization_id

    @property
    def organization(self) -> Organization:
        return self.protocol.organization

    @property
    def words(self) -> dict[str, str]:
        """Return what it says, by column."""
        return {name: getattr(self, name) for name in ("title_en", "title_fr", "text_en", "text_fr")}

    def content(self) -> dict[str, Any]:
        """Return the plain JSON whose canonical form has the fingerprint `sha256`; a plan's version carries it."""
        return {
            "schema": SCHEMA,
            "protocol": self.protocol_id,
            "type": self.protocol.type,
            "version": self.number,
            "organization": self.protocol.organization.code,
            "title": {"en": self.title_en, "fr": self.title_fr},
            "text": {"en": self.text_en, "fr": self.text_fr},
        }


class ProtocolCheck(AppendOnly):
    """That a version was read beside the social media notice (§4.5): which promises it keeps, and which not (G068).

    `promises` is {key of the pack's line: whether it is kept}. The latest check of a version counts.
    """

    version = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="checks")
    promises = models.JSONField()
    note = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("check of a protocol")
        verbose_name_plural = _("checks of protocols")
        ordering = ["checked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.checked_at:%Y-%m-%d}"

    @property
    def is_favourable(self) -> bool:
        """Say whether every promise is kept."""
        return all(self.promises.values())
