"""Who may start an implementation plan?"""

from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import has_a_role, holds

START = Rule("plans.start", holds(Role.AUTHOR, Role.COORDINATOR))

SEE_LIST = Rule("plans.list", has_a_role)
