"""What does every journey need? One Chromium, a stage with the live server, and everybody's browser on it."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import browser as chromium
from tests.journeys.stage import Stage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey, and leave it out where there is no browser."""
    missing = pytest.mark.skip(reason="no Chromium on this machine: `python3 scripts/system_packages.py browser`")
    for item in items:
        if "tests/journeys/" in str(item.path.as_posix()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if chromium.program() is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this very thread for as long as the browser lives, and Django refuses its database
    # beside a running loop unless it is told.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium.chromium() as running:
        yield running
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def stage(browser: Browser, live_server: Any) -> Iterator[Callable[..., Stage]]:
    """Return a function that opens a stage in a language, with or without JavaScript."""
    opened: list[Stage] = []

    def open_stage(language: str, *, has_script: bool = True) -> Stage:
        opened.append(Stage(browser, live_server.url, language, has_script=has_script))
        return opened[-1]

    yield open_stage
    for one in opened:
        one.close()
