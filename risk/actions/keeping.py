"""How does a changed platform or assessment leave its trace, and how is a stale page noticed?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from govsocial.core import ledger
from organizations.models import User


def changed(obj: Any, values: dict[str, Any]) -> list[str]:
    """Write `values` on `obj` and return the names of those that differ, in order."""
    changed = sorted(name for name, value in values.items() if getattr(obj, name) != value)
    for name in changed:
        setattr(obj, name, values[name])
    return changed


def latest(obj: Any) -> int:
    """Return the number of the newest state of `obj` in its history."""
    return obj.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0


def refuse_stale(obj: Any, seen: int | None) -> None:
    """Raise ValidationError when `obj` has a newer state than the one that the page had shown."""
    if seen is not None and seen != latest(obj):
        raise ValidationError(
            _(
                "Somebody changed this while you had it open. What you typed is below: open the page again in another "
                "tab, compare, and save from there."
            ),
            code="stale",
        )


def keep(
    obj: Any, verb: str, by: User, *, reason: str = "", before: str = "", after: str = "", details: Any = None
) -> None:
    """Save `obj` with its history and write the line `verb` in the ledger."""
    obj._change_reason = verb
    obj.save()
    ledger.record(verb, subject=obj, by=by, reason=reason, before=before, after=after, details=details)
