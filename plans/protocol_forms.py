"""What is asked of somebody who writes, publishes or checks a protocol?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from govsocial.core.forms import LineField, RichField, Textarea, TextInput
from plans.actions import Words
from plans.models import Protocol
from risk.models import Platform

REQUIRED = {"required": _("Write the title in both languages.")}


class _Titled(forms.Form):
    title_en = LineField(
        label=_("Title in English"), max_length=200, widget=TextInput(lang="en"), error_messages=REQUIRED
    )
    title_fr = LineField(
        label=_("Title in French"), max_length=200, widget=TextInput(lang="fr"), error_messages=REQUIRED
    )


class StartForm(_Titled):
    """What a protocol is about, for which platform, and what it is called."""

    type = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Choose…")), *Protocol.Type.choices],
        error_messages={"required": _("Choose what it is about.")},
    )
    platform = forms.ModelChoiceField(
        label=_("For which platform?"),
        queryset=Platform.objects.order_by("name"),
        empty_label=_("All platforms"),
        required=False,
    )
    field_order = ("type", "platform", "title_en", "title_fr")

    marks_optional = False


class ProtocolForm(_Titled):
    """The draft of a protocol: nothing but the titles is owed before it is published."""

    text_en = RichField(
        label=_("In English"), max_length=20_000, required=False, widget=Textarea(rows=14, lang="en", is_rich=True)
    )
    text_fr = RichField(
        label=_("In French"), max_length=20_000, required=False, widget=Textarea(rows=14, lang="fr", is_rich=True)
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    marks_optional = False

    def __init__(self, protocol: Protocol, data: Any = None) -> None:
        names = ("title_en", "title_fr", "text_en", "text_fr", "revision")
        super().__init__(data, initial={name: getattr(protocol, name) for name in names})

    @property
    def words(self) -> Words:
        said = self.cleaned_data
        return Words(said["title_en"], said["title_fr"], said["text_en"], said["text_fr"])

    @property
    def seen(self) -> int:
        """Return the revision that the page was made from; a request that names none has seen nothing."""
        revision = self.cleaned_data["revision"]
        return -1 if revision is None else revision


class PublishForm(forms.Form):
    """What changed since the version before; of a first version nothing need be said."""

    note = LineField(
        label=_("What changed?"),
        help_text=_("One or two sentences for those who use the version before: shall they take this one over?"),
        max_length=500,
        required=False,
        widget=TextInput(width="wide"),
    )

    marks_optional = False


class CheckForm(forms.Form):
    """Each promise of the notice: is it kept? With a note, which is owed where one is not."""

    marks_optional = False

    def __init__(self, promises: tuple[Any, ...], data: Any = None) -> None:
        super().__init__(data)
        self.promises = promises
        for line in promises:
            self.fields[line.key] = forms.ChoiceField(
                label=str(line.label),
                help_text=str(line.help or ""),
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer yes or no.")},
            )
        self.fields["note"] = forms.CharField(
            label=_("Note"),
            help_text=_("What you compared it with and, where a promise is not kept, what will be done about it."),
            max_length=1000,
            required=False,
            widget=Textarea(rows=3),
        )

    @property
    def said(self) -> dict[str, bool]:
        """Return {key of the line: whether the promise is kept}."""
        return {line.key: self.cleaned_data[line.key] == "yes" for line in self.promises}
