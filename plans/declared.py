"""What does this room add to shared pages: what covers a plan’s uses, its risks, the plans that rest on a platform?"""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents import examples
from documents.models import Document, Row, Version
from govsocial.core.declare import NavItem, Panel, navigates, panels
from govsocial.core.transitions import Move, Problem
from organizations.models import Organization
from plans import coverage
from plans.kind import KIND
from plans.models import Plan
from plans.rules import SEE_LIST, START
from risk import resting
from risk.models import Assessment, Platform
from risk.rules import START_ASSESSMENT

ENDED = ("withdrawn", "refused")

navigates(NavItem(_("Plans"), "plans:list", SEE_LIST, order=30))


examples.narrows(
    examples.Filter(
        "platform",
        _("Platform"),
        pgettext_lazy("organizations, platforms, languages", "All"),
        lambda: list(Platform.objects.order_by("name").values_list("code", "name")),
        lambda found, code: found.filter(plan__platform__code=code),
    )
)


@KIND.guard("consult", "submit", "approve")
def uses_are_covered(move: Move) -> Iterator[Problem]:
    """Every use is covered by a PIA and a TRA, and section f says so (§4.2(f))."""
    yield from coverage.problems(move.obj)


@panels("section:f")
@panels("plan")
def coverage_panel(document: Document, user: Any) -> Panel | None:
    """Show, use by use, which assessments cover the plan as it stands now."""
    if document.kind != KIND.code:
        return None
    found = coverage.of_plan(document)
    platform = Platform.objects.get(plans=document.pk)
    return Panel(
        _("PIA and TRA: what covers each use"),
        "risk/coverage_panel.html",
        {
            "coverage": coverage.plain(document, found),
            "claim_problem": coverage.disagreement_of(document, found) if found.uses and not found.not_covered else "",
            "rule": document.framework.leverage.rule,
            "platform_name": platform.name,
            "platform_url": platform.get_absolute_url(),
            "add_url": f"{reverse('risk:assessment_add')}?platform={platform.code}",
            "may_assess": START_ASSESSMENT.allows(user),
        },
        order=30,
    )


@panels("version")
def frozen_coverage_panel(version: Version, _user: Any) -> Panel | None:
    """Show the coverage that was frozen with a version, which people signed."""
    frozen = json.loads(version.content)["header"].get("coverage")
    if not frozen:
        return None
    return Panel(_("PIA and TRA: what covered each use"), "risk/coverage_frozen.html", {"coverage": frozen}, order=30)


@panels("version")
def begin_panel(version: Version, user: Any) -> Panel | None:
    """Offer to begin a plan with an approved one: of one's own organization, or shared as an example (G028)."""
    if version.document.kind != KIND.code or not examples.may_begin(version):
        return None
    mine = Organization.objects.filter(pk__in=user.organization_ids).order_by("name_en")
    links = [
        {"label": one.name, "url": f"{reverse('plans:start', args=[one.code])}?source={version.pk}"}
        for one in mine
        if START.allows(user, one)
    ]
    return Panel(_("Begin a plan with this text"), "documents/panel_begin.html", {"links": links}) if links else None


def plans_resting_on(platform: Platform, assessment: Assessment | None, user: Any) -> QuerySet:
    """Return the plans on `platform` that `user` may open; with `assessment`, those with a use that it assessed."""
    plans = Plan.objects.visible_to(user).filter(platform=platform).exclude(document__state__in=ENDED)
    plans = plans.select_related("document__organization")
    if assessment is None:
        return plans
    uses = Row.objects.filter(document=OuterRef("pk"), table=coverage.USES, cells__use__in=list(assessment.uses))
    plans = plans.filter(Exists(uses))
    is_for_all = assessment.is_for_all
    return plans if is_for_all else plans.filter(document__organization=assessment.organization_id)


def _cells(plan: Plan) -> list[Any]:
    state = plan.document.state_info
    return [
        {"text": plan.document.title, "url": plan.get_absolute_url()},
        plan.document.organization.name,
        {"tag": {"label": state.label, "tone": state.tone}},
    ]


resting.register(
    resting.Resting(
        code="plans",
        label=_("Implementation plans"),
        columns=(_("Plan"), _("Organization"), _("Status")),
        rows=plans_resting_on,
        order=("-document__updated_at", "-pk"),
        cells=_cells,
    )
)
