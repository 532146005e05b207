"""In which order did the demo's story happen? Steps are noted in any order and lived day by day, oldest first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo import clock

MORNING, BETWEEN = time(9, 0), timedelta(minutes=3)
WORKS_IN = ZoneInfo("America/Toronto")
FRIDAY = 4
Verb = Callable[[], object]


@dataclass
class Agenda:
    """The steps of the story, counted back from `today`; nobody works on a weekend."""

    today: date
    steps: list[tuple[date, int, int, Verb]] = field(default_factory=list)

    def note(self, days_ago: int, verb: Verb) -> None:
        """Note that `verb` happened so many days ago; steps of one day keep the order in which they were noted."""
        self.steps.append((self.working_day(days_ago), -days_ago, len(self.steps), verb))

    def working_day(self, days_ago: int) -> date:
        """Return the day so many days ago, or the Friday before it."""
        day = self.today - timedelta(days=days_ago)
        return day - timedelta(days=max(day.weekday() - FRIDAY, 0))

    def live(self) -> None:
        """Do every step with the clock on its day."""
        nth: dict[date, int] = {}
        for day, _days_ago, _place, verb in sorted(self.steps, key=lambda step: step[:3]):
            nth[day] = nth.get(day, -1) + 1
            with clock.at(datetime.combine(day, MORNING, WORKS_IN) + nth[day] * BETWEEN):
                verb()
