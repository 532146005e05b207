"""Which jobs of the ground floor does the beat start? The daily checkpoint of the ledger."""

from celery import shared_task

from govsocial.core import checkpoints


@shared_task
def checkpoint() -> int:
    """Sign where the ledger ends, once a day (asked every hour, so that a missed run catches up); return its number."""
    point = checkpoints.take()
    return point.number if point else 0
