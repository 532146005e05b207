"""What are the verbs of documents called in the ledger, and what of this room stands on an organization's page?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents import attached, rules
from files import scanner
from govsocial.core.declare import Panel, panels, says

says(
    {
        "document.started": _("Started"),
        "document.exported": _("Copy taken along"),
        "document.commented": _("Commented"),
        "document.comment_replied": _("Replied to a comment"),
        "document.comment_answered": _("Comment answered"),
        "document.comment_reopened": _("Comment opened again"),
        "document.signed_off": _("Signed off"),
        "document.writer_invited": _("Invited to write"),
        "document.writer_removed": _("Invitation to write taken back"),
        "document.carried": _("Copied from another text"),
        "document.carried_reviewed": _("What was copied was reviewed"),
        "document.outline_moved": _("Moved to a newer outline"),
        "document.answer_placed": _("An answer placed under another question"),
        "document.attached": _("File attached"),
        "document.detached": _("Attached file removed"),
        "document.attachment_withheld": _("An attached file withheld after a virus scan"),
        "outline.published": _("Own questions published"),
        "document.shared": _("Shared as an example"),
        "document.unshared": _("No longer shared as an example"),
    }
)


@panels("document")
def attachments(document: Any, user: Any) -> Panel | None:
    """Show the files of a document: those of the draft to who reads it, those of versions to the entity's people."""
    reads, writes = rules.READ.allows(user, document), rules.WRITE.allows(user, document)
    found = attached.of_draft(document) if reads else attached.of_versions(document, user)
    may_write = document.is_editable and writes
    if not (found or may_write):
        return None
    told = {"document": document, "rows": found, "may_write": may_write, "has_scanner": scanner.is_configured()}
    return Panel(_("Attachments"), "documents/panel_attachments.html", told, order=15)


@panels("organization")
def own_questions(organization: Any, user: Any) -> Panel | None:
    """Lead those who may add questions of the organization's own to where they do it."""
    if not rules.OWN_QUESTIONS.allows(user, organization):
        return None
    url = reverse("documents:own_outlines", args=[organization.code])
    return Panel(_("Own questions"), "documents/panel_organization.html", {"url": url}, order=80)
