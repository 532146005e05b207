"""What is one government's policy as a whole, and how is a part of it looked up?"""

from typing import Annotated

import pydantic
from pydantic import StrictInt, StringConstraints

from frameworks.calendar import Calendar
from frameworks.outlines import Code, Outline, PackPart
from frameworks.pack import (
    Approval,
    Area,
    Checklist,
    Intervals,
    Item,
    Letter,
    Leverage,
    Outcome,
    Source,
    Threat,
    Use,
)
from frameworks.scales import RATED_LISTS, AxisLevel, Level, Scale, place_of
from frameworks.texts import Text
from frameworks.undertakings import Undertaking


class Framework(PackPart):
    """One government's policy on official social media accounts, as data: what people write, check, decide and send."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    version: StrictInt
    name: Text
    jurisdiction: Text
    source: Source
    intervals: Intervals
    calendar: Calendar
    terms: dict[Code, Text]
    areas: tuple[Area, ...]
    uses: tuple[Use, ...]
    lists: dict[Code, tuple[Item, ...]]
    scales: tuple[Scale, ...]
    measures: tuple[Outcome, ...]
    risk_library: tuple[Threat, ...]
    approvals: dict[Code, Approval]
    leverage: Leverage
    checklists: tuple[Checklist, ...]
    letters: tuple[Letter, ...]
    undertakings: tuple[Undertaking, ...]
    outlines: tuple[Outline, ...]
    # Not fields: the scale that a document is pinned to, and the copies of this pack that are pinned already.
    _pin: str = pydantic.PrivateAttr(default="")
    _pinned: dict[str, "Framework"] = pydantic.PrivateAttr(default_factory=dict)

    def outline(self, kind: str, version: int | None = None) -> Outline:
        """The outline of a kind of document: the newest published version, or the one asked for.

        Raises KeyError if there is none; a draft version is given only when it is asked for by number.
        """
        fitting = [one for one in self.outlines if one.kind == kind and (version or one.is_published)]
        fitting = [one for one in fitting if version in (None, one.version)]
        if not fitting:
            raise KeyError(f"{self.code} has no outline {kind}" + (f" version {version}" if version else ""))
        return max(fitting, key=lambda one: one.version)

    def on(self, pin: str) -> "Framework":
        """This pack as a document reads it that is rated on the scale `pin` ("gc-5x5/1"); "" leaves it as it is.

        Raises KeyError if the pack has no such scale.
        """
        if not pin or pin == self._pin:
            return self
        if pin not in self._pinned:
            self.scale_at(pin)
            copy = self.model_copy()
            copy._pin = pin  # noqa: SLF001 -- a copy of itself
            self._pinned[pin] = copy
        return self._pinned[pin]

    def scale_at(self, pin: str) -> Scale:
        """The scale of that code and version, newest or not; KeyError if there is none."""
        for one in self.scales:
            if one.pin == pin:
                return one
        raise KeyError(pin)

    def offered_scales(self, kind: str) -> tuple[Scale, ...]:
        """The scales of a kind ("matrix", "product") that may be chosen: of each the newest version, in order."""
        newest = {one.code: one for one in sorted(self.scales, key=lambda one: one.version) if one.kind == kind}
        return tuple(newest[code] for code in dict.fromkeys(one.code for one in self.scales if one.kind == kind))

    @property
    def scale(self) -> Scale:
        """The scale that the document is pinned to; where there is no document, the first that is offered."""
        return self.scale_at(self._pin) if self._pin else self.offered_scales("matrix")[0]

    def _steps(self, name: str) -> tuple[AxisLevel, ...]:
        """The steps of an axis: of the document's scale, or of the first one that has such an axis."""
        others = (*self.offered_scales("matrix"), *self.offered_scales("product"))
        return next((one.axes[name] for one in (self.scale, *others) if name in one.axes), ())

    def area(self, code: str) -> Area:
        return self.areas[place_of(self.areas, code)]

    def use(self, code: str) -> Use:
        return self.uses[place_of(self.uses, code)]

    def checklist(self, code: str) -> Checklist:
        return self.checklists[place_of(self.checklists, code)]

    def letter(self, code: str) -> Letter:
        return self.letters[place_of(self.letters, code)]

    def approval(self, kind: str) -> Approval:
        """The approval policy of a kind of document; KeyError if the policy names none."""
        return self.approvals[kind]

    def items(self, name: str) -> tuple[Item, ...]:
        """The items of a list by the name that a field or column gives, derived lists included.

        Raises KeyError for an unknown list, and for `objectives`, which the department's own strategy holds.
        """
        made: dict[str, tuple[Area | Use | AxisLevel | Level, ...]] = {
            "uses": self.uses,
            "areas": self.areas,
            "levels": self.scale.levels,
            **({name: self._steps(name)} if name in RATED_LISTS else {}),
        }
        return tuple(_as_item(part) for part in made[name]) if name in made else self.lists[name]

    def item(self, name: str, code: str) -> Item:
        """One item of a list; KeyError if the list or the code is unknown."""
        items = self.items(name)
        return items[place_of(items, code)]


def _as_item(part: Area | Use | AxisLevel | Level) -> Item:
    description = {Area: "question", Use: "description"}.get(type(part), "definition")
    return Item(code=part.code, name=part.name, description=getattr(part, description))
