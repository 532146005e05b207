"""Who may send, sign off, decide, withdraw, revise or revoke a document?

That nobody decides on their own writing is a guard (`approvals.guards`), so that the page can say so.
"""

from typing import Any

from documents.rules import READ_SENT, is_owner, was_sent_to_entity, writes
from govsocial.core.access import Rule, both, either
from organizations.models import Role
from organizations.rules import belongs, holds, holds_head_for, is_reviewer


def owns(user: Any, obj: Any) -> bool:
    """Hold for the owner of a condition."""
    return obj is not None and obj.owner_id == user.pk


def advises_on_its_area(user: Any, obj: Any) -> bool:
    """Hold for the advisors of the area that asked for a condition."""
    return obj is not None and user.has_role(Role.ADVISOR, obj.organization_id, obj.area)


def advises_for_a_blocking_area(user: Any, obj: Any) -> bool:
    """Hold for the advisors of the areas whose objection blocks in the round that is open, as its policy was pinned."""
    if obj is None:
        return False
    areas = {hat.area for hat in user.hats if hat.role == Role.ADVISOR and hat.organization_id == obj.organization_id}
    round_ = obj.rounds.filter(closed_at__isnull=True).first() if areas else None
    asked = round_.policy["requirements"] if round_ else ()
    return any(row["blocking"] and row.get("required", True) and row["area"] in areas for row in asked)


decides = holds_head_for(lambda document: document.kind)

#: Kinds of document on whose approval the central entity acts (rooms above add theirs).
acted_on_by_entity: set[str] = set()


def the_entity_acts_on_it(user: Any, obj: Any) -> bool:
    """Hold for the entity's reviewers on a document that a submission of the department rests on (§2.2 row 11)."""
    is_such = obj is not None and obj.kind in acted_on_by_entity
    return is_such and was_sent_to_entity(user, obj) and is_reviewer(user, obj)


SEND = Rule("approvals.send", writes)
SUBMIT = Rule("approvals.submit", holds(Role.COORDINATOR))
APPROVE = Rule("approvals.approve", decides)
RETURN = Rule("approvals.return", decides)
SEND_BACK = Rule("approvals.send_back", either(holds(Role.COORDINATOR), advises_for_a_blocking_area))
REFUSE = Rule("approvals.refuse", decides)
RECALL = Rule("approvals.recall", holds(Role.COORDINATOR))
WITHDRAW = Rule("approvals.withdraw", holds(Role.COORDINATOR))
REOPEN = Rule("approvals.reopen", holds(Role.COORDINATOR))
REVISE = Rule("approvals.revise", holds(Role.COORDINATOR))
RECLASS = Rule("approvals.reclass", holds(Role.COORDINATOR))
APPROVE_EDITORIAL = Rule("approvals.approve_editorial", either(holds(Role.COORDINATOR), decides))
RETURN_EDITORIAL = Rule("approvals.return_editorial", either(holds(Role.COORDINATOR), decides))
REVOKE = Rule("approvals.revoke", either(decides, the_entity_acts_on_it))
CLOSE = Rule("approvals.close", holds(Role.COORDINATOR))
# About a document, or about a question whether it still holds, which knows its document's organization and owner.
ATTEST = Rule("approvals.attest", either(holds(Role.COORDINATOR), is_owner))
SIGN_OFF = Rule("approvals.sign_off", holds(Role.ADVISOR))
TRANSCRIBE = Rule("approvals.transcribe", holds(Role.COORDINATOR))
ANSWER_DISSENT = Rule("approvals.answer_dissent", writes)
# About a condition, which knows its document's organization.
REPORT_CONDITION = Rule("approvals.report_condition", either(holds(Role.COORDINATOR), both(belongs, owns)))
JUDGE_CONDITION = Rule("approvals.judge_condition", advises_on_its_area)
WITHDRAW_CONDITION = Rule("approvals.withdraw_condition", advises_on_its_area)
READ_CONDITION = Rule("approvals.read_condition", READ_SENT.test)
SHARE = Rule("approvals.share_example", holds(Role.COORDINATOR, Role.HEAD))
