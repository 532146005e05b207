"""What does a department type to register an existing account, to give it a plan, to have it closed?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import usernames
from accounts.actions.registering import Existing
from accounts.forms.recording import not_in_the_future
from accounts.models import OfficialAccount
from govsocial.core.forms import DateInput, HandleInput, TextInput
from organizations.models import Organization
from plans.models import Plan, PlannedAccount
from risk.models import Platform

OFFICIAL = "official"
USES = [
    (OFFICIAL, _("Official use: the account speaks for the department, in public, on a third party’s platform")),
    ("professional", _("Professional use: somebody’s own account, for networking, learning or events")),
    ("personal", _("Personal use: outside work")),
    ("internal", _("Internal use, or a tool that the government itself hosts")),
]


class RegisterForm(forms.Form):
    """An account that exists already."""

    use = forms.ChoiceField(
        label=_("What is the account used for?"),
        choices=USES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the account is used for.")},
    )
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.none())
    platform = forms.ModelChoiceField(label=_("Platform"), queryset=Platform.objects.order_by("name"))
    language = forms.ChoiceField(label=_("Language"), choices=PlannedAccount.Language)
    name = forms.CharField(label=_("Display name"), max_length=150, widget=TextInput(width="wide"))
    handle = forms.CharField(
        label=_("Username or address"),
        help_text=_("The username after the @, or the whole address of the account."),
        max_length=300,
        widget=HandleInput,
    )
    opened_on = forms.DateField(label=_("In use since"), required=False, widget=DateInput)
    equivalent = forms.ModelChoiceField(
        label=_("Equivalent account in the other official language"),
        help_text=_("Only if it is registered here already."),
        queryset=OfficialAccount.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations
        self.fields["organization"].label_from_instance = lambda one: one.name
        unpaired = OfficialAccount.objects.living().filter(
            organization__in=organizations.values("pk"), equivalent__isnull=True, language__in=["en", "fr"]
        )
        self.fields["equivalent"].queryset = unpaired.select_related("platform").order_by("sort_name", "pk")
        self.fields["equivalent"].label_from_instance = lambda one: f"{one.name} – {one.platform}"

    def clean_opened_on(self) -> Any:
        return not_in_the_future(self.cleaned_data["opened_on"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("use") == OFFICIAL:
            self._check_handle(said)
            self._check_equivalent(said)
        return said

    def _check_handle(self, said: dict[str, Any]) -> None:
        platform, handle = said.get("platform"), said.get("handle")
        if not platform or not handle:
            return
        try:
            bare = usernames.username(platform, handle)
            organization = said.get("organization")
            usernames.must_be_free(platform, bare, organization_id=organization.pk if organization else 0)
        except ValidationError as error:
            self.add_error("handle", error)

    def _check_equivalent(self, said: dict[str, Any]) -> None:
        other = said.get("equivalent")
        if other is None:
            return
        same = (other.organization_id, other.platform_id) == (
            getattr(said.get("organization"), "pk", None),
            getattr(said.get("platform"), "pk", None),
        )
        if not same or {other.language, said.get("language")} != {"en", "fr"}:
            self.add_error(
                "equivalent",
                _("Choose an account of the same organization on the same platform, in the other official language."),
            )

    @property
    def existing(self) -> Existing:
        """Return what is known of the account, for `register`."""
        names = ("platform", "language", "name", "handle", "opened_on", "equivalent")
        return Existing(**{name: self.cleaned_data[name] for name in names})


class LinkPlanForm(forms.Form):
    """The approved plan that an existing account comes under."""

    plan = forms.ModelChoiceField(label=_("Approved plan"), queryset=Plan.objects.none())

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans


class DispositionForm(forms.Form):
    """Which accounts are to be closed: the one that was chosen, and by default its equivalent."""

    accounts = forms.ModelMultipleChoiceField(
        label=_("Accounts to close"),
        help_text=_("An account and its equivalent in the other official language are normally closed together."),
        queryset=OfficialAccount.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one account.")},
    )

    def __init__(self, *args: Any, accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].queryset = accounts
        self.fields["accounts"].label_from_instance = lambda one: f"{one.name} – {one.platform}"
