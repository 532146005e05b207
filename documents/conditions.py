"""Why is an answer owed here and not there? Conditions of the outline, in the reader's words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from documents.draft import Draft

#: So many answers are named; of more, only the question is.
FEW = 2


def because(draft: Draft, field: Any) -> str:
    """Return why `field` is owed now, or "" where it is owed by nothing that was answered."""
    condition = field.required_when
    given = dict.fromkeys(condition.given(draft.said)) if condition else ()
    if not given:
        return ""
    return _("Required because “%(question)s” is answered “%(answer)s”.") % _told(draft.document, condition, given)


def notes(draft: Draft, section: Any) -> dict[str, str]:
    """Return {field key: when it is owed} for the questions of `section` that are owed on a condition."""
    return {field.key: because(draft, field) or _if(draft, field) for field in section.fields if field.required_when}


def _if(draft: Draft, field: Any) -> str:
    condition = field.required_when
    names = _told(draft.document, condition, condition.codes)
    if len(condition.codes) > FEW:
        return _("The answer to “%(question)s” decides whether this is required.") % names
    return _("Required if “%(question)s” is answered “%(answer)s”.") % names


def _told(document: Any, condition: Any, codes: Iterable[str]) -> dict[str, str]:
    asked = document.outline.field(condition.field)
    return {"question": str(asked.label), "answer": answers(document.framework, asked, condition, codes)}


def answers(framework: Any, asked: Any, condition: Any, codes: Iterable[str]) -> str:
    """Return the codes that `condition` waits for in words; `asked` is the question, or the table, that it names."""
    coded = asked.column(condition.column) if condition.column else asked
    return _("” or “").join(answer(framework, coded, code) for code in codes)


def answer(framework: Any, asked: Any, code: str) -> str:
    """Return a coded answer in words."""
    if asked.type == "yes_no":
        return _("Yes") if code == "yes" else _("No")
    return str(framework.item(asked.list, code).name)
