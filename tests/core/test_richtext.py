"""Is what people write safe to show everywhere, does old text look as it was typed, and is Word's debris gone?"""

import sys
import unicodedata
from html.parser import HTMLParser
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govsocial.core import richtext
from govsocial.core.forms import LineField, RichField, Textarea
from govsocial.core.richtext import count_words, plain, render
from govsocial.core.richtext_clean import clean, clean_line

NB = "\u00a0"
TYPOGRAPHY = f"L’été : «{NB}oui{NB}» – 12\u202f500{NB}$ … “ok” ✓ 👩🏽\u200d💻"
ODD = st.sampled_from("•o§1.)\t \n-*a·\uf0b7\u00a0\r\v\x00\u2028e\u0301○")
ALLOWED: dict[str, set[str]] = {tag: set() for tag in ("p", "br", "strong", "em", "ul", "li", "h4")}
ALLOWED |= {"a": {"href", "rel"}, "ol": {"start"}}

SCHEMES = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)", "&#x6a;avascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
    "\x00javascript:alert(1)", "java\u200bscript:alert(1)", "java\u00adscript:alert(1)", "ｊavascript:alert(1)",
    "jаvascript:alert(1)", "javascript\u2236alert(1)", "javascript://www.canada.ca/%0aalert(1)", "vbscript:msgbox(1)",
    "livescript:x", "mocha:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>", "data:image/png;base64,AAAA", "file:///etc/passwd",
    "blob:https://a.ca/x", "filesystem:https://a.ca/x", "view-source:https://a.ca", "jar:https://a.ca!/x",
    "feed:javascript:alert(1)", "tel:+15551234", "sms:1", "ftp://a.ca/x", "ws://a.ca", "about:blank",
    "intent://a#Intent;end", "//evil.example/x", "/en/sign-out/", "../x", "?next=x", "#main", "\\\\evil.example",
    "https:evil.example", "https:///evil.example", "https://", "http://:80", "https://canada.ca@evil.example/",
    "https://user:secret@canada.ca/", "https://[::1", "https://a.ca/<script>", "https://a.ca/\"onmouseover=alert(1)",
    "https://a.ca/'onclick='alert(1)", "https://a.ca/`onclick=x", "https://a.ca\\@evil.example", "mailto:",
    "mailto:a", "mailto:a@b@c.ca", "mailto:a@b.ca\"onclick=x", "mailto:<script>@b.ca", "%6aavascript:alert(1)",
    "javascript%3aalert(1)",
]  # fmt: skip
RAW = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<iframe src=//evil.example>", "<a href=javascript:alert(1)>x</a>", "<b onclick=alert(1)>x</b>",
    "<style>*{display:none}</style>", "<p hidden>x", "<!-- x --><b>", "<![CDATA[<b>]]>", "<?php echo 1 ?>",
    "<math><mi xlink:href=javascript:x>", "<form action=/x>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=x>", "<object data=x>",
    "</p></div></main><h1>x</h1>", "<h1>x</h1>", "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<javascript:alert(1)>", "<https://a.ca/\"onclick=x>", "<data:text/html,x>",
    "<a@b.ca>", "&lt;script&gt;", "&#60;script&#62;", "<scr<script>ipt>", "<IMG \"\"\"><SCRIPT>x</SCRIPT>\">",
    "\u00bcscript\u00bealert(1)", "<<b>x", "<template><script>x", "![x](javascript:alert(1))",
    "![x](https://a.ca/t.gif)", "![x](data:image/png;base64,AA)", "[![x](https://a.ca/i)](https://a.ca)",
    "[x]: javascript:alert(1)\n\n[x]", "[x][y]\n\n[y]: https://a.ca", "```html\n<script>\n```", "    <script>",
    "`<script>`", "| a | b |\n|---|---|\n| <b> | x |", "> <script>", "***\n<hr>", "~~<s>~~", "{{ 7*7 }} {% debug %}",
    "[x](https://a.ca \"t\" onclick=x)", "[x](<javascript:alert(1)>)", "[x](<https://a.ca> 'a\"b')",
    "[<script>](https://a.ca)", "[[x](https://a.ca)](javascript:y)", "[a](https://b.ca)<script>", "**<b>**",
    "## <script>x", "- <script>\n  - <img src=x>", "1. [x](javascript:y)", "https://a.ca/<script>",
    "https://a.ca/\"onmouseover=alert(1)", "https://a.ca/'x'onclick=x", "\u202ehttps://a.ca",
    "http://javascript:alert(1)@a.ca/", "https://a.ca/x](javascript:y)",
    "[x](https://a.ca\"><script>alert(1)</script>)", "[\"onclick=x](https://a.ca)",
    "[x](https://a.ca/&quot;onclick=x)", "[x](https://a.ca/%22onclick=x)", "\x00<b>", "\ufffe<i>",
]  # fmt: skip
PAYLOADS = [*RAW, *(f"[words]({address})" for address in SCHEMES), *(f"[words](<{address}>)" for address in SCHEMES)]


class Reader(HTMLParser):
    """Reads rendered HTML as a browser would see it: which elements, which attributes, properly closed or not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        self.faults += [f"left open: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.faults += [f"<{tag}>"] if tag not in ALLOWED else []
        self.faults += [f"<{tag} {name}>" for name, _value in attrs if name not in ALLOWED.get(tag, set())]
        if tag == "a":
            given = dict(attrs)
            self.links.append(given.get("href") or "")
            self.faults += [] if given.get("rel") == "noopener nofollow" else ["rel"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("declaration")


def is_harmless(address: str) -> bool:
    """Say, by another way than the product's, whether a link may be followed."""
    start = address.split(":")[0]
    if start == "mailto":
        return "@" in address and "/" not in address
    host = address.removeprefix(f"{start}://").split("/")[0]
    return start in ("http", "https") and address.startswith(f"{start}://") and bool(host) and "@" not in host


def wrapped(payload: str) -> list[str]:
    """Return the payload as people may place it: by itself, cleaned, in lists, in emphasis, in a sub-heading."""
    nested = f"- {payload}\n  1. {payload}"
    return [payload, clean(payload), nested, f"**{payload}**", f"## {payload}\n{payload}"]


def test_no_text_becomes_more_than_the_few_tags_that_we_allow() -> None:
    for text in (text for payload in PAYLOADS for text in wrapped(payload)):
        for html in (render(text, lang="fr"), render(text, lang="", level=0, is_compact=True)):
            read = Reader(html)

            assert (text, read.faults) == (text, [])
            assert (text, [address for address in read.links if not is_harmless(address)]) == (text, [])


def test_there_are_enough_attacks_and_none_of_the_schemes_is_a_link() -> None:
    assert len(PAYLOADS) > 180
    reached = {address for raw in SCHEMES for address in Reader(render(f"[x]({raw})", lang="en")).links}

    # What is left names a page, in full, with whatever was odd in it made harmless.
    assert all(address.startswith(("https://a.ca", "mailto:")) for address in reached)
    assert not any("evil" in address or '"' in address or "<" in address for address in reached)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("*[]()#-1. \n\\<>&\"'/:hatps_`!|~aé\u00a0«\t"), max_size=60))
def test_whatever_is_typed_nothing_is_lost_and_nothing_is_added(text: str) -> None:
    read = Reader(render(text, lang="en"))
    shown, typed = ("".join(one.split()) for one in (read.text, text))

    assert read.faults == []
    assert [sign for sign in shown if sign not in typed] == []
    assert sum(sign.isalpha() for sign in shown) <= sum(sign.isalpha() for sign in typed)


def calls(text: str) -> int:
    """Return how many calls rendering takes: the same on every machine."""
    richtext._render.cache_clear()
    count = 0

    def step(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        render(text, lang="fr")
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "bomb",
    ["[", "![", "*", "**a ", "*a **b ", "- ", "1. ", "[a](", "[[x]](", "\\*", "https://", "https://a.b/)", "- a\n",
     "](x", "[a](https://b \"", "[*a ", "*[a](", "[](https://a.ca", "a*b*c", "## a\n", "<b>", "&#", "\n\n", "«  : "],
)  # fmt: skip
def test_twice_the_text_takes_twice_the_steps_however_it_is_nested(bomb: str) -> None:
    half, whole = calls(bomb * 150), calls(bomb * 300)

    assert whole < half * 2.4 + 500


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nThree", "<p>One<br>\ntwo</p>\n<p>Three</p>"),
        ("2*3*4, 5 * 3 and *required", "<p>2*3*4, 5 * 3 and *required</p>"),
        ("# of posts: 5\n#canada", "<p># of posts: 5<br>\n#canada</p>"),
        ("1) first\na) other\n+ 5 %\n– dash", "<p>1) first<br>\na) other<br>\n+ 5 %<br>\n– dash</p>"),
        ("---\n* * *\n> a\n| b |\n`c`", "<p>---<br>\n* * *<br>\n&gt; a<br>\n| b |<br>\n`c`</p>"),
        ("AT&amp;T <b> _x_ ~~y~~", "<p>AT&amp;amp;T &lt;b&gt; _x_ ~~y~~</p>"),
        ("C:\\data\\new \\\\server", "<p>C:\\data\\new \\\\server</p>"),
        ("[note 3] and (see [4])", "<p>[note 3] and (see [4])</p>"),
        ("[label](to be written)", "<p>[label](to be written)</p>"),
        ("In 2026.\n2027. Later", "<p>In 2026.<br>\n2027. Later</p>"),
    ],
)
def test_old_text_looks_as_it_was_typed(text: str, html: str) -> None:
    assert render(text, lang="en") == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold**, *it*: ***both***", "<p><strong>bold</strong>, <em>it</em>: <em><strong>both</strong></em></p>"),
        ("We:\n- post\n- answer\nThen", "<p>We:</p>\n<ul>\n<li>post</li>\n<li>answer</li>\n</ul>\n<p>Then</p>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("- a\n  - b\n    - c", "<ul>\n<li>a\n<ul>\n<li>b<br>\n- c</li>\n</ul>\n</li>\n</ul>"),
        ("# a\n## b\n### c", "<p># a</p>\n<h4>b</h4>\n<h4>c</h4>"),
        ("\\*a\\* \\[b](https://c.ca)", None),
        ("[a *b*](https://c.ca/d_(e))", '<p><a href="https://c.ca/d_(e)" rel="noopener nofollow">a <em>b</em></a></p>'),
        ("(https://c.ca/d).", '<p>(<a href="https://c.ca/d" rel="noopener nofollow">https://c.ca/d</a>).</p>'),
        ("[a](mailto:a@b.ca)", '<p><a href="mailto:a@b.ca" rel="noopener nofollow">a</a></p>'),
    ],
)  # fmt: skip
def test_the_subset_is_drawn(text: str, html: str | None) -> None:
    if html is None:
        assert Reader(render(text, lang="en")).text == "*a* [b](https://c.ca)"
    else:
        assert render(text, lang="en") == html


def test_sub_headings_fit_under_the_heading_of_their_page() -> None:
    assert Reader(render("### a\nb", lang="en")).tags == ["h4", "p"]
    assert "<h6>" in render("## a", lang="en", level=9)
    assert render("## a\nb", lang="en", level=0) == "<p><strong>a</strong></p>\n<p>b</p>"
    assert render("one **b**", lang="en", level=0, is_compact=True) == "one <strong>b</strong>"


def test_french_is_set_with_no_break_spaces_but_its_lists_and_addresses_stay() -> None:
    html = render("- « Oui » : 12 500 $\n- $5\n- https://a.ca/b:c", lang="fr")

    assert f"«{NB}Oui{NB}»{NB}: 12{NB}500{NB}$".replace(NB, "&nbsp;") in html
    assert html.count("<li>") == 3
    assert 'href="https://a.ca/b:c"' in html
    assert "&nbsp;" not in render("a : b", lang="en")


def test_the_words_alone() -> None:
    text = "## Head\nWe **will**:\n- post [here](https://a.ca)\n  1. soon\n- answer\n\nEnd"

    assert plain(text) == "Head\n\nWe will:\n- post here\n  1. soon\n- answer\n\nEnd"
    assert count_words(text) == 8
    assert count_words("« Oui » : non – 2 !") == 3


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        # Word, a bulleted list of two levels copied as text.
        ("We will:\r\n•\tpost daily;\r\no\tin English\r\no\tin French\r\n•\tanswer.\r\nDone.",
         "We will:\n- post daily;\n  - in English\n  - in French\n- answer.\nDone."),
        # Word for Mac: the symbol font's own letters.
        ("\uf0b7\tone\r\n\uf0a7\ttwo\r\n\uf0b7\tthree", "- one\n  - two\n- three"),
        ("§\tone\r\n§\ttwo", "- one\n- two"),
        ("1.\tfirst\r\n2.\tsecond\r\n•\tdetail\r\n10)\ttenth", "1. first\n2. second\n   - detail\n10. tenth"),
        ("·       one\r\n·       two", "- one\n- two"),
        # PowerPoint and Outlook: a vertical tab is a line break; a soft hyphen and a zero-width space are nothing.
        ("Line\x0bbroken\r\nsoft\u00adhyphen zero\u200bwidth\ufeff", "Line\nbroken\nsofthyphen zerowidth"),
        ("par\u2029graph and\u2028line", "par\n\ngraph and\nline"),
        ("a\x00b\x07c\ufffe\ufdd0\ud800\ufffcd\u202ee", "abcde"),
        # What belongs to the text stays: apostrophes, quotation marks, no-break spaces, dashes.
        (TYPOGRAPHY, TYPOGRAPHY),
        ("e\u0301te\u0301", "été"),
        ("o three\nv two\n○○○ rated\nd\u2019o\tx", "o three\nv two\n○○○ rated\nd’o\tx"),
        ("\n\n  text  \n\n\n", "text"),
    ],
)  # fmt: skip
def test_what_word_leaves_behind_is_cleaned(pasted: str, stored: str) -> None:
    assert clean(pasted) == stored


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("•o§1.)\t \n-*a·\uf0b7\u00a0\r\v\x00\u2028e\u0301○"), st.characters()), max_size=40
    )
)
def test_what_is_stored_stays_as_it_is(text: str) -> None:
    stored = clean(text)

    assert clean(stored) == stored
    assert clean(stored.replace("\n", "\r\n")) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored.encode().decode() == stored
    assert clean_line(clean_line(text)) == clean_line(text)
    assert "\n" not in clean_line(text)


def test_a_form_stores_texts_clean_and_lines_on_one_line() -> None:
    assert RichField(widget=Textarea(is_rich=True)).clean("•\tun\r\n•\tdeux\x00\ud800") == "- un\n- deux"
    assert LineField().clean("• un\r\ndeux\x00") == "• un deux"
