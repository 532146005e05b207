"""What does somebody see whose form is too old to be trusted? Their text, kept, and one button to send it again."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from govsocial.core.access import PUBLIC


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose CSRF token is stale (signed in again in another tab) without losing a word.

    The typed fields come back only to a page of this very site: another site's form must not be one click from
    succeeding.
    A script, which sends JSON and keeps its text itself, is answered in JSON.
    """
    if request.content_type == "application/json":
        answer = JsonResponse({"allowed": False, "csrf_refused": True}, status=403)
        add_never_cache_headers(answer)
        return answer
    fields = _typed(request) if _is_from_here(request) else []
    context = {"fields": fields, "address": request.get_full_path()}
    response = render(request, "csrf_failure.html", context, status=403)
    add_never_cache_headers(response)
    return response


def _is_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # "http://[" is what only an attacker's page sends.
        return False


def _typed(request: HttpRequest) -> list[tuple[str, Any]]:
    hidden = {"csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in hidden and "password" not in name
    ]


stale_form.rule = PUBLIC  # type: ignore[attr-defined]
