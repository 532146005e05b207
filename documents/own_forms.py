"""What may be typed when an organization adds a question of its own, or guidance, to an outline?"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import OwnQuestion
from documents.outlines import GUIDANCE
from frameworks import Outline
from govsocial.core.forms import Textarea, TextInput


class QuestionForm(forms.ModelForm):
    """A question, or guidance, in both languages, and the section in which it stands."""

    section = forms.ChoiceField(label=gettext_lazy("Section"))

    class Meta:
        model = OwnQuestion
        fields = (
            "section", "type", "label_en", "label_fr", "help_en", "help_fr", "wants_both", "is_required",
        )  # fmt: skip
        labels = {
            "label_en": gettext_lazy("In English"),
            "label_fr": gettext_lazy("In French"),
            "help_en": gettext_lazy("In English"),
            "help_fr": gettext_lazy("In French"),
            "wants_both": gettext_lazy("A text must be written in both official languages"),
            "is_required": gettext_lazy("It must be answered before the document is sent"),
        }
        widgets = {
            "type": forms.RadioSelect,
            "label_en": TextInput(lang="en"),
            "label_fr": TextInput(lang="fr"),
            "help_en": Textarea(rows=4, lang="en"),
            "help_fr": Textarea(rows=4, lang="fr"),
        }

    def __init__(self, outline: Outline, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(section.key, section.heading) for section in outline.sections]
        if self.instance.pk and self.instance.section not in dict(sections):
            sections.insert(0, (self.instance.section, _("A section that the newest outline no longer has")))
        self.fields["section"].choices = sections
        self.fields["type"].choices = OwnQuestion.Type.choices

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for here, there in (("help_en", "help_fr"), ("help_fr", "help_en")):
            if said.get(there) and not said.get(here) and here not in self.errors:
                self.add_error(here, _("Write it in this language too, or in neither."))
        if said.get("type") == GUIDANCE and not (said.get("help_en") or said.get("help_fr")):
            self.add_error("help_en", _("Write what authors should know."))
        return said


class SeenForm(forms.Form):
    """A decision about what a page had shown: `seen` names it, so that a stale page is noticed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class PlaceForm(forms.Form):
    """Which answer without a question goes beneath which question, and whether it takes the place of another."""

    key = forms.CharField(max_length=80)
    onto = forms.CharField(
        max_length=60, error_messages={"required": gettext_lazy("Choose the question under which it goes.")}
    )
    replace = forms.BooleanField(required=False)
