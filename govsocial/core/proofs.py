"""Do the records still say what the ledger holds of them? The rooms prove theirs; the ledger knows no document.

The chain proves that no line was changed; whoever takes the triggers off could still change the text that a line
names by its hash. Each room registers a walk over its records that computes them anew (`manage.py verify_ledger`, the
auditor's page).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from govsocial.core.declare import Label


@dataclass(frozen=True)
class RecordFault:
    """One record that does not hold: `record` says which in plain words, `problem` what is wrong, in the language of
    the reader; `url` is where it is shown, or ""."""

    record: str
    problem: Label
    url: str = ""


Walk = Callable[[], Iterator[RecordFault]]


@dataclass(frozen=True)
class Proof:
    """What one room proves: `count` says how many records it walks, `faults` walks them, whatever their number."""

    label: Label
    count: Callable[[], int]
    faults: Walk


registered: list[Proof] = []


def proves(proof: Proof) -> Proof:
    """Register what a room proves of its records; Django may load an app twice."""
    if proof not in registered:
        registered.append(proof)
    return proof


def count() -> int:
    """Return how many records a walk of all rooms reads."""
    return sum(proof.count() for proof in registered)


def faults() -> Iterator[RecordFault]:
    """Walk the records of every room, and yield each that does not hold (none when all do)."""
    for proof in registered:
        yield from proof.faults()
