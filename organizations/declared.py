"""What does this room declare: its entry in the main menu, and what its verbs are called in the ledger?"""

from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import NavItem, navigates, says
from organizations import ending, rules  # noqa: F401 -- what ends is work for a home page

navigates(NavItem(_("Organizations"), "organizations:organizations", rules.LIST, order=80))

says(
    {
        "membership.granted": _("Role given"),
        "membership.ended": _("Role ended"),
        "person.changed": _("Profile changed"),
        "invitation.sent": _("Invitation sent"),
        "invitation.resent": _("Invitation sent again"),
        "invitation.withdrawn": _("Invitation withdrawn"),
        "invitation.accepted": _("Invitation accepted"),
        "delegation.given": _("Delegation given"),
        "delegation.revoked": _("Delegation revoked"),
        "access.refused": _("Attempt refused"),
        "person.deactivated": _("Person deactivated"),
        "person.reactivated": _("Person active again"),
        "person.flags_changed": _("Operator rights changed"),
    }
)
