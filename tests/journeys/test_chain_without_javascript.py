"""Does the whole chain hold in a real browser in French, without JavaScript?

Scripts in French are asked by the journey through nine areas.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests import databases
from tests.journeys.chain import play_the_chain
from tests.journeys.stage import Stage


@databases.once("the English journey sends the same questions to the database")
@pytest.mark.pdf
def test_the_same_way_in_french_without_javascript(stage: Callable[..., Stage], settings: Any) -> None:
    play_the_chain(stage, settings, "fr", has_script=False)
