"""Who must hear that a file was taken away? Told in the transaction in which it is, to who listens."""

from collections.abc import Callable

from files.models import StoredFile

Listener = Callable[[StoredFile], None]
#: What a file belongs to is known above: the rooms there listen.
listeners: list[Listener] = []


def listen(listener: Listener) -> Listener:
    """Register a listener to files that are withheld from now on; Django may load apps twice."""
    if listener not in listeners:
        listeners.append(listener)
    return listener


def announce(stored: StoredFile) -> None:
    """Tell whoever listens."""
    for listener in listeners:
        listener(stored)
