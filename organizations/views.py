"""What do people see and do about organizations, roles, invitations, delegations and themselves?"""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import panels_for
from govsocial.core.transitions import Label
from govsocial.core.views import Act, FormPage, Listing, Page
from organizations import actions, delegations, directory, forms, invitations, rules
from organizations.models import Delegation, Invitation, Membership, Organization, User, in_language

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BY_CODE = {"code": "code"}


def crumbs(organization: Organization, *last: Label, members: bool = False) -> list[dict[str, Any]]:
    """Return the way to a page of `organization`; the last step has no address."""
    way: list[dict[str, Any]] = [{"label": _("Organizations"), "url": reverse("organizations:organizations")}]
    way.append({"label": organization.name, "url": organization.get_absolute_url()})
    if members:
        way.append({"label": _("People and roles"), "url": reverse("organizations:members", args=[organization.code])})
    way.extend({"label": label} for label in last)
    return way


class Organizations(Listing):
    """The organizations that one may see: one's own, or all of them for the entity's people."""

    model, rule = Organization, rules.LIST
    template_name = "organizations/organization_list.html"

    @property
    def order(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("name_fr" if (translation.get_language() or "en").startswith("fr") else "name_en", "pk")

    def rows(self) -> Any:
        return super().rows().matching(self.request.GET.get("q", ""))

    def context(self) -> dict[str, Any]:
        return {"words": self.request.GET.get("q", "")}


class OrganizationPage(Page):
    """One organization: its mandate, who does what, whom to ask about each policy area, who acts for whom."""

    model, rule, lookup = Organization, rules.SEE_ORGANIZATION, BY_CODE
    template_name = "organizations/organization_detail.html"

    def context(self) -> dict[str, Any]:
        user, people = self.request.user, directory.people(self.object)
        return {
            "breadcrumbs": [*crumbs(self.object)[:1], {"label": self.object.name}],
            "mandate": in_language(self.object, "mandate"),
            "roles": directory.by_role(people),
            "contacts": directory.contacts(self.object, people),
            "delegations": directory.delegations(self.object),
            "panels": panels_for("organization", self.object, user),
            "may_manage": rules.MANAGE_PEOPLE.allows(user, self.object),
            "may_designate": rules.DESIGNATE.allows(user, self.object),
        }


class Members(Page):
    """The people of an organization with their dated roles, and the invitations that are open."""

    model, rule, lookup = Organization, rules.MANAGE_PEOPLE, BY_CODE
    template_name = "organizations/membership_list.html"

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": crumbs(self.object, _("People and roles")),
            **directory.memberships(self.object),
            "invitations": directory.invitations(self.object),
        }


class OrganizationForm(FormPage):
    """A form about an organization that the address names; goes back to its people."""

    model, lookup = Organization, BY_CODE
    template_name = "organizations/organization_form.html"
    title: Label = ""
    lead: Label = ""
    button: Label = ""

    def form_arguments(self) -> dict[str, Any]:
        return {"organization": self.object}

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.object, self.title, members=True), "back": self.back()}

    def back(self) -> str:
        return reverse("organizations:members", args=[self.object.code])


class RoleAdd(OrganizationForm):
    """Give somebody who signs in already a role here."""

    rule, form_class = rules.MANAGE_PEOPLE, forms.AddRole
    title, button = _("Add a role"), _("Add the role")
    lead = _("For somebody who signs in already, here or in another organization. Invite whoever does not.")
    done = _("Role added.")

    def perform(self, form: Any) -> str:
        given = dict(form.cleaned_data)
        actions.grant_role(organization=self.object, person=given.pop("email"), by=self.request.user, **given)
        return self.back()


class InvitationNew(OrganizationForm):
    """Invite somebody who is not here yet."""

    rule, form_class = rules.MANAGE_PEOPLE, forms.Invite
    title, button = _("Invite somebody"), _("Send the invitation")
    lead = _("The person receives a letter in their language, with a link that works once, for 14 days.")
    done = _("Invitation sent.")

    def perform(self, form: Any) -> str:
        invitations.invite(organization=self.object, by=self.request.user, **form.cleaned_data)
        return self.back()


class MembershipEnd(FormPage):
    """End a role, at once or after a last day."""

    model, rule, form_class = Membership, rules.MANAGE_PEOPLE, forms.EndRole
    template_name = "organizations/membership_end.html"
    done = _("Role ended.")

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": crumbs(self.object.organization, _("End a role"), members=True), "back": self.back()}

    def back(self) -> str:
        return reverse("organizations:members", args=[self.object.organization.code])

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        actions.end_role(self.object, last_day=given["last_day"], reason=given["reason"], by=self.request.user)
        return self.back()


class InvitationAct(Act):
    """A button on an invitation."""

    model, rule = Invitation, rules.MANAGE_PEOPLE

    def back(self) -> str:
        return reverse("organizations:members", args=[self.object.organization.code])


class InvitationResend(InvitationAct):
    """Write again; the earlier link stops working."""

    done = _("Invitation sent again. The link of the earlier letter no longer works.")

    def perform(self) -> None:
        invitations.send_again(self.object, by=self.request.user)


class InvitationWithdraw(InvitationAct):
    """Take an invitation back."""

    done = _("Invitation withdrawn.")

    def perform(self) -> None:
        invitations.withdraw(self.object, by=self.request.user)


class InvitationAccept(FormPage):
    """The page behind the link of an invitation: choose a name and a password, and be in."""

    rule = rules.ACCEPT
    template_name = "organizations/invitation_accept.html"

    def load(self) -> Invitation | None:
        return actions.invitation_of(self.kwargs["token"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.load()
        if self.object is None or not self.object.is_open:
            response: Any = self.show(status=404 if self.object is None else 410, is_closed=True)
        else:
            response = super().dispatch(request, *args, **kwargs)
        # Read before signing in, yet a name and a way in stand on it: no shared computer may keep it.
        add_never_cache_headers(response)
        return response

    def context(self) -> dict[str, Any]:
        known = actions.with_email(self.object.email) if self.object else None
        return {"is_known": known is not None, "is_me": known is not None and known == self.request.user}

    def form(self, data: Any = None, files: Any = None) -> Any:
        if self.context()["is_known"]:
            return forms.Nothing(data)
        return forms.Accept(data, initial={"name": self.object.name})

    def perform(self, form: Any) -> str:
        by = self.request.user if self.request.user.is_authenticated else None
        given = form.cleaned_data
        person = invitations.accept(self.object, name=given.get("name", ""), password=given.get("password", ""), by=by)
        if by != person:
            login(self.request, person, backend=BACKEND)
        with translation.override(person.language):
            return reverse("reports:home")


class ProfilePage(FormPage):
    """One's own name, titles and language."""

    rule, form_class = rules.OWN_PROFILE, forms.Profile
    template_name = "organizations/profile_form.html"
    done = _("Profile saved.")

    def form_arguments(self) -> dict[str, Any]:
        # A copy: what was typed and refused must not show as one's name in the frame of the page.
        return {"instance": User.objects.get(pk=self.request.user.pk)}

    def context(self) -> dict[str, Any]:
        return {"held": directory.roles_of(self.request.user)}

    def perform(self, form: Any) -> str:
        person = actions.change_profile(self.request.user, **form.cleaned_data)
        with translation.override(person.language):
            return reverse("organizations:profile")


class DelegationNew(OrganizationForm):
    """A head of communications names who decides for them; what that person cannot decide on is said beforehand."""

    rule, form_class = rules.DESIGNATE, forms.Designate
    template_name = "organizations/designate.html"
    title, button = _("Let somebody decide for you"), _("Give the authority")
    lead = _("Each decision then says who made it, in what capacity, for whom and under which instrument.")
    done = _("Delegation recorded.")
    warnings: tuple[Any, ...] = ()

    def form(self, data: Any = None, files: Any = None) -> Any:
        said = {"organization": self.object, "head": self.request.user}
        if data is not None:
            chosen = forms.Designate(data, **said)
            chosen.is_valid()
            person, kinds = chosen.cleaned_data.get("delegate"), chosen.cleaned_data.get("kinds") or []
            self.warnings = tuple(self.waiting(person, tuple(kinds))) if person else ()
        return forms.Designate(data, warn=bool(self.warnings), **said)

    def waiting(self, person: User | None = None, kinds: tuple[str, ...] = ()) -> list[Any]:
        """Return what waits for a decision that `person` wrote; without one, all that waits, with who wrote it."""
        proposed = delegations.Proposed(self.object, person, kinds)
        return panels_for("designation", proposed, self.request.user)

    def context(self) -> dict[str, Any]:
        shown = self.warnings or self.waiting()
        return {"breadcrumbs": crumbs(self.object, self.title), "back": self.back(), "panels": shown}

    def back(self) -> str:
        return self.object.get_absolute_url()

    def perform(self, form: Any) -> str:
        given = {name: value for name, value in form.cleaned_data.items() if name != "knows"}
        delegations.designate(organization=self.object, by=self.request.user, **given)
        return self.back()


class DelegationRevoke(Act):
    """End acting authority at once."""

    model, rule = Delegation, rules.REVOKE_DELEGATION
    done = _("Delegation revoked. It no longer counts.")

    def back(self) -> str:
        return self.object.organization.get_absolute_url()

    def perform(self) -> None:
        delegations.revoke(self.object, by=self.request.user)
