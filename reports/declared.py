"""What does this room put into the main menu?"""

from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import NavItem, navigates
from reports import rules

navigates(
    NavItem(_("Home"), "reports:home", rules.HOME, order=10),
    NavItem(_("Audit"), "reports:audit", rules.AUDIT, order=90),
)
