"""What does this room declare? Its entry in the main menu, and the offer to begin with an approved strategy."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents import examples
from documents.models import Version
from govsocial.core.declare import NavItem, Panel, navigates, panels
from organizations.models import Organization
from strategy.models import ENDED, Strategy
from strategy.rules import SEE_LIST, START

navigates(NavItem(_("Strategies"), "strategy:list", SEE_LIST, order=20))


@panels("version")
def begin_panel(version: Version, user: Any) -> Panel | None:
    """Offer to begin the strategy of an organization that has none with one that is shared as an example (G028)."""
    if version.document.kind != "strategy" or not examples.may_begin(version):
        return None
    living = Strategy.objects.exclude(document__state__in=ENDED).values("document__organization")
    mine = Organization.objects.filter(pk__in=user.organization_ids).exclude(pk__in=living).order_by("name_en")
    links = [
        {"label": one.name, "url": f"{reverse('strategy:start', args=[one.code])}?source={version.pk}"}
        for one in mine
        if START.allows(user, one)
    ]
    return (
        Panel(_("Begin a strategy with this text"), "documents/panel_begin.html", {"links": links}) if links else None
    )
