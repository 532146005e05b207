"""Does every route name its rule, and is the printed table of them fresh?"""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver

from govsocial.core.access import Rule
from govsocial.core.routes import walk
from govsocial.core.views import Page, RuledView
from reports.printed import pages
from tests.house.test_status_writer import ROOT


def test_every_route_has_a_rule() -> None:
    routes = list(walk(get_resolver().url_patterns))

    assert len(routes) > 60
    assert [name for name, _path, view in routes if not isinstance(getattr(view, "rule", None), Rule)] == []


def test_a_page_without_a_rule_does_not_start() -> None:
    class Forgotten(Page):
        template_name = "base.html"

    with pytest.raises(ImproperlyConfigured, match="names no rule"):
        Forgotten.as_view()


@pytest.mark.parametrize("name", ["access.md", "workflow.md", "obligations.md"])
def test_the_printed_docs_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]


def every_page(base: type[RuledView] = RuledView) -> set[type[RuledView]]:
    return {page for one in base.__subclasses__() for page in {one, *every_page(one)}}


def test_every_model_that_a_page_loads_says_who_sees_it() -> None:
    apps.get_models()
    models = {page.model for page in every_page() if page.model is not None}
    own_rows = {page.model for page in every_page() if page.model is not None and "rows" in vars(page)}

    unscoped = [m.__name__ for m in models - own_rows if not hasattr(m._default_manager.all(), "visible_to")]
    assert unscoped == []
