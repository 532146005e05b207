"""What do the risk room's pages of review show: the highest residual risks, the platform, the uses that are proposed?

Read from the frozen version; what the platform offers and where its terms are is the register's, as it stands today.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import Version
from documents.reading import Reading, ReadSection
from govsocial.core.declare import Panel, panels
from risk import shown
from risk.models import Assessment, Platform
from risk.register import Risk, of_reading
from risk.scale import shade

SHOWN = 3
RECORDS = tuple(kind.value for kind in Assessment.Kind)


@dataclass(frozen=True)
class Residual:
    """One risk after its treatment: the risk, its level with the shade that it is drawn in, and what is still to do."""

    risk: Risk
    level: Any
    shade: int
    rank: int

    @property
    def measures(self) -> list[tuple[str, date | None]]:
        """Return (owner, date) of each treatment that is not rejected, the ones not done first."""
        kept = sorted((one for one in self.risk.treatments if not one.is_rejected), key=lambda one: one.is_done)
        return [(_spoken(one.owner), one.due_on) for one in kept]


def residuals(reading: Reading) -> list[Residual]:
    """Return every rated risk of the registers of a version, the highest residual level first."""
    found = []
    for register in of_reading(reading):
        for risk in register.risks:
            if risk.residual is not None:
                drawn = shade(register.scale, risk.residual)
                found.append(Residual(risk, risk.residual, drawn, register.scale.rank(risk.residual)))
    return sorted(found, key=lambda one: -one.rank)


def _spoken(said: dict[str, str]) -> str:
    return said["fr" if (get_language() or "en").startswith("fr") else "en"]


@panels("briefing:plan")
@panels("briefing:pia")
@panels("briefing:tra")
def highest_risks(version: Version, _user: Any) -> Panel | None:
    """Show the highest residual risks of the frozen version: level, who treats it, and by when."""
    reading = Reading(version.content)
    found = residuals(reading)
    if not found:
        return None
    above = sum(one.risk.is_above_tolerance for one in found)
    context = {"risks": found[:SHOWN], "more": len(found) - SHOWN, "above": above}
    return Panel(_("Highest residual risks"), "risk/briefing_risks.html", context, order=10)


def platform_panel(platform: Platform, version: Version) -> Panel:
    """Return what the platform offers, in which languages, how accessible it is, and where its terms are (§3)."""
    changed = [day for day in (platform.terms_dated, platform.privacy_dated) if day]
    return Panel(
        _("The platform: %(platform)s") % {"platform": platform.name},
        "risk/package_platform.html",
        {
            "about": shown.about(platform),
            "terms": shown.terms(platform),
            "review": shown.review_tag(platform),
            "url": platform.get_absolute_url(),
            "is_newer": any(day > version.created_at.date() for day in changed),
        },
        order=20,
    )


@panels("package:pia")
@panels("package:tra")
def assessed_platform(version: Version, _user: Any) -> Panel | None:
    """Show, to the areas that are asked about an assessment, the platform and its terms."""
    code = Reading(version.content).header["platform"]["code"]
    platform = Platform.objects.filter(code=code).first()
    return platform_panel(platform, version) if platform else None


@panels("package:pia")
@panels("package:tra")
def assessed_uses(version: Version, _user: Any) -> Panel:
    """Show the uses that the assessment is about."""
    uses = [_spoken(use) for use in Reading(version.content).header["assessment"]["uses"]]
    return Panel(_("Uses assessed"), "risk/package_uses.html", {"uses": uses}, order=10)


def part_panel(heading: str, reading: Reading, field: str, order: int) -> Panel:
    """Return one question or table of the frozen version as a panel."""
    section = reading.section(reading.outline.section_of(field).key)
    part = tuple(one for one in section.parts if one.key == field)
    context = {"section": ReadSection(section.key, section.title, "", part)}
    return Panel(heading, "risk/package_part.html", context, order=order)
