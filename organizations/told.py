"""What happened, in the reader's words? Lines of the ledger, for the timeline of any page.

Rooms say what their own verbs are called (`govsocial.core.declare.says`); a move of a state is called by the state that
it led to.
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from govsocial.core import declare, exports, refusals
from govsocial.core.models import Event
from govsocial.core.transitions import Machine, machines
from organizations.models import Delegation, roles_in_words

MOST = 50
#: Who tried in vain and who took a copy along: on the record for auditors, and no news about the thing itself.
FOR_AUDITORS = (refusals.VERB, exports.VERB)


def history(subject: Model, machine: Machine | None = None) -> list[dict[str, Any]]:
    """Return the newest lines about `subject`, as the timeline component takes them: one query."""
    lines = Event.objects.about(subject).exclude(verb__in=FOR_AUDITORS)
    return [told(event, machine) for event in lines[:MOST]]


def told(event: Event, machine: Machine | None = None) -> dict[str, Any]:
    """Return one line: what, who, as what, when, why, and the tone of the state that it led to."""
    personal = getattr(event, "personal", None)
    who = personal.actor_name if personal else _("name removed")
    if personal and personal.on_behalf_of:
        who = _for_whom(event.details.get("capacity", "")) % {"delegate": who, "principal": personal.on_behalf_of}
    state = machine.states.get(event.after) if machine else None
    what = declare.ledger_words.get(event.verb) or (state.label if state else event.verb)
    more = declare.ledger_details.get(event.verb, _nothing)(event.details)
    return {
        "what": _("%(what)s – %(more)s") % {"what": what, "more": more} if more else what,
        "who": who,
        "role": roles_in_words(personal.actor_role) if personal else "",
        "at": event.at,
        "why": personal.reason if personal else "",
        "hash": event.version_sha,
        "tone": state.tone if state else "neutral",
    }


def _for_whom(capacity: str) -> str:
    if capacity == Delegation.Capacity.ACTING:
        return _("%(delegate)s, acting head for %(principal)s")
    if capacity == Delegation.Capacity.DESIGNATE:
        return _("%(delegate)s, designate of %(principal)s")
    return _("%(delegate)s, for %(principal)s")


def _nothing(_details: dict[str, Any]) -> str:
    return ""


def words() -> dict[str, str]:
    """Return {verb: what it is called} of everything that the ledger may say."""
    moves: dict[str, Any] = {}
    for table in machines():
        for step in table.transitions:
            # Several rows may share a verb: the first is the ordinary way.
            moves.setdefault(f"{table.code}.{step.verb}", step.label)
    return {verb: str(label) for verb, label in {**moves, **declare.ledger_words}.items()}
