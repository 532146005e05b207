"""What happened to the acceptance of risks that a person must hear of? Told in its own transaction to who listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from documents.models import Document
from organizations.models import User

#: Somebody is asked to accept; an acceptance was taken back.
Code = Literal["acceptance.asked", "acceptance.revoked"]


@dataclass(frozen=True)
class RiskNews:
    """One thing that concerns `person` about the risks of `document`; `number` is that of the row that says it."""

    code: Code
    document: Document
    person: User
    by: User
    number: int


Listener = Callable[[RiskNews], None]
#: The reminders room listens.
listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Register a listener; Django may load apps twice."""
    if listener not in listeners:
        listeners.append(listener)
    return listener


def announce(code: Code, document: Document, person: User, by: User, number: int) -> None:
    """Tell whoever listens."""
    for listener in listeners:
        listener(RiskNews(code, document, person, by, number))
