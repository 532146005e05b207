"""What does every page's frame need? The menu that this person may use, and the way to the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from govsocial.core import declare

NAMES = {"en": "English", "fr": "Français"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's context: language step, navigation, and whether this is the demo."""
    language = get_language() or "en"
    other = "fr" if language.startswith("en") else "en"
    return {
        "language": language,
        "other_language": other,
        "other_language_name": NAMES[other],
        "other_language_url": _translated(request, other),
        "nav": list(_navigation(request)),
        "is_demo": settings.DEMO,
    }


def _count(item: declare.NavItem, user: Any) -> int | None:
    return item.count(user) if item.count else None


def _translated(request: HttpRequest, language: str) -> str:
    address = request.get_full_path()
    translated = translate_url(address, language)
    # An address that no route knows (a 404 page) cannot be translated: its first segment is the language.
    return f"/{language}/" if translated == address else translated


def _navigation(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    if user is None:
        return
    shown = [(item, reverse(item.url_name)) for item in declare.navigation if item.rule.allows(user)]
    # One entry is current: the address of the home page begins those of the auditor's workspace.
    here = max((url for _item, url in shown if request.path.startswith(url)), key=len, default="")
    for item, url in sorted(shown, key=lambda pair: pair[0].order):
        yield {"label": item.label, "url": url, "current": url == here, "count": _count(item, user)}
