"""What does this room declare? Its entry in the menu, who decides what, and the offer to begin with a strategy."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from documents import examples
from documents.models import Version
from documents.reading import Reading, Value
from govsocial.core.declare import NavItem, Panel, navigates, panels
from organizations.models import Organization
from strategy.models import ENDED, Strategy
from strategy.rules import SEE_LIST, START

GOVERNANCE, PEOPLE = "governance", ("governance_coordinator", "governance_coordinator_contact")

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


@panels("organization")
def who_decides_what(organization: Organization, user: Any) -> Panel | None:
    """Show everybody in the organization who decides what about social media, from the approved strategy (G024)."""
    strategies = Strategy.objects.visible_to(user).in_force().filter(document__organization=organization)
    strategy = strategies.select_related("document__effective_version").first()
    if strategy is None or strategy.version is None:
        return None
    reading = Reading(strategy.version.content)
    parts = {part.key: part for part in reading.section(GOVERNANCE).parts if part.key}
    table = parts.get("governance_roles")
    return Panel(
        _("Who decides what about social media"),
        "strategy/panel_governance.html",
        {
            "label": table.label if table else "",
            "columns": table.columns if table else (),
            "rows": [[_shown(cell) for cell in row.cells] for row in table.rows] if table else [],
            "people": [parts[key] for key in PEOPLE if key in parts and not parts[key].is_empty],
            "version": strategy.version,
        },
        order=20,
    )


def _shown(cell: Value) -> dict[str, str]:
    """Return a cell in the reader's language, or in the other one where that is missing."""
    reader = "fr" if (get_language() or "en").startswith("fr") else "en"
    other = {"en": "fr", "fr": "en"}[reader]
    lang = reader if cell.words[reader] else other
    return {"label": cell.label, "text": cell.in_language(reader), "lang": lang if cell.is_bilingual else ""}
