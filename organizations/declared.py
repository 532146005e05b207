"""What does this room put into the main menu?"""

from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import NavItem, navigates
from organizations import rules

navigates(NavItem(_("Organizations"), "organizations:organizations", rules.LIST, order=80))
