"""Which assessment covers each use of a plan, who confirmed it, and does section f agree? (§4.2(f); App. C(f))

The uses are rows of section a, the platform heads the plan, the assessments are risk's: this is where they meet.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents.draft import Draft
from documents.models import Document, Version
from govsocial.core import ledger, looking
from plans.models import ConditionAnswer, Determination, Plan
from risk import leverage
from risk.leverage import Coverage
from risk.models import Assessment
from risk.reasons import Condition

USES, USE, CLAIM, REASON, SECTION = "a_uses", "use", "f_applies", "f_rationale", "f"
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Found:
    """What covers a plan as it stands now, what was said of the conditions, and who confirmed which result last."""

    document: Document
    coverage: Coverage
    answers: dict[str, ConditionAnswer]
    determination: Determination | None

    @property
    def is_confirmed(self) -> bool:
        """Say whether what is reckoned now is what somebody confirmed."""
        return self.determination is not None and self.determination.fingerprint == fingerprint(self.coverage)


def find(document: Document) -> Found:
    """Return what covers the uses that the plan names now: five queries, asked once in a look at a page."""
    return looking.once(document, "coverage", lambda: _found(document))


def _found(document: Document) -> Found:
    answers = {one.key: one for one in ConditionAnswer.objects.filter(document=document)}
    newest = Determination.objects.filter(document=document).order_by("-confirmed_at", "-pk").first()
    return Found(document, _reckoned(document, answers), answers, newest)


def of_plan(document: Document) -> Coverage:
    """Return what covers the uses that the plan names now, given what was said of the conditions: four queries."""
    return _reckoned(document, {one.key: one for one in ConditionAnswer.objects.filter(document=document)})


def _reckoned(document: Document, answers: dict[str, ConditionAnswer]) -> Coverage:
    plan = Plan.objects.of(document)
    uses = [row.cells[USE] for row in Draft.of(document).rows.get(USES, []) if row.cells.get(USE)]
    assessments = Assessment.objects.usable_by(document.organization_id).filter(platform=plan.platform)
    return leverage.coverage(
        platform=plan.platform,
        uses=uses,
        framework=document.framework,
        assessments=assessments.select_related("organization", "effective").order_by("pk"),
        answers={key: one.is_met for key, one in answers.items()},
    )


def rests_on(coverage: Coverage) -> list[dict[str, Any]]:
    """Return on which named versions each covered use rests."""
    return [
        {"use": use.use, "pia": use.pia.effective_id, "tra": use.tra.effective_id}
        for use in coverage.uses
        if use.is_covered
    ]


def result(coverage: Coverage) -> str:
    """Return what stands for a result: the answer, the named versions, and what is not covered."""
    return ledger.sha256(
        {
            "answer": coverage.answer,
            "rests_on": rests_on(coverage),
            "not_covered": [use.use for use in coverage.not_covered],
        }
    )


def fingerprint(coverage: Coverage) -> str:
    """Return what stands for a result and what was said of its conditions."""
    said = {one.key: coverage.answers.get(one.key) for one in coverage.asked}
    return ledger.sha256({"result": result(coverage), "conditions": said})


def claim(document: Document) -> str:
    """Return what section f answers, or ""."""
    return Draft.of(document).answer(CLAIM) or ""


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


def use_name(document: Document, code: str) -> str:
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
    return plain(find(document))


def header_of(version: Version) -> dict[str, Any]:
    """Return what covered the uses when `version` was frozen; {} of a document that is no plan."""
    return json.loads(version.content)["header"].get("coverage") or {}


def plain(found: Found) -> dict[str, Any]:
    """Return `found` in the shape of `frozen`."""
    document, coverage = found.document, found.coverage
    return {
        "outcome": str(coverage.outcome),
        "answer": coverage.answer,
        "uses": [
            {
                "use": use.use,
                "name": _names(document, use.use),
                "covered": use.is_covered,
                "pia": _assessment(use.pia),
                "tra": _assessment(use.tra),
                "because": _both(lambda one=use: one.because),
                "reasons": [{"why": str(reason.why), **_both(reason.__str__)} for reason in use.reasons],
                "conditions": [condition.key for condition in use.conditions],
            }
            for use in coverage.uses
        ],
        "conditions": [_condition(one, found.answers.get(one.key)) for one in coverage.conditions],
        "confirmed": _confirmed(found),
    }


def _both(told: Any) -> dict[str, str]:
    said = {}
    for lang in LANGUAGES:
        with translation.override(lang):
            said[lang] = told()
    return said


def _condition(one: Condition, said: ConditionAnswer | None) -> dict[str, Any]:
    return {
        "key": one.key,
        "en": one.en,
        "fr": one.fr,
        "met_by": one.met_by,
        "met": said.is_met if said else None,
        "how": said.how if said else "",
        "by": said.by_name if said else "",
        "on": _day(said.at) if said else "",
    }


def _confirmed(found: Found) -> dict[str, str] | None:
    """Return who confirmed this very result, and when; None where nobody did."""
    if found.determination is None or not found.is_confirmed:
        return None
    return {"by": found.determination.confirmed_by_name, "on": _day(found.determination.confirmed_at)}


def _day(moment: Any) -> str:
    return timezone.localdate(moment).isoformat()


def _assessment(one: Assessment | None) -> dict[str, Any] | None:
    if one is None:
        return None
    version = one.effective
    return {
        "id": one.pk,
        "version_id": one.effective_id,
        "version": version.number if version else 0,
        "sha256": version.sha256 if version else "",
        "from_outside": version.is_from_outside if version else True,
        "scope": str(one.scope),
        "reference": one.reference,
        "title": {"en": one.title_en, "fr": one.title_fr},
        "organization": {"en": one.organization.name_en, "fr": one.organization.name_fr},
        "signed_on": one.signed_on.isoformat() if one.signed_on else "",
        "valid_until": one.valid_until.isoformat() if one.valid_until else "",
    }
