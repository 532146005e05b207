"""Which files are kept, once each by their bytes, and who brought them in?"""

from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from files.kinds import KINDS, Kind
from govsocial.core.append_only import AppendOnly
from organizations.models import Organization


class StoredFile(models.Model):
    """Bytes, known by their SHA-256 and kept once, however many people bring them.

    `scan` is what a virus scanner said. One that was not scanned yet is in quarantine where a scanner is configured,
    and can be had where there is none. Of an infected or refused one the bytes are gone; this row and `finding` stay.
    """

    class Scan(models.TextChoices):
        WAITING = "waiting", _("Not scanned")
        CLEAN = "clean", _("Scanned, nothing found")
        INFECTED = "infected", _("Infected")
        REFUSED = "refused", _("Could not be scanned")

    sha256 = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    stored_at = models.DateTimeField(default=timezone.now)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.WAITING, db_index=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256

    @property
    def kind_info(self) -> Kind:
        return KINDS[self.kind]

    @property
    def address(self) -> str:
        """Return where the bytes lie in the storage."""
        return address(self.sha256)

    @property
    def is_available(self) -> bool:
        """Say whether the bytes may be handed out now."""
        return self.scan == self.Scan.CLEAN or (self.scan == self.Scan.WAITING and not settings.FILE_SCANNER)

    @property
    def is_quarantined(self) -> bool:
        return self.scan == self.Scan.WAITING and bool(settings.FILE_SCANNER)

    @property
    def is_withheld(self) -> bool:
        """Say whether the bytes were taken away for good."""
        return self.scan in {self.Scan.INFECTED, self.Scan.REFUSED}


class Upload(AppendOnly):
    """Who brought a file in, for which organization, and what they called it. What it belongs to points here."""

    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=120)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.name


def storage() -> Storage:
    """Return where the bytes lie (the setting STORAGES["files"])."""
    found: Any = storages["files"]
    return found  # type: ignore[no-any-return]


def address(sha256: str) -> str:
    """Return where bytes with this hash lie: spread over folders, so that none grows without bound."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
