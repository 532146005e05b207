"""What happened between areas and authors that somebody must hear of? Told in its own transaction to who listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from approvals.models import Condition
from documents.models import Document
from organizations.models import User

Code = Literal[
    "advice.recused",
    "advice.objected",
    "condition.asked",
    "condition.reported",
    "condition.accepted",
    "condition.refused",
    "condition.withdrawn",
    "consultation.owed",
    "consultation.objected",
    "attestation.given",
]


@dataclass(frozen=True)
class News:
    """One thing that was said: `condition` is what it is about, if any; `number` is that of the row that says it."""

    code: Code
    document: Document
    area: str
    by: User
    number: int
    condition: Condition | None = None


Listener = Callable[[News], None]
#: The reminders room listens.
listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Register a listener; Django may load apps twice."""
    if listener not in listeners:
        listeners.append(listener)
    return listener


def announce(news: News) -> None:
    """Tell whoever listens."""
    for listener in listeners:
        listener(news)
