"""Does every route name its rule? `manage.py check`, every test run and every deploy ask."""

from typing import Any

from django.core.checks import Error, register
from django.urls import get_resolver

from govsocial.core.access import Rule
from govsocial.core.routes import walk


@register()
def every_route_has_a_rule(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Return one error for each callback that carries no rule. There is no list of exceptions."""
    return [
        Error(f"The route {name} ({path}) has no rule.", id="govsocial.E001")
        for name, path, callback in walk(get_resolver().url_patterns)
        if not isinstance(getattr(callback, "rule", None), Rule)
    ]
