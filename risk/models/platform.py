"""What did the central entity record of a platform, and did it review it? (§4.2(b), (f); App. A)"""

import re
import unicodedata
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.models import in_language


class PlatformQuerySet(models.QuerySet):
    """Third-party social media platforms."""

    def visible_to(self, user: Any) -> "PlatformQuerySet":
        """Return every platform: what the entity says of platforms is for everybody."""
        return self

    def pre_reviewed(self) -> "PlatformQuerySet":
        return self.filter(review_status=Platform.Review.PRE_REVIEWED)

    def in_groups(self) -> "PlatformQuerySet":
        """Return the platforms with `group`: 0 for pre-reviewed ones, 1 for the others."""
        first = models.When(review_status=Platform.Review.PRE_REVIEWED, then=models.Value(0))
        return self.annotate(group=models.Case(first, default=models.Value(1)))

    def due_by(self, day: date) -> "PlatformQuerySet":
        """Return pre-reviewed platforms whose next review falls due by `day`."""
        return self.pre_reviewed().filter(next_review_on__lte=day)


class Platform(models.Model):
    """A third-party platform as the central entity describes and reviews it (§4.2(b), (f); App. A).

    `hosts` are the host names of its addresses (the first is canonical); `url_template` holds `{handle}`;
    `handle_pattern` is a full-match regular expression; `path_pattern`, with a group named `handle`, finds the username
    in an address's path (or in path and query together, where the path alone does not match).
    """

    class Review(models.TextChoices):
        PRE_REVIEWED = "pre_reviewed", _("Pre-reviewed")
        NOT_REVIEWED = "not_reviewed", _("Not pre-reviewed")
        WITHDRAWN = "withdrawn", _("Pre-review withdrawn")

    code = models.SlugField(_("short code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    description_en = models.TextField(_("what it is, in English"), blank=True)
    description_fr = models.TextField(_("what it is, in French"), blank=True)
    useful_en = models.TextField(_("when it is useful, in English"), blank=True)
    useful_fr = models.TextField(_("when it is useful, in French"), blank=True)
    functionality_en = models.TextField(_("functionality, in English"), blank=True)
    functionality_fr = models.TextField(_("functionality, in French"), blank=True)
    accessibility_en = models.TextField(_("accessibility options, in English"), blank=True)
    accessibility_fr = models.TextField(_("accessibility options, in French"), blank=True)
    alternatives_en = models.TextField(_("alternative means of access, in English"), blank=True)
    alternatives_fr = models.TextField(_("alternative means of access, in French"), blank=True)
    guidelines_en = models.TextField(_("guidelines and toolkit, in English"), blank=True)
    guidelines_fr = models.TextField(_("guidelines and toolkit, in French"), blank=True)
    supports_english = models.BooleanField(_("fully supports English"), default=True)
    supports_french = models.BooleanField(_("fully supports French"), default=True)
    terms_url = models.URLField(_("terms of use"), blank=True)
    terms_dated = models.DateField(_("terms dated"), null=True, blank=True)
    terms_version = models.CharField(_("version of the terms"), max_length=60, blank=True)
    privacy_url = models.URLField(_("privacy policy"), blank=True)
    privacy_version = models.CharField(_("version of the privacy policy"), max_length=60, blank=True)
    privacy_dated = models.DateField(_("privacy policy dated"), null=True, blank=True)
    hosts = models.JSONField(_("host names"), default=list)
    url_template = models.CharField(_("address of an account"), max_length=200)
    path_pattern = models.CharField(_("pattern of the path"), max_length=300)
    handle_pattern = models.CharField(_("pattern of a username"), max_length=200)
    handle_max = models.PositiveIntegerField(_("longest username"), default=100)
    name_max = models.PositiveIntegerField(_("longest display name"), default=100)
    handle_words_en = models.CharField(_("characters of a username, in English"), max_length=200, blank=True)
    handle_words_fr = models.CharField(_("characters of a username, in French"), max_length=200, blank=True)
    visuals_en = models.TextField(_("limits on images, in English"), blank=True)
    visuals_fr = models.TextField(_("limits on images, in French"), blank=True)
    limits_checked_on = models.DateField(_("limits checked on"), null=True, blank=True)
    review_status = models.CharField(_("review"), max_length=20, choices=Review, default=Review.NOT_REVIEWED)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    analysis_en = models.TextField(_("policy and risk analysis, in English"), blank=True)
    analysis_fr = models.TextField(_("policy and risk analysis, in French"), blank=True)
    review_reason = models.TextField(_("reason for the last withdrawal or restoration"), blank=True)

    history = HistoricalRecords()
    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("risk:platform", args=[self.code])

    @property
    def is_pre_reviewed(self) -> bool:
        return self.review_status == self.Review.PRE_REVIEWED

    @property
    def description(self) -> str:
        return in_language(self, "description")

    @property
    def useful(self) -> str:
        return in_language(self, "useful")

    @property
    def handle_words(self) -> str:
        return in_language(self, "handle_words")

    @property
    def visuals(self) -> str:
        return in_language(self, "visuals")

    @property
    def terms_changed_on(self) -> date | None:
        """Return the newest date of the platform's terms and privacy policy, or None when neither is recorded."""
        return max((day for day in (self.terms_dated, self.privacy_dated) if day), default=None)

    @property
    def changed_since_review(self) -> bool:
        """Say whether the terms or the privacy policy are newer than the review, which must then be updated."""
        changed = self.terms_changed_on
        return self.reviewed_on is not None and changed is not None and changed > self.reviewed_on

    def handle_key(self, handle: str) -> str:
        """Return what makes two spellings of a username the same account: lower case, composed accents, no @."""
        return unicodedata.normalize("NFC", handle).strip().lstrip("@").casefold()

    def url_for(self, handle: str) -> str:
        """Return the canonical address of the account `handle`."""
        return self.url_template.format(handle=handle.strip().lstrip("@"))

    def is_handle(self, handle: str) -> bool:
        """Say whether `handle` (with or without @) could be a username here."""
        bare = handle.strip().lstrip("@")
        return len(bare) <= self.handle_max and re.fullmatch(self.handle_pattern, bare) is not None

    def handle_in(self, address: str) -> str:
        """Return the username in an address of this platform, or "" when it is not one of its addresses."""
        text = address.strip()
        try:
            parts = urlsplit(text if "//" in text else f"//{text}")
        except ValueError:  # "https://[…": no address at all
            return ""
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
        if host not in {name.removeprefix("www.") for name in self.hosts}:
            return ""
        path = unicodedata.normalize("NFC", unquote(parts.path))
        found = re.match(self.path_pattern, path) or re.match(self.path_pattern, f"{path}?{parts.query}")
        return found["handle"] if found else ""
