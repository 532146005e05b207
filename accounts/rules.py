"""Who may ask for an account, review what was asked, configure, register and close?"""

from typing import Any

from govsocial.core.access import Rule, both, either
from organizations.models import Role
from organizations.rules import belongs, holds, is_reviewer


def is_of_entity(user: Any, _obj: Any) -> bool:
    """Hold for the people of the central entity, who see across government."""
    return user.is_of_entity


def belongs_somewhere(user: Any, _obj: Any) -> bool:
    """Hold for whoever has a role in any organization today."""
    return bool(user.organization_ids)


def is_usable(_user: Any, obj: Any) -> bool:
    """Hold for an account whose layout and notices can still be confirmed: it is being made or in use."""
    return obj.state in {"creating", "active"}


coordinates = holds(Role.COORDINATOR)

SEE = Rule("accounts.see", either(belongs, is_of_entity))
LIST = Rule("accounts.list", belongs_somewhere)
QUEUE = Rule("accounts.queue", is_reviewer)
START = Rule("accounts.start_submission", coordinates)
SUBMIT = Rule("accounts.submit", coordinates)
REVIEW = Rule("accounts.review", is_reviewer)
CONFIGURE = Rule("accounts.configure", is_reviewer)
# §4.5 and Standard 6.1.5: the department confirms layout, identification and notices; the rest is the entity's.
CHECK = Rule("accounts.check", either(is_reviewer, both(coordinates, is_usable)))
START_DISPOSITION = Rule("accounts.start_disposition", coordinates)
REGISTER = Rule("accounts.register", either(coordinates, is_reviewer))
ACKNOWLEDGE = Rule("accounts.acknowledge", belongs)
# The entity gives access, so it reads who acknowledged what; the coordinator and the head answer for it.
SEE_SPOKESPERSONS = Rule("accounts.see_spokespersons", either(holds(Role.COORDINATOR, Role.HEAD), is_reviewer))
TRANSCRIBE_DUTIES = Rule("accounts.transcribe_duties", coordinates)
LINK_PLAN = Rule("accounts.link_plan", coordinates)
