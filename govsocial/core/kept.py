"""Where does typed text go when the session has run out? Here, until the same browser has signed in again."""

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

SESSION_KEY = "kept_post"
KEPT_FOR = timedelta(hours=1)


def keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Send an anonymous reader to sign in and back; keep what a POST brought (never files or passwords)."""
    address = request.get_full_path()
    if request.method == "POST":
        stash = StashedPost.objects.create(key=secrets.token_urlsafe(32), path=address[:500], data=_typed(request))
        request.session[SESSION_KEY] = stash.key
        messages.warning(request, _("You were signed out. What you typed is kept: sign in and it will be there."))
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': address})}")


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
