"""How does an outline become a form? One question, one field; a bilingual question, two side by side.

Drafts may be incomplete, so nothing is required here; what is missing is told by `documents.completeness`. Only what
cannot be understood (a date that is none) is refused, and it is shown again as typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from documents.models import LANGUAGES, Comment, Document, Row
from govsocial.core.forms import DateInput, Textarea, TextInput

LANGS = [code for code, _name in LANGUAGES]
SIDES = {"en": gettext_lazy("In English"), "fr": gettext_lazy("In French")}
INLINE_COLUMNS = 3


def input_name(key: str, lang: str) -> str:
    """Return the name of the input for `key` in `lang` ("" for no language)."""
    return f"{key}__{lang}" if lang else key


def as_number(said: str) -> int | None:
    """Return the number that a button's value or an input's name carries, or None for anything else."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def languages_of(asked: Any) -> list[str]:
    """Return the languages in which a field or column is asked."""
    return LANGS if asked.is_bilingual else [""]


@dataclass(frozen=True)
class Question:
    """A field or column with its bound inputs, for the template: `en` and `fr`, or `single`."""

    asked: Any
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
                self.fields[input_name(one.key, lang)] = _field(one, lang, choices)

    @property
    def questions(self) -> Iterator[Question]:
        """Yield the questions in the outline's order with their bound inputs."""
        for one in self.asked:
            if one.is_bilingual:
                yield Question(one, en=self[f"{one.key}__en"], fr=self[f"{one.key}__fr"])
            else:
                yield Question(one, single=self[one.key])

    def plain(self, key: str, lang: str) -> Any:
        """Return the cleaned answer as plain JSON."""
        value = self.cleaned_data[input_name(key, lang)]
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


class SectionForm(AskedForm):
    """The prose and choices of one section; its tables have forms of their own."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, document: Document, section: Any, draft: Any, data: Any = None) -> None:
        asked = tuple(field for field in section.fields if not field.is_table)
        initial = {
            input_name(one.key, lang): draft.answer(one.key, lang) for one in asked for lang in languages_of(one)
        }
        state = draft.sections[section.key]
        super().__init__(asked, _options(document), data, initial={**initial, "revision": state.revision})

    @property
    def answers(self) -> dict[tuple[str, str], Any]:
        """Return the answers as `actions.save_section` takes them."""
        return {(one.key, lang): self.plain(one.key, lang) for one in self.asked for lang in languages_of(one)}

    @property
    def seen(self) -> int:
        """Return the revision that the page was made from; a request that names none has seen nothing."""
        return _seen(self.cleaned_data["revision"])


class RowForm(AskedForm):
    """One row of a table."""

    row_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, document: Document, table: Any, row: Row | None, data: Any = None, prefix: str = "") -> None:
        stored = row.cells if row else {}
        initial = {input_name(c.key, lang): _cell(stored, c, lang) for c in table.columns for lang in languages_of(c)}
        super().__init__(
            tuple(table.columns),
            _options(document),
            data,
            initial={**initial, "row_revision": row.revision if row else None},
            prefix=prefix or None,
        )
        self.row, self.table = row, table

    @property
    def cells(self) -> dict[str, Any]:
        """Return the row's cells as `actions.save_row` takes them."""
        return {
            c.key: {lang: self.plain(c.key, lang) for lang in LANGS} if c.is_bilingual else self.plain(c.key, "")
            for c in self.asked
        }

    @property
    def seen(self) -> int:
        """Return the row's revision that the page was made from; a request that names none has seen nothing."""
        return _seen(self.cleaned_data["row_revision"])

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was typed: an empty extra row is not an error."""
        return not any(v for name, v in self.cleaned_data.items() if name != "row_revision")


def _seen(revision: int | None) -> int:
    return -1 if revision is None else revision


def differences(current: AskedForm, typed: AskedForm) -> list[dict[str, Any]]:
    """Return what `current` says wherever it is not what stands in `typed`, for the notice of a conflict."""
    return [
        {"question": question.asked.label, "label": bound.field.label, "lang": lang, "text": bound.initial or ""}
        for question in current.questions
        for lang, bound in (("en", question.en), ("fr", question.fr), ("", question.single))
        if bound is not None and str(bound.initial or "") != str(typed[bound.name].value() or "")
    ]


def _cell(stored: dict[str, Any], column: Any, lang: str) -> Any:
    value = stored.get(column.key)
    return (value or {}).get(lang) if column.is_bilingual else value


def _options(document: Document) -> Any:
    def choices(name: str) -> list[tuple[str, Any]]:
        own = document.kind_info.choices(document, name)
        if own or name == "objectives":
            return [(code, f"{code} – {_reader(text)}") for code, text in own]
        return [(item.code, str(item.name)) for item in document.framework.items(name)]

    return choices


def _reader(text: dict[str, str]) -> str:
    return text["fr" if (get_language() or "en").startswith("fr") else "en"]


def _field(asked: Any, lang: str, choices: Any) -> forms.Field:
    """Return the Django field for one question in one language."""
    # Of a bilingual pair the legend is the question and carries the help; each side is named by its language.
    label, hint = (SIDES[lang], "") if lang else (str(asked.label), str(asked.help or ""))
    common: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
    match asked.type:
        case "text":
            words = asked.max_words or None
            return forms.CharField(
                **common, max_length=20_000, widget=Textarea(rows=_rows(words), words=words, lang=lang)
            )
        case "short":
            return forms.CharField(**common, max_length=500, widget=TextInput(lang=lang, width="wide"))
        case "choice":
            options = [("", _("Choose…")), *choices(asked.list)]
            return forms.ChoiceField(**common, choices=options)
        case "multichoice":
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


class CommentForm(forms.ModelForm):
    """What somebody says about a section."""

    class Meta:
        model = Comment
        fields = ("kind", "body")
        widgets = {"body": Textarea(rows=3), "kind": forms.Select}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].error_messages["required"] = gettext_lazy("Write your comment first.")


class ResponseForm(forms.Form):
    """How a comment was answered."""

    response = forms.CharField(
        label=gettext_lazy("How was this answered?"),
        max_length=4000,
        widget=Textarea(rows=3),
        error_messages={"required": gettext_lazy("Write how the comment was answered.")},
    )


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
