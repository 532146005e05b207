"""How does one look at a page ask each thing once? Guards, panels and the page share what was read of its object.

A page that only shows (GET) begins a look on the object that it loaded; what is asked through `once` is then asked once
for as long as that object lives, which is the request. Nothing else begins one: a form that is sent, an action, a task
and `transitions.perform`, which reads its object afresh under the lock, always ask anew, so that nothing is ever judged
or frozen on what somebody has changed meanwhile.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")
KEPT = "_looked"


def begin(obj: Any) -> None:
    """Let what is asked about `obj` be asked once from now on: only where nothing is written to it."""
    obj.__dict__[KEPT] = {}


def once(obj: Any, what: str, ask: Callable[[], Found]) -> Found:
    """Return what `ask` finds: during a look the first finding of `what`, otherwise always a new one."""
    kept = obj.__dict__.get(KEPT)
    if kept is None:
        return ask()
    if what not in kept:
        kept[what] = ask()
    found: Found = kept[what]
    return found
