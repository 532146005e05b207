"""The cases of Privacy Implementation Notice 2021-01, by name, and what the engine says of each."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.utils import translation

from risk.leverage import Outcome
from risk.reasons import Why, key_of
from tests.risk.leverage_cases import (
    COVERED,
    DAY,
    GC,
    TODAY,
    USES,
    FakeAssessment,
    FakePlatform,
    condition,
    found,
    government,
    own,
    whys,
)

NO_MESSAGES = condition("No private messages.")
NO_MESSAGES_KEY = key_of(NO_MESSAGES["en"], NO_MESSAGES["fr"])


@dataclass(frozen=True)
class Case:
    """What is proposed and what there is; what the rule says of it, and why, in order."""

    name: str
    uses: list[str]
    assessments: list[FakeAssessment]
    answer: str = ""
    why: tuple[Why, ...] = ()
    status: str = "pre_reviewed"
    said: dict[str, bool] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


CASES = [
    Case("all four covered uses on a pre-reviewed platform", COVERED, government(), "covered"),
    Case(
        "a platform that is not pre-reviewed", ["broadcasting"], government(), "",
        (Why.NOT_REVIEWED, Why.PIA_MISSING, Why.TRA_MISSING), status="not_reviewed",
    ),
    Case(
        "a platform whose pre-review was withdrawn", ["broadcasting"], government(), "",
        (Why.WITHDRAWN, Why.PIA_MISSING, Why.TRA_MISSING), status="withdrawn",
    ),
    Case(
        "an own assessment where the platform is not pre-reviewed", ["broadcasting"],
        government() + own("broadcasting"), "own_assessment", status="not_reviewed",
    ),
    Case("a supplement for the use that is left", ["broadcasting", "contests"], government() + own("contests"),
         "covered_with_supplement"),
    Case("an own assessment of uses that are never covered", ["contests"], government() + own("contests"),
         "own_assessment"),
    Case(
        "a fifth use that a government-wide assessment names all the same", ["contests"],
        government(uses=[*COVERED, "contests"]), "",
        (Why.USE_NOT_ASSESSED, Why.PIA_MISSING, Why.TRA_MISSING),
    ),
    Case("the government-wide ones come first", ["broadcasting"], own("broadcasting") + government(), "covered"),
    Case("a PIA that expired yesterday", ["broadcasting"], government(pia={"valid_until": TODAY - DAY}), "",
         (Why.PIA_EXPIRED,)),
    Case("a TRA that expired yesterday", ["broadcasting"], government(tra={"valid_until": TODAY - DAY}), "",
         (Why.TRA_EXPIRED,)),
    Case("the last day of validity", ["broadcasting"], government(valid_until=TODAY), "covered"),
    Case("a PIA that nobody signed", ["broadcasting"], government(pia={"signed_on": None}), "", (Why.PIA_UNSIGNED,)),
    Case("a TRA that nobody signed", ["broadcasting"], government(tra={"signed_on": None}), "", (Why.TRA_UNSIGNED,)),
    Case("a signature dated tomorrow", ["broadcasting"], government(tra={"signed_on": TODAY + DAY}), "",
         (Why.TRA_UNSIGNED,)),
    Case("a PIA alone", ["broadcasting"], government()[:1], "", (Why.TRA_MISSING,)),
    Case("a TRA alone", ["broadcasting"], government()[1:], "", (Why.PIA_MISSING,)),
    Case("assessments of another platform", ["broadcasting"], government(platform_id=2), "",
         (Why.PIA_MISSING, Why.TRA_MISSING)),
    Case("no notice is published", ["broadcasting"], government(), "", (Why.CONDITION_NOT_MET,),
         said={"p_notice": False}),
    Case("what is seen serves an investigation", COVERED[:1], government(), "", (Why.CONDITION_NOT_MET,),
         said={"p_purposes": False}),
    Case("analytics of persons where analytics is not proposed", ["broadcasting"], government(), "covered",
         said={"p_aggregate": False}),
    Case("analytics of persons", ["broadcasting", "analytics"], government(), "", (Why.CONDITION_NOT_MET,),
         said={"p_aggregate": False}),
    Case("a condition of the PIA itself is not met", ["broadcasting"], government(pia={"conditions": [NO_MESSAGES]}),
         "", (Why.PIA_CONDITION,), said={NO_MESSAGES_KEY: False}),
    Case("a condition of the TRA itself is not met", ["broadcasting"], government(tra={"conditions": [NO_MESSAGES]}),
         "", (Why.TRA_CONDITION,), said={NO_MESSAGES_KEY: False}),
    Case("a condition that is not met for another use", ["broadcasting"],
         government(pia={"conditions": [condition("No private messages.", "engaging")]}), "covered",
         said={NO_MESSAGES_KEY: False}),
    Case("an own assessment where a condition bars the government-wide one", ["broadcasting"],
         government() + own("broadcasting"), "own_assessment", said={"p_notice": False}),
    Case("no notice where only an own assessment is relied on", ["contests"], own("contests"), "own_assessment",
         said={"p_notice": False}),
]  # fmt: skip


@pytest.mark.obligation("G054")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_notice_says(case: Case) -> None:
    result = found(case.uses, case.assessments, FakePlatform(case.status), case.said)

    assert (result.answer if not result.not_covered else "", whys(result)) == (case.answer, list(case.why))
    assert all(bool(use.because) == use.is_covered for use in result.uses)


def test_the_notice_names_seven_platforms_four_uses_and_three_purposes_that_are_never_covered() -> None:
    seven = ("facebook", "flickr", "instagram", "linkedin", "pinterest", "x", "youtube")

    assert (GC.leverage.platforms, list(GC.leverage.covered_uses)) == (seven, COVERED)
    purposes = [one.code for one in GC.leverage.excluded_purposes]
    assert purposes == ["investigations", "fraud_detection", "lifestyle_analysis"]


@pytest.mark.obligation("G055")
def test_each_use_beyond_the_four_is_not_covered_whichever_is_covered_beside_it() -> None:
    for use, beside in product([use for use in USES if use not in COVERED], COVERED):
        result = found([beside, use], government())

        assert ([one.use for one in result.not_covered], result.outcome) == ([use], Outcome.NOT_COVERED)


def test_conditions_are_asked_once_and_what_the_sign_off_meets_of_nobody() -> None:
    both = government(conditions=[NO_MESSAGES])

    result = found(COVERED, both, answers={"p_notice": True})

    assert [one.key for one in result.conditions if one.met_by] == ["p_privacy_lead"]
    assert [one.key for one in result.open_conditions] == [
        "p_procedures", "p_purposes", NO_MESSAGES_KEY, "p_retention", "p_aggregate",
    ]  # fmt: skip
    # One who said no may say yes again: the condition is still asked.
    assert "p_notice" in {one.key for one in found(COVERED, both, answers={"p_notice": False}).asked}
    assert found(["contests"], own("contests")).asked == ()


def test_no_use_is_not_coverage_and_a_use_named_twice_is_told_once() -> None:
    assert found([], government()).outcome == Outcome.NOT_COVERED
    assert len(found(["broadcasting", "broadcasting"], government()).uses) == 1


def test_every_reason_can_be_told_in_both_languages() -> None:
    reasons: dict[Why, Any] = {
        reason.why: reason
        for case in CASES
        for use in found(case.uses, case.assessments, FakePlatform(case.status), case.said).uses
        for reason in use.reasons
    }

    assert set(reasons) == set(Why)
    for language in ("en", "fr"):
        with translation.override(language):
            assert all(str(reason) for reason in reasons.values())
