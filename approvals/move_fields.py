"""What does a move ask beside its reason: whom to invite when sending, why to approve over an objection?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from approvals import asking
from approvals.dissent import Dissent
from documents.models import Document
from govsocial.core.forms import Textarea
from govsocial.core.transitions import Transition

INVITED, OVERRIDE = "invited", "override_"


def asked(document: Document, step: Transition, dissents: Iterable[Dissent]) -> dict[str, forms.Field]:
    """Return the fields that `step` adds to the form of a move, by name."""
    if step.verb == "consult":
        return _invitation(document)
    return _overrides(dissents) if step.verb == "approve" else {}


def said(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what the form said in these fields, as the guards and effects of the move take it."""
    overrides = {name.removeprefix(OVERRIDE): text for name, text in cleaned.items() if name.startswith(OVERRIDE)}
    return {INVITED: cleaned.get(INVITED, []), "overrides": overrides}


def _invitation(document: Document) -> dict[str, forms.Field]:
    excused = asking.excused(document)
    if not excused:
        return {}
    choices = [
        (area.code, _("%(area)s – not required: %(why)s") % {"area": area.name, "why": why}) for area, why in excused
    ]
    field = forms.MultipleChoiceField(
        label=_("Areas that need not be asked this time"),
        help_text=_("Tick an area to ask for its advice all the same."),
        choices=choices,
        required=False,
        initial=asking.invited_last(document),
        widget=forms.CheckboxSelectMultiple,
    )
    return {INVITED: field}


def _overrides(dissents: Iterable[Dissent]) -> dict[str, forms.Field]:
    return {
        f"{OVERRIDE}{one.standing.area.code}": forms.CharField(
            label=_("Why you approve although %(area)s does not concur") % {"area": one.standing.area.name},
            help_text=_("Your reason stays on the record: on the document’s page, in the PDF and in the ledger."),
            error_messages={
                "required": _("Write why you approve although %(area)s does not concur.")
                % {"area": one.standing.area.name}
            },
            max_length=4000,
            widget=Textarea(rows=4),
        )
        for one in dissents
        if not one.standing.blocking
    }
