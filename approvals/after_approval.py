"""What may happen to a document once it was approved? The rows of the table for changes, revocation and the end.

`approvals.workflow` puts them into the one table.
"""

from django.utils.translation import gettext_lazy as _

from approvals import actions, amending, dissent, editorial, emergency, guards, revoking, rules
from approvals.models import Decision
from approvals.states import IN_REVIEW, WRITING
from documents.models import Document
from govsocial.core.transitions import Transition


def can_be_closed(document: Document) -> bool:
    """Say whether documents of this kind end, and nothing needs this one any more."""
    is_over = revoking.ends_with_use.get(document.kind)
    return is_over is not None and is_over(document)


CHANGE = (
    Transition(
        "revise",
        _("Change or review it"),
        frozenset({"approved"}),
        "drafting",
        rules.REVISE,
        applies=guards.is_living,
        effects=(amending.begin, actions.own_effects),
        reason="required",
        says=_(
            "A new draft begins from the approved text. "
            "The approved version stays in force until the next one is approved."
        ),
        done=_("The change has begun. The approved version stays in force."),
    ),
    Transition(
        "reclass",
        _("Give the change another class"),
        WRITING | {"coordinator_approval"},
        "drafting",
        rules.RECLASS,
        applies=amending.may_raise,
        effects=(actions.close_round, amending.give_class, actions.own_effects),
        reason="required",
        says=_(
            "What was begun as one kind of change turns out to be another. The text stays as it is; "
            "the class, your name and your reason go on the record. A change is never made smaller."
        ),
        done=_("The change has another class now."),
    ),
)

EDITORIAL = (
    Transition(
        "submit",
        _("Send to a coordinator"),
        WRITING,
        "coordinator_approval",
        rules.SEND,
        guards=(
            guards.is_complete,
            guards.must_fixes_are_answered,
            editorial.something_changed,
            editorial.is_editorial_only,
            editorial.consultation_is_settled,
            editorial.somebody_can_approve,
            guards.approval_conditions_are_met,
            guards.kind_agrees,
        ),
        applies=amending.is_editorial,
        effects=(actions.open_round, actions.own_effects),
        tone="primary",
        says=_("The text is frozen, and a coordinator who wrote none of it approves exactly this version."),
        done=_("Sent to a coordinator."),
    ),
    Transition(
        "approve",
        _("Approve the editorial change"),
        frozenset({"coordinator_approval"}),
        "approved",
        rules.APPROVE_EDITORIAL,
        guards=(
            guards.did_not_write_it,
            guards.saw_these_bytes,
            editorial.is_editorial_only,
            editorial.consultation_is_settled,
            guards.approval_conditions_are_met,
            guards.kind_agrees,
        ),
        effects=(actions.decide(Decision.Outcome.APPROVED), actions.put_in_force, actions.own_effects),
        reason="optional",
        tone="primary",
        confirms=True,
        says=_(
            "You state that no meaning changed. Your name, the time and the hash of this version go on the record, "
            "with the words “editorial change”."
        ),
        done=_("Approved as an editorial change."),
    ),
    Transition(
        "return",
        _("Return for changes"),
        frozenset({"coordinator_approval"}),
        "returned",
        rules.RETURN_EDITORIAL,
        guards=(guards.did_not_write_it,),
        effects=(actions.decide(Decision.Outcome.RETURNED), actions.own_effects),
        reason="required",
        confirms=True,
        says=_("The authors can write again. Your reason is shown to them."),
        done=_("Returned for changes."),
    ),
)

EMERGENCY = (
    Transition(
        "submit",
        _("Ask the head for an emergency approval"),
        WRITING,
        "final_approval",
        rules.SUBMIT,
        guards=(
            guards.is_complete,
            guards.carried_is_reviewed,
            guards.must_fixes_are_answered,
            editorial.something_changed,
            emergency.nothing_blocks,
            emergency.earlier_is_not_late,
            guards.kind_agrees,
            guards.somebody_can_decide,
        ),
        applies=amending.is_emergency,
        effects=(actions.open_round, actions.own_effects),
        tone="primary",
        says=_(
            "The text is frozen, and the head of communications decides on exactly this version now. "
            "The policy areas are consulted afterwards."
        ),
        done=_("Sent to the head of communications."),
    ),
    Transition(
        "approve",
        _("Approve now, with the consultation owed"),
        frozenset({"final_approval"}),
        "approved",
        rules.APPROVE,
        guards=(
            guards.did_not_write_it,
            guards.saw_these_bytes,
            emergency.nothing_blocks,
            emergency.earlier_is_not_late,
            guards.kind_agrees,
        ),
        applies=amending.is_emergency,
        effects=(
            actions.decide(Decision.Outcome.APPROVED),
            dissent.override,
            actions.put_in_force,
            emergency.owe,
            actions.own_effects,
        ),
        reason="required",
        tone="primary",
        confirms=True,
        says=_(
            "You approve before the policy areas were asked, and say why it cannot wait. They answer afterwards on "
            "exactly this version. If one whose objection blocks does not concur, you revoke the approval or have the "
            "document changed."
        ),
        done=_("Approved. The policy areas are asked now."),
    ),
)

END = (
    Transition(
        "reopen",
        _("Reopen as a draft"),
        frozenset({"refused", "withdrawn", "revoked", "closed"}),
        "drafting",
        rules.REOPEN,
        guards=(guards.kind_agrees,),
        effects=(revoking.let_go, actions.own_effects),
        says=_("The text can be changed again. Only another approval puts a version in force."),
        done=_("Reopened."),
    ),
    Transition(
        "revoke",
        _("Revoke the approval"),
        frozenset({"approved"}) | WRITING | IN_REVIEW,
        "revoked",
        rules.REVOKE,
        applies=guards.is_in_force,
        effects=(actions.close_round, revoking.take_back, actions.own_effects),
        reason="required",
        tone="danger",
        confirms=True,
        says=_(
            "The approved version is no longer in force, and everything that rests on it is flagged. "
            "A change that is being written stays as a draft, for when the document is reopened."
        ),
        done=_("Revoked."),
    ),
    Transition(
        "close",
        _("No longer needed"),
        frozenset({"approved"}),
        "closed",
        rules.CLOSE,
        guards=(guards.kind_agrees,),
        applies=can_be_closed,
        effects=(revoking.end_reviews, actions.own_effects),
        reason="required",
        says=_("The document stays on the record. Nobody is reminded of it any more, and it can be reopened."),
        done=_("Closed: no longer needed."),
    ),
)
