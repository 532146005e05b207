"""What holds for every answer: no view without a rule runs, private pages stay out of caches, nobody sends a NUL."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from govsocial.core.access import Rule

GetResponse = Callable[[HttpRequest], HttpResponse]


class RuleRequiredMiddleware:
    """Refuses a resolved view that carries no rule: the belt to the system check's braces."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not isinstance(getattr(view, "rule", None), Rule):
            raise PermissionDenied("no rule")


class WellFormedMiddleware:
    """Answers an address that holds a NUL with 400: nobody types one, and PostgreSQL cannot even look for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            raise SuspiciousOperation("NUL in the address")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Keeps what a signed-in person sees out of shared and browser caches (a shared computer, the back button)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
