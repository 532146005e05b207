"""What does somebody tick who acknowledges their duties, and what does a coordinator type who transcribes it?"""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.acknowledging import Signed
from accounts.forms.recording import not_in_the_future
from accounts.models import Acknowledgement, SpecificationSignOff
from accounts.spokespersons import Person
from frameworks.undertakings import Undertaking
from govsocial.core.forms import DateInput, LineField, Textarea, TextInput

LARGEST_FILE = 20 * 1024 * 1024


class AcknowledgeForm(forms.Form):
    """A box for each text that is owed."""

    def __init__(self, *args: Any, owed: list[Undertaking], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = owed
        for one in owed:
            self.fields[f"read_{one.code}"] = forms.BooleanField(
                label=_("I have read “%(title)s” and will act accordingly") % {"title": one.title},
                error_messages={"required": _("Read “%(title)s” and tick the box.") % {"title": one.title}},
            )

    @property
    def texts(self) -> list[dict[str, Any]]:
        """Return each text with its box, for the page."""
        return [{"undertaking": one, "box": self[f"read_{one.code}"]} for one in self.owed]


class TranscribeForm(forms.Form):
    """Who signed outside, when and how, and what proves it."""

    email = forms.ChoiceField(
        label=gettext_lazy("Who signed"), error_messages={"required": gettext_lazy("Choose who signed.")}
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language they read the texts"),
        choices=[("en", gettext_lazy("English")), ("fr", gettext_lazy("French"))],
        widget=forms.RadioSelect,
    )
    given_on = forms.DateField(label=gettext_lazy("Signed on"), widget=DateInput())
    way = forms.ChoiceField(
        label=gettext_lazy("How it was given"), choices=Acknowledgement.Way, widget=forms.RadioSelect
    )
    evidence = forms.CharField(
        label=gettext_lazy("Text of the e-mail"),
        help_text=gettext_lazy("Paste all of it, with its sender and date. It is kept with its fingerprint (SHA-256)."),
        max_length=20000,
        required=False,
        widget=Textarea(rows=6),
    )
    file = forms.FileField(
        label=gettext_lazy("File of the scan or of the message"),
        help_text=gettext_lazy(
            "Only its fingerprint (SHA-256) is kept here: the file itself stays in your records. At most 20 MB."
        ),
        required=False,
    )
    reference = LineField(
        label=gettext_lazy("Where the original is kept"),
        help_text=gettext_lazy("File number or address in your corporate repository. Needed with a file."),
        max_length=300,
        required=False,
        widget=TextInput(),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("What they signed are the texts below, word for word"),
        error_messages={"required": gettext_lazy("Check that they signed these very texts, and say so.")},
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {person.email: person.name for person in people}
        named = [(person.email, f"{person.name} ({person.email})") for person in people]
        self.fields["email"].choices = [("", _("Choose…")), *named]

    def clean_given_on(self) -> Any:
        return not_in_the_future(self.cleaned_data["given_on"])

    def clean_file(self) -> Any:
        chosen = self.cleaned_data["file"]
        if chosen and chosen.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 20 MB."), code="too_large")
        return chosen

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("file") and not said.get("reference"):
            self.add_error("reference", _("Say where the original of the file is kept."))
        elif not (said.get("file") or said.get("evidence")):
            self.add_error("evidence", _("Paste the text of the e-mail, or choose the file of the signature."))
        return said

    @property
    def signed(self) -> Signed:
        """Return the signature, for `transcribe`."""
        said = self.cleaned_data
        kept = ("email", "language", "given_on", "way", "evidence", "reference")
        facts = {name: said[name] for name in kept}
        return Signed(person=self.names[said["email"]], sha256=_fingerprint(said["file"]), **facts)


def _fingerprint(chosen: Any) -> str:
    if not chosen:
        return ""
    digest = hashlib.sha256()
    for chunk in chosen.chunks():
        digest.update(chunk)
    return digest.hexdigest()


class SpecificationForm(forms.Form):
    """What an area says of the technical specifications as they were applied."""

    seen = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("What your area says"),
        choices=SpecificationSignOff.Decision,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what your area says.")},
    )
    advice = forms.CharField(
        label=gettext_lazy("Your advice"),
        help_text=gettext_lazy("Needed when something must be changed: say what."),
        max_length=4000,
        required=False,
        widget=Textarea(rows=5),
    )

    marks_optional = False
