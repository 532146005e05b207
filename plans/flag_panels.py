"""What must the head look at with particular care in this plan? Advertising, research, joint activities (App. A)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import affirming, rounds
from documents.models import Document
from govsocial.core.declare import Panel, panels


@panels("review:plan")
def on_review(document: Document, _user: Any) -> Panel | None:
    """Show what the version under review is flagged for, with the answers that back it; nothing where nothing is."""
    round_ = rounds.current(document)
    flagged = [one for one in affirming.of_round(round_) if one.flag]
    if round_ is None or not flagged:
        return None
    lines = [{"flag": one.flag, "source": one.source, "parts": affirming.shown(round_, one)} for one in flagged]
    return Panel(_("Look at this with particular care"), "plans/panel_flags.html", {"lines": lines}, order=5)
