"""What do shared pages show of what a plan relies on, and who is told when a newer version of it is signed?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Document, Version
from documents.rules import WRITE
from govsocial.core.declare import Panel, WorkItem, panels, says, works
from govsocial.core.transitions import Move, Problem
from organizations.models import Role
from plans import coverage, reliance
from plans.actions.reliance import keep_in_force
from plans.kind import KIND
from plans.models import Plan, Reliance
from risk.rules import START_ASSESSMENT

MOST_TOLD = 20

says(
    {
        "plan.condition_answered": gettext_lazy("Said whether a condition for relying on an assessment is met"),
        "plan.coverage_confirmed": gettext_lazy("Confirmed what covers the plan"),
    }
)


@KIND.guard("consult", "submit", "approve")
def uses_are_covered(move: Move) -> Iterator[Problem]:
    """Every use is covered by a PIA and a TRA, on versions in force, as somebody confirmed and section f says."""
    yield from reliance.problems(move.obj)


@KIND.effect("approve")
def rest_on_what_was_approved(move: Move) -> None:
    """Note on which versions the approved plan rests, so that a change to them finds it."""
    keep_in_force(move.obj, move.obj.effective_version)


@panels("section:f")
@panels("plan")
def coverage_panel(document: Document, user: Any) -> Panel | None:
    """Show, use by use, which assessments cover the plan as it stands now, and who confirmed it."""
    if document.kind != KIND.code:
        return None
    found = coverage.find(document)
    platform = Plan.objects.of(document).platform
    may_write = document.is_editable and WRITE.allows(user, document)
    is_covered = bool(found.coverage.uses) and not found.coverage.not_covered
    return Panel(
        gettext_lazy("PIA and TRA: what covers each use"),
        "risk/coverage_panel.html",
        {
            "coverage": coverage.plain(found),
            "claim_problem": coverage.disagreement_of(document, found.coverage) if is_covered else "",
            "waiting": reliance.unconfirmed(found) if is_covered and document.is_editable else "",
            "changes": reliance.changes(found) if not document.is_editable else [],
            "confirm_url": reliance.address(document) if may_write else "",
            "rule": document.framework.leverage.rule,
            "otherwise": [] if is_covered or not found.coverage.uses else document.framework.leverage.otherwise,
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
    frozen = coverage.header_of(version)
    if not frozen:
        return None
    heading = gettext_lazy("PIA and TRA: what covered each use")
    return Panel(heading, "risk/coverage_frozen.html", {"coverage": frozen}, order=30)


@works
def plans_on_older_versions(user: Any) -> Iterator[WorkItem]:
    """Tell coordinators and owners whose approved plans rest on a version that is not in force now: one query."""
    places = [hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR]
    mine = Q(document__organization__in=places) | Q(document__owner=user)
    found = Reliance.objects.in_force().superseded().filter(mine, document__organization__in=user.organization_ids)
    found = found.exclude(document__state="revoked").select_related("document", "version")
    told: set[int] = set()
    for one in found.order_by("document__title_en", "document_id", "pk")[: MOST_TOLD * 4]:
        if one.document_id not in told and len(told) < MOST_TOLD:
            told.add(one.document_id)
            title = _("“%(plan)s” rests on an assessment that has changed") % {"plan": one.document.title}
            yield WorkItem("changed", title, one.document.get_absolute_url(), detail=one.version.title)
