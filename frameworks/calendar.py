"""Which days are working days under a policy, and when is somebody who owes an answer reminded?"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal

import pydantic
from dateutil.easter import easter
from pydantic import StrictInt

from frameworks.outlines import PackPart
from frameworks.texts import Text

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WorkingDays = Annotated[StrictInt, pydantic.Field(gt=0)]
ONE_DAY = timedelta(days=1)


class Holiday(PackPart):
    """A day off, every year: a date; the `nth` `weekday` of a month; the last `weekday` up to a date; or days from
    Easter Sunday (`easter`, negative before it)."""

    name: Text
    month: Annotated[StrictInt, pydantic.Field(ge=1, le=12)] | None = None
    day: Annotated[StrictInt, pydantic.Field(ge=1, le=31)] | None = None
    weekday: Weekday | None = None
    nth: Annotated[StrictInt, pydantic.Field(ge=1, le=5)] | None = None
    easter: StrictInt | None = None

    @pydantic.model_validator(mode="after")
    def is_one_of_the_forms(self) -> "Holiday":
        given = {name for name in ("month", "day", "weekday", "nth", "easter") if getattr(self, name) is not None}
        forms = ({"month", "day"}, {"month", "day", "weekday"}, {"month", "weekday", "nth"}, {"easter"})
        if given not in forms:
            raise ValueError("give month and day (and a weekday), month, weekday and nth, or easter")
        self.on(2028)  # a leap year: 29 February is a date, 30 February is not
        return self

    def on(self, year: int) -> date:
        """The day in that year, before it gives way to a weekend."""
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        month = self.month or 1
        if self.nth is not None:
            return _next(date(year, month, 1), self.weekday or "monday") + timedelta(weeks=self.nth - 1)
        day = date(year, month, self.day or 1)
        return _next(day - timedelta(days=6), self.weekday) if self.weekday else day


def _next(day: date, weekday: Weekday) -> date:
    """The first such weekday from `day` on."""
    return day + timedelta(days=(WEEK.index(weekday) - day.weekday()) % 7)


class Reminders(PackPart):
    """When an area that owes its sign-off is reminded, in working days, and when others hear that it is late.

    `before` its date, who signs for it; once late by `alternates` days the area's other advisors, by `coordinator` days
    the coordinator, by `head` days the head of communications; and all of them `again` every so many days.
    """

    before: WorkingDays
    alternates: WorkingDays
    coordinator: WorkingDays
    head: WorkingDays
    again: WorkingDays


class Calendar(PackPart):
    """The working days of a policy: every day but the weekend and the holidays.

    A holiday that falls on the weekend, or on another holiday, moves to the next working day.
    """

    weekend: tuple[Weekday, ...]
    holidays: tuple[Holiday, ...]
    sign_off_reminders: Reminders
    _years: dict[int, frozenset[date]] = pydantic.PrivateAttr(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def has_working_days(self) -> "Calendar":
        if set(self.weekend) == set(WEEK):
            raise ValueError("leave at least one working day in a week")
        return self

    def is_working(self, day: date) -> bool:
        return not self._is_weekend(day) and day not in self.off(day.year)

    def off(self, year: int) -> frozenset[date]:
        """The days off of a year, where they are kept."""
        if year not in self._years:
            self._years[year] = frozenset(self._kept(year))
        return self._years[year]

    def _kept(self, year: int) -> Iterator[date]:
        kept: set[date] = set()
        for day in sorted(holiday.on(year) for holiday in self.holidays):
            while self._is_weekend(day) or day in kept:
                day += ONE_DAY
            kept.add(day)
            yield day

    def _is_weekend(self, day: date) -> bool:
        return WEEK[day.weekday()] in self.weekend

    def after(self, day: date, days: int) -> date:
        """The day that many working days after `day`; before it, where `days` is negative."""
        step = ONE_DAY if days > 0 else -ONE_DAY
        left = abs(days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; 0 where `end` is not later."""
        return sum(self.is_working(start + n * ONE_DAY) for n in range(1, (end - start).days + 1))
