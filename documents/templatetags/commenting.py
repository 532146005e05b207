"""What stands beside a question, and under a section, of what was said about them?"""

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def mark_of(marks: Any, key: str, row: str = "") -> dict[str, str] | None:
    """The mark of question `key` (of one `row` of it): how many comments are open, and where to add one."""
    return marks.mark(key, str(row or "")) if marks is not None and marks != "" else None


@register.simple_tag
def marks_in(talk: Any, section: str) -> Any:
    """The marks of a section on a page that shows a whole text."""
    return talk.marks(section) if talk else None


@register.simple_tag
def said_under(talk: Any, section: str) -> Any:
    """The conversations that stand under a section on such a page."""
    return talk.under(section) if talk else []


@register.filter
def foreign(language: str) -> str:
    """The language of words that are not in the page's, for `lang`; nothing for those that are, or are unknown."""
    return language if language and language != (get_language() or "en")[:2] else ""
