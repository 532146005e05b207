"""What does a move ask beside its reason: whom to invite, what to affirm, why to approve over an objection?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from approvals import affirming, amending, asking, rounds
from approvals.dissent import Dissent
from documents.models import Document
from govsocial.core.forms import Textarea
from govsocial.core.transitions import Transition

INVITED, OVERRIDE, AFFIRM, CLASS = "invited", "override_", "affirm_", "change_class"


def asked(document: Document, step: Transition, dissents: Iterable[Dissent]) -> dict[str, forms.Field]:
    """Return the fields that `step` adds to the form of a move, by name."""
    if step.verb == "consult":
        return _invitation(document)
    if step.verb in {"revise", "reclass"}:
        return _classes(amending.choices(document) if step.verb == "revise" else amending.raises(document))
    return _overrides(dissents) | _affirmations(document) if step.verb == "approve" else {}


def said(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what the form said in these fields, as the guards and effects of the move take it."""
    overrides = {name.removeprefix(OVERRIDE): text for name, text in cleaned.items() if name.startswith(OVERRIDE)}
    checks = [name.removeprefix(AFFIRM) for name, ticked in cleaned.items() if name.startswith(AFFIRM) and ticked]
    said_ = {INVITED: cleaned.get(INVITED, []), "overrides": overrides, "checks": checks}
    return said_ | ({CLASS: cleaned[CLASS]} if CLASS in cleaned else {})


def _classes(choices: list[amending.Choice]) -> dict[str, forms.Field]:
    """Return the choice of the class of a change, each with words that help; material is the usual one."""
    open_ones = [one for one in choices if not one.against]
    closed = [_("%(class)s: not possible now, since %(why)s.") % {"class": o.name, "why": o.against} for o in choices]
    field = forms.ChoiceField(
        label=_("What kind of change is it?"),
        help_text=" ".join(words for words, one in zip(closed, choices, strict=True) if one.against),
        choices=[(one.code, format_html('{}<span class="sub">{}</span>', one.name, one.means)) for one in open_ones],
        initial=next((one.code for one in open_ones if one.code == amending.Class.MATERIAL), None),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of change it is.")},
    )
    return {CLASS: field}


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


def _affirmations(document: Document) -> dict[str, forms.Field]:
    """Return a box for each thing that whoever approves affirms about the version of the open round (App. A)."""
    round_ = rounds.current(document)
    return {
        f"{AFFIRM}{one.code}": Affirmation(one, affirming.shown(round_, one) if round_ else [])
        for one in affirming.of_round(round_)
    }


class Affirmation(forms.BooleanField):
    """One box to tick before approving; `shown` are the answers to read beside it."""

    def __init__(self, affirmed: affirming.Affirmed, shown: list[Any]) -> None:
        self.affirmed, self.shown = affirmed, shown
        label = format_html('{}<span class="sub">{}</span>', affirmed.text, affirmed.source)
        wanted = _("Affirm “%(text)s”, or return the document.") % {"text": affirmed.text.rstrip(".")}
        super().__init__(label=label, error_messages={"required": wanted})


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
