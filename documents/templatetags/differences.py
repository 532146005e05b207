"""How is a difference shown, so that it is perceived without colour and heard? Struck and underlined, with words."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.words import Segment, tokens

register = template.Library()

#: So many words and marks of unchanged text are shown before and after a change.
AROUND = 40
#: An unchanged passage is shortened only where that leaves out at least so many.
WORTH = 30


@register.simple_tag
def difference(segments: Iterable[Segment], *, whole: bool = False) -> SafeString:
    """Return segments as text with <ins> and <del>; long unchanged passages are shortened unless `whole`."""
    parts = list(segments)
    said = {"added": ("ins", _("added:")), "removed": ("del", _("removed:"))}
    shown: list[str] = []
    for place, (kind, text) in enumerate(parts):
        if kind != "same":
            shown.append(_changed(*said[kind], text))
        elif whole or len(text) < WORTH:
            shown.append(text)
        else:
            shown += _shortened(text, place == 0, place == len(parts) - 1)
    return format_html_join("", "{}", ((one,) for one in shown))


HEARD = '<{tag}><span class="visually-hidden">[{said} </span>{text}<span class="visually-hidden">]</span></{tag}>'
SIGN = '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>{}'


def _changed(tag: str, said: str, text: str) -> SafeString:
    """Mark one passage; the words at both of its ends are heard and not seen."""
    return format_html(HEARD, tag=tag, said=said, text=_spaces(text) if text.isspace() else text)


def _spaces(text: str) -> SafeString:
    """Return space that alone was added or removed as signs that can be seen, and in words."""
    if "\n" in text or "\r" in text:
        return format_html(SIGN, "¶", _("line break"), text)
    if "\u00a0" in text or "\u202f" in text:
        return format_html(SIGN, "°", _("no-break space"), "")
    return format_html(SIGN, "·", _("space"), "")


def _shortened(text: str, is_first: bool, is_last: bool) -> Iterator[str]:
    """Yield unchanged text without what is far from any change; what is not safe HTML is escaped by the caller."""
    found = tokens(text)
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    left_out = found[head : len(found) - tail]
    count = sum(not token.isspace() for token in left_out)
    if count < WORTH:
        yield text
        return
    words = ngettext("%(count)d word unchanged", "%(count)d words unchanged", count) % {"count": count}
    yield "".join(found[:head])
    yield format_html(' <span class="cut">[… {} …]</span> ', words)
    yield "".join(found[len(found) - tail :])
