"""Whom does a move concern, and what is each of them told? Listens to every transition.

Notices are rows written in the move's own transaction (an outbox): a move that is rolled back tells nobody, and a move
that is made cannot fail to tell. Letters leave afterwards, when `reminders.tasks.deliver` finds them.
"""

from collections.abc import Callable
from typing import Any

from accounts.models import OfficialAccount
from approvals import rounds
from documents.models import Document
from govsocial.core.transitions import Move
from organizations.models import Role
from reminders.actions import Telling, tell
from reminders.people import Roster, Seat, names, reviewers

COORDINATORS = Seat(Role.COORDINATOR)


def on_move(move: Move) -> None:
    """Tell whom `move` concerns, never the one who made it."""
    code = f"{move.obj.machine.code}.{move.step.verb}"
    concerned = CONCERNED.get(code)
    if concerned is None:
        return
    ids = concerned(move.obj) - {getattr(move.by, "pk", None)}
    described = _account(move.obj) if isinstance(move.obj, OfficialAccount) else _document(move)
    url_name = DECIDED_AT.get(code) or _page_of(move.obj)
    tell(
        Telling(
            key=f"{code}:{move.obj.pk}",
            # Counts the object's moves: the same state entered again is news again.
            cycle=f"r{move.obj.revision}",
            recipient_id=recipient_id,
            code=code,
            params=described,
            url_name=url_name,
            url_args=(move.obj.pk,),
        )
        for recipient_id in sorted(ids)
    )


def _page_of(obj: Document | OfficialAccount) -> str:
    return obj.kind_info.url_name if isinstance(obj, Document) else "accounts:account"


def _document(move: Move) -> dict[str, Any]:
    document: Document = move.obj
    return {
        "document": {"en": document.title_en, "fr": document.title_fr},
        "kind": {"kind": document.kind},
        "organization": names(document.organization),
        "by": str(move.by or "govsocial"),
    }


def _account(account: OfficialAccount) -> dict[str, Any]:
    return {
        "account": account.name,
        "platform": account.platform.name,
        "organization": names(account.organization),
    }


def asked_advisors(document: Document) -> set[int]:
    """Return the advisors of the areas that have not answered in the open round (a carried sign-off is an answer)."""
    round_ = rounds.current(document)
    open_ones = [s for s in rounds.standings(round_, document) if s.is_waited_for] if round_ else []
    seats = [Seat(Role.ADVISOR, area=standing.area.code) for standing in open_ones]
    return Roster([document.organization_id]).seated(document.organization_id, *seats)


def deciders(document: Document) -> set[int]:
    """Return the head of communications and whoever is designated for this kind of document (§4)."""
    return Roster([document.organization_id]).seated(document.organization_id, Seat(Role.HEAD, kind=document.kind))


def asked_to_decide(document: Document) -> set[int]:
    """Return who decides: of an editorial change the coordinators who wrote none of it, of all else the head."""
    if document.state != "coordinator_approval":
        return deciders(document)
    round_ = rounds.opened(document)
    able = Roster([document.organization_id]).seated(document.organization_id, COORDINATORS)
    return able - set(round_.version.contributors) or deciders(document)


def writers_and_head(document: Document) -> set[int]:
    """Return who answers for a document whose approval was revoked: it may be the central entity that did."""
    return writers(document) | deciders(document)


def writers(document: Document) -> set[int]:
    """Return the owner, the coordinators and all who wrote in the last version, as long as they may still be here."""
    roster = Roster([document.organization_id])
    last = document.rounds.select_related("version").order_by("-number").first()
    wrote = {document.owner_id, *(last.version.contributors if last else [])}
    here = roster.everybody(document.organization_id)
    return (wrote & here) | roster.seated(document.organization_id, COORDINATORS)


def assigned_reviewers(document: Document) -> set[int]:
    """Return the reviewer who took the submission, or all reviewers of the entity when nobody there has it now."""
    everybody = reviewers()
    return {document.submission.reviewer_id} & everybody or everybody


def coordinators(obj: Document | OfficialAccount) -> set[int]:
    """Return the departmental coordinators."""
    return Roster([obj.organization_id]).seated(obj.organization_id, COORDINATORS)


def coordinators_and_head(account: OfficialAccount) -> set[int]:
    """Return those who answer for a department's accounts."""
    return Roster([account.organization_id]).seated(account.organization_id, COORDINATORS, Seat(Role.HEAD))


CONCERNED: dict[str, Callable[[Any], set[int]]] = {
    "document.consult": asked_advisors,
    "document.submit": asked_to_decide,
    "document.approve": writers,
    "document.return": writers,
    "document.refuse": writers,
    "document.revoke": writers_and_head,
    "submission.submit": lambda _document: reviewers(),
    "submission.answer": assigned_reviewers,
    "submission.ask": coordinators,
    "submission.accept": coordinators,
    "submission.decline": coordinators,
    "submission.complete": coordinators,
    "account.activate": coordinators_and_head,
    "account.close": coordinators_and_head,
    "account.stop_closing": coordinators_and_head,
}
# Where advice and decisions are given; everything else is on the page of the thing itself.
DECIDED_AT = {"document.consult": "approvals:package", "document.submit": "approvals:document"}
