"""What is one government's policy as a whole, and how is a part of it looked up?"""

from typing import Annotated

from pydantic import StrictInt, StringConstraints

from frameworks.calendar import Calendar
from frameworks.outlines import Code, Outline, PackPart
from frameworks.pack import (
    Approval,
    Area,
    AxisLevel,
    Checklist,
    Intervals,
    Item,
    Letter,
    Leverage,
    Outcome,
    Scale,
    Source,
    Use,
    place_of,
)
from frameworks.texts import Text


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
    approvals: dict[Code, Approval]
    leverage: Leverage
    checklists: tuple[Checklist, ...]
    letters: tuple[Letter, ...]
    outlines: tuple[Outline, ...]

    def outline(self, kind: str, version: int | None = None) -> Outline:
        """The outline of a kind of document: the newest published version, or the one asked for.

        Raises KeyError if there is none; a draft version is given only when it is asked for by number.
        """
        fitting = [one for one in self.outlines if one.kind == kind and (version or one.is_published)]
        fitting = [one for one in fitting if version in (None, one.version)]
        if not fitting:
            raise KeyError(f"{self.code} has no outline {kind}" + (f" version {version}" if version else ""))
        return max(fitting, key=lambda one: one.version)

    @property
    def scale(self) -> Scale:
        """The newest risk scale; a document that was rated on an older one keeps that one."""
        return self.scales[-1]

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
        made: dict[str, tuple[Area | Use | AxisLevel, ...]] = {
            "uses": self.uses,
            "areas": self.areas,
            "likelihood": self.scale.likelihood,
            "impact": self.scale.impact,
        }
        return tuple(_as_item(part) for part in made[name]) if name in made else self.lists[name]

    def item(self, name: str, code: str) -> Item:
        """One item of a list; KeyError if the list or the code is unknown."""
        items = self.items(name)
        return items[place_of(items, code)]


def _as_item(part: Area | Use | AxisLevel) -> Item:
    description = {Area: "question", Use: "description", AxisLevel: "definition"}[type(part)]
    return Item(code=part.code, name=part.name, description=getattr(part, description))
