"""What does the consultation package of a plan hold: the proposed uses, what covers them, the platform and its terms?

Section 3 asks that each area gets the proposed use, the platform's functionality and its terms of use (G007).
"""

from typing import Any

from django.utils.translation import gettext as _

from documents.models import Version
from documents.reading import Reading
from govsocial.core.declare import Panel, panels
from plans import coverage
from risk.models import Platform
from risk.review_panels import part_panel, platform_panel

PLACE = "package:plan"


@panels(PLACE)
def head(version: Version, _user: Any) -> Panel:
    """Show the accounts, the platform's name and the strategy that the plan rests on."""
    header = Reading(version.content).header
    return Panel(_("What is planned"), "plans/package_header.html", {"header": header}, order=5)


@panels(PLACE)
def proposed_uses(version: Version, _user: Any) -> Panel:
    """Show the uses that the plan proposes, as they were frozen."""
    return part_panel(_("Proposed uses"), Reading(version.content), coverage.USES, order=10)


@panels(PLACE)
def platform(version: Version, _user: Any) -> Panel | None:
    """Show what the platform offers, its terms of use and its privacy policy, with their dates."""
    code = Reading(version.content).header["platform"]["code"]
    found = Platform.objects.filter(code=code).first()
    return platform_panel(found, version) if found else None


@panels(PLACE)
def covered(version: Version, _user: Any) -> Panel | None:
    """Show which assessments covered each use when the version was frozen."""
    frozen = Reading(version.content).header.get("coverage")
    if not frozen:
        return None
    return Panel(_("PIA and TRA: what covered each use"), "risk/coverage_frozen.html", {"coverage": frozen}, order=30)
