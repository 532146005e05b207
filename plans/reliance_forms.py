"""What may somebody say of the conditions for relying on assessments, and why does the result hold?"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core.forms import Textarea
from govsocial.core.richtext import count_words
from plans.actions.reliance import Said
from plans.coverage import LANGUAGES, REASON, Found

CHOICES = [("yes", gettext_lazy("It is met")), ("no", gettext_lazy("It is not met"))]


class CoverageForm(forms.Form):
    """For each condition, whether it is met and how; and the reason for the result, in one language at least."""

    marks_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, found: Found, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        self.asked = found.document.outline.field(REASON)
        for condition in found.coverage.asked:
            said = found.answers.get(condition.key)
            self.fields[f"met_{condition.key}"] = forms.ChoiceField(
                label=str(condition),
                choices=CHOICES,
                widget=forms.RadioSelect,
                required=False,
                initial=("yes" if said.is_met else "no") if said else "",
                help_text=_("Said by %(name)s.") % {"name": said.by_name} if said else "",
            )
            self.fields[f"how_{condition.key}"] = forms.CharField(
                label=_("How, or why not"),
                max_length=2000,
                required=False,
                widget=Textarea(rows=2),
                initial=said.how if said else "",
            )
            names = {"condition": condition}
            self.fields[f"how_{condition.key}"].widget.attrs["aria-label"] = _("How, or why not: %(condition)s") % names
        names = {"en": _("Reason, in English"), "fr": _("Reason, in French")}
        for lang in LANGUAGES:
            self.fields[f"reason_{lang}"] = forms.CharField(
                label=names[lang], required=False, widget=Textarea(rows=5, words=self.asked.max_words, lang=lang)
            )

    @property
    def conditions(self) -> list[Any]:
        """Return the fields of each condition, in pairs, for the page."""
        keys = [condition.key for condition in self.found.coverage.asked]
        return [(self[f"met_{key}"], self[f"how_{key}"]) for key in keys]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for condition in self.found.coverage.asked:
            if said.get(f"met_{condition.key}") == "no" and not said.get(f"how_{condition.key}"):
                self.add_error(f"how_{condition.key}", _("Say why it is not met."))
        for lang in LANGUAGES:
            words = count_words(said.get(f"reason_{lang}") or "")
            if self.asked.max_words and words > self.asked.max_words:
                message = _("%(words)d words; at most %(limit)d are asked for.")
                self.add_error(f"reason_{lang}", message % {"words": words, "limit": self.asked.max_words})
        return said

    @property
    def said(self) -> dict[str, Said]:
        """Return what was said of the conditions that were answered."""
        values = self.cleaned_data
        keys = [condition.key for condition in self.found.coverage.asked]
        return {key: Said(values[f"met_{key}"] == "yes", values[f"how_{key}"]) for key in keys if values[f"met_{key}"]}

    @property
    def reason(self) -> dict[str, str]:
        return {lang: self.cleaned_data[f"reason_{lang}"] for lang in LANGUAGES}
