"""Which kinds of file are accepted, and what is each called?"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind of file: its own ending and media type, whatever a browser or a name says."""

    code: str
    media_type: str
    label: str | Promise


_OOXML = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "application/pdf", _("PDF")),
        Kind("docx", f"{_OOXML}.wordprocessingml.document", _("Word document")),
        Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", _("Excel workbook")),
        Kind("odt", "application/vnd.oasis.opendocument.text", _("OpenDocument text")),
        Kind("png", "image/png", _("PNG picture")),
        Kind("jpg", "image/jpeg", _("JPEG picture")),
    )
}
#: For a file chooser: comfort only, nothing is believed because of it.
ACCEPT = ".pdf,.docx,.xlsx,.odt,.png,.jpg,.jpeg"
