"""What does it cost to work out a change over 5,000 accounts, and is the list exact? For `manage.py bench`."""

import resource
import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import User
from reports.bench_changes import Builder, Oracle, listed
from risk import actions
from risk.actions import changing
from risk.models import PlatformChange

#: So many accounts the change concerns at least; there are more, closed ones and those on another platform.
ACCOUNTS, MADE = 5_000, 8_200
SEED = 2013


def platform_change(by: User) -> tuple[PlatformChange, dict[str, Any]]:
    """Make a world, record a change, work out whom it concerns; return the change and what that cost.

    Raises LookupError unless the list is exactly the oracle's and holds at least `ACCOUNTS` accounts.
    """
    world, today = Builder(MADE, SEED).build(), timezone.localdate()
    due_on, text = today + timedelta(days=28), {"version": "2"}
    told = actions.Told("terms", "New terms.", "Nouvelles conditions.", today, due_on, text=text)
    change = actions.record_change(world.platform, told, token=f"{SEED:032x}", by=by, at_once=0)
    before, started = _memory(), time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        changing.work_out(change)
    spent = time.perf_counter() - started
    counts = PlatformChange.objects.get(pk=change.pk).worked_out.counts
    if listed(change) != Oracle().concerned(world.platform, None) or counts["accounts"] < ACCOUNTS:
        raise LookupError(f"the list is not what the oracle says: {counts}")
    telling = sum("reminders_" in one["sql"] for one in asked)
    figures = {"queries": len(asked) - telling, "queries_to_tell": telling, "seconds": round(spent, 2)}
    return change, {**counts, **figures, "more_memory_mb": _memory() - before, "exact": True}


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def owner_of_one(change: PlatformChange) -> User:
    """Return the owner of a plan that the change concerns."""
    return change.affected.filter(kind="plans").select_related("owner").order_by("pk")[0].owner
