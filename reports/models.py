"""Which collections of records were made to answer a request, by whom, and until when can they be had? (App. A)"""

from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OfficialAccount
from organizations.models import Organization, Role


class RecordsExportQuerySet(models.QuerySet):
    """Collections of records."""

    def visible_to(self, user: Any) -> "RecordsExportQuerySet":
        """Return those of the departments whose requests `user` answers: nobody else sees that there was one."""
        places = {hat.organization_id for hat in user.hats if hat.role == Role.ADVISOR and hat.area == "privacy"}
        return self.filter(organization__in=places)

    def expired(self) -> "RecordsExportQuerySet":
        """Return those whose file is past its day."""
        return self.filter(~Q(name=""), expires_at__lte=timezone.now())


class RecordsExport(models.Model):
    """The records about some accounts between two days, as one ZIP file that a job makes.

    `reference` is the department's own number of the request; nothing is kept of who asked. `contents` is what the
    manifest counts, `left_out` what is not in the file and why, [{"en", "fr"}]. The file goes on its day.
    """

    class Progress(models.TextChoices):
        WAITING = "waiting", _("Being collected")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        GONE = "gone", _("Expired")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="records_exports")
    accounts = models.ManyToManyField(OfficialAccount, related_name="+", verbose_name=_("accounts"))
    reference = models.CharField(_("number of the request"), max_length=100)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    progress = models.CharField(max_length=10, choices=Progress, default=Progress.WAITING)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    name = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    contents = models.JSONField(default=list)
    left_out = models.JSONField(default=list)

    objects = RecordsExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("collection of records")
        verbose_name_plural = _("collections of records")
        constraints = [models.CheckConstraint(condition=Q(from_on__lte=models.F("to_on")), name="records_in_order")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("reports:records_export", args=[self.pk])

    @property
    def is_to_be_had(self) -> bool:
        return self.progress == self.Progress.READY and self.expires_at is not None and self.expires_at > timezone.now()

    @property
    def file_name(self) -> str:
        """Return the name under which the file is saved by whoever takes it."""
        return f"{self.organization.code}-records-{self.pk}-{self.to_on:%Y%m%d}.zip"


def storage() -> Storage:
    """Return where the files lie, below no address (the setting STORAGES["records"])."""
    return storages["records"]
