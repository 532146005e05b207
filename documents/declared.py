"""What are the verbs of documents called in the ledger, and what of this room stands on an organization's page?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents import rules
from govsocial.core.declare import Panel, panels, says

says(
    {
        "document.started": _("Started"),
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
        "outline.published": _("Own questions published"),
        "document.shared": _("Shared as an example"),
        "document.unshared": _("No longer shared as an example"),
    }
)


@panels("organization")
def own_questions(organization: Any, user: Any) -> Panel | None:
    """Lead those who may add questions of the organization's own to where they do it."""
    if not rules.OWN_QUESTIONS.allows(user, organization):
        return None
    url = reverse("documents:own_outlines", args=[organization.code])
    return Panel(_("Own questions"), "documents/panel_organization.html", {"url": url}, order=80)
