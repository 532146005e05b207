"""What if everything that people type were an attack? Text that tries to run, in every column that holds words."""

from collections.abc import Iterator
from typing import Any

import tinyhtml5
from django.apps import apps
from django.db import models

from documents.actions import freeze
from documents.models import Answer, Document, Row
from govsocial.core import append_only
from govsocial.core.models import EventPersonal
from organizations.models import User

MARK = "xss-was-here"
POISON = MARK + """"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>"""
LINK = "javascript:alert(1)//" + MARK
ROOMS = ["accounts", "approvals", "documents", "organizations", "plans", "risk", "strategy"]
#: Columns whose values are codes, keys, addresses and digests: the product compares them, nobody types them freely.
CODES = {
    "action", "area", "author_role", "checklist", "code", "content", "email", "field", "file", "framework_code",
    "handle", "handle_key", "handle_pattern", "history_change_reason", "host", "key", "kind", "lang", "language",
    "management_tool_url", "outcome", "password", "path_pattern", "place",
    "previous_sha256", "role", "search", "section",
    "sha256", "source", "sort_name", "state", "table", "time_zone", "token_digest", "url", "url_template", "verb",
}  # fmt: skip


def typed_columns() -> Iterator[tuple[type[models.Model], str, int | None]]:
    """Yield every (model, column, length) of the rooms in which people write words."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if issubclass(model, append_only.AppendOnly) or model.__name__.startswith("Historical"):
                continue
            for field in model._meta.concrete_fields:
                plain = type(field) in (models.CharField, models.TextField) and not field.choices
                if plain and field.name not in CODES and not field.unique:
                    yield model, field.name, field.max_length


def poison(freezer: User) -> list[str]:
    """Write the attack everywhere, freeze every document anew, and return the columns that were reached."""
    reached = []
    for model, column, length in typed_columns():
        if length is not None and length < len(POISON):
            continue
        model._default_manager.update(**{column: POISON})
        reached.append(f"{model.__name__}.{column}")
    EventPersonal.objects.update(actor_name=POISON, subject_label=POISON, reason=POISON)
    for answer in Answer.objects.all():
        answer.value = poisoned(answer.value)
        answer.save(update_fields=["value"])
    for row in Row.objects.all():
        row.cells = {key: poisoned(cell) for key, cell in row.cells.items()}
        row.save(update_fields=["cells"])
    for document in Document.objects.all():
        version = freeze(document, by=freezer)
        Document.objects.filter(pk=document.pk).update(effective_version=version)
    return reached


def poisoned(value: Any) -> Any:
    """Return `value` with its words turned into attacks; codes of lists stay what they are."""
    if isinstance(value, dict):
        return {key: poisoned(inner) for key, inner in value.items()}
    if isinstance(value, str) and value.startswith("http"):
        return LINK
    return POISON if isinstance(value, str) and (" " in value or value == "Text") else value


def executable(page: str) -> Iterator[str]:
    """Yield what a browser would run, or fetch, in `page` and that the product did not put there."""
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            continue
        given = {name.lower(): value.strip() for name, value in element.attrib.items() if isinstance(name, str)}
        is_data = given.get("type") == "application/ld+json"
        if element.tag == "script" and not is_data and not given.get("src", "").startswith("/static/"):
            yield "script"
        yield from (name for name in given if name.startswith("on") or name in {"srcdoc", "style"})
        for name in ("href", "src", "action", "formaction", "xlink:href", "data"):
            if given.get(name, "").lower().startswith(("javascript:", "vbscript:", "data:text", "x")):
                yield f"{element.tag} {name}={given[name]}"
