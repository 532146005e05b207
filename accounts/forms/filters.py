"""How may the lists of accounts and of submissions be narrowed?"""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from govsocial.core.forms import SearchInput
from risk.models import Platform


class _Filters(forms.Form):
    """A filter bar: what it does not understand, it leaves aside."""

    marks_optional = False

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Return the filters that make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class AccountFilters(_Filters):
    """How the list of accounts is narrowed."""

    q = forms.CharField(label=_("Name, username or organization"), required=False, widget=SearchInput, max_length=100)
    platform = forms.ModelChoiceField(
        label=_("Platform"),
        queryset=Platform.objects.order_by("name"),
        required=False,
        to_field_name="code",
        empty_label=pgettext_lazy("organizations, platforms, languages", "All"),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    plan = forms.ChoiceField(
        label=_("Plan"),
        required=False,
        choices=[("", _("All")), ("with", _("With a plan")), ("none", _("No plan yet"))],
    )
    tool = forms.ChoiceField(
        label=_("Management tool"),
        required=False,
        choices=[("", _("All")), ("yes", _("Managed through the tool")), ("no", _("Not managed through the tool"))],
    )

    def __init__(self, *args: Any, states: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *((state.code, state.label) for state in states)]


class SubmissionFilters(_Filters):
    """How the queue of submissions is narrowed."""

    state = forms.ChoiceField(label=_("State"), required=False)
    age = forms.ChoiceField(
        label=_("Waiting"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("5", _("More than 5 days")),
            ("10", _("More than 10 days")),
            ("30", _("More than 30 days")),
        ],
    )
    again = forms.ChoiceField(
        label=_("Sent again"),
        required=False,
        choices=[("", pgettext_lazy("submissions", "All")), ("yes", _("Only those sent again"))],
    )

    def __init__(self, *args: Any, states: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [
            ("", pgettext_lazy("submissions", "Open")),
            ("all", pgettext_lazy("submissions", "All")),
            *((state.code, state.label) for state in states),
        ]
