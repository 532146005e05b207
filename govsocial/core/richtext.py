"""How is what people write kept as plain text, and shown with emphasis, lists and links, safely and everywhere?

Stored is Markdown source of a small subset (CommonMark): paragraphs, line breaks, **bold**, *italic*, bullets and
numbers with one nested level, [links](https://…) and ## sub-headings. Everything else is text and looks as it was
typed: no images, no HTML, no code, no tables. `govsocial.core.richtext_clean` says what may be stored at all.

Two locks stand one behind the other: the parser knows no rule that could write anything else, and what it writes goes
through nh3, which lets only these tags pass.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.heading import heading
from markdown_it.rules_block.list import list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.escape import escape
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from govsocial.core.text import typeset

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6"}
SCHEMES = {"http", "https", "mailto"}
ESCAPED = frozenset("*[]#-.")
ITEM = re.compile(r"(?:[-*]|\d+\.)[ \t]+\S")
ONLY_SIGNS = re.compile(r"[-*\s]+")
HEADING = re.compile(r"#{2,3}[ \t]+[^\s#]")
LIST_DEPTH = 4  # each list and each item is one level of the parser: two lists
ADDRESS = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
#: A host and nothing before it: "https://canada.ca@elsewhere.example" looks like a page of canada.ca.
PAGE = re.compile(r"https?://[a-z0-9_-][a-z0-9._-]*(?::\d{1,5})?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE)
MAILBOX = re.compile(r"mailto:[^@/\s\\<>\"]+@[^@/\s\\<>\"]+", re.IGNORECASE)
ENDS_SENTENCE = ".,;:!?'’…"

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    url_schemes=SCHEMES,
    url_relative="deny",
    link_rel="noopener nofollow",
)


def render(
    text: str, *, lang: str, level: int = 4, is_compact: bool = False, names_addresses: bool = False
) -> SafeString:
    """Return `text` as safe HTML. `lang` ("en", "fr" or "") sets French with no-break spaces where a line must not end.

    `level` is that of its sub-headings: one below the heading that the text stands under, whatever its author wrote; 0
    where no heading may stand (a cell, a label): they are bold paragraphs then. `is_compact` leaves out the <p> of a
    single paragraph. `names_addresses` writes the address of a link behind its words, for paper.
    """
    return _render(text or "", lang, level, is_compact, names_addresses)


@lru_cache(maxsize=2048)
def _render(text: str, lang: str, level: int, is_compact: bool, names_addresses: bool) -> SafeString:
    tokens = _parser.parse(text)
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            _place_heading(token, tokens[place + 1], tokens[place + 2], level=level)
        _set(token, lang)
        if names_addresses and token.children:
            token.children = list(_named(token.children))
    if is_compact and len(tokens) == len(("paragraph_open", "inline", "paragraph_close")):
        tokens[0].hidden = tokens[2].hidden = True
    html = _parser.renderer.render(tokens, _parser.options, {}).strip()
    return mark_safe(_cleaner.clean(html))


def _place_heading(opening: Token, words: Token, closing: Token, *, level: int) -> None:
    """Put a sub-heading where it belongs in the outline of the page; the depth that was typed does not count."""
    opening.tag = closing.tag = f"h{min(level, 6)}" if level else "p"
    if not level:
        children = words.children or []
        words.children = [Token("strong_open", "strong", 1), *children, Token("strong_close", "strong", -1)]


def _set(token: Token, lang: str) -> None:
    """Set the words of French; addresses stay what they are."""
    is_address = False
    for child in token.children or ():
        if child.type in {"link_open", "link_close"}:
            is_address = child.type == "link_open" and child.markup == "linkify"
        elif child.type == "text" and lang == "fr" and not is_address:
            child.content = typeset(child.content)


def _named(children: list[Token]) -> Iterator[Token]:
    """Yield `children`, with the address of each link in brackets behind it, unless it is the link's own words."""
    address = ""
    for child in children:
        yield child
        if child.type == "link_open":
            address = "" if child.markup == "linkify" else str(child.attrs["href"]).removeprefix("mailto:")
        elif child.type == "link_close" and address:
            yield Token("text", "", 0, content=f" ({address})")


def plain(text: str) -> str:
    """Return the words of `text` without its markup, for lists, mails and cut texts; items keep their sign."""
    return "\n".join(_lines(_parser.parse(text or "")))


def _lines(tokens: list[Token]) -> Iterator[str]:
    lists: list[int | None] = []  # the next number of each list that is open, None for bullets
    mark, is_first = "", True
    for token in tokens:
        if token.type == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            lists.append(None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            mark, lists[-1] = _mark(lists)
        elif token.type == "inline":
            if not is_first and not lists:
                yield ""
            yield mark + _words(token.children or [])
            mark, is_first = "", False


def _mark(lists: list[int | None]) -> tuple[str, int | None]:
    """Return the sign of the next item of the innermost list, and the number of the one after it."""
    number, margin = lists[-1], "  " * (len(lists) - 1)
    return (f"{margin}- ", None) if number is None else (f"{margin}{number}. ", number + 1)


def _words(children: list[Token]) -> str:
    return "".join("\n" if child.type in {"softbreak", "hardbreak"} else child.content for child in children)


def count_words(text: str) -> int:
    """Return how many words `text` has: what holds a letter or a digit, not the marks of a list or a French colon."""
    said = (_words(token.children or []) for token in _parser.parse(text or "") if token.type == "inline")
    return sum(any(sign.isalnum() for sign in word) for words in said for word in words.split())


def is_safe_address(address: str) -> bool:
    """Say whether a link may lead to `address`: a web page or a mailbox, named in full, without a disguise."""
    return bool(PAGE.fullmatch(address) or MAILBOX.fullmatch(address))


# --- the subset ----------------------------------------------------------------------------------------------------


class _Subset(MarkdownIt):
    """CommonMark with every rule off but ours."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        return is_safe_address(url)


def _outdents(state: StateBlock, line: int, _end: int, silent: bool) -> bool:
    """End an item's paragraph at a line that is not indented: the line after a list is not part of its last item."""
    return silent and state.sCount[line] < state.blkIndent


def _list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A list of -, * or 1. items, two deep. "+ 5 %", "1) a" and "* * *" are no lists: they look as they were typed."""
    found = _line(state, line)
    is_item = state.level < LIST_DEPTH and ITEM.match(found) and not ONLY_SIGNS.fullmatch(found)
    return bool(is_item) and list_block(state, line, end, silent)


def _heading(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """A sub-heading of two or three signs, outside of lists; one sign is a number sign ("# of posts")."""
    return bool(state.level == 0 and HEADING.match(_line(state, line))) and heading(state, line, end, silent)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis by stars at the edges of words only: "2*3*4" and usernames_with_lines stay as they are."""
    if silent or state.src[state.pos] != "*":
        return False
    scanned = state.scanDelims(state.pos, False)
    for _star in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


def _escape(state: StateInline, silent: bool) -> bool:
    """A backslash that takes a sign of ours at its word; any other backslash is a backslash."""
    if state.src[state.pos] != "\\" or state.src[state.pos + 1 : state.pos + 2] not in ESCAPED:
        return False
    return escape(state, silent)


def _addresses(state: StateCore) -> None:
    """Make a link of every web address that stands in the text by itself."""
    for block in state.tokens:
        if block.type == "inline" and "://" in block.content:
            block.children = list(_linked(block.children or [], state.md))


def _linked(children: list[Token], md: MarkdownIt) -> Iterator[Token]:
    is_inside = False
    for child in children:
        is_inside = child.type == "link_open" or (is_inside and child.type != "link_close")
        if child.type == "text" and not is_inside:
            yield from _parted(child.content, md)
        else:
            yield child


def _parted(text: str, md: MarkdownIt) -> Iterator[Token]:
    at = 0
    for found in ADDRESS.finditer(text):
        address = _trimmed(found.group())
        url = md.normalizeLink(address)
        if not is_safe_address(url):
            continue
        yield Token("text", "", 0, content=text[at : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": url}, markup="linkify")
        yield Token("text", "", 0, content=address)
        yield Token("link_close", "a", -1, markup="linkify")
        at = found.start() + len(address)
    yield Token("text", "", 0, content=text[at:])


def _trimmed(address: str) -> str:
    """Return an address without what ends the sentence around it."""
    surplus, end = address.count(")") - address.count("("), len(address)
    while end and (address[end - 1] in ENDS_SENTENCE or (address[end - 1] == ")" and surplus > 0)):
        surplus -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _made() -> _Subset:
    parser = _Subset("zero", {"html": False, "linkify": False, "breaks": True, "maxNesting": 20})
    parser.block.ruler.at("list", _list, {"alt": ["paragraph"]})
    parser.block.ruler.at("heading", _heading, {"alt": ["paragraph"]})
    parser.block.ruler.before("paragraph", "outdent", _outdents, {"alt": ["paragraph"]})
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("escape", _escape)
    parser.core.ruler.push("addresses", _addresses)
    parser.enable(["list", "heading", "newline", "escape", "emphasis", "link"])
    return parser


_parser = _made()
