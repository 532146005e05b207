"""How does every form of the product look and speak? One renderer, one kind of bound field, a few widgets."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

from govsocial.core.richtext_clean import clean, clean_line


class BoundField(DjangoBoundField):
    """A field on a page: knows whether to say "(optional)" and names its word limit to a screen reader."""

    @property
    def is_optional(self) -> bool:
        """Whether to mark the field; a form of a draft, which requires nothing yet, sets `marks_optional = False`."""
        return not self.field.required and getattr(self.form, "marks_optional", True)

    @cached_property
    def words(self) -> int | None:
        """The most words that the answer may have, when the widget names a limit."""
        return getattr(self.field.widget, "words", None)

    @property
    def aria_describedby(self) -> str | None:
        """The ids of the hint, the error and the word limit, in reading order."""
        described = super().aria_describedby
        if described is None or not self.words or not self.auto_id:
            return described
        return f"{described} {self.auto_id}_words".strip()


class Renderer(TemplatesSetting):
    """The form renderer named by the setting FORM_RENDERER; its templates are in `templates/django/forms/`."""

    bound_field_class = BoundField


class NeverCuts:
    """Mixed into text widgets: browsers cut what is pasted beyond `maxlength` in silence; the server says it."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["attrs"].pop("maxlength", None)
        return context


class Textarea(NeverCuts, forms.Textarea):
    """A text box that grows with its text; `words` shows a limit and counts, but never cuts.

    `is_rich` marks a text that may have emphasis, lists and links; a page with such a box includes
    `components/richtext.html`.
    """

    def __init__(
        self,
        *,
        rows: int = 5,
        words: int | None = None,
        lang: str = "",
        is_rich: bool = False,
        attrs: dict[str, Any] | None = None,
    ):
        self.words = words
        own: dict[str, Any] = {"rows": rows, "data-grow": True}
        own |= {"data-rich": True} if is_rich else {}
        own |= {"data-words": words} if words else {}
        own |= {"lang": lang, "spellcheck": "true"} if lang else {}
        super().__init__(attrs=own | (attrs or {}))
        del self.attrs["cols"]  # the style sheet says how wide


class RichField(forms.CharField):
    """A text with emphasis, lists and links (`govsocial.core.richtext`); what Word leaves in it is cleaned away."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean(value) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """One line of text, without what programs leave in what is copied from them."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class TextInput(NeverCuts, forms.TextInput):
    """A line of text in a given language and of a given width: full, wide, half, short."""

    def __init__(self, *, lang: str = "", width: str = "", attrs: dict[str, Any] | None = None):
        own: dict[str, Any] = {"lang": lang, "spellcheck": "true"} if lang else {}
        own |= {"class": f"width-{width}"} if width else {}
        super().__init__(attrs=own | (attrs or {}))


class DateInput(forms.DateInput):
    """The browser's own date field, which speaks the person's language and keyboard."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs={"class": "width-short"} | (attrs or {}), format="%Y-%m-%d")


class HandleInput(NeverCuts, forms.TextInput):
    """An account name or an address: no capitals, no spelling marks, no autocorrection."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        own: dict[str, Any] = {
            "autocapitalize": "none",
            "autocorrect": "off",
            "spellcheck": "false",
            "class": "width-wide",
        }
        super().__init__(attrs=own | (attrs or {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed without the invisible marks that copying from a page brings along."""
        said = super().value_from_datadict(data, files, name)
        return "".join(c for c in said if unicodedata.category(c) != "Cf") if isinstance(said, str) else said


class SearchInput(forms.TextInput):
    """A search field, for filter bars."""

    input_type = "search"
