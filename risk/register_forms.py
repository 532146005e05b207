"""What do people type about risks after they are written: whom to ask, why they accept, how a treatment goes?"""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Document
from govsocial.core.forms import DateInput, Textarea
from risk import acceptance
from risk.acceptance import Standing

WORDS: dict[str, Any] = {"max_length": 4000, "widget": Textarea(rows=4)}


class AskForm(forms.Form):
    """Whom to ask to accept what remains."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("Accountable manager"),
        help_text=gettext_lazy(
            "The manager of the program that the account serves. Who wrote this version cannot be asked."
        ),
        queryset=None,
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose whom to ask.")},
    )
    note = forms.CharField(label=gettext_lazy("Message to them"), required=False, **WORDS)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = acceptance.people(document)


class AcceptForm(forms.Form):
    """Which residual risks a manager accepts, why, for what, on what conditions and until when."""

    seen_sha = forms.CharField(widget=forms.HiddenInput)
    rows = forms.MultipleChoiceField(
        label=gettext_lazy("Which risks do you accept?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one risk.")},
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why is what remains acceptable?"),
        error_messages={"required": gettext_lazy("Write why: the record keeps it.")},
        **WORDS,
    )
    scope = forms.CharField(
        label=gettext_lazy("For what do you accept it?"),
        help_text=gettext_lazy("The accounts, uses and period that you answer for."),
        error_messages={"required": gettext_lazy("Write for what you accept it.")},
        **WORDS,
    )
    conditions = forms.CharField(label=gettext_lazy("On what conditions?"), required=False, **WORDS)
    expires_on = forms.DateField(
        label=gettext_lazy("Until when?"),
        widget=DateInput(),
        error_messages={"required": gettext_lazy("Write the day on which the acceptance ends.")},
    )

    def __init__(self, *args: Any, standing: Standing, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].choices = [
            (risk.uuid, f"{risk.name} ({risk.residual.name if risk.residual else ''}) – {risk.statement}")
            for risk in standing.open_ones
        ]
        self.fields["expires_on"].help_text = _("By %(day)s at the latest.") % {"day": latest.isoformat()}


class ReasonForm(forms.Form):
    """Why an acceptance is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Write the reason: the people concerned will read it.")},
        **WORDS,
    )


class ReportForm(forms.Form):
    """How a treatment goes, and what shows it."""

    status = forms.ChoiceField(
        label=gettext_lazy("Where does it stand?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where the treatment stands.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("What was done, and where can it be seen?"),
        error_messages={"required": gettext_lazy("Write what was done and where it can be seen.")},
        **WORDS,
    )
    link = forms.URLField(
        label=gettext_lazy("Link to the evidence"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = document.framework.items("treatment_states")
        self.fields["status"].choices = [(one.code, str(one.name)) for one in states]


class ScaleForm(forms.Form):
    """Which scale of the pack to rate on, confirmed because every rating must then be given anew."""

    scale = forms.ChoiceField(
        label=gettext_lazy("Rate on"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a scale.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that every risk must be rated anew."),
        error_messages={"required": gettext_lazy("Confirm that every risk must be rated anew.")},
    )

    def __init__(self, *args: Any, scales: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].choices = [(one.pin, _told(one)) for one in scales]


def _told(scale: Any) -> str:
    return _("%(scale)s, version %(version)d") % {"scale": scale.name, "version": scale.version}


class PreferForm(forms.Form):
    """On which scales of the pack an organization rates its new documents."""

    def __init__(self, *args: Any, offered: dict[str, tuple[Any, ...]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"matrix": _("Plans and privacy impact assessments"), "product": _("Threat and risk assessments")}
        for kind, scales in offered.items():
            self.fields[kind] = forms.ChoiceField(
                label=labels[kind], choices=[(one.code, _told(one)) for one in scales], widget=forms.RadioSelect
            )
