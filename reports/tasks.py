"""Which jobs of reports run beside the pages? Making a collection of records, and letting old ones go."""

import logging

from celery import shared_task

from reports import actions
from reports.models import RecordsExport

log = logging.getLogger(__name__)


@shared_task
def make_records(pk: int) -> None:
    """Make one collection; what goes wrong is written down where the operator looks, and told to whoever asked."""
    export = RecordsExport.objects.select_related("organization", "asked_by").filter(pk=pk).first()
    if export is None or export.progress == RecordsExport.Progress.READY:
        return
    try:
        actions.make(export)
    except Exception:
        log.exception("The records for request %s could not be collected.", pk)
        actions.failed(export)


@shared_task
def let_records_go() -> int:
    """Delete the files of collections whose day is past (every night)."""
    return actions.let_go()
