"""Where does typed text go when the session has run out, or when a decision needs the password once more?

Here, until the same browser has signed in, or has proved who it is.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from govsocial.core.models import StashedPost

SESSION_KEY, WHY_KEY = "kept_post", "kept_why"
KEPT_FOR = timedelta(hours=1)


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Send an anonymous reader to sign in and back; keep what a POST brought (never files or passwords)."""
    if keep(request):
        messages.warning(request, _("You were signed out. What you typed is kept: sign in and it will be there."))
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


def keep(request: HttpRequest, why: str = "") -> bool:
    """Keep what a POST brought for this very address; say whether there was something to keep."""
    if request.method != "POST":
        return False
    stash = StashedPost.objects.create(
        key=secrets.token_urlsafe(32), path=request.get_full_path()[:500], data=_typed(request)
    )
    request.session[SESSION_KEY], request.session[WHY_KEY] = stash.key, why
    return True


def back_again(request: HttpRequest) -> str:
    """Return what to say to who finds their text again: why it was kept, and what is to be done."""
    if request.session.pop(WHY_KEY, "") == "confirm":
        return _("It is confirmed that it is you. What you typed is below: check it, then press the button.")
    return _("You had been signed out. What you typed is below: check it, then save it again.")


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    names = [name for name in request.POST if name != "csrfmiddlewaretoken" and "password" not in name]
    # PostgreSQL stores no NUL; nobody types one.
    return {name.replace("\0", ""): [text.replace("\0", "") for text in request.POST.getlist(name)] for name in names}


def take_kept(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into this very address before the sign-in, once; None when there is nothing."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return None
    stash = StashedPost.objects.filter(key=key, path=request.get_full_path()).first()
    if stash is None:
        return None
    del request.session[SESSION_KEY]
    stash.delete()
    if stash.created_at < timezone.now() - KEPT_FOR:
        return None
    return as_query_dict(stash.data)


def forget_old() -> int:
    """Delete what nobody came back for; return how many."""
    return StashedPost.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def as_query_dict(data: dict[str, list[Any]]) -> QueryDict:
    """Return `data` as a form would have sent it."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query
