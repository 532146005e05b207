"""Who takes an approval back, and what must happen then? Revocation, its way out, and the end of what is not needed.

Revoked, a version is no longer in force for anybody: plans, accounts and assessments that rest on it say so on their
own pages (their rooms look at the document), and a coordinator owes the next step by a day.
"""

from collections.abc import Callable

from approvals import asking, authority
from approvals.models import Revocation
from documents import actions as documents
from documents.models import Document, Version
from govsocial.core.transitions import Move

Capacity = Revocation.Capacity

#: By kind of document, whether nothing needs one any more (rooms above say so of theirs); other kinds never end so.
ends_with_use: dict[str, Callable[[Document], bool]] = {}


def take_back(move: Move) -> None:
    """Effect: record who revoked which bytes, why and in what capacity; a review that is under way ends with it."""
    document, version = move.obj, move.obj.effective_version
    days = document.framework.approval(document.kind).after.revocation_days
    held = authority.under(move.by, document)
    capacity, principal = (Capacity(held.capacity), held.on_behalf_of) if held else (Capacity.ENTITY, "")
    Revocation.objects.create(
        document=document,
        version=version,
        version_sha=version.sha256,
        reason=move.reason,
        revoked_by=move.by,
        name=move.by.name,
        title_en=move.by.title_en,
        title_fr=move.by.title_fr,
        capacity=capacity,
        on_behalf_of=principal,
        act_by=asking.wanted_by(document, days) if days else None,
    )
    move.version_sha, move.on_behalf_of = version.sha256, principal
    told = held.details if held else {"capacity": str(capacity)}
    move.details |= {**told, "version": version.number}


def let_go(move: Move) -> None:
    """Effect of reopening: what was in force once is no longer; only another approval puts a version in force.

    Who wrote it counts as a writer again: the decision on their words no longer stands.
    """
    document = move.obj
    if document.effective_version_id is None:
        return
    move.details["was_in_force"] = document.effective_version.number
    documents.wrote_again(document, document.effective_version)
    document.effective_version = document.effective_at = document.review_due_on = None
    document.save(update_fields=["effective_version", "effective_at", "review_due_on"])


def end_reviews(move: Move) -> None:
    """Effect of closing: nobody is to review what nothing needs any more."""
    move.obj.review_due_on = None
    move.obj.save(update_fields=["review_due_on"])


def last(document: Document) -> Revocation | None:
    """Return the newest revocation of a document that has not been approved again since, or None: one query."""
    found: Revocation | None = document.revocations.select_related("version").order_by("-pk").first()
    if found is None or (document.effective_version_id is not None and document.state != "revoked"):
        return None
    return found


def of_version(version: Version) -> Revocation | None:
    """Return the revocation of this very version, or None."""
    found: Revocation | None = version.revocations.order_by("-pk").first()
    return found
