"""Does the whole chain hold in a real browser, in French?"""

from collections.abc import Callable
from typing import Any

import pytest

from tests import databases
from tests.journeys.chain import play_the_chain
from tests.journeys.stage import Stage


@databases.once("the English journey sends the same questions to the database")
@pytest.mark.pdf
def test_the_same_way_in_french(stage: Callable[..., Stage], settings: Any) -> None:
    play_the_chain(stage, settings, "fr")
