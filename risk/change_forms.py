"""What may be typed about a change, and which of the things that it concerns are listed?"""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from govsocial.core.forms import DateInput, Textarea, TextInput
from risk import answers, change_kinds, concerned
from risk.actions import Told
from risk.answers import Tally

TEXT = ("url", "version", "dated")


class ChangeForm(forms.Form):
    """What changed of a platform, since when, and whether owners answer."""

    token = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What changed"), widget=forms.RadioSelect)
    what_en = forms.CharField(
        label=gettext_lazy("What is different, in English"), max_length=4000, widget=Textarea(rows=5, lang="en")
    )
    what_fr = forms.CharField(
        label=gettext_lazy("What is different, in French"), max_length=4000, widget=Textarea(rows=5, lang="fr")
    )
    effective_on = forms.DateField(label=gettext_lazy("In effect from"), widget=DateInput())
    link = forms.URLField(
        label=gettext_lazy("Where one can read about it"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=TextInput(),
    )
    text_url = forms.URLField(
        label=gettext_lazy("Address of the new text"),
        required=False,
        assume_scheme="https",
        widget=TextInput(),
        help_text=gettext_lazy("Only where it moved."),
    )
    text_version = forms.CharField(
        label=gettext_lazy("Version that the platform names"), required=False, max_length=60, widget=TextInput()
    )
    text_dated = forms.DateField(label=gettext_lazy("Date of the new text"), required=False, widget=DateInput())
    asks = forms.ChoiceField(
        label=gettext_lazy("Do owners answer?"),
        choices=[
            ("yes", gettext_lazy("Yes: each says that nothing changes, and why, or has the change approved")),
            ("no", gettext_lazy("No: they are told, and that is all")),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(
        label=gettext_lazy("Answers by"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("Left blank: as many working days as the policy gives for such a change."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(item.code, str(item.name)) for item in change_kinds.by_hand()]
        self.initial.setdefault("token", uuid4().hex)
        self.initial.setdefault("effective_on", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_new_text = bool(change_kinds.text_of(said.get("kind", "")))
        if is_new_text and not any(said.get(f"text_{part}") for part in TEXT):
            self.add_error("text_dated", _("Say which text it is now: its date, its version or its address."))
        if said.get("asks") == "no":
            said["due_on"] = None
        elif said.get("kind") and not said.get("due_on") and "due_on" not in self.errors:
            said["due_on"] = change_kinds.answer_by(said["kind"])
        return said

    def told(self) -> Told:
        """Return what the entity says."""
        said = self.cleaned_data
        text = {part: said[f"text_{part}"] for part in TEXT if said[f"text_{part}"]}
        names = ("kind", "what_en", "what_fr", "effective_on", "due_on", "link")
        return Told(**{name: said[name] for name in names}, text=text)


class AnswerForm(forms.Form):
    """That a change alters nothing of a thing, and why."""

    text = forms.CharField(
        label=gettext_lazy("Why nothing changes"),
        max_length=4000,
        widget=Textarea(rows=5),
        help_text=gettext_lazy("It stays on the record with your name, and the central entity reads it."),
    )


class AffectedFilter(forms.Form):
    """Which of the things that a change concerns to list."""

    standing = forms.ChoiceField(label=gettext_lazy("Answer"), required=False)
    organization = forms.ChoiceField(label=gettext_lazy("Organization"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What"), required=False)

    def __init__(self, data: Any, *, tally: Tally) -> None:
        super().__init__(data)
        everything = pgettext("organizations, platforms, languages", "All")
        there = [one for one in answers.Standing if tally.totals.get(one)]
        self.fields["standing"].choices = [("", everything), *((one.value, one.label) for one in there)]
        kinds = [kind for kind in concerned.kinds() if tally.kinds.get(kind.code)]
        self.fields["kind"].choices = [("", everything), *((kind.code, kind.label) for kind in kinds)]
        places = sorted(tally.places, key=lambda place: place.name)
        self.fields["organization"].choices = [("", everything), *((place.code, place.name) for place in places)]
        if len(places) < 2:
            del self.fields["organization"]

    def chosen(self) -> dict[str, str]:
        """Return the filters that were chosen, as conditions on rows with a standing; a mangled one is left out."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "organization" in said:
            said["organization__code"] = said.pop("organization")
        return said
