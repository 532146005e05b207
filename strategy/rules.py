"""Who may start a departmental strategy?"""

from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import holds

START = Rule("strategy.start", holds(Role.COORDINATOR))
