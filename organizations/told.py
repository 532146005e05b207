"""What happened, in the reader's words? Lines of the ledger, for the timeline of any page.

Rooms say what their own verbs are called (`govsocial.core.declare.says`); a move of a state is called by the state that
it led to.
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from govsocial.core import declare
from govsocial.core.models import Event
from govsocial.core.transitions import Machine, machines
from organizations.models import roles_in_words

MOST = 50


def history(subject: Model, machine: Machine | None = None) -> list[dict[str, Any]]:
    """Return the newest lines about `subject`, as the timeline component takes them: one query."""
    return [told(event, machine) for event in Event.objects.about(subject)[:MOST]]


def told(event: Event, machine: Machine | None = None) -> dict[str, Any]:
    """Return one line: what, who, as what, when, why, and the tone of the state that it led to."""
    personal = getattr(event, "personal", None)
    who = personal.actor_name if personal else _("name removed")
    if personal and personal.on_behalf_of:
        who = _("%(delegate)s, for %(principal)s") % {"delegate": who, "principal": personal.on_behalf_of}
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


def _nothing(_details: dict[str, Any]) -> str:
    return ""


def words() -> dict[str, str]:
    """Return {verb: what it is called} of everything that the ledger may say."""
    moves = {f"{table.code}.{step.verb}": step.label for table in machines() for step in table.transitions}
    return {verb: str(label) for verb, label in {**moves, **declare.ledger_words}.items()}
