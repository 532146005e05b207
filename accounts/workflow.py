"""From where to where may a submission and an official account go, who may send them, and what must hold?

`docs/workflow.md` is printed from here.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import guards, rules
from accounts.actions import lifecycle, submissions
from accounts.checklists import CONFIGURATION, DISPOSITION
from govsocial.core.access import SYSTEM
from govsocial.core.transitions import Machine, State, Transition

SUBMISSION_STATES = {
    state.code: state
    for state in (
        State("drafting", _("Draft"), "neutral"),
        State("submitted", _("Sent to the central entity"), "info"),
        State("under_review", _("Under review"), "info"),
        State("information_requested", _("Information requested"), "warning"),
        State("accepted", pgettext_lazy("submission", "Accepted"), "success"),
        State("declined", pgettext_lazy("submission", "Declined"), "danger"),
        State("withdrawn", pgettext_lazy("submission", "Withdrawn"), "closed"),
        State("completed", pgettext_lazy("submission", "Completed"), "success"),
    )
}
WRITING = frozenset({"drafting", "information_requested"})
READY = (guards.rests_on_version_in_force, guards.is_complete("submit"), guards.usernames_are_free)

SUBMISSION = Machine(
    "submission",
    SUBMISSION_STATES,
    (
        Transition(
            "submit",
            _("Send to the central entity"),
            frozenset({"drafting"}),
            "submitted",
            rules.SUBMIT,
            guards=(*READY, guards.accounts_are_in_use),
            effects=(submissions.send,),
            tone="primary",
            says=_("The text is frozen, and the central entity reads exactly this version with the approved document."),
            done=_("Sent to the central entity."),
        ),
        Transition(
            "take",
            _("Start the review"),
            frozenset({"submitted"}),
            "under_review",
            rules.REVIEW,
            effects=(submissions.take,),
            tone="primary",
            says=_("Your name is shown to the department as the reviewer."),
            done=_("The review has begun."),
        ),
        Transition(
            "accept",
            _("Accept"),
            frozenset({"under_review"}),
            "accepted",
            rules.REVIEW,
            guards=(
                guards.did_not_write_it,
                guards.rests_on_version_in_force,
                guards.is_complete_to_act,
                guards.usernames_are_free,
                guards.accounts_are_in_use,
                guards.creation_conditions_are_met,
            ),
            effects=(submissions.say, submissions.accept),
            reason="optional",
            tone="primary",
            says=_("The accounts go on your list of work: to create and configure, or to close."),
            done=pgettext_lazy("submission", "Accepted."),
        ),
        Transition(
            "ask",
            _("Ask for information"),
            frozenset({"under_review"}),
            "information_requested",
            rules.REVIEW,
            effects=(submissions.name_version, submissions.say),
            reason="required",
            says=_("The department can change the submission again, and answers you."),
            done=_("The department was asked."),
        ),
        Transition(
            "answer",
            _("Answer and send again"),
            frozenset({"information_requested"}),
            "under_review",
            rules.SUBMIT,
            guards=READY,
            effects=(submissions.send, submissions.say),
            reason="required",
            tone="primary",
            says=_("The text is frozen again, and the reviewer sees what changed beside your answer."),
            done=_("Answered."),
        ),
        Transition(
            "decline",
            _("Decline"),
            frozenset({"under_review"}),
            "declined",
            rules.REVIEW,
            effects=(submissions.name_version, submissions.say),
            reason="required",
            tone="danger",
            says=_("The department reads your reason and may change the submission and send it again."),
            done=pgettext_lazy("submission", "Declined."),
        ),
        Transition(
            "withdraw",
            pgettext_lazy("submission", "Withdraw"),
            frozenset({"drafting", "submitted", "under_review", "information_requested"}),
            "withdrawn",
            rules.SUBMIT,
            effects=(submissions.name_version,),
            reason="optional",
            tone="danger",
            says=_("The submission leaves everybody’s list. It stays on the record and can be reopened."),
            done=pgettext_lazy("submission", "Withdrawn."),
        ),
        Transition(
            "reopen",
            _("Change it and send it again"),
            frozenset({"declined", "withdrawn"}),
            "drafting",
            rules.SUBMIT,
            guards=(guards.nothing_else_is_under_way,),
            says=_("The text can be changed again; what was written is kept."),
            done=pgettext_lazy("submission", "Reopened."),
        ),
        Transition(
            "complete",
            pgettext_lazy("submission", "Complete"),
            frozenset({"accepted"}),
            "completed",
            rules.REVIEW,
            guards=(guards.work_is_done,),
            effects=(submissions.name_version,),
            tone="primary",
            says=_("Everything that the submission asked for is done."),
            done=pgettext_lazy("submission", "Completed."),
        ),
    ),
    editable=WRITING,
)

ACCOUNT_STATES = {
    state.code: state
    for state in (
        State("creating", _("Being created"), "info"),
        State("active", _("In use"), "success"),
        State("closing", _("Being closed"), "warning"),
        State("closed", _("Closed"), "closed"),
    )
}

ACCOUNT = Machine(
    "account",
    ACCOUNT_STATES,
    (
        Transition(
            "activate",
            _("Put into use"),
            frozenset({"creating"}),
            "active",
            rules.CONFIGURE,
            guards=(
                guards.plan_is_in_force,
                guards.creation_conditions_are_met,
                guards.checklist_is_done(CONFIGURATION),
                guards.is_recorded,
                guards.specifications_are_signed,
                guards.users_acknowledged,
            ),
            effects=(lifecycle.open_account, lifecycle.finish_submission),
            tone="primary",
            says=_("The account counts as official from today, and the users named in the submission get access."),
            done=_("The account is in use."),
        ),
        Transition(
            "register",
            _("Register as existing"),
            frozenset({"creating"}),
            "active",
            SYSTEM,
            done=_("Registered as an existing account."),
        ),
        Transition(
            "start_closing",
            _("Start closing"),
            frozenset({"active"}),
            "closing",
            SYSTEM,
            done=_("The closing began."),
        ),
        Transition(
            "close",
            _("Close"),
            frozenset({"closing"}),
            "closed",
            rules.CONFIGURE,
            guards=(guards.checklist_is_done(DISPOSITION), guards.closing_note_is_written),
            effects=(lifecycle.close_account, lifecycle.finish_submission, lifecycle.end_plan),
            tone="danger",
            says=_("Every access ends today. The account stays in the index, marked as closed, with its note."),
            done=_("The account is closed."),
        ),
        Transition(
            "stop_closing",
            _("Stop the closing"),
            frozenset({"closing"}),
            "active",
            rules.CONFIGURE,
            effects=(lifecycle.finish_submission,),
            reason="required",
            says=_("The account stays in use. The department reads your reason."),
            done=_("The closing was stopped; the account stays in use."),
        ),
    ),
)
