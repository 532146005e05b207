"""What happened to an assessment that others must hear of? Told in its own transaction to who listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from organizations.models import User
from risk.models import Assessment

#: A version was named; the signature came off; the department shared it; the entity offers it, keeps it for itself;
#: it was taken back.
Code = Literal[
    "assessment.named",
    "assessment.unsigned",
    "assessment.shared",
    "assessment.offered",
    "assessment.kept",
    "assessment.taken_back",
]


@dataclass(frozen=True)
class News:
    """One thing that happened to `assessment`; `number` is that of the newest state in its history."""

    code: Code
    assessment: Assessment
    by: User
    number: int


Listener = Callable[[News], None]
#: The reminders room listens.
listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Register a listener; Django may load apps twice."""
    if listener not in listeners:
        listeners.append(listener)
    return listener


def announce(code: Code, assessment: Assessment, by: User) -> None:
    """Tell whoever listens."""
    number = assessment.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0
    for listener in listeners:
        listener(News(code, assessment, by, number))
