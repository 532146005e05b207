"""What happened to a change that others must hear of? Told in its own transaction to who listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from risk.models import PlatformChange

#: Whom it concerns is worked out; nobody needs to answer any more.
Code = Literal["change.worked_out", "change.called_off"]


@dataclass(frozen=True)
class ChangeNews:
    """One thing that happened to `change`."""

    code: Code
    change: PlatformChange


Listener = Callable[[ChangeNews], None]
#: The reminders room listens.
listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Register a listener; Django may load apps twice."""
    if listener not in listeners:
        listeners.append(listener)
    return listener


def announce(code: Code, change: PlatformChange) -> None:
    """Tell whoever listens."""
    for listener in listeners:
        listener(ChangeNews(code, change))
