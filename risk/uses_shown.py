"""Which uses are there, which of them collect personal information, and what covers each of them on a platform?"""

from typing import Any

from django.utils.translation import gettext as _

import frameworks
from organizations.models import Organization
from risk.models import Assessment, Platform

#: So many assessments of one platform are put in the table of uses; the rest are in the list of assessments.
MOST = 100


def framework_of(user: Any) -> frameworks.Framework:
    """Return the framework under which a person works: that of their first organization."""
    first = Organization.objects.filter(pk__in=user.organization_ids).order_by("pk").first()
    return first.framework if first else frameworks.get(frameworks.codes()[0])


def uses_table(framework: frameworks.Framework) -> dict[str, Any]:
    """Return columns and rows of every use, for the `data_table` component."""
    columns = [_("Use"), _("Collects personal information?"), _("Government-wide assessments")]
    rows = [
        [
            {"text": use.name, "sub": use.description},
            {"tag": collects_tag(use)},
            {"tag": _covered_tag(framework.leverage.covers(use.code))},
        ]
        for use in framework.uses
    ]
    return {"columns": columns, "rows": rows}


def collects_tag(use: Any) -> dict[str, str]:
    """Return the tag that says whether a use collects personal information."""
    if use.collects_personal_information:
        return {"label": _("Yes"), "tone": "warning"}
    return {"label": _("No"), "tone": "neutral"}


def _covered_tag(is_covered: bool) -> dict[str, str]:
    if is_covered:
        return {"label": _("May cover it"), "tone": "success"}
    return {"label": _("Do not cover it"), "tone": "neutral"}


def covered_table(platform: Platform, user: Any) -> dict[str, Any]:
    """Return columns and rows that say of each use what assesses it on `platform`, as far as `user` sees: two queries.

    Only what holds today counts, and the government-wide assessments only where they may be relied on.
    """
    framework = framework_of(user)
    found = list(
        Assessment.objects.visible_to(user)
        .current()
        .filter(platform=platform)
        .select_related("organization")
        .order_by("-scope", "kind", "pk")[:MOST]
    )
    columns = [_("Use"), _("Government-wide"), _("Of departments"), _("Collects personal information?")]
    rows = []
    for use in framework.uses:
        here = [one for one in found if use.code in one.uses]
        wide = [one for one in here if one.is_enterprise]
        is_open = platform.is_pre_reviewed and framework.leverage.covers(use.code)
        rows.append(
            [
                {"text": use.name},
                {"tag": _pair_tag(wide if is_open else [])},
                _of_departments([one for one in here if not one.is_enterprise]),
                {"tag": collects_tag(use)},
            ]
        )
    return {"columns": columns, "rows": rows}


def _pair_tag(found: list[Assessment]) -> dict[str, str]:
    """Return whether a PIA and a TRA are there, or which of them is missing."""
    kinds = {one.kind for one in found}
    if kinds == {"pia", "tra"}:
        return {"label": _("PIA and TRA"), "tone": "success"}
    if kinds:
        return {"label": _("PIA only") if kinds == {"pia"} else _("TRA only"), "tone": "warning"}
    return {"label": _("Not covered"), "tone": "neutral"}


def _of_departments(found: list[Assessment]) -> str:
    """Return whose assessments look at a use, and of which kind."""
    by_place: dict[str, set[str]] = {}
    for one in found:
        by_place.setdefault(one.organization.name, set()).add(_("PIA") if one.kind == "pia" else _("TRA"))
    told = [f"{name} ({', '.join(sorted(kinds))})" for name, kinds in by_place.items()]
    return "; ".join(told) or "–"
