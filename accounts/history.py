"""What happened to an official account, in the reader's words? The ledger's lines about it, for a timeline."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import OfficialAccount
from govsocial.core.models import Event
from organizations.models import roles_in_words

SHOWN = 50

WORDS = {
    "account.created": _("The submission was accepted; the account is being created"),
    "account.activate": _("Put into use"),
    "account.register": _("Registered as an existing account"),
    "account.start_closing": _("The closing began"),
    "account.stop_closing": _("The closing was stopped"),
    "account.close": _("Closed"),
    "account.details_changed": _("Name, username or link changed"),
    "account.checked": _("Checklist updated"),
    "account.terms_accepted": _("Acceptance of terms recorded"),
    "account.provider_informed": _("Information given to the provider recorded"),
    "account.line_removed": _("A line recorded by mistake was removed"),
    "account.closing_note_written": _("Public note on the closing written"),
    "account.closing_asked": _("Closing asked for"),
    "account.plan_linked": _("Put under an approved plan"),
    "submission.based_on_version": _("Based on the version in force"),
}


def of_account(account: OfficialAccount) -> list[dict[str, Any]]:
    """Return the newest lines about `account` as the timeline shows them: one query."""
    return [line(event, account) for event in Event.objects.about(account)[:SHOWN]]


def line(event: Event, account: OfficialAccount) -> dict[str, Any]:
    """Return one line of the timeline."""
    personal = getattr(event, "personal", None)
    state = account.machine.states.get(event.after)
    return {
        "what": WORDS.get(event.verb, event.verb),
        "who": personal.actor_name if personal else "",
        "role": roles_in_words(personal.actor_role) if personal else "",
        "at": event.at,
        "why": personal.reason if personal else "",
        "hash": event.version_sha,
        "tone": state.tone if state else "neutral",
    }
