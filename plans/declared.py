"""What does this room add to shared pages: what covers a plan’s uses, its risks, the plans that rest on a platform?"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents import examples
from documents.models import Version
from govsocial.core.declare import NavItem, Panel, navigates, panels
from organizations.models import Organization
from plans.kind import KIND
from plans.models import Plan, Reliance
from plans.rules import SEE_LIST, START
from risk import resting
from risk.models import Assessment, Platform

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
    """Return the plans on `platform` that `user` may open; with `assessment`, those that rest on a version of it."""
    plans = Plan.objects.visible_to(user).filter(platform=platform).exclude(document__state__in=ENDED)
    plans = plans.select_related("document__organization")
    if assessment is None:
        return plans
    return plans.filter(Exists(Reliance.objects.filter(document=OuterRef("pk"), version__assessment=assessment)))


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
        organization="document__organization",
    )
)
