"""What does somebody say who adds a file to a document?"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from files.fields import UploadField
from govsocial.core.forms import LineField, TextInput


class AttachForm(forms.Form):
    """The file, what it is, and its title in one official language or both."""

    file = UploadField(
        label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose the file on your computer.")}
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What the file is"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    title_en = LineField(
        label=gettext_lazy("Title in English"), max_length=200, required=False, widget=TextInput(lang="en")
    )
    title_fr = LineField(
        label=gettext_lazy("Title in French"), max_length=200, required=False, widget=TextInput(lang="fr")
    )

    # One of the two titles is enough, as the legend says.
    marks_optional = False

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kinds:
            self.fields["kind"].choices = kinds
        else:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not (said.get("title_en") or said.get("title_fr") or "title_en" in self.errors or "title_fr" in self.errors):
            self.add_error("title_en", _("Give it a title in at least one language."))
        return said
