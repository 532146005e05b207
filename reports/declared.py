"""What does this room put into the main menu, and onto an organization's page?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from govsocial.core.declare import NavItem, Panel, navigates, panels, says
from organizations.models import Organization
from reports import rules

navigates(
    NavItem(_("Home"), "reports:home", rules.HOME, order=10),
    NavItem(_("Access requests"), "reports:records", rules.ANSWER_REQUESTS, order=80),
    NavItem(_("Audit"), "reports:audit", rules.AUDIT, order=85),
)

says(
    {
        "ledger.exported": _("Ledger exported"),
        "records.asked": _("Collection of records asked for"),
        "records.collected": _("Records collected"),
        "records.taken": _("Collection of records downloaded"),
    }
)


@panels("organization")
def overview(organization: Organization, user: Any) -> Panel | None:
    """Lead those who oversee an organization to its overview."""
    if not rules.OVERSEE.allows(user, organization):
        return None
    url = reverse("reports:oversight", args=[organization.code])
    return Panel(_("Overview of accounts"), "reports/organization_panel.html", {"url": url})
