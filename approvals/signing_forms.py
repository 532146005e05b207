"""What does an area say when it signs, a coordinator when they transcribe, and who meets or judges a condition?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import conditions
from approvals.conditions import Asked
from approvals.models import SignOff
from approvals.signing import Outside
from documents.models import Document
from files.fields import UploadField
from govsocial.core.forms import DateInput, LineField, Textarea, TextInput

MOST_CONDITIONS = 12
PARTS = ("text", "blocks", "owner", "due_on")
WORDS = {"max_length": 4000, "widget": Textarea(rows=5)}


@dataclass(frozen=True)
class Row:
    """The inputs of one condition."""

    number: int
    text: Any
    blocks: Any
    owner: Any
    due_on: Any


class SignOffForm(forms.Form):
    """What a policy area says about the version, and the conditions on which it concurs: as many rows as it wants."""

    seen_sha = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("Your sign-off"),
        choices=SignOff.Decision,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what your area says.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Needed for an objection and when you recuse yourself."),
        max_length=4000,
        required=False,
        widget=Textarea(rows=5),
    )

    # What is needed follows from the answer, as the hints say.
    marks_optional = False

    def __init__(self, document: Document, *args: Any, more: int = 0, **kwargs: Any) -> None:
        """Make the form; `more` is how many empty conditions to show beyond those that were typed."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in conditions.owners(document)}
        said = self.data or self.initial
        typed = (n for n in range(1, MOST_CONDITIONS + 1) if f"text_{n}" in said)
        self.count = min(max(typed, default=1) + more, MOST_CONDITIONS)
        for number in range(1, self.count + 1):
            self.fields |= self._row(document, number)

    def _row(self, document: Document, number: int) -> dict[str, forms.Field]:
        choose = [("", _("Choose"))]
        people = [(pk, person.name) for pk, person in self.people.items()]
        return {
            f"text_{number}": forms.CharField(
                label=_("What must be done"), max_length=2000, required=False, widget=Textarea(rows=3)
            ),
            f"blocks_{number}": forms.ChoiceField(
                label=_("Meanwhile"), choices=choose + conditions.blocks_for(document), required=False
            ),
            f"owner_{number}": forms.ChoiceField(label=_("Who sees to it"), choices=choose + people, required=False),
            f"due_on_{number}": forms.DateField(label=_("By when"), required=False, widget=DateInput()),
        }

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the inputs of each condition, in order."""
        for number in range(1, self.count + 1):
            yield Row(number, **{part: self[f"{part}_{number}"] for part in PARTS})

    @property
    def next_row(self) -> int:
        """Return the number of the condition that may still be added, or 0."""
        return self.count + 1 if self.count < MOST_CONDITIONS else 0

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.asks: list[Asked] = []
        for number in range(1, self.count + 1):
            parts = {part: said.get(f"{part}_{number}") for part in PARTS}
            if any(parts.values()) and self._is_whole(number, parts):
                owner = self.people[parts["owner"]]
                self.asks.append(Asked(parts["text"], parts["blocks"], owner, parts["due_on"]))
        return said

    def _is_whole(self, number: int, parts: dict[str, Any]) -> bool:
        missing = {
            "text": _("Write what must be done."),
            "blocks": _("Choose what waits for it meanwhile."),
            "owner": _("Choose who sees to it."),
            "due_on": _("Give the date by which it must be met."),
        }
        for part, words in missing.items():
            name = f"{part}_{number}"
            if not parts[part] and name not in self.errors:
                self.add_error(name, words)
        return not any(f"{part}_{number}" in self.errors for part in PARTS)

    @property
    def signed(self) -> dict[str, Any]:
        """Return the arguments that signing and transcribing share."""
        return {**{name: self.cleaned_data[name] for name in ("seen_sha", "decision", "comment")}, "asks": self.asks}


class TranscribeForm(SignOffForm):
    """A signature given outside: the sign-off, who gave it when and how, and what proves it."""

    name = LineField(label=gettext_lazy("Name of who signed"), max_length=200, widget=TextInput(width="half"))
    title_en = LineField(
        label=gettext_lazy("Their title in English"), max_length=200, required=False, widget=TextInput(lang="en")
    )
    title_fr = LineField(
        label=gettext_lazy("Their title in French"), max_length=200, required=False, widget=TextInput(lang="fr")
    )
    given_on = forms.DateField(label=gettext_lazy("Signed on"), widget=DateInput())
    way = forms.ChoiceField(label=gettext_lazy("How it was given"), choices=SignOff.Way, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=gettext_lazy("Text of the e-mail"),
        help_text=gettext_lazy("Paste all of it, with its sender and date. It is kept with its fingerprint (SHA-256)."),
        max_length=20000,
        required=False,
        widget=Textarea(rows=6),
    )
    file = UploadField(label=gettext_lazy("File of the scan or of the message"), required=False)
    reference = LineField(
        label=gettext_lazy("Where the original is kept"),
        help_text=gettext_lazy("File number or address in your corporate repository."),
        max_length=300,
        required=False,
        widget=TextInput(),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("What was signed is the version with the fingerprint shown above"),
        error_messages={"required": gettext_lazy("Check that the signature is about this very version, and say so.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].label = _("What the area says")
        self.fields["comment"].help_text = _("Their words. Needed for an objection and a recusal.")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not (said.get("title_en") or said.get("title_fr")):
            self.add_error("title_en", _("Give their title in at least one language."))
        if not (said.get("file") or said.get("evidence") or "file" in self.errors):
            self.add_error("evidence", _("Paste the text of the e-mail, or choose the file of the signature."))
        return said

    @property
    def outside(self) -> Outside:
        """Return who signed outside, and what proves it."""
        said = self.cleaned_data
        kept = ("name", "title_en", "title_fr", "given_on", "way", "evidence", "reference")
        return Outside(**{name: said[name] for name in kept}, file=said["file"])


class ReportForm(forms.Form):
    """What was done about a condition, and what shows it."""

    text = forms.CharField(
        label=gettext_lazy("What was done, and what shows it"),
        error_messages={"required": gettext_lazy("Write what was done: the area reads it before it accepts.")},
        **WORDS,
    )
    link = forms.URLField(
        label=gettext_lazy("Link to the evidence"), max_length=500, required=False, assume_scheme="https"
    )
    file = UploadField(label=gettext_lazy("File that shows it"), required=False)


class JudgeForm(forms.Form):
    """Whether the area accepts what was done about its condition."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Is the condition met?"),
        choices=[
            ("accept", gettext_lazy("Yes: the area accepts it, and the condition is closed for good")),
            ("refuse", gettext_lazy("No: it stays open")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether the condition is met.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Why"),
        error_messages={"required": gettext_lazy("Write why: the record keeps your words.")},
        **WORDS,
    )


class WithdrawForm(forms.Form):
    """Why an area takes back what it had asked."""

    text = forms.CharField(
        label=gettext_lazy("Why the condition is no longer needed"),
        help_text=gettext_lazy("The authors and the head of communications read it. It stays on the record."),
        error_messages={"required": gettext_lazy("Write why: the record keeps your words.")},
        **WORDS,
    )


class DissentForm(forms.Form):
    """What the authors answer to an area that does not concur."""

    text = forms.CharField(
        label=gettext_lazy("Your answer to the objection"),
        help_text=gettext_lazy("The head of communications reads it beside the objection. It stays on the record."),
        error_messages={"required": gettext_lazy("Write the answer: without one the document cannot go on.")},
        **WORDS,
    )
