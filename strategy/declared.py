"""What does this room declare? Its entry in the main menu."""

from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import NavItem, navigates
from strategy.rules import SEE_LIST

navigates(NavItem(_("Strategies"), "strategy:list", SEE_LIST, order=20))
