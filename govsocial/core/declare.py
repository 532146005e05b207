"""What do the rooms declare at start-up, so that a higher room (or a shared page) can gather it without an import?

Small registries: entries of the main menu, sources of work for the home page, panels that a page of a lower room shows
about something of a higher one, and what the verbs of the ledger are called.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.functional import Promise

from govsocial.core.access import Rule

Label = str | Promise


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu, shown to whom `rule` allows; `order` sorts it, `count(user)` stands beside it."""

    label: Label
    url_name: str
    rule: Rule
    order: int = 50
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class WorkItem:
    """One line of a home page.

    `kind` is "waits" (waits for me), "due" (owed by a date) or "changed" (news). `title` and `detail` are in the
    reader's language; `since` is when it began to wait or changed, `due_on` the date it is owed by.
    """

    kind: Literal["waits", "due", "changed"]
    title: Label
    url: str
    detail: Label = ""
    since: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Panel:
    """A piece of another room's truth on a page: a heading, a template and what that template needs."""

    heading: Label
    template_name: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50


WorkSource = Callable[[Any], Iterable[WorkItem]]
PanelSource = Callable[[Any, Any], Panel | None]

navigation: list[NavItem] = []
work_sources: list[WorkSource] = []
panel_sources: dict[str, list[PanelSource]] = {}
ledger_words: dict[str, Label] = {}
ledger_details: dict[str, Callable[[dict[str, Any]], Label]] = {}


def navigates(*items: NavItem) -> None:
    """Add entries to the main menu."""
    navigation.extend(item for item in items if item not in navigation)


def says(words: dict[str, Label]) -> None:
    """Say what verbs of the ledger are called, {"room.verb": label}; moves of a state need no words of their own."""
    ledger_words.update(words)


def adds(verb: str) -> Callable[[Callable[[dict[str, Any]], Label]], Callable[[dict[str, Any]], Label]]:
    """Register a function of a ledger line's details that adds words to what the verb is called, "" for none."""

    def register(words: Callable[[dict[str, Any]], Label]) -> Callable[[dict[str, Any]], Label]:
        ledger_details.setdefault(verb, words)
        return words

    return register


def works(source: WorkSource) -> WorkSource:
    """Register a function of the user that yields work items in a constant number of queries."""
    if source not in work_sources:
        work_sources.append(source)
    return source


def panels(place: str) -> Callable[[PanelSource], PanelSource]:
    """Register a function of (object, user) that gives a panel, or None, for the page called `place`."""

    def register(source: PanelSource) -> PanelSource:
        sources = panel_sources.setdefault(place, [])
        if source not in sources:
            sources.append(source)
        return source

    return register


def panels_for(place: str, obj: Any, user: Any) -> list[Panel]:
    """Return the panels that the rooms declared for `place`, in order."""
    found = [source(obj, user) for source in panel_sources.get(place, [])]
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)
