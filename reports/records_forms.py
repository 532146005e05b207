"""What does an officer type to have the records about some accounts collected?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import OfficialAccount
from govsocial.core.forms import DateInput, LineField, TextInput
from organizations.models import Organization
from reports.actions import Asked


class RecordsForm(forms.Form):
    """Which accounts, between which days, for which request."""

    reference = LineField(
        label=gettext_lazy("Your number of the request"),
        help_text=gettext_lazy("Never the name of the person who asks."),
        max_length=100,
        widget=TextInput(width="half"),
    )
    accounts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Official accounts"),
        queryset=OfficialAccount.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one account.")},
    )
    from_on = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())
    to_on = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = OfficialAccount.objects.filter(organization=organization).select_related("platform")
        self.fields["accounts"].queryset = own.order_by("sort_name", "pk")
        self.fields["accounts"].label_from_instance = lambda one: f"{one.name} – {one.platform}"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("from_on") and said.get("to_on") and said["from_on"] > said["to_on"]:
            self.add_error("to_on", ValidationError(_("The last day lies before the first."), code="days"))
        return said

    @property
    def asked(self) -> Asked:
        """Return what is asked, for `actions.ask`."""
        said = self.cleaned_data
        return Asked(tuple(said["accounts"]), said["from_on"], said["to_on"], said["reference"])
