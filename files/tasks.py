"""Which jobs of files run beside the pages? Scanning one, scanning what was missed, scanning again, and clearing."""

from celery import shared_task

from files import actions, scanner
from files.models import StoredFile


@shared_task
def scan(pk: int) -> None:
    """Scan one file just after it was brought in; `scan_waiting` makes up for a scanner that does not answer."""
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is not None and scanner.is_configured():
        try:
            actions.scan(stored)
        except scanner.ScannerSilent as error:
            actions.log.warning("The virus scanner does not answer: %s", error)


@shared_task
def scan_waiting() -> int:
    """Scan what is in quarantine (every five minutes): a lost job is made up."""
    return actions.scan_waiting()


@shared_task
def nightly() -> tuple[int, int]:
    """Scan lately stored files with the newest signatures, and clear bytes that belong to nothing (every night)."""
    return actions.scan_again(), actions.clear_orphans()
