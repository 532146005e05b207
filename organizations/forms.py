"""What may be typed about people: roles, invitations, delegations, one's own profile."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from govsocial.core.forms import DateInput, TextInput
from organizations.actions import with_email
from organizations.models import Delegation, Membership, Organization, Role, User

LANGUAGES = [("en", "English"), ("fr", "Français")]


def plain(form_class: type[forms.Form]) -> type[forms.Form]:
    """Return allauth's `form_class` without texts inside the boxes: they vanish as one types, and are hard to read."""

    class Plain(form_class):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for field in self.fields.values():
                field.widget.attrs.pop("placeholder", None)

    return Plain


class RoleChoice(forms.Form):
    """A role, and the policy area that an advisor needs; `organization` says which there are."""

    role = forms.ChoiceField(label=_("Role"))
    area = forms.ChoiceField(label=_("Policy area"), required=False, help_text=_("For advisors only."))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        roles = [one for one in Role.choices if organization.is_central_entity or one[0] != Role.REVIEWER]
        self.fields["role"].choices = [("", "—"), *roles]
        areas = [(area.code, str(area.name)) for area in organization.framework.areas]
        self.fields["area"].choices = [("", "—"), *areas]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        role, area = given.get("role"), given.get("area")
        if role == Role.ADVISOR and not area:
            self.add_error("area", _("Choose the policy area that this person advises on."))
        if role and role != Role.ADVISOR and area:
            self.add_error("area", _("Only an advisor has a policy area. Leave it blank for another role."))
        return given


class AddRole(RoleChoice):
    """A role for somebody who signs in here already."""

    email = forms.EmailField(label=_("E-mail with which the person signs in"))
    valid_from = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DateInput())
    valid_to = forms.DateField(
        label=_("Last day"), required=False, widget=DateInput(), help_text=_("Blank means until further notice.")
    )
    field_order = ("email", "role", "area", "valid_from", "valid_to")

    def clean_email(self) -> User:
        """Return the person behind the address."""
        person = with_email(self.cleaned_data["email"])
        if person is None or not person.is_active:
            raise forms.ValidationError(_("Nobody signs in here with this address. Invite the person instead."))
        return person


class Invite(RoleChoice):
    """A letter to somebody who is not here yet."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=TextInput(width="wide"))
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGES, widget=forms.RadioSelect)
    field_order = ("name", "email", "language", "role", "area")


class EndRole(forms.Form):
    """When a role ends, and why."""

    when = forms.ChoiceField(
        label=_("When does it end?"),
        choices=[("now", _("At once")), ("later", _("After a last day"))],
        widget=forms.RadioSelect,
        initial="now",
    )
    last_day = forms.DateField(label=_("Last day"), required=False, widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, help_text=_("It stays on the record, for the auditor.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("when") == "later" and not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Give the last day, or choose “At once”."))
        if given.get("when") == "now":
            given["last_day"] = None
        return given


class Accept(forms.Form):
    """What a new person brings: their name and a password."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password_again = forms.CharField(
        label=_("Password, once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean_password_again(self) -> str:
        again = self.cleaned_data["password_again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise forms.ValidationError(_("The two passwords differ. Type the same one twice."))
        return again


class Nothing(forms.Form):
    """A form that asks for nothing but the click."""


class Profile(forms.ModelForm):
    """One's own name, titles and language."""

    class Meta:
        model = User
        fields = ("name", "title_en", "title_fr", "language")
        widgets = {
            "name": TextInput(attrs={"autocomplete": "name"}),
            "title_en": TextInput(lang="en"),
            "title_fr": TextInput(lang="fr"),
            "language": forms.RadioSelect,
        }


class Designate(forms.Form):
    """Who decides for the head of communications, as what, on what, under which instrument, from when to when.

    With `warn` it also asks for the tick that what the person wrote is decided on by somebody else.
    """

    delegate = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label="—")
    capacity = forms.ChoiceField(
        label=_("In what capacity"),
        choices=[
            (Delegation.Capacity.DESIGNATE, _("Designate: decides beside you, while you keep deciding")),
            (Delegation.Capacity.ACTING, _("Acting head: takes your place while you are away; only one person can")),
        ],
        widget=forms.RadioSelect,
        initial=Delegation.Capacity.DESIGNATE,
    )
    kinds = forms.MultipleChoiceField(
        label=_("For which documents"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all of them."),
    )
    instrument = forms.CharField(
        label=_("Instrument (letter, e-mail) and its date"),
        max_length=300,
        help_text=_("What an auditor would ask to see. It stays on the record, with each decision."),
    )
    valid_from = forms.DateField(label=_("First day"), initial=timezone.localdate, widget=DateInput())
    valid_to = forms.DateField(label=_("Last day"), widget=DateInput(), help_text=_("It still counts on this day."))
    knows = forms.BooleanField(
        label=_("I know: somebody else decides on what this person wrote."),
        error_messages={
            "required": _("This person wrote documents that wait for a decision, and cannot decide on those. Tick it.")
        },
    )

    def __init__(self, *args: Any, organization: Organization, head: User, warn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warn:
            del self.fields["knows"]
        members = Membership.objects.current().filter(organization=organization)
        here = User.objects.filter(pk__in=members.values("user")).exclude(pk=head.pk)
        self.fields["delegate"].queryset = here.order_by("name")
        self.fields["kinds"].choices = kinds_of(organization)


def kinds_of(organization: Organization) -> list[tuple[str, str]]:
    """Return the kinds of document that a head of communications decides on, by the organization's framework."""
    framework = organization.framework
    codes = [code for code, policy in framework.approvals.items() if policy.final.role == "head"]
    return [(code, str(framework.outline(code).title)) for code in codes]
