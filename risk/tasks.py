"""Which jobs of this room run beside the pages? Working out whom a change concerns, and noticing what has expired."""

import logging

from celery import shared_task

from risk import changes
from risk.actions import changing
from risk.models import PlatformChange

log = logging.getLogger(__name__)


@shared_task
def work_out(pk: int) -> None:
    """Work out whom one change concerns."""
    change = PlatformChange.objects.pending().filter(pk=pk).first()
    if change is not None:
        changing.work_out(change)


@shared_task
def catch_up() -> int:
    """Work out what no job has finished, and record the assessments that expired (every five minutes)."""
    noticed = changes.expire()
    for change in PlatformChange.objects.pending().order_by("pk"):
        try:
            changing.work_out(change)
        except Exception:
            log.exception("Whom change %s concerns could not be worked out.", change.pk)
    return noticed
