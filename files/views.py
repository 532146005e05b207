"""How does any room hand out a kept file? As a download; one that cannot be had leads back to a page that says why."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from files import serving
from files.models import StoredFile, Upload
from govsocial.core import exports
from govsocial.core.views import RuledView


class Download(RuledView):
    """Hand out the file of the object; rooms say who may (`rows`, `rule`), which file, and where its list stands.

    `subject()` is what the file belongs to: the record says of it who took a copy along.
    """

    http_method_names = ["get", "head", "options"]

    def upload(self) -> Upload:
        """Return the file to hand out."""
        raise NotImplementedError

    def back(self) -> str:
        """Return where to lead who cannot have it now."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        upload = self.upload()
        try:
            answer = serving.download(upload)
        except serving.Unavailable:
            messages.error(request, why_not(upload.stored))
            return HttpResponseRedirect(self.back())
        exports.note(request, self.subject(), form=upload.stored.kind, file=upload.stored.sha256)
        return answer


def why_not(stored: StoredFile) -> str:
    """Return why a file cannot be had now."""
    if stored.is_withheld:
        return _("This file is withheld: %(why)s.") % {"why": stored.get_scan_display().lower()}
    if stored.is_quarantined:
        return _("This file is still being scanned for viruses. Try again in a few minutes.")
    return _("The bytes of this file are missing or not what they were. Tell whoever runs this service.")
