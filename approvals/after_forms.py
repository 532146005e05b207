"""What does a person say about a document that was approved: that it still holds, or why an approval stays?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from govsocial.core.forms import Textarea


class AttestForm(forms.Form):
    """That nothing changes, with the reason, on the version that the page showed (`seen_sha`)."""

    seen_sha = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Why nothing in the document changes"),
        help_text=_("Say what you looked at and what you found. It stays on the record with your name and title."),
        max_length=4000,
        widget=Textarea(rows=5),
        error_messages={"required": _("Write why nothing in the document changes.")},
    )
    states = forms.BooleanField(
        label=_("I have read the version in force, and nothing in it needs to change."),
        error_messages={"required": _("Tick that you have read the version in force, or have it changed.")},
    )


class KeepForm(forms.Form):
    """Why the head keeps an approval over an objection."""

    reason = forms.CharField(
        label=_("Why you keep the approval although the area does not concur"),
        help_text=_("Your reason stays on the record: on the document’s page, in the PDF and in the ledger."),
        max_length=4000,
        widget=Textarea(rows=5),
        error_messages={"required": _("Write the reason: the people concerned will read it.")},
    )
