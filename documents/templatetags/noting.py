"""When is the question at hand owed? Looked up among the notes of a section's page."""

from django import template

register = template.Library()


@register.simple_tag
def owed_when(owed: dict[str, str] | None, key: str) -> str:
    """Return when the answer to the field `key` is owed, or "" where that depends on nothing."""
    return (owed or {}).get(key, "")
