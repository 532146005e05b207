"""What are the verbs of files called in the ledger, and what does the operator hear about the scanner?"""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from files import scanner
from files.models import StoredFile
from govsocial.core.declare import says
from govsocial.core.findings import Finding, fine, inspects, mend, note

says({"file.withheld": _("A file withheld after a virus scan")})


@inspects
def virus_scanner() -> Iterator[Finding]:
    """Is there a virus scanner, does it answer, and does anything wait for it?"""
    if not scanner.is_configured():
        yield note(
            "No virus scanner is set: files are checked by their content only, and can be had at once.",
            "Set FILE_SCANNER to clamd://host:3310 (ClamAV) to have every file scanned before anybody can open it.",
        )
        return
    waiting = StoredFile.objects.filter(scan=StoredFile.Scan.WAITING).count()
    try:
        said = scanner.version()
    except scanner.ScannerSilent as error:
        yield mend(
            f"The virus scanner does not answer: {error}. {waiting} files are in quarantine.",
            f"Start it, or correct FILE_SCANNER ({settings.FILE_SCANNER}).",
        )
        return
    yield fine(f"The virus scanner answers ({said}); {waiting} files wait for it.")
