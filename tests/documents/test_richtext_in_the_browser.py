"""Is the toolbar of a text only help, and does pasting from Word, Google Docs, Outlook or a page give our subset?"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from documents.models import Document
from organizations.models import User
from tests import databases
from tests.factories import documents as make
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow, databases.once("text is formatted by the browser")]

BOX = '[name="overview_presence__en"]'
#: What the box says after the paste, or None where the browser pastes the plain text itself.
PASTE = """([html, before]) => {
    const box = document.querySelector('[name="overview_presence__en"]');
    box.value = before;
    box.focus();
    box.setSelectionRange(before.length, before.length);
    const clipboardData = new DataTransfer();
    if (html) clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", "plain");
    const isLeft = box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
    return isLeft ? null : box.value;
}"""


def word(level: int, sign: str, text: str) -> str:
    """Return one list paragraph as Word and Outlook put it on the clipboard."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
        "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>"
        f"{sign}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
        f"{text}<o:p></o:p></p>"
    )


SAMPLES = [
    (
        "Word",
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p{color:red}</style></head><body>"
        "<!--StartFragment--><p class=MsoNormal><b>We will</b>\r\nreply <i>fast</i>, see\r\n"
        '<a href="https://www.canada.ca/en.html">the site</a>.<a style="mso-comment-reference:A_1"></a>'
        "<span class=MsoCommentReference>[AA1]</span><del>gone</del><o:p></o:p></p>"
        + word(1, "·", "One")
        + word(2, "o", "Deeper <b>bold</b>")
        + word(1, "·", "Two")
        + "<p class=MsoNormal><o:p>&nbsp;</o:p></p><h2>Head <b>ing</b></h2>"
        + word(1, "1.", "First")
        + word(2, "a.", "Alpha")
        + word(1, "2.", "Second")
        + "<p class=MsoNormal>L’été&nbsp;: fin</p><!--EndFragment--></body></html>",
        "**We will** reply *fast*, see [the site](https://www.canada.ca/en.html).\n\n- One\n  - Deeper **bold**\n- Two"
        "\n\n## Head ing\n\n1. First\n   1. Alpha\n2. Second\n\nL’été\u00a0: fin",
    ),
    (
        "Google Docs",
        '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr">'
        '<span style="font-weight:700;">Bold</span><span style="font-weight:400"> and </span>'
        '<span style="font-style:italic">it</span></p><ul><li dir="ltr" aria-level="1"><p><span>A</span></p></li><ul>'
        '<li aria-level="2"><p><span>A1</span></p></li></ul><li aria-level="1"><p><span>B</span></p></li></ul></b>',
        "**Bold** and *it*\n\n- A\n  - A1\n- B",
    ),
    (
        "Outlook on the web",
        '<div>one</div><div>two</div><div><br></div><div><a href="https://can01.safelinks.protection.outlook.com/'
        '?url=https%3A%2F%2Fwww.canada.ca%2Fa%3Fb%3D1&amp;data=05%7Cname%40canada.ca">three</a></div>',
        "one\ntwo\n\n[three](https://www.canada.ca/a?b=1)",
    ),
    (
        "a page",
        '<ol start="3"><li>c</li><li>d<ul><li>e</li></ul></li></ol><p>2*3*4 [x](y) un<b>mot</b> '
        '<a href="javascript:alert(1)">bad</a> <a href="https://a.ca/b">https://a.ca/b</a></p>'
        '<script>x</script><img src="x" onerror="document.title=1">',
        "3. c\n4. d\n   - e\n\n2\\*3\\*4 [x\\](y) unmot bad https://a.ca/b",
    ),
    ("a table", "<table><tr><td>a<td>b<tr><td><p>c</p><td><p>d</p></table>", "a – b\nc – d"),
    ("a spreadsheet", '<meta name="ProgId" content="Excel.Sheet"><table><tr><td><b>a</b><td>b</table>', None),
    ("plain words", "<span>just words</span>", None),
    ("Ctrl+Shift+V", "", None),
]


@pytest.fixture
def page(stage: Callable[..., Stage], department: Any, coordinator: User) -> Page:
    document: Document = make.draft_strategy(department, coordinator).document
    visitor = stage("en").person(coordinator)
    visitor.page.goto(visitor.stage.site + visitor.path("documents:section", document.pk, "overview"))
    return visitor.page


def told(page: Page) -> tuple[str, str]:
    """Return what the box says, and what is selected in it."""
    box = page.locator(BOX)
    return box.input_value(), box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")


def test_texts_are_formatted_by_keyboard_and_pasted_as_our_subset(page: Page) -> None:
    found = {name: page.evaluate(PASTE, [html, ""]) for name, html, _expected in SAMPLES}
    assert found == {name: expected for name, _html, expected in SAMPLES}
    assert page.evaluate(PASTE, ["<ul><li>a</li></ul>", "Text"]) == "Text\n- a"

    box, keys = page.locator(BOX), page.keyboard
    box.fill("Reply in two days")
    box.evaluate("box => box.setSelectionRange(9, 12)")
    keys.press("Control+b")
    keys.press("Control+i")
    assert told(page) == ("Reply in ***two*** days", "two")
    keys.press("Control+b")
    assert told(page) == ("Reply in *two* days", "two")
    keys.press("Control+z")
    assert told(page)[0] == "Reply in ***two*** days"

    # The toolbar is one step back from the box, and its arrows go around.
    box.fill("post\nanswer")
    keys.press("Control+a")
    keys.press("Shift+Tab")
    assert page.evaluate(
        "document.activeElement.closest('[role=toolbar]').getAttribute('aria-controls')"
    ) == box.get_attribute("id")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.press("Enter")
    assert told(page) == ("- post\n- answer", "")
    keys.press("Enter")
    keys.type("wait")
    keys.press("Enter")
    keys.press("Enter")
    assert told(page)[0] == "- post\n- answer\n- wait\n"
    keys.type("see site")
    keys.press("Control+Shift+ArrowLeft")
    keys.press("Shift+Tab")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.press("Space")
    assert told(page) == ("- post\n- answer\n- wait\nsee [site](https://)", "https://")

    # Saving by itself saw all of it.
    page.locator('[data-writing][data-state="saved"]').wait_for(timeout=5_000)
