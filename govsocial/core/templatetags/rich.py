"""How does a template show a text that may have emphasis, lists and links (`govsocial.core.richtext`)?"""

from django import template
from django.utils.safestring import SafeString

from govsocial.core import richtext

register = template.Library()


@register.filter
def rich(text: str, lang: str = "") -> SafeString:
    """The text of an answer, under a heading of level 3: its own sub-headings are of level 4."""
    return richtext.render(text, lang=lang)


@register.simple_tag
def rich_text(text: str, lang: str = "", level: int | str = 4) -> SafeString:
    """The same under a heading of another level: `level` is that of its sub-headings."""
    return richtext.render(text, lang=lang, level=int(level or 4))


@register.filter
def rich_cell(text: str, lang: str = "") -> SafeString:
    """The text of a cell or of a label: no headings, and no <p> around a single paragraph."""
    return richtext.render(text, lang=lang, level=0, is_compact=True)


@register.filter
def rich_print(text: str, lang: str = "") -> SafeString:
    """The text of an answer on paper, where a link must say its address."""
    return richtext.render(text, lang=lang, names_addresses=True)


@register.filter
def rich_print_cell(text: str, lang: str = "") -> SafeString:
    """The text of a cell on paper."""
    return richtext.render(text, lang=lang, level=0, is_compact=True, names_addresses=True)


@register.filter
def plain(text: str) -> str:
    """The words alone, for what is cut short or stands in a line. Escaped like any other text."""
    return richtext.plain(text)
