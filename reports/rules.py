"""Who may see the home page, the auditor's workspace and an organization's oversight page?"""

from typing import Any

from govsocial.core.access import PUBLIC, SIGNED_IN, Rule, either
from organizations.models import Role
from organizations.rules import holds, is_entity_auditor, is_reviewer, organization_of


def oversees(user: Any, obj: Any) -> bool:
    """Hold for the head of communications and the coordinator, and for the central entity's people."""
    return either(holds(Role.HEAD, Role.COORDINATOR), is_reviewer, is_entity_auditor)(user, obj)


def answers_requests(user: Any, obj: Any) -> bool:
    """Hold for who advises on privacy in the object's department, and so answers its requests for information."""
    place = organization_of(obj) if obj is not None else None
    seats = [hat for hat in user.hats if hat.role == Role.ADVISOR and hat.area == "privacy"]
    return any(place is None or hat.organization_id == place for hat in seats)


ANSWER_REQUESTS = Rule("reports.answer_requests", answers_requests)
HOME = SIGNED_IN
AUDIT = Rule("reports.audit", holds(Role.AUDITOR))
OVERSEE = Rule("reports.oversee", oversees)
READ_ABOUT = PUBLIC
