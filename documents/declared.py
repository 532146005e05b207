"""What are the verbs of documents called in the ledger?"""

from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import says

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
        "document.shared": _("Shared as an example"),
        "document.unshared": _("No longer shared as an example"),
    }
)
