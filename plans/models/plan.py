"""How will one account, or a group of related ones, be used and managed? The implementation plan (§4.2; App. C)."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from govsocial.core import looking
from risk.models import Platform
from strategy.models import Strategy


class PlanQuerySet(models.QuerySet):
    """Implementation plans."""

    def visible_to(self, user: Any) -> "PlanQuerySet":
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def of(self, document: Document) -> "Plan":
        """Return the plan that `document` is, with its platform and its strategy: asked once in a look at a page."""
        related = ("platform", "strategy__document__effective_version", "strategy_version__document")

        def asked() -> "Plan":
            plan = self.select_related(*related).get(pk=document.pk)
            plan.document = document
            return plan

        return looking.once(document, "plan", asked)

    def in_force(self) -> "PlanQuerySet":
        """Return plans with an approved version that was not revoked."""
        return self.filter(document__in=Document.objects.in_force().values("pk"))


class Plan(models.Model):
    """The plan of one account or a related group, on an approved strategy, for one platform."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="plan")
    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="plans", verbose_name=_("strategy"))
    strategy_version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="plans", verbose_name=_("platform"))
    prepared_by = models.CharField(_("prepared by"), max_length=200)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("implementation plan")
        verbose_name_plural = _("implementation plans")

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.pk])

    @cached_property
    def accounts_named(self) -> list["PlannedAccount"]:
        """Return the accounts that head the plan, read once per loaded plan."""
        return list(self.planned_accounts.all())

    @property
    def organization_id(self) -> int:
        return self.document.organization_id


class PlannedAccount(models.Model):
    """An account that a plan is for: App. C's header asks for its name in English, in French, in another language.

    A plan may be for several pairs (a national and a regional one): accounts of the same `group` are one another's
    counterpart in the other official language.
    """

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        BILINGUAL = "bilingual", _("Bilingual")
        OTHER = "other", _("Another language")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="planned_accounts")
    language = models.CharField(_("language"), max_length=10, choices=Language)
    group = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("name of the account"), max_length=150)
    handle = models.CharField(_("username"), max_length=150)

    class Meta:
        verbose_name = _("planned account")
        verbose_name_plural = _("planned accounts")
        constraints = [
            models.UniqueConstraint(fields=["plan", "group", "language"], name="one_planned_account_a_group_language")
        ]
        ordering = ["group", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return self.plan.platform.url_for(self.handle)
