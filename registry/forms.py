"""What may a reader of the index choose: organization, platform, language, state?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plans.models import PlannedAccount
from registry.listing import Choice

EVERY_STATE = pgettext_lazy("states of accounts", "All")
EVERY = pgettext_lazy("organizations, platforms, languages", "All")
STATUSES = [("", EVERY_STATE), ("official", _("Official")), ("closed", _("Closed"))]
EQUIVALENTS = [("", pgettext_lazy("accounts", "All")), ("without", _("Without an equivalent"))]


class Browse(forms.Form):
    """The choices of the index; the words searched for stay with them."""

    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    organization = forms.ChoiceField(label=_("Organization"), required=False)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", EVERY), *PlannedAccount.Language.choices]
    )
    status = forms.ChoiceField(label=_("State"), required=False, choices=STATUSES)
    equivalent = forms.ChoiceField(label=_("In the other official language"), required=False, choices=EQUIVALENTS)

    marks_optional = False

    def __init__(self, *args: Any, organizations: Iterable[Choice], platforms: Iterable[Choice], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, choices in (("organization", organizations), ("platform", platforms)):
            self.fields[name].choices = [("", EVERY), *((choice.code, choice.name) for choice in choices)]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen; a choice that does not exist (a mangled address) is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
