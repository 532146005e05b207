"""Where does the translation of the texts beside it stand?"""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def note_on(notes: Any, spot: str) -> Any:
    """The note (`translation_words.Note`) on an answer or cell; None for what is the same in both languages."""
    return notes.get(str(spot)) if isinstance(notes, Mapping) else None
