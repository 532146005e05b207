"""From where to where may a document go, who may send it, what must hold? The one table for what is approved.

States and verbs: `docs/workflow.md` is printed from here.
"""

from django.utils.translation import gettext_lazy as _

from approvals import actions, amending, dissent, guards, rules
from approvals.after_approval import CHANGE, EDITORIAL, EMERGENCY, END
from approvals.models import Decision
from approvals.states import IN_REVIEW, STATES, WRITING
from govsocial.core.transitions import Machine, Transition

READY = (
    guards.is_complete,
    guards.carried_is_reviewed,
    guards.must_fixes_are_answered,
    guards.kind_agrees,
    guards.somebody_can_decide,
)

TRANSITIONS = (
    Transition(
        "consult",
        _("Send for consultation"),
        WRITING,
        "consultation",
        rules.SEND,
        guards=(*READY, guards.who_must_answer_is_here),
        applies=guards.asks_somebody,
        effects=(actions.open_round, actions.own_effects),
        tone="primary",
        says=_("The text is frozen, and the policy areas are asked for advice on exactly this version."),
        done=_("Sent for consultation."),
    ),
    Transition(
        "submit",
        _("Send to the head of communications"),
        WRITING,
        "final_approval",
        rules.SUBMIT,
        guards=(*READY, guards.approval_conditions_are_met, dissent.left_behind),
        applies=guards.asks_nobody_by_force,
        effects=(actions.open_round, actions.own_effects),
        tone="primary",
        says=_("The text is frozen, and the head of communications decides on exactly this version."),
        done=_("Sent to the head of communications."),
    ),
    Transition(
        "submit",
        _("Send to the head of communications"),
        frozenset({"consultation"}),
        "final_approval",
        rules.SUBMIT,
        guards=(
            guards.mandatory_areas_have_signed,
            guards.approval_conditions_are_met,
            dissent.unanswered,
            guards.must_fixes_are_answered,
            guards.kind_agrees,
        ),
        effects=(actions.name_the_version, actions.own_effects),
        tone="primary",
        says=_("The consultation ends, and the head of communications decides on exactly this version."),
        done=_("Sent to the head of communications."),
    ),
    Transition(
        "approve",
        _("Approve"),
        frozenset({"final_approval"}),
        "approved",
        rules.APPROVE,
        applies=amending.is_no_emergency,
        guards=(
            guards.did_not_write_it,
            guards.saw_these_bytes,
            guards.approval_conditions_are_met,
            guards.kind_agrees,
        ),
        effects=(
            actions.decide(Decision.Outcome.APPROVED),
            dissent.override,
            actions.put_in_force,
            actions.own_effects,
        ),
        reason="optional",
        tone="primary",
        says=_(
            "Your name, the time and the hash of this version go on the record. The approved version can never change."
        ),
        done=_("Approved."),
        confirms=True,
    ),
    Transition(
        "return",
        _("Return to the authors for changes"),
        frozenset({"consultation"}),
        "returned",
        rules.SEND_BACK,
        guards=(guards.is_not_recused, guards.saw_these_bytes),
        effects=(actions.send_back, actions.own_effects),
        reason="required",
        says=_(
            "The consultation stops: the authors read your reason, change the text and send it again. Each comment "
            "that must be fixed needs their answer first. Sign-offs stay for sections that do not change."
        ),
        done=_("Returned to the authors."),
    ),
    Transition(
        "return",
        _("Return for changes"),
        frozenset({"final_approval"}),
        "returned",
        rules.RETURN,
        guards=(guards.did_not_write_it,),
        effects=(actions.decide(Decision.Outcome.RETURNED), actions.own_effects),
        reason="required",
        says=_("The authors can write again. Your reason is shown to them."),
        done=_("Returned for changes."),
        confirms=True,
    ),
    Transition(
        "refuse",
        _("Refuse"),
        frozenset({"final_approval"}),
        "refused",
        rules.REFUSE,
        guards=(guards.did_not_write_it,),
        effects=(actions.decide(Decision.Outcome.REFUSED), actions.own_effects),
        reason="required",
        tone="danger",
        says=_("The document is refused. Your reason stays on the record."),
        done=_("Refused."),
        confirms=True,
    ),
    Transition(
        "recall",
        _("Take back to change it"),
        IN_REVIEW,
        "drafting",
        rules.RECALL,
        effects=(actions.close_round, actions.own_effects),
        reason="required",
        says=_(
            "The review stops because you want to change the text yourselves: nobody is said to have asked for it. "
            "What was signed off stays for sections that do not change."
        ),
        done=_("Taken back."),
    ),
    Transition(
        "withdraw",
        _("Withdraw"),
        WRITING | IN_REVIEW,
        "withdrawn",
        rules.WITHDRAW,
        applies=guards.is_not_in_force,
        effects=(actions.close_round, actions.own_effects),
        reason="required",
        tone="danger",
        says=_("The document leaves everybody’s list. It stays on the record and can be reopened."),
        done=_("Withdrawn."),
    ),
    Transition(
        "abandon",
        _("Abandon the revision"),
        WRITING,
        "approved",
        rules.WITHDRAW,
        applies=guards.is_in_force,
        effects=(actions.restore_approved, actions.own_effects),
        reason="required",
        tone="danger",
        says=_("The draft goes back to the approved text. The approved version stays in force."),
        done=_("The revision was abandoned."),
    ),
    *CHANGE,
    *EDITORIAL,
    *EMERGENCY,
    *END,
)

MACHINE = Machine("document", STATES, TRANSITIONS, editable=WRITING)
