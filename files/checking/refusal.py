"""Why is a file refused? Each reason says what is wrong and what the person can do about it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

REASONS = {
    "empty": _("The file is empty. Check it on your computer and choose it again."),
    "too_large": _("The file is larger than %(most)d MB. Make it smaller, or divide it, and choose it again."),
    "unknown": _(
        "By its content, this is not a PDF, a Word document (.docx), an Excel workbook (.xlsx), an OpenDocument text "
        "(.odt), a PNG or a JPEG, whatever its name says. Save it as one of these and choose it again."
    ),
    "old_office": _(
        "This is a document of an older Word or Excel, or one that is protected by a password. Open it, remove the "
        "password, save it as .docx or .xlsx, and choose that file."
    ),
    "encrypted": _(
        "The file is protected by a password or against changes, so it cannot be checked. Save it without the "
        "protection and choose it again."
    ),
    "damaged": _(
        "The file is damaged or incomplete. Open it in the program that made it, save it again, and choose that file."
    ),
    "hidden": _(
        "Something else is hidden before, after or between the parts of the file. Open it, save it as a new file, and "
        "choose that one."
    ),
    "macros": _("The file holds macros or scripts. Save it without them, or as a PDF, and choose that file."),
    "active": _(
        "The PDF holds a program, or opens something by itself. Print it to a new PDF and choose that one: a form "
        "keeps what was filled in."
    ),
    "embedded": _(
        "There are other files inside this one. Take them out, or print it to a new PDF, and choose the new file. Add "
        "the others by themselves."
    ),
    "external": _(
        "The file fetches something from elsewhere when it is opened: a template, a picture or figures. Break these "
        "links, save it, and choose it again."
    ),
    "bomb": _("The file unpacks to far more than a document needs. Save it as a PDF and choose that one."),
    "pixels": _("The picture has more than %(most)d million pixels. Save a smaller one and choose that."),
    "complex": _("The file has far more parts than a document needs. Print it to a new PDF and choose that one."),
    "virus": _("A virus scanner would stop this file. Do not open it; tell your information technology service."),
}


class Refused(ValidationError):
    """A file that is not accepted; `code` is the reason's."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(REASONS[code], code=code, params=params or None)
