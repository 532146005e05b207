"""Does a plan come through nine areas, a return, an objection, an acting head and a change, in French?"""

from collections.abc import Callable

from tests import databases
from tests.journeys import nine_areas
from tests.journeys.cast import cast
from tests.journeys.stage import Stage


@databases.once("the English journey sends the same questions to the database")
def test_the_same_way_in_french(stage: Callable[..., Stage]) -> None:
    play = cast(stage("fr"))

    nine_areas.play(play)

    assert not play.stage.faults, "\n".join(play.stage.faults)
