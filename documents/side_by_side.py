"""What does a translator work through? The texts of one section with an original and a counterpart, side by side.

The inputs bear the names that they have on the page of the section, so that saving, autosave and collisions are the
same. The original is there to be read: its box cannot be typed into, but shows what others change meanwhile.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import places, sent
from documents.draft import Draft
from documents.forms import field_for, options
from documents.translation_words import LEFT, Note
from documents.translations import LANGS, SpotState

ORIGINAL = {"en": gettext_lazy("English, the original"), "fr": gettext_lazy("French, the original")}


@dataclass(frozen=True)
class Pair:
    """One text to translate: what was asked and the original and counterpart as bound inputs."""

    one: SpotState
    original: Any
    counterpart: Any

    @property
    def note(self) -> Note:
        return Note(self.one.spot, self.one)

    @property
    def label(self) -> str:
        """Return the question; of a cell the row and the column."""
        if self.one.row is None:
            return str(self.one.asked.label)
        row = _("%(row)s %(number)d") % {"row": self.one.field.row_label, "number": self.one.number}
        return _("%(row)s – %(column)s") % {"row": row, "column": self.one.asked.label}


class SideBySide(forms.Form):
    """The texts of `chosen` as inputs. `typed` holds what was typed and must be shown again over what is stored."""

    marks_optional = False

    def __init__(self, draft: Draft, chosen: list[SpotState], typed: QueryDict | None = None) -> None:
        self.chosen = chosen
        choices = options(draft.document)
        initial = {input_name(one, lang): one.texts[lang] for one in chosen for lang in LANGS}
        super().__init__(None, initial=initial)
        for one in chosen:
            self.fields[input_name(one, one.source)] = _read_only(field_for(one.asked, one.source, choices), one)
            self.fields[input_name(one, one.target)] = field_for(one.asked, one.target, choices)
        if typed is not None:
            self.data = sent.stored_data(self)
            for name in self.fields:
                if name in typed:
                    self.data.setlist(name, typed.getlist(name))
            self.is_bound = True

    @property
    def pairs(self) -> list[Pair]:
        """Return what is to be translated, in the document's order."""
        return [Pair(one, self[input_name(one, one.source)], self[input_name(one, one.target)]) for one in self.chosen]


def input_name(one: SpotState, lang: str) -> str:
    """Return the name that the text in `lang` has on the page of its section."""
    if one.row is None:
        return places.input_name(one.asked.key, lang)
    return places.cell_name(one.field.key, one.row.uuid, one.asked.key, lang)


def _read_only(field: forms.Field, one: SpotState) -> forms.Field:
    field.label = ORIGINAL[one.source]
    field.widget.attrs["readonly"] = True
    for name in ("data-rich", "data-words"):  # What is only read is neither formatted nor counted.
        field.widget.attrs.pop(name, None)
    field.widget.words = None
    return field


def into(draft: Draft, target: str, section: str = "", *, everything: bool = False) -> list[SpotState]:
    """Return the texts to put into `target`: what is left to do, or `everything` that has the other as its original."""
    return [
        one
        for one in draft.translations.values()
        if one.target == target and section in {"", one.section} and (everything or one.state in LEFT)
    ]
