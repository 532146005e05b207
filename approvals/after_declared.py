"""What does an approved document put on other pages: what somebody owes about it, and what the ledger calls it?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import emergency, rounds
from approvals.models import Amendment, Attestation, AttestationRequest, Override, ReviewRound, Revocation, SignOff
from documents.models import Document
from govsocial.core.declare import Label, Panel, WorkItem, adds, panels, says, works
from organizations.models import Role, User

MOST_TOLD = 20
CLASSES = {
    Amendment.Class.EDITORIAL: gettext_lazy("editorial change"),
    Amendment.Class.MATERIAL: gettext_lazy("material change"),
    Amendment.Class.EMERGENCY: gettext_lazy("emergency change"),
}

says(
    {
        "document.revise": gettext_lazy("Change begun"),
        "document.reclass": gettext_lazy("Given another class"),
        "document.attestation_asked": gettext_lazy("Asked whether it still holds"),
        "document.attestation_lifted": gettext_lazy("Question whether it still holds lifted"),
        "document.attested": gettext_lazy("Stated that nothing changes"),
    }
)


def _of_class(details: dict[str, Any]) -> Label:
    return CLASSES.get(details.get("class", ""), "")


def _approved(details: dict[str, Any]) -> Label:
    """Return of what class the change was, and which version it replaced."""
    replaced = details.get("supersedes")
    words = _("supersedes version %(number)d") % {"number": replaced["version"]} if replaced else ""
    return ", ".join(str(one) for one in (_of_class(details), words) if one)


for _verb in ("revise", "reclass", "submit", "consult"):
    adds(f"document.{_verb}")(_of_class)
adds("document.approve")(_approved)


def _places(user: User, *roles: str) -> set[int]:
    return {hat.organization_id for hat in user.hats if hat.role in roles}


@works
def editorial_changes(user: User) -> Iterator[WorkItem]:
    """Tell coordinators and heads which editorial change waits for them, never one that they wrote: one query."""
    places = _places(user, Role.COORDINATOR, Role.HEAD)
    if not places:
        return
    found = ReviewRound.objects.open().filter(document__state="coordinator_approval", document__organization__in=places)
    for round_ in found.select_related("document__organization", "version").defer("version__content"):
        if user.pk not in round_.version.contributors:
            document = round_.document
            title = _("Approve the editorial change of “%(document)s”") % {"document": document.title}
            yield WorkItem("waits", title, document.get_absolute_url(), detail=_where(document), since=round_.opened_at)


def _where(document: Document) -> str:
    return f"{document.kind_info.label} · {document.organization.name}"


@works
def consultations_owed(user: User) -> Iterator[WorkItem]:
    """Tell advisors what to answer after an emergency approval; coordinators and heads what is overdue, and heads
    which objection asks for their decision: three queries."""
    mine = {hat.organization_id for hat in user.hats if hat.role in {Role.ADVISOR, Role.COORDINATOR, Role.HEAD}}
    if not mine:
        return
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found = ReviewRound.objects.owing().filter(document__organization__in=mine).order_by("owed_by", "pk")
    found = found.select_related("document__organization", "version").defer("version__content").prefetch_related(said)
    owing = list(found)
    if not owing:
        return
    kept = set(Override.objects.filter(decision__round__in=owing).values_list("sign_off", flat=True))
    for round_ in owing:
        standings = rounds.standings(round_, round_.document, round_.said)
        yield from _of_round(emergency.judged(round_, standings, kept), user)


def _of_round(debt: emergency.Debt, user: User) -> Iterator[WorkItem]:
    document, since = debt.round.document, debt.round.closed_at
    url = document.get_absolute_url()
    names = {"document": document.title, "number": debt.round.version.number, "areas": debt.areas}
    for standing in debt.waited:
        is_theirs = user.has_role(Role.ADVISOR, document.organization_id, standing.area.code)
        if is_theirs and not standing.has_recused(user):
            title = _("Answer for %(area)s after the emergency approval of “%(document)s”")
            detail = _("Approved before the areas were asked: your answer is owed on version %(number)d.") % names
            yield WorkItem(
                "waits",
                title % {**names, "area": standing.area.name},
                reverse("approvals:sign_off", args=[document.pk, standing.area.code]),
                detail=detail,
                since=since,
                due_on=debt.due_on,
            )
    oversees = user.has_role(Role.COORDINATOR, document.organization_id) or user.has_role(
        Role.HEAD, document.organization_id
    )
    if debt.is_late and oversees:
        title = _("The consultation owed since the emergency approval of “%(document)s” is overdue") % names
        yield WorkItem("due", title, url, detail=_("Waited for: %(areas)s") % names, due_on=debt.due_on)
    for standing in debt.objections if user.has_role(Role.HEAD, document.organization_id) else ():
        title = _("Decide: %(area)s does not concur with “%(document)s”, approved in an emergency")
        assert standing.sign_off is not None  # noqa: S101 -- an objection is a sign-off
        yield WorkItem(
            "waits",
            title % {**names, "area": standing.area.name},
            url,
            detail=standing.sign_off.comment,
            since=standing.sign_off.at,
        )


@works
def attestations_to_give(user: User) -> Iterator[WorkItem]:
    """Tell owners and coordinators which documents they are asked about, the most urgent first: one query."""
    if not user.organization_ids:
        return
    owned = Q(document__owner=user, document__organization__in=user.organization_ids)
    found = AttestationRequest.objects.open().filter(
        owned | Q(document__organization__in=_places(user, Role.COORDINATOR))
    )
    for request in found.select_related("document").order_by("due_on", "pk")[:MOST_TOLD]:
        title = _("Does “%(document)s” still hold?") % {"document": request.document.title}
        yield WorkItem("due", title, request.get_absolute_url(), detail=request.text, due_on=request.due_on)


@works
def revoked_documents(user: User) -> Iterator[WorkItem]:
    """Tell coordinators which revoked document waits for a way on: one query."""
    places = _places(user, Role.COORDINATOR)
    if not places:
        return
    found = Revocation.objects.filter(document__organization__in=places, document__state="revoked")
    told: set[int] = set()
    for one in found.select_related("document__organization").order_by("-pk")[:MOST_TOLD]:
        if one.document_id not in told:
            told.add(one.document_id)
            title = _("“%(document)s” was revoked: reopen it, or settle what rested on it")
            yield WorkItem(
                "due",
                title % {"document": one.document.title},
                one.document.get_absolute_url(),
                detail=one.reason,
                since=one.at,
                due_on=one.act_by,
            )


@panels("document")
def attestations_panel(document: Document, _user: Any) -> Panel | None:
    """Show what was asked about a document since it was approved, and who stated that nothing changes."""
    asked = list(
        document.attestation_requests.select_related("attestation", "lift", "version").order_by("-pk")[:MOST_TOLD]
    )
    stated = list(Attestation.objects.filter(document=document, request=None).select_related("version").order_by("-pk"))
    if not (asked or stated):
        return None
    still = set(AttestationRequest.objects.open().filter(document=document).values_list("pk", flat=True))
    rows = [_row(one, still) for one in asked]
    return Panel(
        gettext_lazy("Does it still hold?"),
        "approvals/attestations_panel.html",
        {"asked": rows, "stated": stated},
        order=60,
    )


def _row(asked: AttestationRequest, still: set[int]) -> dict[str, Any]:
    """Return a question with what became of it: answered, lifted, still open, or settled by a change."""
    given, lift = (getattr(asked, name, None) for name in ("attestation", "lift"))
    return {"request": asked, "given": given, "lift": lift, "is_open": asked.pk in still}
