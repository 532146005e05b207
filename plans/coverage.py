"""Which assessment covers each use of a plan, and does the author's answer in section f agree? (§4.2(f); App. C(f))

The uses are rows of section a, the platform heads the plan, the assessments are risk's: this is where they meet.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from documents.models import Answer, Document, Row
from govsocial.core.transitions import Problem
from plans.models import Plan
from risk import leverage
from risk.leverage import Coverage, Outcome, UseCoverage
from risk.models import Assessment

USES, USE, CLAIM, SECTION = "a_uses", "use", "f_applies", "f"
LANGUAGES = ("en", "fr")


def of_plan(document: Document) -> Coverage:
    """Return what covers the uses that the plan names now: three queries."""
    plan = Plan.objects.select_related("platform").get(pk=document.pk)
    uses = [row.cells[USE] for row in Row.objects.of(document, USES) if row.cells.get(USE)]
    assessments = Assessment.objects.usable_by(document.organization_id).filter(platform=plan.platform)
    return leverage.coverage(
        platform=plan.platform,
        uses=uses,
        framework=document.framework,
        assessments=assessments.select_related("organization").order_by("pk"),
    )


def claim(document: Document) -> str:
    """Return what the author answered in section f, or ""."""
    answer = Answer.objects.filter(document=document, field=CLAIM, lang="").values_list("value", flat=True).first()
    return answer or ""


def problems(document: Document) -> Iterator[Problem]:
    """Yield every use that nothing covers, and then an answer in section f that does not say what was found."""
    found = of_plan(document)
    url = f"{reverse('documents:section', args=[document.pk, SECTION])}#{CLAIM}"
    for use in found.not_covered:
        yield Problem(_told(document, use), url)
    if found.outcome != Outcome.NOT_COVERED:
        disagreement = disagreement_of(document, found)
        if disagreement:
            yield Problem(disagreement, url)


def _told(document: Document, use: UseCoverage) -> str:
    return _(
        "“%(use)s” is not covered. %(reasons)s Record a signed assessment of the department’s own, or remove the use "
        "from section a."
    ) % {"use": _use_name(document, use.use), "reasons": " ".join(str(reason) for reason in use.reasons)}


def disagreement_of(document: Document, found: Coverage) -> str:
    """Return why the answer in section f does not agree with `found`, or "" (also when nothing is answered yet)."""
    claimed = claim(document)
    if not claimed or claimed == found.answer:
        return ""
    return _("Section f answers “%(claimed)s”, but the platform and the uses say “%(found)s”. Change the answer.") % {
        "claimed": _answer_name(document, claimed),
        "found": _answer_name(document, found.answer),
    }


def _answer_name(document: Document, code: str) -> str:
    try:
        return str(document.framework.item("coverage_answers", code).name)
    except KeyError:
        return code


def _use_name(document: Document, code: str) -> str:
    return _names(document, code)[(translation.get_language() or "en")[:2]]


def _names(document: Document, code: str) -> dict[str, str]:
    """Return the name of a use in both languages; a code that the framework does not know stands for itself."""
    try:
        name = document.framework.use(code).name
    except KeyError:
        return dict.fromkeys(LANGUAGES, code)
    return {"en": name.en, "fr": name.fr}


def frozen(document: Document) -> dict[str, Any]:
    """Return the coverage as plain JSON in both languages, for a version's header and for `risk/coverage_table.html`.

    It holds no date of today, so that an unchanged plan freezes to the same bytes.
    """
    return plain(document, of_plan(document))


def plain(document: Document, found: Coverage) -> dict[str, Any]:
    """Return `found` in the shape of `frozen`."""
    return {
        "outcome": str(found.outcome),
        "answer": found.answer,
        "uses": [
            {
                "use": use.use,
                "name": _names(document, use.use),
                "covered": use.is_covered,
                "pia": _assessment(use.pia),
                "tra": _assessment(use.tra),
                "reasons": [_both(reason) for reason in use.reasons],
            }
            for use in found.uses
        ],
    }


def _both(reason: leverage.Reason) -> dict[str, str]:
    told = {"why": str(reason.why)}
    for lang in LANGUAGES:
        with translation.override(lang):
            told[lang] = str(reason)
    return told


def _assessment(one: Assessment | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "id": one.pk,
        "scope": str(one.scope),
        "reference": one.reference,
        "title": {"en": one.title_en, "fr": one.title_fr},
        "organization": {"en": one.organization.name_en, "fr": one.organization.name_fr},
        "signed_on": one.signed_on.isoformat() if one.signed_on else "",
        "valid_until": one.valid_until.isoformat() if one.valid_until else "",
    }
