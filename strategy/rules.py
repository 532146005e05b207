"""Who may start a departmental strategy?"""

from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import has_a_role, holds

START = Rule("strategy.start", holds(Role.COORDINATOR))

SEE_LIST = Rule("strategy.list", has_a_role)
