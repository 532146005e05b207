"""In which class is an approved document changed, and by which way does it come into force again? (§2.2 row 9)

*Editorial*: typing errors and links, which a coordinator approves. *Material*: the whole way. *Emergency*: the head
approves now, and the areas are consulted afterwards. The class is recorded with its reason, and nobody makes a change
smaller than it was said to be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import emergency
from approvals.models import Amendment, ReviewRound
from documents import carrying
from documents.models import Document
from govsocial.core.transitions import Move, TransitionError
from organizations.models import User

Class = Amendment.Class

#: What helps to choose, beside the name of each class.
MEANS: dict[str, str | Promise] = {
    Class.EDITORIAL: gettext_lazy(
        "Typing errors, a link, a few words that change no meaning. A coordinator who wrote none of it approves it, "
        "without consultation."
    ),
    Class.MATERIAL: gettext_lazy(
        "Anything that somebody may have to think about: uses, audiences, risks, people, measures, the yearly review. "
        "The policy areas are consulted; what they signed stays for sections that do not change."
    ),
    Class.EMERGENCY: gettext_lazy(
        "What cannot wait for advice, such as an incident. The head of communications approves it now; every policy "
        "area is consulted afterwards, within the days that the policy sets."
    ),
}
#: To what a change may be made that was begun as another: never to less.
RAISES = {
    Class.EDITORIAL: (Class.MATERIAL, Class.EMERGENCY),
    Class.MATERIAL: (Class.EMERGENCY,),
    Class.EMERGENCY: (Class.MATERIAL,),
}
SETTLED = ("approved", "revoked", "closed")


@dataclass(frozen=True)
class Choice:
    """A class to choose: its name, the words that help, and why it cannot be chosen now ("" when it can)."""

    code: str
    name: str
    means: str
    against: str = ""


def current(document: Document) -> Amendment | None:
    """Return what the draft (or the version under review) is as a change; None for a first version: one query."""
    if document.effective_version_id is None or document.state in SETTLED:
        return None
    kept: tuple[int, Amendment | None] | None = document.__dict__.get("_amendment")
    if kept is None or kept[0] != document.revision:
        kept = (document.revision, document.amendments.order_by("-pk").first())
        document.__dict__["_amendment"] = kept
    return kept[1]


def class_of(document: Document) -> str:
    """Return the class of the change that is under way; "material" for a first version, which goes the whole way."""
    found = current(document)
    return found.change_class if found else Class.MATERIAL


def is_material(document: Document) -> bool:
    return class_of(document) == Class.MATERIAL


def is_editorial(document: Document) -> bool:
    return class_of(document) == Class.EDITORIAL


def is_emergency(document: Document) -> bool:
    return class_of(document) == Class.EMERGENCY


def is_no_emergency(document: Document) -> bool:
    return not is_emergency(document)


def may_raise(document: Document) -> bool:
    """Say whether the change under way could be given another class."""
    found = current(document)
    return found is not None and bool(raises(document))


def choices(document: Document) -> list[Choice]:
    """Return the classes that the policy knows for this kind of document, with what stands against each today."""
    after = document.framework.approval(document.kind).after
    known = {Class.EDITORIAL: after.editorial, Class.MATERIAL: True, Class.EMERGENCY: after.emergency_days}
    return [
        Choice(str(code), str(code.label), str(MEANS[code]), "; ".join(_against(document, code)))
        for code, is_known in known.items()
        if is_known
    ]


def raises(document: Document) -> list[Choice]:
    """Return the classes that the change under way may be given instead of its own."""
    found = current(document)
    wanted = RAISES[Class(found.change_class)] if found else ()
    return [choice for choice in choices(document) if choice.code in wanted]


def _against(document: Document, code: str) -> Iterator[str]:
    """Yield why a change of this class cannot begin: what was approved without advice is settled by nothing smaller."""
    if code == Class.MATERIAL:
        return
    round_ = emergency.owed(document)
    if round_ is None:
        return
    if code == Class.EDITORIAL:
        yield _("the consultation after the emergency approval of version %(number)d is still owed") % {
            "number": round_.version.number
        }
    elif emergency.is_blocked(round_):
        yield _("a policy area whose objection blocks does not concur with version %(number)d") % {
            "number": round_.version.number
        }


# ---------------------------------------------------------------- effects


def begin(move: Move) -> None:
    """Effect of beginning a change: `move.data["change_class"]` is its class, material where nothing is said.

    A material change looks again at what the outline wants to be looked at every time (§4.1: lessons learned).
    """
    code = move.data.get("change_class") or Class.MATERIAL
    _refuse(code, choices(move.obj))
    _keep(move, code)


def give_class(move: Move) -> None:
    """Effect of giving the change another class, never a smaller one."""
    was = current(move.obj)  # perform has counted this move, and this is the first to ask
    code = move.data.get("change_class") or Class.MATERIAL
    _refuse(code, raises(move.obj))
    _keep(move, code, was=was.change_class if was else "")


def _refuse(code: str, offered: list[Choice]) -> None:
    choice = next((one for one in offered if one.code == code), None)
    if choice is None:
        raise TransitionError(_("Choose one of the classes of change that are offered."), code="class")
    if choice.against:
        words = _("%(class)s is not possible: %(why)s.") % {"class": choice.name, "why": choice.against}
        raise TransitionError(words, code="class")


def _keep(move: Move, code: str, was: str = "") -> None:
    document, by = move.obj, _person(move)
    amendment = Amendment.objects.create(
        document=document,
        base=document.effective_version,
        change_class=code,
        was=was,
        reason=move.reason,
        by=by,
        by_name=by.name,
    )
    document.__dict__["_amendment"] = (document.revision, amendment)
    if code == Class.MATERIAL:
        carrying.look_again(document)
    name_class(move, amendment)
    if was:
        move.details["was"] = was


def _person(move: Move) -> User:
    assert move.by is not None  # noqa: S101 -- a change has its author; the system begins none
    return move.by


def name_class(move: Move, amendment: Amendment | None) -> None:
    """Let the ledger line of a move say of which class the change is."""
    if amendment is not None:
        move.details["class"] = str(amendment.change_class)


def words(round_: ReviewRound | None) -> dict[str, Any]:
    """Return {"label", "reason"} of the change that a round was for, {} for a first version."""
    amendment = round_.amendment if round_ else None
    if amendment is None:
        return {}
    return {"label": amendment.get_change_class_display(), "reason": amendment.reason, "code": amendment.change_class}
