"""Why is an answer owed here and not there? Conditions of the outline, in the reader's words."""

from typing import Any

from django.utils.translation import gettext as _

from documents.draft import Draft


def because(draft: Draft, field: Any) -> str:
    """Return why `field` is owed now, or "" where it is owed by nothing that was answered."""
    condition = field.required_when
    if condition is None or not condition.holds(draft.answers):
        return ""
    return _("Required because “%(question)s” is answered “%(answer)s”.") % _told(draft.document, condition)


def notes(draft: Draft, section: Any) -> dict[str, str]:
    """Return {field key: when it is owed} for the questions of `section` that are owed on a condition."""
    return {field.key: because(draft, field) or _if(draft, field) for field in section.fields if field.required_when}


def _if(draft: Draft, field: Any) -> str:
    return _("Required if “%(question)s” is answered “%(answer)s”.") % _told(draft.document, field.required_when)


def _told(document: Any, condition: Any) -> dict[str, str]:
    asked = document.outline.field(condition.field)
    words = [answer(document.framework, asked, code) for code in condition.codes]
    return {"question": str(asked.label), "answer": _("” or “").join(words)}


def answer(framework: Any, asked: Any, code: str) -> str:
    """Return a coded answer in words."""
    if asked.type == "yes_no":
        return _("Yes") if code == "yes" else _("No")
    return str(framework.item(asked.list, code).name)
