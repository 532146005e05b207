"""What does the entity record while it makes, changes or closes an account, and is it possible?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts import checklists, usernames
from accounts.actions.configuration import Tick
from accounts.models import OfficialAccount, ProviderInformation, TermsAcceptance
from govsocial.core.forms import DateInput, HandleInput, Textarea, TextInput
from govsocial.core.transitions import Transition

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
