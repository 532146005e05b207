"""Who may start an implementation plan?"""

from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import holds

START = Rule("plans.start", holds(Role.AUTHOR, Role.COORDINATOR))
