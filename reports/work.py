"""What do documents and their approval put on home pages: decisions and sign-offs that wait, drafts, reviews, news?

Each source is a function of the person, asks the database a constant number of questions, and yields nothing to whom
it has nothing to say.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rounds, status, waiting
from approvals.models import Decision, ReviewRound, SignOff
from documents.models import Document
from govsocial.core.declare import WorkItem, works
from organizations.models import Role, User

MOST_TOLD = 20
REVIEW_LEAD = timedelta(days=60)
NEWS = timedelta(days=30)


def _places(user: User, role: str) -> set[int]:
    return {hat.organization_id for hat in user.hats if hat.role == role}


def _open_rounds(state: str, organizations: set[int]) -> QuerySet:
    """Return the open rounds of documents in `state`, each with what was `said` in it, in order."""
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found = ReviewRound.objects.open().filter(document__state=state, document__organization__in=organizations)
    found = found.select_related("document__organization", "version").defer("version__content")
    return found.prefetch_related(said).order_by("opened_at", "pk")


def _where(document: Document) -> str:
    return f"{document.kind_info.label} · {document.organization.name}"


@works
def decisions_to_take(user: User) -> Iterator[WorkItem]:
    """Tell a head of communications (a designate: within the delegation) what to decide, never on their own writing."""
    hats = [hat for hat in user.hats if hat.role == Role.HEAD]
    if not hats:
        return
    for round_ in _open_rounds("final_approval", {hat.organization_id for hat in hats}):
        document = round_.document
        may = any(
            hat.organization_id == document.organization_id and (not hat.kinds or document.kind in hat.kinds)
            for hat in hats
        )
        if may and user.pk not in round_.version.contributors:
            title = _("Decide on “%(document)s”") % {"document": document.title}
            since = document.state_changed_at
            standings = rounds.standings(round_, document, round_.said)
            said = status.in_words(standings)
            detail = f"{_where(document)} · {said}" if said else _where(document)
            waits = waiting.of(document, round_, standings)
            url = reverse("approvals:document", args=[document.pk])
            yield WorkItem("waits", title, url, detail=detail, since=since, due_on=waits.due_on if waits else None)


@works
def consultations(user: User) -> Iterator[WorkItem]:
    """Tell advisors what to sign off, and coordinators which consultation is over."""
    advises = {(hat.organization_id, hat.area) for hat in user.hats if hat.role == Role.ADVISOR}
    coordinates = _places(user, Role.COORDINATOR)
    places = {organization for organization, _area in advises} | coordinates
    if not places:
        return
    for round_ in _open_rounds("consultation", places):
        standings = rounds.standings(round_, round_.document, round_.said)
        yield from _sign_offs(round_, user, standings)
        if round_.document.organization_id in coordinates:
            yield from _late(round_, standings)
        if round_.document.organization_id in coordinates and _is_settled(standings):
            title = _("Send “%(document)s” to the head of communications") % {"document": round_.document.title}
            detail = _("Every sign-off that is mandatory is there.")
            yield WorkItem("waits", title, round_.document.get_absolute_url(), detail=detail, since=round_.opened_at)


def _sign_offs(round_: ReviewRound, user: User, standings: list[rounds.Standing]) -> Iterator[WorkItem]:
    """Yield what the user's own areas owe; who is recused owes nothing any more, the area's other advisors do."""
    document = round_.document
    for standing in standings:
        area = standing.area
        is_theirs = user.has_role(Role.ADVISOR, document.organization_id, area.code)
        if not (standing.is_waited_for and is_theirs) or standing.has_recused(user):
            continue
        names = {"document": document.title, "area": area.name}
        yield WorkItem(
            "waits",
            _("Sign off “%(document)s” for %(area)s") % names,
            reverse("approvals:package_of", args=[document.pk, area.code]),
            detail=_where(document),
            since=round_.opened_at,
            due_on=standing.due_on,
        )


def _late(round_: ReviewRound, standings: list[rounds.Standing]) -> Iterator[WorkItem]:
    """Yield, for a coordinator, the consultation that areas are late with, and where it stands."""
    document = round_.document
    waits = waiting.of(document, round_, standings)
    if waits is not None and waits.late:
        title = _("Sign-offs are late on “%(document)s”") % {"document": document.title}
        due_on = min(one.due_on for one in waits.late if one.due_on is not None)
        url = reverse("approvals:document", args=[document.pk])
        yield WorkItem("due", title, url, detail=waits.words, due_on=due_on)


def _is_settled(standings: list[rounds.Standing]) -> bool:
    """Say whether the consultation is over: voluntary areas are waited for until their days are over."""
    return all(one.is_settled and (one.is_late or not one.is_waited_for) for one in standings)


@works
def drafts(user: User) -> Iterator[WorkItem]:
    """Tell writers what was returned to them and what they have not sent yet; coordinators, everything returned."""
    mine = Q(owner=user, organization__in=user.organization_ids)
    returned = Q(state="returned") & (mine | Q(organization__in=_places(user, Role.COORDINATOR)))
    found = Document.objects.filter(returned | (Q(state="drafting") & mine)).select_related("organization")
    for document in found.order_by("-state_changed_at", "-pk")[:MOST_TOLD]:
        is_returned = document.state == "returned"
        title = _("Change “%(document)s”: it was returned") if is_returned else _("Go on with “%(document)s”")
        yield WorkItem(
            "waits",
            title % {"document": document.title},
            document.get_absolute_url(),
            detail=_where(document),
            since=document.state_changed_at if is_returned else document.updated_at,
        )


@works
def reviews(user: User) -> Iterator[WorkItem]:
    """Tell coordinators and heads which approved documents fall due for review (§4.1: every year)."""
    places = _places(user, Role.COORDINATOR) | _places(user, Role.HEAD)
    if not places:
        return
    soon = timezone.localdate() + REVIEW_LEAD
    found = Document.objects.in_force().filter(organization__in=places, review_due_on__lte=soon)
    for document in found.select_related("organization").order_by("review_due_on", "pk")[:MOST_TOLD]:
        title = _("Review “%(document)s” and have it approved again") % {"document": document.title}
        url = document.get_absolute_url()
        yield WorkItem("due", title, url, detail=_where(document), due_on=document.review_due_on)


@works
def recent_decisions(user: User) -> Iterator[WorkItem]:
    """Tell what was decided in one's organizations in the last thirty days.

    Coordinators and writers receive a notice of each decision, which stands on their home page; it is not told twice.
    """
    places = user.organization_ids - _places(user, Role.COORDINATOR)
    if not places:
        return
    found = Decision.objects.filter(at__gte=timezone.now() - NEWS, round__document__organization__in=places)
    found = found.select_related("round__document__organization", "round__version").defer("round__version__content")
    for decision in found.order_by("-at", "-pk")[:MOST_TOLD]:
        document = decision.round.document
        if user.pk in decision.round.version.contributors:
            continue
        names = {"document": document.title, "outcome": decision.get_outcome_display()}
        title = _("“%(document)s”: %(outcome)s") % names
        detail = _("by %(name)s") % {"name": decision.name}
        yield WorkItem("changed", title, document.get_absolute_url(), detail=detail, since=decision.at)
