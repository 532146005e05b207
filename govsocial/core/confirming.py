"""Is it still the same person at the keyboard? Before a final decision, who proved it long ago proves it once more.

allauth notes in the session how and when somebody proved who they are; this reads those notes. How long a proof lasts
is its setting, ACCOUNT_REAUTHENTICATION_TIMEOUT. A sign-in counts like a password that was asked again.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from govsocial.core import kept

#: How somebody proved who they are, in words. "demo" is the one click of the demonstration.
METHODS: dict[str, str | Promise] = {
    "password": _("by password"),
    "demo": _("by one click, in the demonstration"),
}


@dataclass(frozen=True)
class Confirmed:
    """How ("password"; "demo" in the demonstration) and when somebody last proved who they are."""

    method: str
    at: datetime


def confirmed(request: HttpRequest) -> Confirmed | None:
    """Return how this session's person last proved who they are, or None when that is too long ago."""
    records = get_authentication_records(request, request.user)
    if not records or time.time() - records[-1]["at"] >= app_settings.REAUTHENTICATION_TIMEOUT:
        return None
    return Confirmed(records[-1]["method"][:20], datetime.fromtimestamp(records[-1]["at"], UTC))


def details_of(proof: Confirmed | None) -> dict[str, str]:
    """Return what a line of the ledger says of the proof; nothing without one."""
    return {"confirmed_by": proof.method, "confirmed_at": proof.at.isoformat(timespec="seconds")} if proof else {}


def in_words(method: str) -> str | Promise:
    """Return how somebody proved who they are, in the reader's language."""
    return METHODS.get(method, method)


def address(request: HttpRequest) -> str:
    """Return where the person proves who they are, and is led back here from."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"


class Confirming:
    """Mixed into pages with a form, before FormPage: a POST is judged only once the person has proved who they are.

    What was typed is kept meanwhile and shown again. `must_confirm()` says whether this request needs the proof.
    """

    request: Any

    def must_confirm(self) -> bool:
        return True

    def confirm_url(self) -> str:
        """Return where to prove it beforehand; "" where nothing is asked or the proof is fresh."""
        return address(self.request) if self.must_confirm() and confirmed(self.request) is None else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.must_confirm() and confirmed(request) is None:
            kept.keep(request, "confirm")
            return HttpResponseRedirect(address(request))
        return super().post(request, *args, **kwargs)  # type: ignore[misc]
