"""How does an outline become a form? One question, one field; a bilingual question, two side by side.

Drafts may be incomplete, so nothing is required here; what is missing is told by `documents.completeness`. Only what
cannot be understood (a date that is none) is refused, and it is shown again as typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from documents import places, pointing
from documents.models import LANGUAGES, Document, Row
from documents.places import input_name
from frameworks.pack import OUTSIDE_LISTS
from govsocial.core.forms import DateInput, LineField, RichField, Textarea, TextInput

LANGS = [code for code, _name in LANGUAGES]
SIDES = {"en": gettext_lazy("In English"), "fr": gettext_lazy("In French")}
INLINE_COLUMNS = 3


def languages_of(asked: Any) -> list[str]:
    """Return the languages in which a field or column is asked."""
    return LANGS if asked.is_bilingual else [""]


@dataclass(frozen=True)
class Question:
    """A field or column with its spot and bound inputs, for the template: `en` and `fr`, or `single`."""

    asked: Any
    spot: str
    en: Any = None
    fr: Any = None
    single: Any = None


class AskedForm(forms.Form):
    """A form made of the pack's fields or columns. `choices(name)` gives the options of a list."""

    marks_optional = False

    def __init__(self, asked: tuple[Any, ...], choices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for one in asked:
            for lang in languages_of(one):
                self.fields[input_name(one.key, lang)] = field_for(one, lang, choices)

    def spot(self, one: Any) -> str:
        """Return the spot (`documents.places`) of one field or column."""
        return str(one.key)

    @property
    def questions(self) -> Iterator[Question]:
        """Yield the questions in the outline's order with their bound inputs."""
        for one in self.asked:
            if one.is_bilingual:
                sides = {lang: self[input_name(one.key, lang)] for lang in LANGS}
                yield Question(one, self.spot(one), **sides)
            else:
                yield Question(one, self.spot(one), single=self[one.key])


class SectionForm(AskedForm):
    """The prose and choices of one section; its tables have forms of their own."""

    def __init__(self, section: Any, draft: Any, choices: Any, data: Any = None) -> None:
        asked = tuple(field for field in section.fields if not field.is_table)
        initial = {
            input_name(one.key, lang): draft.answer(one.key, lang) for one in asked for lang in languages_of(one)
        }
        super().__init__(asked, choices, data, initial=initial)


class RowForm(AskedForm):
    """One row of a table: a stored one, or one that exists once something is typed into it."""

    def __init__(self, table: Any, uuid: UUID, row: Row | None, choices: Any, data: Any = None) -> None:
        stored = row.cells if row else {}
        asked = table.typed_columns
        initial = {input_name(c.key, lang): _cell(stored, c, lang) for c in asked for lang in languages_of(c)}
        self.row, self.table, self.uuid = row, table, uuid
        super().__init__(asked, choices, data, initial=initial, prefix=places.row_prefix(table.key, uuid))

    def spot(self, one: Any) -> str:
        return f"{self.uuid}.{one.key}"

    @property
    def marker(self) -> str:
        """Return what says, in the hidden field `page`, that this row was on the page."""
        return f"{self.table.key}-{self.uuid.hex}"


def plain(value: Any) -> Any:
    """Return a cleaned answer as plain JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _cell(stored: dict[str, Any], column: Any, lang: str) -> Any:
    value = stored.get(column.key)
    return (value or {}).get(lang) if column.is_bilingual else value


def options(document: Document) -> Any:
    """Return the function that gives the options of a list for `document`, each list read once."""

    @cache
    def choices(name: str) -> list[tuple[str, Any]]:
        if pointing.table_of(name):
            return pointing.options(document, name)
        own = document.kind_info.choices(document, name)
        if own or name in OUTSIDE_LISTS:
            offered = [(code, f"{code} – {_reader(text)}") for code, text in own]
            gone = sorted(_chosen(document, name) - {code for code, _text in own})
            return offered + [(code, _("%(code)s – no longer offered") % {"code": code}) for code in gone]
        return [(item.code, str(item.name)) for item in document.framework.items(name)]

    return choices


def _chosen(document: Document, name: str) -> set[str]:
    """Return what is chosen in the draft from a list of the department's own: what is gone from it stays on the page
    until somebody chooses something else."""
    asked = {table.key: [c.key for c in table.columns if c.list == name] for table in document.outline.tables}
    tables = [table for table, columns in asked.items() if columns]
    rows = Row.objects.filter(document=document, table__in=tables).values_list("table", "cells")
    return {str(cells[key]) for table, cells in rows for key in asked[table] if cells.get(key)}


def _reader(text: dict[str, str]) -> str:
    return text["fr" if (get_language() or "en").startswith("fr") else "en"]


def field_for(asked: Any, lang: str, choices: Any) -> forms.Field:
    """Return the Django field for one question in one language."""
    # Of a bilingual pair the legend is the question and carries the help; each side is named by its language.
    label, hint = (SIDES[lang], "") if lang else (str(asked.label), str(asked.help or ""))
    common: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
    match asked.type:
        case "text":
            words = asked.max_words or None
            box = Textarea(rows=_rows(words), words=words, lang=lang, is_rich=True)
            return RichField(**common, max_length=20_000, widget=box)
        case "short":
            return LineField(**common, max_length=500, widget=TextInput(lang=lang, width="wide"))
        case "choice":
            options = [("", _("Choose…")), *choices(asked.list)]
            return forms.ChoiceField(**common, choices=options)
        case "multichoice" | "rows":
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(**common, choices=choices(asked.list), widget=widget)
        case "yes_no":
            return forms.ChoiceField(**common, choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
        case "date":
            return forms.DateField(**common, widget=DateInput())
        case _:
            return forms.DecimalField(**common, max_digits=14, decimal_places=2, widget=TextInput(width="short"))


def _rows(words: int | None) -> int:
    """Return the height of a text box that invites about as much as is asked for."""
    return 3 if words and words <= 80 else 6


class TitleForm(forms.Form):
    """The titles of a document."""

    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, widget=TextInput(lang="en"))
    title_fr = forms.CharField(label=gettext_lazy("Title in French"), max_length=200, widget=TextInput(lang="fr"))


class WriterForm(forms.Form):
    """Whom to invite to write this one document."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=None, empty_label=gettext_lazy("Choose…"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
