"""How is a difference shown, so that it is perceived without colour and heard? Struck and underlined, with words."""

from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
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
    return format_html_join(
        "", "{}", ((shown,) for place in range(len(parts)) for shown in _one(parts, place, whole=whole))
    )


def _one(parts: list[Segment], place: int, *, whole: bool) -> Iterator[SafeString]:
    kind, text = parts[place]
    if kind == "same":
        yield from [conditional_escape(text)] if whole else _shortened(text, place == 0, place == len(parts) - 1)
    elif kind == "added":
        yield _changed("ins", _("added:"), text)
    else:
        yield _changed("del", _("removed:"), text)


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


def _shortened(text: str, is_first: bool, is_last: bool) -> Iterator[SafeString]:
    """Yield unchanged text without what is far from any change."""
    found = tokens(text)
    head, tail = (0 if is_first else AROUND), (0 if is_last else AROUND)
    left_out = found[head : len(found) - tail]
    count = sum(not token.isspace() for token in left_out)
    if count < WORTH:
        yield conditional_escape(text)
        return
    words = ngettext("%(count)d word unchanged", "%(count)d words unchanged", count) % {"count": count}
    yield conditional_escape("".join(found[:head]))
    yield format_html(' <span class="cut">[… {} …]</span> ', words)
    yield conditional_escape("".join(found[len(found) - tail :]))
