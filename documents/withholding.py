"""What happens to a document whose attached file a virus scanner took away? Its record says so."""

from documents.models import Attachment
from files import news
from files.models import StoredFile
from govsocial.core import ledger


@news.listen
def record_withheld(stored: StoredFile) -> None:
    """Write a line on every document that has the file, now or in a version."""
    found = Attachment.objects.filter(upload__stored=stored).select_related("document__organization")
    for one in found:
        details = {"attachment": str(one.uuid), "sha256": stored.sha256, "finding": stored.finding}
        ledger.record("document.attachment_withheld", subject=one.document, by=None, details=details, reason=one.title)
