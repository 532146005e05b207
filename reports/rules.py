"""Who may see the home page, the auditor's workspace and an organization's oversight page?"""

from typing import Any

from govsocial.core.access import PUBLIC, SIGNED_IN, Rule, either
from organizations.models import Role
from organizations.rules import holds, is_entity_auditor, is_reviewer


def oversees(user: Any, obj: Any) -> bool:
    """Hold for the head of communications and the coordinator, and for the central entity's people."""
    return either(holds(Role.HEAD, Role.COORDINATOR), is_reviewer, is_entity_auditor)(user, obj)


HOME = SIGNED_IN
AUDIT = Rule("reports.audit", holds(Role.AUDITOR))
OVERSEE = Rule("reports.oversee", oversees)
READ_ABOUT = PUBLIC
