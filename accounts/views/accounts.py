"""The pages of official accounts: the list, those without a plan, one account, and registering one that exists."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import checklists, rules, standing
from accounts.actions import dispositions, registering
from accounts.forms import OFFICIAL, AccountFilters, LinkPlanForm, RegisterForm
from accounts.models import OfficialAccount
from accounts.views.frame import OfAccount, crumbs
from govsocial.core.declare import panels_for
from govsocial.core.text import fold
from govsocial.core.transitions import machine
from govsocial.core.views import FormPage, Listing, Page
from organizations import told
from organizations.models import Organization, Role
from plans.models import Plan


class AccountList(Listing):
    """Every official account that this person may see: their own on all platforms in one place (§4.4)."""

    rule = rules.LIST
    model = OfficialAccount
    template_name = "accounts/account_list.html"
    order = ("sort_name", "pk")

    def filters(self) -> AccountFilters:
        return AccountFilters(self.request.GET, states=list(machine("account").states.values()))

    def rows(self) -> Any:
        found = super().rows().select_related("platform", "organization", "plan__document", "equivalent")
        chosen = self.filters().chosen
        for word in fold(chosen.get("q", "")).split():
            found = found.filter(search__contains=word)
        if "platform" in chosen:
            found = found.filter(platform=chosen["platform"])
        if "state" in chosen:
            found = found.filter(state=chosen["state"])
        if "plan" in chosen:
            found = found.without_plan() if chosen["plan"] == "none" else found.filter(plan__isnull=False)
        if "tool" in chosen:
            managed = {"management_tool_url": ""}
            found = found.exclude(**managed) if chosen["tool"] == "yes" else found.filter(**managed)
        return found

    def context(self) -> dict[str, Any]:
        filters = self.filters()
        return {
            "filters": filters,
            "is_filtered": bool(filters.chosen),
            "address": self.request.path,
            "may_register": rules.REGISTER.allows(self.request.user),
            "title": _("Official accounts"),
            "lead": _("The official accounts of every organization on every platform, from creation to closing.")
            if self.request.user.is_of_entity
            else _("Your organization’s official accounts on every platform, from creation to closing."),
        }


class WithoutPlan(AccountList):
    """Accounts in use that still owe an implementation plan (§4.2: plan them retroactively)."""

    def rows(self) -> Any:
        return super().rows().without_plan()

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "title": _("Accounts without a plan"),
            "lead": _("These accounts existed before the register. Each one needs an approved implementation plan."),
            "breadcrumbs": crumbs((_("Accounts without a plan"), "")),
        }


class AccountPage(OfAccount, Page):
    """One official account: what it is, what it rests on, who may use it, how it was configured, what happened."""

    rule = rules.SEE
    template_name = "accounts/account.html"

    def context(self) -> dict[str, Any]:
        account, person = self.object, self.request.user
        closing = account.dispositions.select_related("document").order_by("-pk").first()
        groups = checklists.groups(account, checklists.CONFIGURATION)
        return {
            "breadcrumbs": self.crumbs(),
            "chain": standing.chain(account, closing),
            "facts": standing.facts(account),
            "purposes": standing.purposes(account),
            "groups": groups,
            "may_check": rules.CHECK.allows(person, account),
            "may_configure": rules.CONFIGURE.allows(person, account) and account.state != "closed",
            "may_close": self.may_close(),
            "may_link_plan": self.may_link_plan(),
            "closing": closing,
            "lost": standing.lost_plan(account),
            "grants": standing.access_rows(account),
            "terms": list(account.terms_accepted.select_related("accepted_by").order_by("-accepted_on", "-pk")),
            "given": list(account.provider_information.select_related("given_by").order_by("-given_on", "-pk")),
            "panels": panels_for("account", account, person),
            "history": told.history(account, account.machine),
        }

    def may_close(self) -> bool:
        """Say whether this person may ask for the account to be closed now."""
        allowed = rules.START_DISPOSITION.allows(self.request.user, self.object)
        return allowed and self.object.state == "active" and not dispositions.under_way(self.object).exists()

    def may_link_plan(self) -> bool:
        """Say whether this person may put the account, which has no plan in force, under an approved one."""
        without = standing.approved_version(self.object) is None and self.object.state != "closed"
        return without and rules.LINK_PLAN.allows(self.request.user, self.object)


class Register(FormPage):
    """Register an account that exists already (§4.2); what is not official use is turned away with the reason (§2)."""

    rule = rules.REGISTER
    template_name = "accounts/register.html"
    done = gettext_lazy("Registered. It needs an approved plan.")

    def organizations(self) -> Any:
        """Return the organizations for which this person may register accounts."""
        person = self.request.user
        if rules.REVIEW.allows(person):
            return Organization.objects.order_by("name_en")
        own = {hat.organization_id for hat in person.hats if hat.role == Role.COORDINATOR}
        return Organization.objects.filter(pk__in=own).order_by("name_en")

    def form_arguments(self) -> dict[str, Any]:
        return {"organizations": self.organizations()}

    def form(self, data: Any = None, files: Any = None) -> RegisterForm:
        organizations = self.organizations()
        only = list(organizations[:2])
        initial = {"organization": only[0]} if len(only) == 1 else {}
        return RegisterForm(data, files, organizations=organizations, initial=initial)

    def perform(self, form: RegisterForm) -> str:
        said = form.cleaned_data
        if said["use"] != OFFICIAL:
            self.turn_away(said["organization"], said["use"])
        account = registering.register(said["organization"], form.existing, by=self.request.user)
        return account.get_absolute_url()

    def turn_away(self, organization: Organization, use: str) -> None:
        """Refuse with the reason, and keep a line of it."""
        registering.turn_away(organization, use=use, by=self.request.user)
        raise ValidationError({"use": registering.reason_against(use)})

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs((_("Register an existing account"), ""))}


class LinkPlan(OfAccount, FormPage):
    """Put an account that has no plan in force under an approved one."""

    rule = rules.LINK_PLAN
    template_name = "accounts/account_form.html"
    done = gettext_lazy("The account is now under the plan.")

    def plans(self) -> Any:
        """Return the approved plans that the account could come under."""
        same = {"document__organization": self.object.organization_id, "platform": self.object.platform_id}
        return Plan.objects.in_force().filter(**same).select_related("document").order_by("pk")

    def form(self, data: Any = None, files: Any = None) -> LinkPlanForm:
        if standing.approved_version(self.object) is not None:
            raise PermissionDenied
        return LinkPlanForm(data, plans=self.plans())

    def perform(self, form: LinkPlanForm) -> str:
        registering.link_plan(self.object, form.cleaned_data["plan"], by=self.request.user)
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": self.crumbs((_("Choose its plan"), "")),
            "heading": _("Choose its plan"),
            "lead": _("Only approved plans of this organization for this platform are listed."),
            "is_empty": not self.plans().exists(),
            "empty_title": _("No approved plan for this platform"),
            "empty_text": _("Write a plan for the account and have it approved first."),
            "empty_url": reverse("plans:list"),
            "empty_label": _("Implementation plans"),
        }
