"""What do people type about official accounts, and is it possible?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import checklists, usernames
from accounts.actions.configuration import Tick
from accounts.actions.registering import Existing
from accounts.models import OfficialAccount, ProviderInformation, TermsAcceptance
from govsocial.core.forms import DateInput, HandleInput, SearchInput, Textarea, TextInput
from govsocial.core.transitions import Transition
from organizations.models import Organization
from plans.models import Plan, PlannedAccount
from risk.models import Platform

NOT_YET = _("Choose a day that is not in the future.")


def not_in_the_future(day: Any) -> Any:
    """Refuse a day after today."""
    if day is not None and day > timezone.localdate():
        raise ValidationError(NOT_YET)
    return day


class MoveForm(forms.Form):
    """The reason of a move, and what the page had shown when it was opened."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=Textarea(rows=5),
        error_messages={"required": _("Write the reason: the people concerned will read it.")},
    )

    def __init__(self, step: Transition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.reason == "none":
            del self.fields["reason"]
        else:
            self.fields["reason"].required = step.reason == "required"


class EmptyForm(forms.Form):
    """A page that only asks to confirm."""


class DetailsForm(forms.Form):
    """How the account really stands on the platform."""

    name = forms.CharField(label=_("Display name"), max_length=150, widget=TextInput(width="wide"))
    handle = forms.CharField(
        label=_("Username or address"),
        help_text=_("The username after the @, or the whole address of the account."),
        max_length=300,
        widget=HandleInput,
    )
    management_tool_url = forms.URLField(
        label=_("Link to the account in the platform management tool"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "width-wide"}),
        error_messages={"invalid": _("Type a whole address, such as https://tool.example/accounts/12.")},
    )

    def __init__(self, *args: Any, account: OfficialAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_name(self) -> str:
        name, most = self.cleaned_data["name"], self.account.platform.name_max
        if len(name) > most:
            raise ValidationError(
                _("A name on %(platform)s has at most %(count)d characters."),
                params={"platform": self.account.platform, "count": most},
            )
        return name

    def clean_handle(self) -> str:
        handle = usernames.username(self.account.platform, self.cleaned_data["handle"])
        usernames.must_be_free(
            self.account.platform, handle, organization_id=self.account.organization_id, but=self.account.pk
        )
        return handle


class ChecklistForm(forms.Form):
    """The lines of a checklist as boxes, with a line for the evidence where the pack asks for some."""

    marks_optional = False

    def __init__(self, *args: Any, groups: list[checklists.Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checked_groups = groups
        for line in (line for group in groups for line in group.lines):
            self._add(line)

    def _add(self, line: checklists.Line) -> None:
        check = line.check
        # The hint of a box stands under its text, inside the label: above the box it would seem to end the line before.
        label = format_html('{}<span class="sub">{}</span>', check.label, check.help) if check.help else check.label
        self.fields[check.key] = forms.BooleanField(label=label, required=False, initial=line.is_done)
        if check.evidence:
            self.fields[f"{check.key}_evidence"] = forms.CharField(
                # Many lines ask for evidence: each says to a screen reader, and in the list of errors, for what.
                label=format_html(
                    '{}<span class="visually-hidden"> – {}</span>', _("Where is the evidence?"), check.label
                ),
                max_length=500,
                required=False,
                initial=line.item.evidence if line.item else "",
                widget=TextInput(width="wide"),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for group in self.checked_groups:
            for line in group.lines:
                proof = f"{line.check.key}_evidence"
                if line.check.evidence and said.get(line.check.key) and not said.get(proof, "").strip():
                    self.add_error(proof, _("Write where the evidence is: a record number, an address, a file."))
        return said

    @property
    def ticks(self) -> dict[str, Tick]:
        """Return what was said, for `save_checklist`."""
        said = self.cleaned_data
        keys = [line.check.key for group in self.checked_groups for line in group.lines]
        return {key: Tick(said[key], said.get(f"{key}_evidence", "")) for key in keys}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the groups with their bound fields, for the page."""
        return [{"group": group, "lines": [self._bound(line) for line in group.lines]} for group in self.checked_groups]

    def _bound(self, line: checklists.Line) -> dict[str, Any]:
        evidence = self[f"{line.check.key}_evidence"] if line.check.evidence else None
        return {"line": line, "box": self[line.check.key], "evidence": evidence}


class TermsForm(forms.ModelForm):
    """Terms that the entity accepted on the department's behalf."""

    class Meta:
        model = TermsAcceptance
        fields = ("title", "terms_version", "accepted_on")
        widgets = {"title": TextInput(width="wide"), "terms_version": TextInput(width="half"), "accepted_on": DateInput}

    def clean_accepted_on(self) -> Any:
        return not_in_the_future(self.cleaned_data["accepted_on"])


class ProviderForm(forms.ModelForm):
    """User information that the entity gave to the provider."""

    class Meta:
        model = ProviderInformation
        fields = ("what", "given", "given_on")
        widgets = {"what": TextInput(width="wide"), "given": TextInput(width="wide"), "given_on": DateInput}
        help_texts = {
            "what": _("For example: e-mail address, telephone number, date of foundation."),
            "given": _("A shared government address or position. Never a password."),
        }

    def clean_given_on(self) -> Any:
        return not_in_the_future(self.cleaned_data["given_on"])


class ClosingNoteForm(forms.ModelForm):
    """The public note on the closing."""

    class Meta:
        model = OfficialAccount
        fields = ("closing_note_en", "closing_note_fr")
        widgets = {"closing_note_en": Textarea(rows=4, lang="en"), "closing_note_fr": Textarea(rows=4, lang="fr")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True


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


class _Filters(forms.Form):
    """A filter bar: what it does not understand, it leaves aside."""

    marks_optional = False

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Return the filters that make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class AccountFilters(_Filters):
    """How the list of accounts is narrowed."""

    q = forms.CharField(label=_("Name, username or organization"), required=False, widget=SearchInput, max_length=100)
    platform = forms.ModelChoiceField(
        label=_("Platform"),
        queryset=Platform.objects.order_by("name"),
        required=False,
        to_field_name="code",
        empty_label=_("All"),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    plan = forms.ChoiceField(
        label=_("Plan"),
        required=False,
        choices=[("", _("All")), ("with", _("With a plan")), ("none", _("No plan yet"))],
    )
    tool = forms.ChoiceField(
        label=_("Management tool"),
        required=False,
        choices=[("", _("All")), ("yes", _("Managed through the tool")), ("no", _("Not managed through the tool"))],
    )

    def __init__(self, *args: Any, states: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *((state.code, state.label) for state in states)]


class SubmissionFilters(_Filters):
    """How the queue of submissions is narrowed."""

    state = forms.ChoiceField(label=_("State"), required=False)
    age = forms.ChoiceField(
        label=_("Waiting"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("5", _("More than 5 days")),
            ("10", _("More than 10 days")),
            ("30", _("More than 30 days")),
        ],
    )
    again = forms.ChoiceField(
        label=_("Sent again"), required=False, choices=[("", _("All")), ("yes", _("Only those sent again"))]
    )

    def __init__(self, *args: Any, states: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            ("", pgettext_lazy("submissions", "Open")),
            ("all", _("All")),
            *((state.code, state.label) for state in states),
        ]
