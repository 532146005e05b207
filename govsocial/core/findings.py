"""What does the operator hear from `manage.py doctor`? Findings, from the ground floor and from whoever inspects."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine, worth knowing, or to be mended; `remedy` says how."""

    level: str
    what: str
    remedy: str = ""


Look = Callable[[], Iterator[Finding]]
inspections: list[Look] = []


def fine(what: str) -> Finding:
    return Finding("ok", what)


def note(what: str, remedy: str) -> Finding:
    return Finding("note", what, remedy)


def mend(what: str, remedy: str) -> Finding:
    return Finding("MEND", what, remedy)


def inspects(look: Look) -> Look:
    """Register a room's own inspection, told after those of the ground floor; Django may load apps twice."""
    if look not in inspections:
        inspections.append(look)
    return look
