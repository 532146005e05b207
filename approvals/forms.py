"""What does a person say when they move or sign a document?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import SignOff
from govsocial.core.forms import Textarea
from govsocial.core.transitions import Transition


class MoveForm(forms.Form):
    """The reason of a move, what the page had shown when it was opened (`revision`, `seen_sha`)."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen_sha = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=Textarea(rows=5))

    def __init__(self, step: Transition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.reason == "none":
            del self.fields["reason"]
            return
        self.fields["reason"].required = step.reason == "required"
        self.fields["reason"].error_messages["required"] = _("Write the reason: the people concerned will read it.")
        if step.reason == "optional":
            self.fields["reason"].label = _("Remark for the record")


class SignOffForm(forms.Form):
    """What a policy area says about the version."""

    seen_sha = forms.CharField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Your sign-off"),
        choices=SignOff.Decision,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your area says.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("Needed for conditions, for an objection and when you recuse yourself."),
        max_length=4000,
        required=False,
        widget=Textarea(rows=5),
    )
