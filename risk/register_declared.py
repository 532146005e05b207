"""What do registers put on other pages: panels, duties on home pages, words of the ledger, an entry of the menu?"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import ReviewRound
from documents import rating
from documents.models import Document, Version
from govsocial.core.declare import NavItem, Panel, WorkItem, navigates, panels, says, works
from organizations.models import Organization, Role
from risk import acceptance, across, register, register_shown, rules, scale
from risk.models import AcceptanceRequest, PreferredScale, RegisteredRisk, RegisteredTreatment

LEAD = timedelta(days=30)
MOST_TOLD = 20
OVER = ("withdrawn", "refused", "revoked")

navigates(NavItem(gettext_lazy("Risks"), "risk:across", rules.SEE_ACROSS, order=65))

says(
    {
        "document.acceptance_asked": gettext_lazy("Acceptance of residual risks asked for"),
        "document.risks_accepted": gettext_lazy("Residual risks accepted"),
        "document.acceptance_revoked": gettext_lazy("Acceptance of residual risks taken back"),
        "document.treatment_reported": gettext_lazy("Treatment of a risk reported on"),
        "document.rescaled": gettext_lazy("Put on another risk scale"),
        "organization.risk_scale": gettext_lazy("Risk scale chosen"),
    }
)


@rating.prefers
def preferred(organization: Any, kind: str) -> str:
    """Return the scale that an organization chose for its new documents."""
    found = PreferredScale.objects.filter(organization=organization, kind=kind).values_list("code", flat=True)
    return found.first() or ""


@panels("section:e")
@panels("section:risks")
def register_panel(document: Document, _user: Any) -> Panel | None:
    """Show the register of a draft at a glance beside its inputs: levels as things stand and after treatment."""
    found = [one for one in register.of_draft(document) if one.risks] if register.tables(document.outline) else []
    if not found:
        return None
    one = found[0]
    is_matrix = one.scale.kind == "matrix"
    context = {
        "table": scale.short_table(one),
        "matrices": [scale.matrix(one, when) for when in ("current", "residual")] if is_matrix else [],
        "products": None if is_matrix else scale.products(one),
        "scale": register_shown.scale_told(one.scale),
        "newer": _newer(document),
        "url": reverse("risk:register", args=[document.pk]),
    }
    return Panel(_("Risks at a glance"), "risk/risk_register.html", context)


def _newer(document: Document) -> str:
    """Return where to rate anew when the pack has a newer version of the document's scale, or ""."""
    if not document.is_editable:
        return ""
    code, version = document.risk_scale.rpartition("/")[::2]
    is_newer = any(one.code == code and one.version > int(version or 0) for one in document.framework.scales)
    return reverse("risk:rescale", args=[document.pk]) if is_newer else ""


@panels("document")
def register_link(document: Document, _user: Any) -> Panel | None:
    """Lead from a document to its register, and say what remains to be accepted."""
    if not register.tables(document.outline):
        return None
    standing = acceptance.standing(document, acceptance.candidate(document))
    if not any(one.risks for one in standing.registers):
        return None
    context = {"standing": standing, "url": reverse("risk:register", args=[document.pk])}
    return Panel(_("Residual risks"), "risk/panel_residual.html", context, order=25)


@panels("briefing:plan")
@panels("briefing:pia")
@panels("briefing:tra")
def accepted_panel(version: Version, user: Any) -> Panel | None:
    """Show who decides which residual risks were accepted, by whom, on what conditions and until when."""
    standing = acceptance.standing(version.document, version)
    if not standing.above:
        return None
    given = [one for one in register_shown.acceptances(standing, user) if one["holds"]]
    return Panel(
        _("Accepted residual risks"), "risk/panel_accepted.html", {"given": given, "standing": standing}, order=12
    )


@panels("organization")
def scales_panel(organization: Organization, user: Any) -> Panel | None:
    """Lead those who may choose the organization's risk scales to where they do it."""
    if not rules.PREFER_SCALE.allows(user, organization):
        return None
    url = reverse("risk:prefer_scale", args=[organization.code])
    return Panel(_("Risk scales"), "risk/panel_scales.html", {"url": url}, order=82)


@works
def acceptances_to_give(user: Any) -> Iterator[WorkItem]:
    """Tell a manager what they are asked to accept, by the newest request about a document: one query."""
    if not user.organization_ids:
        return
    current = ReviewRound.objects.open().filter(version=OuterRef("version"))
    waiting = RegisteredRisk.objects.filter(document=OuterRef("document")).unaccepted()
    waiting = waiting.filter(Q(version=F("document__effective_version")) | Exists(current))
    newer = AcceptanceRequest.objects.filter(document=OuterRef("document")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    found = AcceptanceRequest.objects.filter(person=user, document__organization__in=user.organization_ids)
    found = found.filter(Exists(waiting), ~Exists(newer)).exclude(document__state__in=OVER)
    for one in found.select_related("document").order_by("at", "pk")[:MOST_TOLD]:
        title = _("Accept the residual risks of “%(document)s”") % {"document": one.document.title}
        url = reverse("risk:acceptance", args=[one.document_id])
        yield WorkItem("waits", title, url, detail=one.note, since=one.at)


@works
def acceptances_that_end(user: Any) -> Iterator[WorkItem]:
    """Tell managers and coordinators which acceptances end soon or have ended, of risks still in force: one query."""
    places = [hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR]
    mine = Q(accepted_by=user, document__organization__in=user.organization_ids)
    found = across.still_covering(timezone.localdate() + LEAD).filter(mine | Q(document__organization__in=places))
    for one in found.order_by("expires_on", "pk")[:MOST_TOLD]:
        names = {"document": one.document.title, "name": one.name}
        title = _("Renew the acceptance of the residual risks of “%(document)s”") % names
        detail = _("Accepted by %(name)s") % names
        yield WorkItem("due", title, one.get_absolute_url(), detail=detail, due_on=one.expires_on)


@works
def risks_without_acceptance(user: Any) -> Iterator[WorkItem]:
    """Tell coordinators which documents in force have risks above the tolerance that nobody accepts: one query."""
    places = [hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR]
    if not places:
        return
    uncovered = RegisteredRisk.objects.in_force().unaccepted().filter(organization__in=places)
    ended = across.still_covering(timezone.localdate() + LEAD).values("document")
    found = Document.objects.filter(pk__in=uncovered.values("document")).exclude(pk__in=ended)
    for one in found.order_by("effective_at", "pk")[:MOST_TOLD]:
        title = _("Have the residual risks of “%(document)s” accepted") % {"document": one.title}
        yield WorkItem("waits", title, reverse("risk:register", args=[one.pk]), since=one.effective_at)


@works
def treatments_to_finish(user: Any) -> Iterator[WorkItem]:
    """Tell coordinators and owners which treatments of versions in force fall due or are overdue: one query."""
    places = [hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR]
    if not user.organization_ids:
        return
    found = RegisteredTreatment.objects.due_by(timezone.localdate() + LEAD).filter(
        Q(organization__in=places) | Q(document__owner=user, organization__in=user.organization_ids)
    )
    for one in found.select_related("document").order_by("due_on", "pk")[:MOST_TOLD]:
        title = _("Finish a treatment of “%(document)s”") % {"document": one.document.title}
        url = reverse("risk:treatment", args=[one.pk])
        yield WorkItem("due", title, url, detail=f"{one.action} ({one.owner})", due_on=one.due_on)
