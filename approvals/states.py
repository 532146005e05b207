"""Where may a document stand? The states of the one table, and the groups of them that moves leave from."""

from django.utils.translation import gettext_lazy as _

from govsocial.core.transitions import State

STATES = {
    state.code: state
    for state in (
        State("drafting", _("Draft"), "neutral"),
        State("consultation", _("In consultation"), "info"),
        State("final_approval", _("With the head of communications"), "info"),
        State("coordinator_approval", _("With the coordinator"), "info"),
        State("approved", _("Approved"), "success"),
        State("returned", _("Returned for changes"), "warning"),
        State("refused", _("Refused"), "danger"),
        State("withdrawn", _("Withdrawn"), "closed"),
        State("revoked", _("Revoked"), "danger"),
        State("closed", _("No longer needed"), "closed"),
    )
}
WRITING = frozenset({"drafting", "returned"})
IN_REVIEW = frozenset({"consultation", "final_approval", "coordinator_approval"})
