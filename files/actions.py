"""The verbs of files: have one scanned, take it away, and clear what belongs to nothing."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from files import news, scanner
from files.models import StoredFile, storage
from files.scanner import ScannerSilent, Verdict
from govsocial.core import ledger

log = logging.getLogger(__name__)
Scan = StoredFile.Scan
#: Signatures learn of a virus days after it is first sent: what is younger is looked at again every night.
AGAIN_FOR = timedelta(days=30)
#: Bytes are written before the row that names them is: what is younger may still get its row.
ORPHAN_AFTER = timedelta(days=1)


def scan(stored: StoredFile) -> StoredFile:
    """Ask the scanner about the bytes, keep what it says, and return the row as it is now.

    Raises ScannerSilent when the scanner cannot be asked: the file then stays as it was.
    """
    if stored.is_withheld:
        return stored
    kept: Any = storage().open(stored.address)
    with kept as file:
        verdict = scanner.scan(file)
    return settle(stored, verdict)


@transaction.atomic
def settle(stored: StoredFile, verdict: Verdict) -> StoredFile:
    """Keep a scanner's verdict. An infected file's bytes go with this transaction; whoever is concerned is told in it.

    One that was found clean before stays so when the scanner merely declines to scan it again.
    """
    stored = StoredFile.objects.select_for_update(of=("self",)).get(pk=stored.pk)
    if stored.is_withheld or (verdict.outcome == "refused" and stored.scan == Scan.CLEAN):
        return stored
    stored.scan, stored.finding, stored.scanned_at = Scan(verdict.outcome), verdict.finding, timezone.now()
    stored.save(update_fields=["scan", "finding", "scanned_at"])
    if stored.is_withheld:
        _withhold(stored)
    return stored


def _withhold(stored: StoredFile) -> None:
    for upload in stored.uploads.select_related("organization"):
        details = {"sha256": stored.sha256, "scan": str(stored.scan), "finding": stored.finding}
        ledger.record("file.withheld", subject=upload, by=None, details=details)
    news.announce(stored)
    transaction.on_commit(partial(storage().delete, stored.address))


def scan_waiting(*, limit: int = 200) -> int:
    """Scan what is still in quarantine, the oldest first; return how many got an answer."""
    return _scan_all(StoredFile.objects.filter(scan=Scan.WAITING).order_by("stored_at")[:limit])


def scan_again(*, now: datetime | None = None) -> int:
    """Scan what was found clean lately once more; return how many got an answer."""
    since = (now or timezone.now()) - AGAIN_FOR
    return _scan_all(StoredFile.objects.filter(scan=Scan.CLEAN, stored_at__gte=since).order_by("stored_at"))


def _scan_all(found: Iterable[StoredFile]) -> int:
    if not scanner.is_configured():
        return 0
    count = 0
    for stored in found:
        try:
            scan(stored)
        except ScannerSilent as error:
            log.warning("The virus scanner does not answer, so files stay in quarantine: %s", error)
            break
        except FileNotFoundError:
            log.error("The bytes of the stored file %s are missing.", stored.sha256)
            continue
        count += 1
    return count


def clear_orphans(*, now: datetime | None = None) -> int:
    """Delete bytes that no row names (an upload that was refused after they were written); return how many."""
    held, before, count = storage(), (now or timezone.now()) - ORPHAN_AFTER, 0
    for first in _folders(""):
        for second in _folders(first):
            names = held.listdir(second)[1]
            kept = StoredFile.objects.filter(sha256__in=names).exclude(scan__in=[Scan.INFECTED, Scan.REFUSED])
            known = set(kept.values_list("sha256", flat=True))
            for name in names:
                place = f"{second}/{name}"
                if name not in known and held.get_modified_time(place) < before:
                    held.delete(place)
                    count += 1
    return count


def _folders(place: str) -> list[str]:
    try:
        found = storage().listdir(place)[0]
    except FileNotFoundError:
        return []
    return [f"{place}/{name}" if place else name for name in found]
