"""Who may start an implementation plan, and who writes and checks the protocols that plans refer to?"""

from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import belongs, has_a_role, holds

START = Rule("plans.start", holds(Role.AUTHOR, Role.COORDINATOR))

SEE_LIST = Rule("plans.list", has_a_role)

READ_PROTOCOL = Rule("plans.read_protocol", belongs)
WRITE_PROTOCOL = Rule("plans.write_protocol", holds(Role.AUTHOR, Role.COORDINATOR))
CHECK_PROTOCOL = Rule("plans.check_protocol", holds(Role.COORDINATOR))
