"""Who had the final word on which bytes, and over whose objection? Decisions, append-only."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals.models.round import ReviewRound
from approvals.models.signing import SignOff
from govsocial.core.append_only import AppendOnly, AppendOnlyQuerySet
from govsocial.core.confirming import in_words
from organizations.models import Delegation


class DecisionQuerySet(AppendOnlyQuerySet):
    """Final decisions."""

    def approvals(self) -> "DecisionQuerySet":
        return self.filter(outcome=Decision.Outcome.APPROVED)


class Decision(AppendOnly):
    """The final word of a round: one, ever, on the hash of the version that the head saw (§4; Standard 6.1.1–2).

    `delegation` and a copy of its `instrument` say on what authority somebody else than the head decided;
    `confirmed_by` and `confirmed_at` how and when they last proved who they are; `checks` what they affirmed, as
    [{"code", "en", "fr"}] in the words that they read.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned for changes")
        REFUSED = "refused", _("Refused")

    class Capacity(models.TextChoices):
        INCUMBENT = "incumbent", _("in their own right")
        DESIGNATE = "designate", _("as designate")
        ACTING = "acting", _("as acting head")
        COORDINATOR = "coordinator", _("as coordinator, of an editorial change")

    round = models.OneToOneField(ReviewRound, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField(blank=True)
    version_sha = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    title_fr = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    delegation = models.ForeignKey(Delegation, models.PROTECT, null=True, blank=True, related_name="+")
    instrument = models.CharField(max_length=300, blank=True)
    confirmed_by = models.CharField(max_length=20, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    checks = models.JSONField(default=list, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.round} – {self.outcome}"

    @property
    def authority(self) -> str:
        """Return in what capacity, and for whom, in the reader's language (§4, footnote 1)."""
        if self.capacity == self.Capacity.DESIGNATE and self.on_behalf_of:
            return str(_("as designate of %(principal)s") % {"principal": self.on_behalf_of})
        if self.capacity == self.Capacity.ACTING:
            return str(_("as acting head, for %(principal)s") % {"principal": self.on_behalf_of})
        return str(self.get_capacity_display())

    @property
    def proof(self) -> str:
        """Return how whoever decided had proved who they are, in the reader's language; "" where nobody asked."""
        return str(in_words(self.confirmed_by)) if self.confirmed_by else ""

    @property
    def principal_wrote(self) -> bool:
        """Say whether the head on whose behalf it was decided had written part of it: no conflict, but said."""
        return self.delegation is not None and self.delegation.principal_id in self.round.version.contributors


class Override(AppendOnly):
    """Why the head approved although an area does not concur: a reason for each such area, kept with the decision.

    After an emergency approval the area objects later, and `at` is when the head decided to keep the approval.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="overrides")
    sign_off = models.ForeignKey(SignOff, models.PROTECT, related_name="overrides")
    area = models.CharField(max_length=40)
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("objection overridden")
        verbose_name_plural = _("objections overridden")
        constraints = [models.UniqueConstraint(fields=["decision", "sign_off"], name="one_override_an_objection")]

    def __str__(self) -> str:
        return f"{self.decision} – {self.area}"

    @property
    def area_name(self) -> str:
        return str(self.decision.round.document.framework.area(self.area).name)
