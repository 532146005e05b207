"""Does the whole chain hold in a real browser, in English?"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.chain import play_the_chain
from tests.journeys.stage import Stage


@pytest.mark.pdf
@pytest.mark.obligation("G011")
@pytest.mark.obligation("G013")
@pytest.mark.obligation("G019")
@pytest.mark.obligation("G020")
@pytest.mark.obligation("G029")
@pytest.mark.obligation("G030")
@pytest.mark.obligation("G060")
@pytest.mark.obligation("G078")
@pytest.mark.obligation("G079")
@pytest.mark.obligation("G080")
@pytest.mark.obligation("G081")
@pytest.mark.obligation("G082")
@pytest.mark.obligation("G083")
@pytest.mark.obligation("G087")
def test_a_pair_of_accounts_goes_from_a_blank_page_to_the_index_and_to_closure(
    stage: Callable[..., Stage], settings: Any
) -> None:
    play_the_chain(stage, settings, "en")
