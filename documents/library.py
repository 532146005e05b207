"""Which measures does the pack's library offer for a table, and what row does a chosen one become? (App. D)"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Shelf:
    """One desired outcome of the library, with those of its measures that the table does not have yet."""

    outcome: Any
    measures: tuple[Any, ...]
    taken: tuple[Any, ...]


def shelves(document: Any, draft: Any, table: Any) -> list[Shelf]:
    """Return the outcomes of the library of the document's pack, in order."""
    there = {_pair(row.cells) for row in draft.rows.get(table.key, [])}
    found = []
    for outcome in document.framework.measures:
        taken = tuple(one for one in outcome.measures if _pair(cells(outcome, one)) in there)
        found.append(Shelf(outcome, tuple(one for one in outcome.measures if one not in taken), taken))
    return found


def _pair(cells: dict[str, Any]) -> tuple[str, ...]:
    """Return what makes a measure the same one: its outcome and its words, in English."""
    return tuple((cells.get(key) or {}).get("en", "") for key in ("outcome", "measure"))


def cells(outcome: Any, measure: Any, tactic: Any = None) -> dict[str, Any]:
    """Return the row that a measure becomes: the words of the library in both languages, to be changed freely."""
    row = {"outcome": _both(outcome.name), "measure": _both(measure.name)}
    return {**row, "tactic": _both(tactic)} if tactic else row


def _both(text: Any) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


class MeasuresForm(forms.Form):
    """Measures to tick, outcome by outcome, and for each outcome the tactic that would bring it about."""

    marks_optional = False

    def __init__(self, *args: Any, shelves: list[Shelf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelves = shelves
        for shelf in shelves:
            tactics = [("", _("No tactic yet")), *((str(n), str(t)) for n, t in enumerate(shelf.outcome.tactics))]
            self.fields[f"{shelf.outcome.code}_tactic"] = forms.ChoiceField(
                label=gettext_lazy("Tactic that brings it about"), choices=tactics, required=False
            )
            self.fields[f"{shelf.outcome.code}_measures"] = forms.MultipleChoiceField(
                label=gettext_lazy("Measures that show it"),
                choices=[(one.code, str(one.name)) for one in shelf.measures],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield each outcome with its two questions, for the template."""
        for shelf in self.shelves:
            code = shelf.outcome.code
            yield {"shelf": shelf, "tactic": self[f"{code}_tactic"], "measures": self[f"{code}_measures"]}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.get(f"{shelf.outcome.code}_measures") for shelf in self.shelves):
            raise ValidationError(_("Tick at least one measure."), code="required")
        return cleaned

    @property
    def chosen(self) -> list[dict[str, Any]]:
        """Return the rows to add, as `actions.add_rows` takes them."""
        rows = []
        for shelf in self.shelves:
            said = self.cleaned_data[f"{shelf.outcome.code}_tactic"]
            tactic = shelf.outcome.tactics[int(said)] if said else None
            codes = self.cleaned_data[f"{shelf.outcome.code}_measures"]
            rows += [cells(shelf.outcome, one, tactic) for one in shelf.measures if one.code in codes]
        return rows
