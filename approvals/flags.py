"""What must a reader know of an approved document beside its state? Flags, on its page and in lists.

States say where a document stands; flags say what somebody still owes about it: a consultation after an emergency, an
answer whether it still holds, a way on after a revocation.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import amending, attesting, emergency, revoking, rounds, rules
from approvals.models import AttestationRequest, DissentResponse, Override, ReviewRound, SignOff
from approvals.rounds import Standing
from documents.models import Document
from govsocial.core.templatetags.ui import in_words
from organizations.models import User


@dataclass(frozen=True)
class Flag:
    """One flag: a short `label` for lists; on the page `heading`, `lines` and the `links` that lead on."""

    label: str
    tone: str
    heading: str = ""
    lines: tuple[str, ...] = ()
    said: str = ""
    links: tuple[tuple[str, str], ...] = field(default=())


Source = Callable[[Document, User], Iterable["Flag"]]
#: Rooms above add what makes a document of theirs stand on sand: a revoked strategy, say.
sources: list[Source] = []


def adds(source: Source) -> Source:
    """Register a function of (document, user) that yields flags; Django may load apps twice."""
    if source not in sources:
        sources.append(source)
    return source


def of(document: Document, user: User) -> list[Flag]:
    """Return the flags of one document for `user`, who reads what they can do about each: a constant number of
    queries."""
    found = [*_change(document)]
    round_ = emergency.owed(document)
    if round_ is not None:
        round_.document = document
        found += _owed(document, emergency.debt(round_), user)
    found += _asked(document, user)
    found += _revoked(document, user)
    for source in sources:
        found += source(document, user)
    return found


def _change(document: Document) -> Iterator[Flag]:
    amendment = amending.current(document)
    if amendment is None:
        return
    names = {"class": amendment.get_change_class_display(), "number": amendment.base.number}
    yield Flag(
        str(names["class"]),
        "warning" if amendment.change_class == amending.Class.EMERGENCY else "info",
        _("%(class)s change of version %(number)d") % names,
        (_("Begun by %(who)s, %(date)s.") % {"who": amendment.by_name, "date": in_words(amendment.at)},),
        amendment.reason,
    )


def _owed(document: Document, debt: emergency.Debt, user: User) -> Iterator[Flag]:
    number = debt.round.version.number
    if debt.waited:
        names = {"number": number, "areas": debt.areas, "date": in_words(debt.due_on)}
        heading = _("The consultation owed since the emergency approval of version %(number)d is overdue") % names
        if not debt.is_late:
            heading = _("Version %(number)d was approved in an emergency: the consultation is still owed") % names
        label = _("Consultation overdue") if debt.is_late else _("Consultation owed")
        lines = (_("To answer by %(date)s: %(areas)s.") % names,)
        links = ((_("Read the version that the areas are asked about"), _review_of(document)),)
        amendment = debt.round.amendment
        reason = amendment.reason if amendment else ""
        yield Flag(label, "danger" if debt.is_late else "warning", heading, lines, reason, links)
    for standing in debt.objections:
        yield _objection(document, number, standing, user)


def _objection(document: Document, number: int, standing: Standing, user: User) -> Flag:
    names = {"area": standing.area.name, "number": number}
    assert standing.sign_off is not None  # noqa: S101 -- an objection is a sign-off
    decides = rules.APPROVE.allows(user, document)
    links: tuple[tuple[str, str], ...] = ((_("Read what the area says"), _review_of(document)),)
    if decides:
        links += ((_("Revoke the approval"), reverse("approvals:move", args=[document.pk, "revoke"])),)
    if standing.blocking:
        line = _("This area’s objection blocks: the head of communications revokes the approval, or it is amended.")
    else:
        line = _("The authors answer; then the head keeps the approval, revokes it or has it amended.")
        if decides and DissentResponse.objects.filter(sign_off=standing.sign_off.origin).exists():
            url = reverse("approvals:keep", args=[document.pk, standing.area.code])
            links += ((_("Keep the approval, with your reason"), url),)
    heading = _("%(area)s does not concur with version %(number)d, which is in force") % names
    return Flag(_("Objection after approval"), "danger", heading, (line,), standing.sign_off.comment, links)


def _asked(document: Document, user: User) -> Iterator[Flag]:
    may = rules.ATTEST.allows(user, document)
    for request in attesting.open_requests(document):
        is_late = request.due_on < timezone.localdate()
        links = ((_("Answer: does it still hold?"), request.get_absolute_url()),) if may else ()
        who = request.asked_by_name or "govsocial"
        names = {"who": who, "since": in_words(request.at), "date": in_words(request.due_on)}
        yield Flag(
            _("Attestation overdue") if is_late else _("Attestation required"),
            "danger" if is_late else "warning",
            _("Something changed: does this document still hold?"),
            (_("Asked by %(who)s, %(since)s. To answer by %(date)s.") % names,),
            request.text,
            links,
        )


def _revoked(document: Document, user: User) -> Iterator[Flag]:
    found = revoking.last(document)
    if found is None:
        return
    names = {"number": found.version.number, "who": found.name, "date": in_words(found.at)}
    lines = [
        _("By %(who)s (%(capacity)s), %(date)s.") % {**names, "capacity": found.get_capacity_display()},
    ]
    if document.state == "revoked":
        lines.append(_("A coordinator reopens the document and has it approved again, or settles what rested on it."))
    if found.act_by:
        lines.append(_("What rested on it is to be settled by %(date)s.") % {"date": in_words(found.act_by)})
    heading = _("The approval of version %(number)d was revoked") % names
    links = ()
    if document.state == "revoked" and rules.REOPEN.allows(user, document):
        links = ((_("Reopen it as a draft"), reverse("approvals:move", args=[document.pk, "reopen"])),)
    yield Flag(_("Revoked"), "danger", heading, tuple(lines), found.reason, links)


def _review_of(document: Document) -> str:
    return reverse("approvals:document", args=[document.pk])


# ---------------------------------------------------------------- in lists


def of_documents(documents: Iterable[Document]) -> dict[int, list[Flag]]:
    """Return the flags of many documents, labels and tones only: four queries, however many."""
    by_id = {document.pk: document for document in documents}
    found: dict[int, list[Flag]] = {pk: [] for pk in by_id}
    if not by_id:
        return found
    today = timezone.localdate()
    for round_ in _owing(by_id):
        round_.document = by_id[round_.document_id]
        debt = emergency.judged(round_, rounds.standings(round_, round_.document, round_.said), round_.kept)
        if debt.waited:
            label = _("Consultation overdue") if debt.is_late else _("Consultation owed")
            found[round_.document_id].append(Flag(label, "danger" if debt.is_late else "warning"))
        if debt.objections:
            found[round_.document_id].append(Flag(_("Objection after approval"), "danger"))
    asked = AttestationRequest.objects.open().filter(document__in=by_id).order_by("-due_on")
    earliest = dict(asked.values_list("document", "due_on"))
    for pk, due_on in earliest.items():
        is_late = due_on < today
        label = _("Attestation overdue") if is_late else _("Attestation required")
        found[pk].append(Flag(label, "danger" if is_late else "warning"))
    return found


def _owing(by_id: dict[int, Document]) -> Iterator[ReviewRound]:
    """Yield the rounds that owe a consultation, with what was `said` and which objections the head has `kept`."""
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found = list(ReviewRound.objects.owing().filter(document__in=by_id).prefetch_related(said))
    kept: dict[int, set[int]] = {}
    if found:
        overrides = Override.objects.filter(decision__round__in=found)
        for round_id, sign_off in overrides.values_list("decision__round", "sign_off"):
            kept.setdefault(round_id, set()).add(sign_off)
    for round_ in found:
        round_.kept = kept.get(round_.pk, set())
        yield round_


def show(documents: Iterable[Document]) -> None:
    """Set `flags` on each of `documents`, for the tags in a list: four queries at the most."""
    documents = list(documents)
    found = of_documents(documents)
    for document in documents:
        document.flags = found[document.pk]
