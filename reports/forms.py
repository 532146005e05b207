"""How does an auditor narrow a list?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations import told
from organizations.models import User
from reports import audit

ALL = [("", _("All"))]


class AuditFilter(forms.Form):
    """By organization, of those that the person audits."""

    marks_optional = False
    organization = forms.ChoiceField(label=_("Organization"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        names = [(one.code, one.name) for one in audit.organizations(user)]
        self.fields["organization"].choices = [*ALL, *sorted(names, key=lambda one: one[1])]

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
        self.fields["verb"].choices = [*ALL, *sorted(told.words().items(), key=lambda verb: verb[1])]
