"""How is a real Chromium started, and what must hold on every page that it shows?

Used by the journeys and by `make tour`. The browser is Debian's, or what CHROMIUM names; Playwright's own download is
never needed.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# A page is looked at as it is found; best practices count as much as the criteria.
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
FACTS = """() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: Array.from(document.querySelectorAll('h1')).map(one => one.textContent.trim()),
    other: document.querySelector('nav.language a')?.getAttribute('href') || '',
})"""
# The page must fit; a table or matrix may scroll inside a box of its own.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const clipped = one => one.closest('thead, .visually-hidden, .table-wrap') !== null;
    const reach = one => one.getBoundingClientRect().left + one.scrollWidth;
    return ['the page scrolls sideways'].concat(Array.from(document.body.querySelectorAll('*'))
        .filter(one => Math.max(one.getBoundingClientRect().right, reach(one)) > width + 1 && !clipped(one))
        .slice(-3).map(one => one.outerHTML.slice(0, 160)));
}"""


def program() -> str | None:
    """Return the Chromium to drive, or None when this machine has none."""
    named = os.environ.get("CHROMIUM") or os.environ.get("GOVSOCIAL_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a running browser, and end it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on the page, one line a place."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE)
    return [f"{one['id']} ({one['impact']}): {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


def faults(page: Page, language: str) -> list[str]:
    """Return what is wrong with the frame of the page: its language, title, heading, and its width on a phone."""
    facts = page.evaluate(FACTS)
    wrong = []
    if facts["lang"] != language:
        wrong.append(f"html lang is {facts['lang']!r}")
    if not facts["title"].partition(" – govsocial")[0].strip(" –:"):
        wrong.append(f"title says nothing: {facts['title']!r}")
    if len(facts["headings"]) != 1 or not facts["headings"][0]:
        wrong.append(f"h1: {facts['headings']}")
    if not facts["other"]:
        wrong.append("no step to the other language")
    return wrong + [f"too wide at 320 px: {one}" for one in too_wide(page)]


def too_wide(page: Page) -> list[str]:
    """Return elements that stick out of a 320 px screen."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)
    try:
        return page.evaluate(TOO_WIDE)
    finally:
        page.set_viewport_size(before or WIDE)
