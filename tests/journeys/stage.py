"""How does a person act in a browser? By what a person sees: links, buttons and boxes, by name in a language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import ResolverMatch, resolve, reverse
from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, Response, expect

from organizations.models import User
from tests import browser as chromium
from tests.factories.people import PASSWORD, sign_in

# Pages are whole when they have loaded; only the browser itself may need a moment.
WAIT, LOOK = 10_000, 1_500


class Stage:
    """One live server and one language; it knows which pages were looked at closely already."""

    def __init__(self, browser: Browser, site: str, language: str, *, has_script: bool = True) -> None:
        self.browser, self.site, self.language, self.has_script = browser, site, language, has_script
        self.looked_at: set[tuple[str, str]] = set()
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []

    def visitor(self) -> "Visitor":
        """Return somebody who is not signed in."""
        context = self.browser.new_context(
            viewport=chromium.WIDE, java_script_enabled=self.has_script, locale=f"{self.language}-CA"
        )
        context.set_default_timeout(WAIT)
        self.contexts.append(context)
        return Visitor(self, context)

    def person(self, user: User) -> "Visitor":
        """Return somebody who is signed in already: a session of their own, and its cookie."""
        one = self.visitor()
        one.be(user)
        return one

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def look_closely(self, page: Page, language: str) -> None:
        """Judge a page once for each address pattern and state of error; a journey tells all faults at its end.

        How a page looks does not depend on the database, so it is judged on SQLite; what it does is asked on both.
        """
        if connection.vendor != "sqlite":
            return
        path = urlsplit(page.url).path
        name = where(path, language).view_name
        kind = (name, f"{language}{' with errors' if page.locator('[data-error-summary]').count() else ''}")
        if kind in self.looked_at:
            return
        self.looked_at.add(kind)
        found = chromium.faults(page, language) + self.other_language(page, name, language)
        if self.has_script and self.language == "en":
            found += chromium.violations(page)  # The same templates and colours carry both languages.
        self.faults += [f"{path} ({name}, {kind[1]}): {fault}" for fault in found]

    def other_language(self, page: Page, name: str, language: str) -> list[str]:
        """Return a fault unless the step to the other language leads to the same page, and that page is there."""
        href = page.locator("nav.language a").get_attribute("href") or ""
        other = "fr" if language == "en" else "en"
        here, there = where(page.url, language), where(href, other)
        if (there.view_name, there.kwargs) != (name, here.kwargs) or not href.startswith(f"/{other}/"):
            return [f"the other language leads elsewhere: {href}"]
        answer = page.context.request.get(self.site + href)
        seen = f'<html lang="{other}">' in answer.text()
        return [] if answer.ok and seen else [f"the other language answers {answer.status}"]


class Visitor:
    """A person at a browser. Names of buttons and links are given in English and looked up in the stage's language."""

    def __init__(self, stage: Stage, context: BrowserContext) -> None:
        self.stage, self.context, self.language = stage, context, stage.language
        self.page = context.new_page()

    # -- words

    def words(self, message: str, **values: Any) -> str:
        """Return a message of the product in the stage's language."""
        with override(self.language):
            return gettext(message) % values if values else gettext(message)

    def counted(self, one: str, many: str, count: int, **values: Any) -> str:
        with override(self.language):
            return ngettext(one, many, count) % {"count": count, **values}

    def label(self, choice: Any) -> str:
        """Return a lazy text (a state, a choice) in the stage's language."""
        with override(self.language):
            return str(choice)

    # -- who

    def be(self, user: User) -> None:
        client = Client()
        sign_in(client, user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.stage.site}])

    def sign_in(self, user: User, password: str = PASSWORD) -> None:
        """Use the sign-in form that is on the screen."""
        self.write("login", user.email)
        self.write("password", password)
        self.press("Sign in")

    def forget_session(self) -> None:
        """Let the session run out behind the person's back."""
        self.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    # -- where

    def path(self, name: str, *args: Any) -> str:
        with override(self.language):
            return reverse(name, args=args)

    def open(self, name: str, *args: Any, query: str = "") -> None:
        self.goto(self.path(name, *args) + query)

    def goto(self, path: str) -> None:
        answer = self.page.goto(self.stage.site + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.arrived()

    def visit(self, document: Any) -> None:
        """Open the page of a document or account."""
        with override(self.language):
            self.goto(document.get_absolute_url())

    def arrived(self) -> None:
        self.stage.look_closely(self.page, self.language)

    def tab(self) -> "Visitor":
        """Return the same person in another tab."""
        other = Visitor.__new__(Visitor)
        other.stage, other.context, other.language = self.stage, self.context, self.language
        other.page = self.context.new_page()
        return other

    @contextmanager
    def going(self, status: int = 200) -> Iterator[None]:
        """Wait for the page that the click leads to, and judge it."""
        with self.page.expect_navigation(wait_until="load") as gone:
            yield
        answer: Response | None = gone.value
        assert answer is not None
        if answer.status != status:
            raise AssertionError(f"answered {answer.status}, not {status}: {self.page.url}\n{self.text}")
        self.arrived()

    # -- what the hand does

    def button(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("button", name=self.words(name), exact=True)

    def press(self, name: str, *, status: int = 200) -> None:
        """Press the button `name`; the answer must have `status`."""
        with self.going(status):
            self.button(name).first.click()

    def press_row(self, label: str, *, status: int = 200) -> None:
        """Press the button that saves a section and goes on to a new row of a table."""
        name = self.words("Save and add: %(row)s", row=label.lower())
        with self.going(status):
            self.page.get_by_role("button", name=name, exact=True).click()

    def link(self, name: str, *, within: str = "body") -> Locator:
        return self.page.locator(within).get_by_role("link", name=name, exact=True).first

    def follow(self, name: str, *, within: str = "body") -> None:
        """Follow the link `name` of the product."""
        self.follow_text(self.words(name), within=within)

    def follow_text(self, text: str, *, within: str = "body") -> None:
        """Follow a link whose text is content: a section's title, an account's name."""
        with self.going():
            self.link(text, within=within).click()

    def open_section(self, document: Any, key: str) -> None:
        """Follow the line of a section in the document's list of tasks."""
        address = self.path("documents:section", document.pk, key)
        with self.going():
            self.page.locator(f'.task-list a[href="{address}"]').click()

    def write(self, name: str, text: str) -> None:
        """Type into the box `name`, or choose when it is a list."""
        box = self.page.locator(f'[name="{name}"]').first
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(text)
        else:
            box.fill(text)

    def new_row(self, table: str) -> str:
        """Return what the names of the inputs of the new row in `table` begin with."""
        return f"row-{self.page.locator(f'#new-{table} [name=page]').input_value()}-"

    def opened_row(self, row: Any) -> str:
        """Return what the names of the inputs of a stored row, which is open, begin with."""
        return f"row-{self.page.locator(f'#row-{row.uuid} [name=page]').input_value()}-"

    def write_pair(self, name: str, english: str, french: str) -> None:
        self.write(f"{name}__en", english)
        self.write(f"{name}__fr", french)

    def tick(self, name: str, value: str = "") -> None:
        chosen = f'[value="{value}"]' if value else ""
        box = self.page.locator(f'[name="{name}"]{chosen}').first
        if not box.is_checked():
            box.press("Space")  # by keyboard: what was just saved may move the page under a pointer
        assert box.is_checked()

    def value(self, name: str) -> str:
        return self.page.locator(f'[name="{name}"]').first.input_value()

    # -- what the eye sees

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=LOOK)

    def reads(self, message: str, **values: Any) -> None:
        """See a message of the product."""
        self.sees(self.words(message, **values))

    def sees_no(self, text: str) -> None:
        assert text not in self.text

    def has_no_link(self, name: str) -> None:
        assert self.page.get_by_role("link", name=self.words(name), exact=True).count() == 0, name

    def state_is(self, document: Any) -> None:
        """See the state's name in the head of the page, and the database agreeing."""
        document.refresh_from_db()
        expect(self.page.locator("h1 ~ *, .page-head").first).to_be_attached()
        self.sees(self.label(document.state_info.label))

    def error_links(self) -> list[str]:
        return self.page.locator("[data-error-summary] li").all_inner_texts()

    # -- what a hand cannot do on the page, and a program tries

    def status(self, name: str, *args: Any) -> int:
        return self.context.request.get(self.stage.site + self.path(name, *args)).status

    def post(self, name: str, *args: Any, **data: str) -> APIResponse:
        """Send a form that the page does not offer, with a good token: only the rule can refuse it."""
        address = self.stage.site + self.path(name, *args)
        token = next((one["value"] for one in self.context.cookies() if one["name"] == "csrftoken"), "")
        assert token, "open a page with a form first"
        headers = {"X-CSRFToken": token, "Referer": address}
        return self.context.request.post(address, form=data, headers=headers, max_redirects=0)


def where(address: str, language: str) -> ResolverMatch:
    """Return which page an address names; its first segment is the language."""
    with override(language):
        return resolve(urlsplit(address).path)
