"""Where does the translation of the texts beside it stand?"""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def note_on(notes: Any, spot: str) -> Any:
    """The note (`translation_words.Note`) on an answer or cell; None for what is the same in both languages."""
    return notes.get(str(spot)) if isinstance(notes, Mapping) else None


@register.simple_tag
def owed_in(notes: Any, row: Any) -> list[str]:
    """What the cells of a row owe in one of the languages, each thing once, for a row that is not open."""
    if not isinstance(notes, Mapping):
        return []
    found = [note.owed for spot, note in notes.items() if spot.startswith(f"{row}.") and note.owed]
    return list(dict.fromkeys(found))
