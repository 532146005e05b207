"""Which jobs of the ground floor does the beat start? The daily checkpoint of the ledger, and the walk over it."""

import logging
from itertools import islice

from celery import shared_task

from govsocial.core import checkpoints, ledger, proofs

MOST = 100
log = logging.getLogger(__name__)


@shared_task
def checkpoint() -> int:
    """Sign where the ledger ends, once a day (asked every hour, so that a missed run catches up); return its number.

    What was signed is walked on the same occasion: the operator reads in the log what no longer holds.
    """
    point = checkpoints.take()
    if point is None:
        return 0
    for fault in islice(ledger.faults(), MOST):
        log.error("ledger: line %s %s", fault.seq, fault.problem)
    for record in islice(proofs.faults(), MOST):
        log.error("ledger: %s %s", record.record, record.problem)
    return point.number
