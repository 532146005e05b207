"""What marks a journey? It drives a real Chromium, and takes seconds."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in str(item.path.as_posix()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
