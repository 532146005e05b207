"""What does a person say when they move or sign a document?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.move_fields import AFFIRM
from govsocial.core.forms import Textarea
from govsocial.core.transitions import Transition


class MoveForm(forms.Form):
    """The reason of a move, what the page had shown when it was opened (`revision`, `seen_sha`), and `more` fields."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    seen_sha = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=Textarea(rows=5))

    def __init__(self, step: Transition, *args: Any, more: dict[str, forms.Field] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.more = more or {}
        self.fields |= self.more
        if step.reason == "none":
            del self.fields["reason"]
            return
        self.fields["reason"].required = step.reason == "required"
        self.fields["reason"].error_messages["required"] = _("Write the reason: the people concerned will read it.")
        if step.reason == "optional":
            self.fields["reason"].label = _("Remark for the record")

    @property
    def more_fields(self) -> list[Any]:
        """Return the inputs that this very move asks for beside its reason and what is affirmed."""
        return [self[name] for name in self.more if not name.startswith(AFFIRM)]

    @property
    def affirmations(self) -> list[Any]:
        """Return the boxes of what whoever approves affirms."""
        return [self[name] for name in self.more if name.startswith(AFFIRM)]
