"""How does an auditor narrow a list?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from govsocial.core.text import fold
from organizations import told
from organizations.models import User
from reports import audit

ALL = [("", _("All"))]
ALL_ACTIONS = [("", pgettext_lazy("what was done", "All"))]
ALL_ORGANIZATIONS = [("", pgettext_lazy("organizations, platforms, languages", "All"))]


def _in_order(choice: tuple[str, str]) -> str:
    # É beside E, as a dictionary has it.
    return fold(str(choice[1]))


class AuditFilter(forms.Form):
    """By organization, of those that the person audits."""

    marks_optional = False
    organization = forms.ChoiceField(label=_("Organization"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        names = [(one.code, one.name) for one in audit.organizations(user)]
        self.fields["organization"].choices = [*ALL_ORGANIZATIONS, *sorted(names, key=_in_order)]

    @property
    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; a mangled address narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class DocumentFilter(AuditFilter):
    """And by kind and state."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, user=user)
        self.fields["kind"].choices = [*ALL, *audit.kind_choices()]
        self.fields["state"].choices = [*ALL, *audit.state_choices()]


class LedgerFilter(AuditFilter):
    """And by what was done."""

    verb = forms.ChoiceField(label=_("What was done"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, user=user)
        self.fields["verb"].choices = [*ALL_ACTIONS, *sorted(told.words().items(), key=_in_order)]
