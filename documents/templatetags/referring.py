"""Which protocol may answer the question at hand, or does? Looked up among the notes of a section's page."""

from typing import Any

from django import template

from documents.protocol_choices import Choice

register = template.Library()


@register.simple_tag
def protocol_choice(notes: Any, key: str) -> Choice | None:
    """Return what may be chosen beside the field `key`, or None where no protocol may answer it."""
    held: dict[str, Choice] = (notes.get("protocols") if notes else None) or {}
    return held.get(key)
