"""What stands against sending a plan in what it relies on? Uses, conditions, who confirmed it, and section f (§4.2(f)).

A plan rests on named versions of assessments. What was confirmed on others, or before something changed, is confirmed
again before the plan goes on, and a claim that is not what was reckoned is refused.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Document
from govsocial.core.transitions import Problem
from plans import coverage
from plans.coverage import Found
from risk.leverage import Outcome, UseCoverage
from risk.models import AssessmentVersion


def address(document: Document) -> str:
    """Return where somebody says whether conditions are met, and confirms what covers the plan."""
    return reverse("plans:coverage", args=[document.pk])


def problems(document: Document) -> Iterator[Problem]:
    """Yield what stands against the plan in what it relies on, each with where it is mended."""
    found = coverage.find(document)
    section = f"{reverse('documents:section', args=[document.pk, coverage.SECTION])}#{coverage.CLAIM}"
    for use in found.coverage.not_covered:
        yield Problem(_told(document, use), section)
    if found.coverage.outcome == Outcome.NOT_COVERED:
        return
    disagreement = coverage.disagreement_of(document, found.coverage)
    if disagreement:
        yield Problem(disagreement, section)
    waiting = unconfirmed(found)
    if waiting:
        yield Problem(waiting, address(document))


def _told(document: Document, use: UseCoverage) -> str:
    return _(
        "“%(use)s” is not covered. %(reasons)s Record a signed assessment of the department’s own, or remove the use "
        "from section a."
    ) % {"use": coverage.use_name(document, use.use), "reasons": " ".join(str(reason) for reason in use.reasons)}


def unconfirmed(found: Found) -> str:
    """Return what is still to be said or confirmed of a result, or "" where somebody confirmed this very one."""
    count = len(found.coverage.open_conditions)
    if count:
        words = ngettext(
            "Say whether %(count)d condition for relying on the assessments is met.",
            "Say whether %(count)d conditions for relying on the assessments are met.",
            count,
        )
        return words % {"count": count}
    if found.determination is None:
        return _("Nobody has confirmed yet what covers this plan. Confirm it, with the reason.")
    if found.is_confirmed:
        return ""
    return " ".join([*changes(found), _("Confirm it again, with the reason.")])


def changes(found: Found) -> list[str]:
    """Return in words what changed since somebody confirmed what covers the plan."""
    if found.determination is None or found.is_confirmed:
        return []
    named = list(newer(found))
    if named:
        return named
    return [
        _("What covers this plan has changed since %(name)s confirmed it.")
        % {"name": found.determination.confirmed_by_name}
    ]


def newer(found: Found) -> Iterator[str]:
    """Yield the assessments of which a newer version is relied on than the one that was confirmed."""
    rested = _versions(found.determination.rests_on) if found.determination else set()
    rests = _versions(coverage.rests_on(found.coverage))
    before = {one.assessment_id: one for one in AssessmentVersion.objects.filter(pk__in=rested - rests)}
    for one in AssessmentVersion.objects.filter(pk__in=rests - rested).order_by("pk") if before else ():
        old = before.get(one.assessment_id)
        if old is not None:
            yield _(
                "“%(title)s” is at version %(new)d now: the plan was confirmed on version %(old)d, which is superseded."
            ) % {"title": one.title, "new": one.number, "old": old.number}


def _versions(rows: list[dict[str, Any]]) -> set[int]:
    return {row[kind] for row in rows for kind in ("pia", "tra")}
