"""On what conditions did an area concur, and what became of each? Conditions and their steps, append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.signing import SignOff
from documents.models import Document
from files.models import Upload
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet

#: Where nobody works on the document any more, its conditions ask nothing of anybody.
ENDED = ("withdrawn", "refused", "revoked", "closed")


class ConditionQuerySet(AppendOnlyQuerySet):
    """Conditions of sign-offs."""

    def visible_to(self, user: Any) -> "ConditionQuerySet":
        """Return the conditions on documents that `user` may open."""
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def unmet(self) -> "ConditionQuerySet":
        """Return those that still stand: only the area itself closes one, by accepting or by withdrawing it."""
        closed = ConditionStep.objects.filter(condition=OuterRef("pk"), kind__in=ConditionStep.CLOSING)
        return self.filter(~Exists(closed))

    def owed(self) -> "ConditionQuerySet":
        """Return those not met, on documents that somebody still works on or that are in force."""
        return self.unmet().exclude(document__state__in=ENDED)

    def with_last_step(self) -> "ConditionQuerySet":
        """Add `last`, the kind of the newest step, or None."""
        steps = ConditionStep.objects.filter(condition=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(last=Subquery(steps.values("kind")[:1]), last_by=Subquery(steps.values("by")[:1]))

    def against(self, gate: str) -> "ConditionQuerySet":
        """Return those not met that stand against `gate`: they block it, or their date is past."""
        late = Q(blocks=Condition.Blocks.DATE, due_on__lt=timezone.localdate())
        return self.unmet().filter(Q(blocks=gate) | late)


class Condition(AppendOnly):
    """Something that an area asks for before it is content, with an owner and a date (§3).

    It belongs to the document: it stays the same condition when its sign-off is carried into another round, and stands
    until the area accepts what was done about it.
    """

    class Blocks(models.TextChoices):
        APPROVAL = "approval", _("The approval waits for it")
        CREATION = "creation", _("Putting the account into use waits for it")
        DATE = "date", _("Nothing waits for it until its date")

    document = models.ForeignKey(Document, models.PROTECT, related_name="conditions")
    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="conditions")
    area = models.CharField(max_length=40)
    text = models.TextField()
    language = models.CharField(max_length=2)
    blocks = models.CharField(max_length=10, choices=Blocks)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=200)
    due_on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        indexes = [models.Index(fields=["document", "blocks"], name="conditions_that_block")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("approvals:condition", args=[self.pk])

    @property
    def organization_id(self) -> int:
        return self.document.organization_id

    @property
    def organization(self) -> Any:
        return self.document.organization

    def grants_to(self, user: Any) -> set[str]:
        return self.document.grants_to(user)

    @property
    def shared_with_entity(self) -> bool:
        return self.document.shared_with_entity

    @property
    def area_name(self) -> str:
        return str(self.document.framework.area(self.area).name)


class ConditionStep(AppendOnly):
    """One thing said about a condition: what was done, with its evidence, or what the area says of it."""

    class Kind(models.TextChoices):
        REPORTED = "reported", _("Reported as met")
        ACCEPTED = "accepted", _("Accepted as met")
        REFUSED = "refused", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn by the area")

    #: The area's last words on a condition.
    CLOSING = (Kind.ACCEPTED, Kind.WITHDRAWN)

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="condition_steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step of a condition")
        verbose_name_plural = _("steps of conditions")
        indexes = [models.Index(fields=["condition", "at"], name="condition_steps_in_order")]

    def __str__(self) -> str:
        return f"{self.condition} – {self.kind}"
