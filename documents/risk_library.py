"""Which typical risks does the pack's library offer for a register, and what rows do chosen ones become? (§4.2(e))

A chosen risk brings its group, its words, what usually protects and the treatments that usually help; never a rating,
an owner or a date, which only the department can give.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import actions
from documents.models import Document
from frameworks import Text
from organizations.models import User


@dataclass(frozen=True)
class Shelf:
    """One group of risks (§4.2(e) names six), with those of its typical ones that the register does not have yet."""

    group: Any
    threats: tuple[Any, ...]
    taken: tuple[Any, ...]


def shelves(document: Document, draft: Any, table: Any) -> list[Shelf]:
    """Return the groups of risks in order, with their part of the library."""
    there = {row.cells.get("threat") for row in draft.rows.get(table.key, [])}
    found = []
    for group in document.framework.items("risk_groups"):
        mine = [one for one in document.framework.risk_library if one.group == group.code]
        fresh, taken = ([one for one in mine if (one.code in there) is known] for known in (False, True))
        found.append(Shelf(group, tuple(fresh), tuple(taken)))
    return [shelf for shelf in found if shelf.threats or shelf.taken]


def cells(threat: Any) -> dict[str, Any]:
    """Return the row of a register that a typical risk becomes."""
    return {
        "group": threat.group,
        "statement": _both(threat.statement),
        "affected": threat.affected,
        "threat": threat.code,
        "existing_controls": _both(threat.controls),
    }


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}


class RisksForm(forms.Form):
    """Typical risks to tick, group by group."""

    marks_optional = False

    def __init__(self, *args: Any, shelves: list[Shelf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelves = shelves
        for shelf in shelves:
            self.fields[shelf.group.code] = forms.MultipleChoiceField(
                label=_("Typical risks"),
                choices=[(one.code, str(one.statement)) for one in shelf.threats],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    @property
    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield each group with its question, for the template."""
        for shelf in self.shelves:
            yield {"shelf": shelf, "threats": self[shelf.group.code]}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Tick at least one risk."), code="required")
        return cleaned

    @property
    def chosen(self) -> list[Any]:
        """Return the typical risks that were ticked."""
        return [
            one for shelf in self.shelves for one in shelf.threats if one.code in self.cleaned_data[shelf.group.code]
        ]


def add(document: Document, table: Any, chosen: list[Any], *, by: User) -> str:
    """Add the chosen risks to the register `table` and what usually helps to the table of treatments; say how many."""
    uuids = [uuid4() for _one in chosen]
    actions.add_rows(document, table.key, [cells(one) for one in chosen], by=by, source="library", uuids=uuids)
    if table.followed_by:
        after = document.outline.field(table.followed_by.table)
        actions.add_rows(document, after.key, list(_treatments(table, after, chosen, uuids)), by=by, source="library")
    told = ngettext("%(count)d risk was added.", "%(count)d risks were added.", len(chosen))
    return told % {"count": len(chosen)}


def _treatments(table: Any, after: Any, chosen: list[Any], uuids: list[UUID]) -> Iterator[dict[str, Any]]:
    points = next(column.key for column in after.columns if column.table == table.key)
    for threat, uuid in zip(chosen, uuids, strict=True):
        for words in threat.treatments:
            yield {points: [str(uuid)], after.row_title_column: _both(words)}
