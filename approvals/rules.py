"""Who may send, sign off, decide, withdraw, revise or revoke a document?

That nobody decides on their own writing is a guard (`approvals.guards`), so that the page can say so.
"""

from documents.rules import writes
from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import holds, holds_head_for

decides = holds_head_for(lambda document: document.kind)

SEND = Rule("approvals.send", writes)
SUBMIT = Rule("approvals.submit", holds(Role.COORDINATOR))
APPROVE = Rule("approvals.approve", decides)
RETURN = Rule("approvals.return", decides)
REFUSE = Rule("approvals.refuse", decides)
RECALL = Rule("approvals.recall", holds(Role.COORDINATOR))
WITHDRAW = Rule("approvals.withdraw", holds(Role.COORDINATOR))
REOPEN = Rule("approvals.reopen", holds(Role.COORDINATOR))
REVISE = Rule("approvals.revise", holds(Role.COORDINATOR))
REVOKE = Rule("approvals.revoke", decides)
SIGN_OFF = Rule("approvals.sign_off", holds(Role.ADVISOR))
SHARE = Rule("approvals.share_example", holds(Role.COORDINATOR, Role.HEAD))
