"""Does a plan come through nine areas, a return, an objection, an acting head and a change, in a real browser?"""

from collections.abc import Callable

import pytest

from tests import databases
from tests.journeys import nine_areas
from tests.journeys.cast import cast
from tests.journeys.stage import Stage


@pytest.mark.obligation("G006", "G012")
@databases.once("histories and scenes without a browser ask the same of both databases")
def test_a_plan_comes_through_nine_areas_and_is_changed_afterwards(stage: Callable[..., Stage]) -> None:
    play = cast(stage("en"))

    nine_areas.play(play)

    assert not play.stage.faults, "\n".join(play.stage.faults)
