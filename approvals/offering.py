"""What may a reader do about a document in review beside its moves, and which moves are whose?"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import rules
from documents.models import Document
from organizations.models import User

Label = str | Promise
COORDINATOR = gettext_lazy("a departmental coordinator")
HEAD = gettext_lazy("the head of communications, or whoever is designated or acting for this kind of document")
#: Who may make a move, by the name of its rule.
WHO: dict[str, Label] = {
    rules.SUBMIT.name: COORDINATOR,
    rules.RECALL.name: COORDINATOR,
    rules.APPROVE.name: HEAD,
    rules.APPROVE_EDITORIAL.name: gettext_lazy("a departmental coordinator, or the head of communications"),
    rules.RECLASS.name: COORDINATOR,
    rules.RETURN.name: HEAD,
    rules.REFUSE.name: HEAD,
    rules.SEND_BACK.name: gettext_lazy("a departmental coordinator, or an advisor of an area whose objection blocks"),
}


#: Moves about what was approved before, which have no place beside a version that waits for a decision.
OF_THE_VERSION_IN_FORCE = frozenset({"revoke", "close"})


@dataclass(frozen=True)
class Step:
    """Something that a reader can do now which is no move of the document: sign off, answer an objection."""

    label: str
    url: str
    hint: str = ""
    tone: str = "primary"


def own_steps(rows: list[dict[str, Any]], user: User) -> list[Step]:
    """Return what the reader's own areas, or their own document, owe now; `rows` are those of the areas' table."""
    found: list[Step] = []
    for row in rows:
        standing = row["standing"]
        names = {"area": standing.area.name}
        if row["url"] and standing.is_waited_for and not standing.has_recused(user):
            found.append(Step(_("Sign off for %(area)s") % names, row["url"], str(standing.area.question)))
        if row["answer_url"] and not row["responses"] and not standing.blocking:
            hint = _("The head of communications reads your answer beside the objection.")
            found.append(Step(_("Answer the objection of %(area)s") % names, row["answer_url"], hint))
    return found


def of_others(document: Document, user: User) -> list[tuple[str, Label]]:
    """Return (moves, who may make them) of what can happen from here but is not for `user`: no query."""
    found: dict[Label, list[str]] = {}
    for step in document.machine.transitions:
        who = WHO.get(step.rule.name)
        if who and step.starts_from(document) and not step.rule.allows(user, document):
            found.setdefault(who, []).append(str(step.label))
    return [(", ".join(moves), who) for who, moves in found.items()]


def package_url(document: Document, area: str = "") -> str:
    """Return where the consultation package is, that of one area where given."""
    return (
        reverse("approvals:package_of", args=[document.pk, area])
        if area
        else reverse("approvals:package", args=[document.pk])
    )
