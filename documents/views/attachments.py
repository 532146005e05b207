"""The pages of a document's attachments: adding one, taking one off, and having one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import actions, attached, rules
from documents.attaching_forms import AttachForm
from documents.models import Attachment
from documents.views.frame import OfDocument
from files import scanner
from files.models import Upload
from files.views import Download
from govsocial.core.views import Act, FormPage


class Attach(OfDocument, FormPage):
    """Add a file to a document that may be written now."""

    rule = rules.WRITE
    template_name = "documents/attach.html"
    form_class = AttachForm

    def form_arguments(self) -> dict[str, Any]:
        return {"kinds": attached.kinds_of(self.object)}

    def perform(self, form: AttachForm) -> str:
        said = form.cleaned_data
        made = actions.attach(
            self.object,
            said["file"],
            kind=said.get("kind", ""),
            title_en=said["title_en"],
            title_fr=said["title_fr"],
            by=self.request.user,
        )
        messages.success(self.request, self.said(made))
        return f"{self.object.get_absolute_url()}#attachments"

    def said(self, made: Attachment) -> str:
        """Return what happens with the file now."""
        if made.stored.is_quarantined:
            return _("Added. The file is being scanned for viruses; until then nobody can open it.")
        return _("Added. Its content was checked.")

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": self.crumbs((_("Add a file"), "")),
            "may_write": self.may_write,
            "has_scanner": scanner.is_configured(),
        }


class OfAttachment:
    """Mixed into what is about one attachment."""

    model = Attachment
    object: Attachment
    request: HttpRequest

    def rows(self) -> Any:
        related = ("document__organization", "upload__stored")
        return Attachment.objects.visible_to(self.request.user).select_related(*related)

    def back(self) -> str:
        """Return where the list of attachments stands."""
        return f"{self.object.document.get_absolute_url()}#attachments"


class AttachmentDownload(OfAttachment, Download):
    """Hand a file out as a download."""

    # visible_to already decides whose files somebody may have.
    rule = rules.READ_ATTACHMENT

    def subject(self) -> Any:
        return self.object.document

    def upload(self) -> Upload:
        return self.object.upload


class Detach(OfAttachment, Act):
    """Take a file off a draft."""

    rule = rules.WRITE
    done = gettext_lazy("Removed from the draft. Versions that were frozen with it keep it.")

    def subject(self) -> Any:
        return self.object.document

    def perform(self) -> None:
        actions.detach(self.object, by=self.request.user)
