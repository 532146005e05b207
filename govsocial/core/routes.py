"""How do other people's views (allauth's, Django's) come under our rules? By wrapping them where they are routed."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.urls import URLPattern, URLResolver

from govsocial.core.access import Rule, require
from govsocial.core.kept import keep_and_sign_in


def ruled(view: Callable[..., Any], rule: Rule) -> Callable[..., Any]:
    """Return `view` under `rule`: sign-in where the rule needs it, 403 where it refuses."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if rule.needs_sign_in and not request.user.is_authenticated:
            return keep_and_sign_in(request)
        require(request.user, rule)
        return view(request, *args, **kwargs)

    guarded.rule = rule  # type: ignore[attr-defined]
    return guarded


def ruled_tree(patterns: Iterable[URLPattern | URLResolver], rule: Rule) -> list[URLPattern | URLResolver]:
    """Put every view below `patterns` under `rule` and return them."""
    tree = list(patterns)
    for entry in tree:
        if isinstance(entry, URLResolver):
            ruled_tree(entry.url_patterns, rule)
        else:
            entry.callback = ruled(entry.callback, rule)
    return tree


def walk(patterns: Iterable[Any], prefix: str = "", namespace: str = "") -> Iterable[tuple[str, str, Any]]:
    """Yield (name, path, callback) of every route below `patterns`."""
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from walk(entry.url_patterns, path, inner)
        else:
            yield f"{namespace}{entry.name}", path, entry.callback
