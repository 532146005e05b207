"""Which choices of a plan are questioned before anybody approves them? A short-term account, and a bilingual one.

Nothing is forbidden: the guideline discourages, so the page says why, offers what usually serves instead, and asks for
the reason (§4.2(j); App. A, Official languages). What is discouraged, and from when on, is data of the policy pack.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.draft import Draft
from documents.models import Document
from govsocial.core.declare import Panel, panels
from govsocial.core.transitions import Move, Problem
from plans.kind import KIND
from plans.models import Plan, PlannedAccount

SHORT_TERM, STRUCTURE, STRUCTURES = "j_short_term", "b_structure", "account_structures"
Groups = dict[int, Counter[str]]


def answer(document: Document, field: str) -> str:
    """Return what a plan answers to a choice, or ""."""
    return str(Draft.of(document).answer(field) or "")


def groups(plan: Plan) -> Groups:
    """Return how many accounts of each language every group of the plan has."""
    found: Groups = {}
    for account in plan.accounts_named:
        found.setdefault(account.group, Counter())[account.language] += 1
    return found


@panels("section:j")
def short_term(document: Document, _user: Any) -> Panel | None:
    """Challenge a short-term account: why not, what usually serves instead, and what to write (G074)."""
    if document.kind != KIND.code or answer(document, SHORT_TERM) != "yes":
        return None
    framework = document.framework
    return Panel(
        gettext_lazy("A short-term account: is it needed?"),
        "plans/panel_short_term.html",
        {
            "months": framework.intervals.short_term_account_months,
            "alternatives": framework.lists.get("short_term_alternatives", ()),
        },
        order=10,
    )


@panels("section:b")
def bilingual(document: Document, _user: Any) -> Panel | None:
    """Ask of a bilingual account why not two, and say where section b and the head of the plan disagree (G130)."""
    if document.kind != KIND.code:
        return None
    plan, structure = Plan.objects.of(document), answer(document, STRUCTURE)
    named = groups(plan)
    is_bilingual = _wants(document, structure) == "bilingual" or any(group["bilingual"] for group in named.values())
    problem = mismatch(document, structure, named)
    if not (is_bilingual or problem):
        return None
    heading = gettext_lazy("A bilingual account: why not two?") if is_bilingual else gettext_lazy("The accounts named")
    return Panel(
        heading,
        "plans/panel_bilingual.html",
        {"reason": _reason(document) if is_bilingual else "", "problem": problem, "url": _head(document)},
        order=10,
    )


@panels("plan")
@panels("review:plan")
def challenged(document: Document, _user: Any) -> Panel | None:
    """Warn whoever coordinates or decides of what the guideline discourages, with the author's reasons (G074, G130)."""
    questions = []
    if answer(document, SHORT_TERM) == "yes":
        questions.append((_("A short-term account. Alternatives considered:"), "j", "j_alternatives"))
    if _wants(document, answer(document, STRUCTURE)) == "bilingual":
        questions.append((_("One bilingual account. The reason given:"), "b", "b_bilingual_reason"))
    if not questions:
        return None
    said = _said(document, [field for _words, _section, field in questions])
    return Panel(
        gettext_lazy("What the guideline discourages"),
        "plans/panel_challenged.html",
        {
            "questions": [
                {
                    "words": words,
                    "texts": said.get(field, []),
                    "url": f"{reverse('documents:section', args=[document.pk, section])}#{field}",
                }
                for words, section, field in questions
            ]
        },
        order=5,
    )


def _said(document: Document, fields: list[str]) -> dict[str, list[dict[str, str]]]:
    """Return {field: its texts, each with its language}."""
    answers = Draft.of(document).answers
    return {
        field: [{"lang": lang, "text": str(value)} for lang, value in sorted(answers.get(field, {}).items())]
        for field in fields
    }


def _wants(document: Document, structure: str) -> str:
    """Return what kind of group an answer to the question of structure stands for: pair, bilingual, single, or ""."""
    try:
        return str(document.framework.item(STRUCTURES, structure).data.get("group", ""))
    except KeyError:
        return ""


def _reason(document: Document) -> str:
    """Return why two accounts are the recommended practice, in the policy's words."""
    items = document.framework.lists.get(STRUCTURES, ())
    return next((str(item.description) for item in items if item.data.get("group") == "bilingual"), "")


def _head(document: Document) -> str:
    return reverse("plans:header", args=[document.pk])


def mismatch(document: Document, structure: str, named: Groups) -> str:
    """Return how section b and the accounts at the head of the plan disagree, in the reader's words, or ""."""
    wanted = _wants(document, structure)
    if not wanted or not named or all(_fits(wanted, group) for group in named.values() if _counts(group)):
        return ""
    words = _(
        "Section b answers “%(answer)s”, but the head of the plan names other accounts: %(accounts)s. "
        "Change the answer or the accounts."
    )
    return words % {"answer": document.framework.item(STRUCTURES, structure).name, "accounts": _told(named)}


def mismatch_of(plan: Plan) -> str:
    """Return how section b of a plan and its accounts disagree, or ""."""
    return mismatch(plan.document, answer(plan.document, STRUCTURE), groups(plan))


def _counts(group: Counter[str]) -> bool:
    """Say whether a group has an account in an official language: one in another language alone is beside the point."""
    return any(group[language] for language in ("en", "fr", "bilingual"))


def _fits(wanted: str, group: Counter[str]) -> bool:
    english, french, both = group["en"], group["fr"], group["bilingual"]
    return {
        "pair": bool(english and french and not both),
        "bilingual": bool(both and not english and not french),
        "single": bool(english) != bool(french) and not both,
    }.get(wanted, True)


def _told(named: Groups) -> str:
    labels = dict(PlannedAccount.Language.choices)
    lists = [", ".join(str(labels[code]) for code in labels if group[code]) for group in named.values()]
    return "; ".join(lists)


@KIND.guard("consult", "submit")
def accounts_fit_the_structure(move: Move) -> Iterator[Problem]:
    """The accounts at the head of a plan are what section b says (§4.2(b); App. A, Official languages)."""
    said = mismatch_of(Plan.objects.of(move.obj))
    if said:
        yield Problem(said, _head(move.obj))
