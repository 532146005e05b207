"""Does what is typed survive whatever is killed, in a real browser: network, tab, session, server, token, other hands?

Every test ends at the database: what it holds is what was typed, character for character.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from documents import actions
from documents.draft import Draft
from documents.models import Document, DraftSection, Row
from govsocial.core.transitions import perform
from organizations.models import User
from tests import browser as chromium
from tests import databases
from tests.factories import documents as make
from tests.factories import people
from tests.journeys.stage import Stage, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    databases.once("what a browser keeps is its own; how the server merges is asked on both"),
]

# What forms and scripts are most likely to change on the way.
ODD = 'L’« été »\u00a0: 100\u00a0% <b>&amp; "O\'Neil" 🙂 – {name}\nUne  ligne.\n\n- à'
# The promise: the server has it two seconds after the last key. A busy test machine is given a little more.
PROMISE = 4.0
ANSWER = "overview_presence"


@pytest.fixture
def document(department: Any, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


class Desk:
    """A person at the page of one section, and beside it what the database holds."""

    def __init__(self, visitor: Visitor, document: Document, key: str = "overview") -> None:
        self.visitor, self.document, self.key = visitor, document, key
        self.page: Page = visitor.page

    @property
    def address(self) -> str:
        return self.visitor.stage.site + self.visitor.path("documents:section", self.document.pk, self.key)

    def open(self) -> "Desk":
        self.page.goto(self.address)
        return self

    def again(self) -> "Desk":
        """Open the section in a new tab of the same browser."""
        return Desk(self.visitor.tab(), self.document, self.key).open()

    def box(self, name: str) -> Any:
        return self.page.locator(f'[name="{name}"]').first

    def type(self, text: str, name: str = f"{ANSWER}__en") -> None:
        """Type at the end of a box, key by key."""
        self.box(name).focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def leave(self) -> None:
        """Leave the box: what stands in it is saved at once."""
        self.page.keyboard.press("Tab")

    def state(self, state: str) -> None:
        expect(self.page.locator("[data-writing]")).to_have_attribute("data-state", state, timeout=5_000)

    def reads(self, message: str) -> None:
        expect(self.page.locator("[data-say]")).to_contain_text(self.visitor.words(message))

    def shows(self, text: str, name: str = f"{ANSWER}__en") -> None:
        expect(self.box(name)).to_have_value(text)

    def holds(self, text: str, field: str = ANSWER, lang: str = "en") -> None:
        """See the database hold exactly `text` within the time that was promised."""
        until = time.monotonic() + PROMISE
        while (held := Draft(self.document).answer(field, lang)) != text and time.monotonic() < until:
            self.page.wait_for_timeout(30)
        assert held == text

    def copies(self) -> list[str]:
        return self.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('govsocial-writing'))")

    def return_to(self) -> None:
        """Come back to this window from another one."""
        self.page.bring_to_front()
        self.page.wait_for_timeout(300)
        self.page.evaluate("dispatchEvent(new Event('focus'))")


@pytest.fixture
def desk(stage: Callable[..., Stage], document: Document, coordinator: User) -> Desk:
    return Desk(stage("en").person(coordinator), document).open()


def unanswered(route: Any) -> None:
    """Let the request reach the server, and lose the answer."""
    route.fetch()
    route.abort()


def failing(route: Any) -> None:
    route.fulfill(status=500, body="<h1>Failed</h1>")


def restarting(route: Any) -> None:
    route.abort("connectionrefused")


def test_text_survives_network_answer_server_and_token_failing_in_turn(desk: Desk) -> None:
    context, text = desk.visitor.context, ODD
    desk.type(text)
    desk.holds(text)
    desk.state("saved")

    context.set_offline(True)
    desk.type(" Network")
    desk.leave()
    desk.reads("Not saved yet: trying again")
    context.set_offline(False)
    desk.holds(text := text + " Network")

    desk.page.route("**/autosave/", failing, times=1)
    desk.type(" Failed")
    desk.leave()
    desk.reads("Not saved yet: trying again")
    desk.holds(text := text + " Failed")

    desk.page.route("**/autosave/", unanswered, times=1)
    desk.type(" Unanswered")
    desk.leave()
    desk.reads("Not saved yet: trying again")
    desk.type(" more")
    desk.holds(text := text + " Unanswered more")
    expect(desk.page.locator(".collision")).to_have_count(0)

    desk.page.route("**/documents/**", restarting)
    desk.type(" Restarted")
    desk.leave()
    desk.reads("Not saved yet: trying again")
    desk.page.unroute("**/documents/**")
    desk.holds(text := text + " Restarted")

    rotated = {"name": "csrftoken", "value": "r0tAted" + "x" * 25, "url": desk.visitor.stage.site}
    context.add_cookies([rotated])
    desk.type(" Token")
    desk.holds(text + " Token")


def test_text_survives_a_tab_that_closes_at_any_moment(desk: Desk) -> None:
    context, text = desk.visitor.context, "Start."
    desk.type(text)

    for pause in (0, 600):
        desk.page.wait_for_timeout(pause)
        desk.page.close()
        desk = desk.again()
        desk.shows(text)
        desk.type(more := f" After {pause} ms.")
        text += more

    desk.page.wait_for_timeout(300)  # What crashes and cannot reach anybody costs at most this.
    context.set_offline(True)
    desk.page.close()
    context.set_offline(False)
    desk = desk.again()
    desk.shows(text)
    desk.holds(text)
    expect(desk.page.locator(".collision")).to_have_count(0)
    desk.state("saved")
    assert desk.copies() == []


def test_a_row_that_was_begun_survives_a_closed_tab(desk: Desk) -> None:
    table = Desk(desk.visitor, desk.document, "value").open()
    table.visitor.context.set_offline(True)
    name = table.page.locator('[name^="row-value_objectives-"][name$="objective__fr"]').last.get_attribute("name")
    assert name is not None
    table.type(ODD, name)
    table.page.wait_for_timeout(300)
    table.page.close()
    table.visitor.context.set_offline(False)

    table = table.again()

    table.shows(ODD, name)
    assert Row.objects.get(document=desk.document).cells["objective"] == {"fr": ODD}


def test_text_survives_a_session_that_ends_while_it_is_typed(desk: Desk, coordinator: User) -> None:
    desk.type("Before. ")
    desk.leave()
    desk.holds("Before.")

    Session.objects.all().delete()
    desk.type("Signed out. ")
    desk.leave()
    desk.state("signed-out")
    with desk.visitor.context.expect_page() as opened:
        desk.page.get_by_role("link", name="Sign in (opens in a new window)").click()
    window = desk.visitor.tab()
    window.page.close()
    window.page = opened.value
    window.sign_in(coordinator)
    desk.type("Signed in.")
    desk.return_to()

    desk.holds("Before. Signed out. Signed in.")
    desk.state("saved")


def test_without_a_session_the_save_button_still_keeps_the_text(desk: Desk, coordinator: User, department: Any) -> None:
    Session.objects.all().delete()
    desk.type(ODD)
    desk.page.get_by_role("button", name="Save", exact=True).last.click()
    desk.page.wait_for_url("**/sign-in/**")
    marie = people.member("Marie Roy", "coordinator", department)
    actions.save_section(desk.document, desk.key, {(ANSWER, "fr"): "Des gens."}, by=marie)

    desk.visitor.sign_in(coordinator)

    desk.shows(ODD)
    desk.holds(ODD)
    desk.shows("Des gens.", f"{ANSWER}__fr")
    desk.holds("Des gens.", lang="fr")
    assert desk.copies() == []


def test_copies_are_for_their_writer_alone_and_go_when_they_sign_out(desk: Desk, department: Any) -> None:
    marie, context = people.member("Marie Roy", "coordinator", department), desk.visitor.context
    desk.page.on("dialog", lambda dialog: dialog.accept())
    context.set_offline(True)
    desk.type("Only for Camille")
    desk.page.wait_for_timeout(300)
    desk.page.close()
    context.set_offline(False)

    desk.visitor.be(marie)
    other = desk.again()
    other.state("idle")
    other.shows("")
    assert len(other.copies()) == 1
    assert not Draft(desk.document).answer(ANSWER, "en")
    other.page.locator(".user-menu summary").click()
    other.page.get_by_role("button", name="Sign out").click()
    other.page.wait_for_url("**/en/")
    assert len(other.copies()) == 1

    desk.visitor.be(desk.document.owner)
    mine = desk.again()
    mine.page.on("dialog", lambda dialog: dialog.accept())
    mine.holds("Only for Camille")
    mine.page.route("**/autosave/", failing)
    mine.type(" and never sent")
    mine.leave()
    mine.reads("Not saved yet: trying again")
    mine.page.locator(".user-menu summary").click()
    mine.page.get_by_role("button", name="Sign out").click()
    mine.page.wait_for_url("**/en/")
    assert mine.copies() == []


def test_leaving_saves_first_and_the_comforts_of_forms_still_work(desk: Desk) -> None:
    desk.type("un deux")
    expect(desk.page.locator(f"#id_{ANSWER}__en_words .word-count")).to_have_text("(2 / 400)")
    desk.type(" trois")
    desk.page.get_by_role("link", name="Français").click()
    desk.page.wait_for_url("**/fr/**")
    desk.shows("un deux trois")

    desk.type(" quatre")
    desk.page.keyboard.press("Control+s")
    desk.state("saved")
    desk.holds("un deux trois quatre")
    assert desk.page.url.endswith(desk.address.split("/en/")[1])

    posts: list[str] = []
    desk.page.on("request", lambda one: posts.append(one.url) if one.is_navigation_request() else None)
    desk.type(" cinq")
    desk.page.locator("form[data-main] .button--primary").dblclick(no_wait_after=True)
    desk.page.wait_for_url("**/sections/value/")
    desk.holds("un deux trois quatre cinq")
    assert len([one for one in posts if "/overview/" in one]) == 1


def test_a_frozen_document_says_so_and_gives_the_text_back(desk: Desk, coordinator: User, head: User) -> None:
    desk.type("Saved. ")
    desk.leave()
    desk.holds("Saved.")
    make.complete(Document.objects.get(pk=desk.document.pk), coordinator)
    perform(Document.objects.get(pk=desk.document.pk), "submit", by=coordinator)

    desk.type("Too late.")
    desk.leave()

    desk.state("frozen")
    desk.reads("its text is frozen")
    desk.shows("Saved. Too late.")
    desk.open()
    expect(desk.page.locator("[data-texts]")).to_contain_text("Saved. Too late.")


def test_two_people_collide_and_both_texts_are_merged_by_keyboard(desk: Desk, department: Any) -> None:
    desk.type("People find us. They ask.")
    desk.leave()
    desk.holds("People find us. They ask.")
    marie = Desk(desk.visitor.stage.person(people.member("Marie Roy", "coordinator", department)), desk.document).open()
    marie.type("Des gens.", f"{ANSWER}__fr")
    marie.box(f"{ANSWER}__en").press("Control+Home")
    marie.page.keyboard.type("Many ")
    marie.leave()
    marie.holds("Many People find us. They ask.")

    desk.type(" Every day.")
    desk.state("collided")

    panel = desk.page.get_by_role("group", name="Changed meanwhile by Marie Roy")
    assert panel.locator("[data-theirs] mark").all_inner_texts() == ["Many "]
    assert panel.locator("[data-mine]").inner_text() == "People find us. They ask. Every day."
    assert Draft(desk.document).answer(ANSWER, "en") == "Many People find us. They ask."
    desk.shows("Des gens.", f"{ANSWER}__fr")
    expect(desk.page.locator(".note--taken")).to_contain_text("Changed by Marie Roy")
    expect(desk.page.locator("[data-people]")).to_have_text("Marie Roy is also in this section")
    assert chromium.violations(desk.page) == []
    assert chromium.too_wide(desk.page) == []
    reach(desk.page, "Use both (merged)")
    desk.page.keyboard.press("Enter")
    desk.holds("Many People find us. They ask. Every day.")
    desk.state("saved")
    expect(desk.box(f"{ANSWER}__en")).to_be_focused()


def test_keeping_mine_and_taking_theirs_each_count_and_can_be_taken_back(desk: Desk) -> None:
    other, english, french = desk.again(), f"{ANSWER}__en", f"{ANSWER}__fr"
    for one, whose in ((other, "Theirs"), (desk, "Mine")):
        one.box(english).fill(whose)
        one.box(french).fill(f"{whose} (fr)")
        one.leave()
        one.state("saved" if one is other else "collided")

    desk.page.get_by_role("button", name="Keep mine").first.click()
    desk.page.get_by_role("button", name="Take theirs").last.click()

    desk.state("saved")
    desk.holds("Mine")
    desk.holds("Theirs (fr)", lang="fr")
    other.page.evaluate("dispatchEvent(new Event('focus'))")
    other.shows("Mine")
    desk.page.keyboard.press("Control+z")  # What was given up comes back as any other typing does.
    desk.holds("Mine (fr)", lang="fr")


def reach(page: Page, target: str) -> None:
    """Press Tab until the focus is on the input named `target`, or on the button or link that reads so."""
    said = """() => [document.activeElement.name, document.activeElement.textContent.replace(/\\s+/g, ' ').trim()]"""
    for _step in range(120):
        if target in page.evaluate(said):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def test_a_section_is_filled_by_keyboard_alone(desk: Desk) -> None:
    page, keyboard = desk.page, desk.page.keyboard
    desk = Desk(desk.visitor, desk.document, "value").open()

    def fill(column: str, text: str) -> None:
        names = page.locator(f'[name^="row-"][name$="-{column}"]')
        reach(page, names.last.get_attribute("name") or "")
        keyboard.type(text)

    reach(page, "value_statement__en")
    keyboard.type("Worth it.")
    reach(page, "value_statement__fr")
    keyboard.type("Utile.")
    for number in "12":
        fill("code", f"O{number}")
        fill("objective__en", f"Reach {number}")
        fill("objective__fr", f"Joindre {number}")
        fill("mandate_link__en", "Mandate")
        reach(page, "Save and add another row")
        with page.expect_navigation():
            keyboard.press("Enter")
    with page.expect_navigation():
        reach(page, "Up Objective 2: O2")
        keyboard.press("Enter")
    codes = [row.cells["code"] for row in Row.objects.of(desk.document, "value_objectives")]
    with page.expect_navigation():
        reach(page, "Undo")
        keyboard.press("Enter")
    undone = [row.cells["code"] for row in Row.objects.of(desk.document, "value_objectives")]
    reach(page, "is_done")
    keyboard.press("Space")
    with page.expect_navigation():
        keyboard.press("Control+s")

    assert (codes, undone) == (["O2", "O1"], ["O1", "O2"])
    desk.holds("Worth it.", "value_statement")
    desk.holds("Utile.", "value_statement", "fr")
    assert Row.objects.of(desk.document, "value_objectives")[1].cells["objective"] == {
        "en": "Reach 2",
        "fr": "Joindre 2",
    }
    assert DraftSection.objects.get(document=desk.document, key="value").completed_at
