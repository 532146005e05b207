"""What does somebody see whose form is too old to be trusted? Their text, kept, and one button to send it again."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govsocial.core.access import PUBLIC


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose CSRF token is stale (signed in again in another tab) without losing a word.

    The typed fields come back only to a page of this very site: another site's form must not be one click from
    succeeding.
    """
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    is_ours = urlsplit(origin).netloc == request.get_host()
    fields = _typed(request) if is_ours else []
    return render(request, "csrf_failure.html", {"fields": fields, "address": request.get_full_path()}, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, Any]]:
    hidden = {"csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in hidden and "password" not in name
    ]


stale_form.rule = PUBLIC  # type: ignore[attr-defined]
