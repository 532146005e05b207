"""How does a page of choices carry a value that is no text?"""

from typing import Any

from django import template

from documents import choosing

register = template.Library()


@register.filter
def as_field(value: Any) -> str:
    """The value as a hidden field carries it."""
    return choosing.as_field(value)
