"""The published rule by its cases, and any case at all against the rule written down a second time, plainly."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import frameworks
from risk.leverage import Outcome, Why, coverage

GC = frameworks.get("gc-2013")
TODAY = date(2026, 11, 20)
PRE_REVIEWED = ["facebook", "flickr", "instagram", "linkedin", "pinterest", "x", "youtube"]
COVERED = ["broadcasting", "engaging", "account_management", "analytics"]
USES = [use.code for use in GC.uses]


@dataclass
class FakePlatform:
    """A platform without a database."""

    review_status: str = "pre_reviewed"
    pk: int = 1

    @property
    def is_pre_reviewed(self) -> bool:
        return self.review_status == "pre_reviewed"


@dataclass
class FakeAssessment:
    """An assessment without a database."""

    pk: int
    kind: str
    scope: str = "enterprise"
    uses: list[str] = field(default_factory=lambda: list(COVERED))
    signed_on: date | None = TODAY - timedelta(days=100)
    valid_until: date | None = None
    platform_id: int = 1
    title: str = "Assessment"

    @property
    def is_enterprise(self) -> bool:
        return self.scope == "enterprise"


def government() -> list[FakeAssessment]:
    return [FakeAssessment(1, "pia"), FakeAssessment(2, "tra")]


def own(*uses: str, **fields: Any) -> list[FakeAssessment]:
    return [FakeAssessment(n, kind, "own", list(uses), **fields) for n, kind in ((3, "pia"), (4, "tra"))]


def found(uses: list[str], assessments: list[FakeAssessment], platform: FakePlatform | None = None) -> Any:
    return coverage(platform=platform or FakePlatform(), uses=uses, framework=GC, assessments=assessments, on=TODAY)


def whys(result: Any) -> list[Why]:
    return [reason.why for use in result.uses for reason in use.reasons]


@pytest.mark.obligation("G054")
@pytest.mark.parametrize(("code", "use"), list(product(PRE_REVIEWED, COVERED)))
def test_the_seven_platforms_and_four_uses_are_covered(code: str, use: str) -> None:
    assert code in GC.leverage.platforms

    result = found([use], government())

    assert (result.outcome, result.answer) == (Outcome.COVERED, "covered")
    assert result.uses[0].reasons == ()


@pytest.mark.obligation("G054", "G055")
@pytest.mark.parametrize("use", [use for use in USES if use not in COVERED])
def test_a_fifth_use_is_not_covered(use: str) -> None:
    result = found([*COVERED, use], government())

    assert result.outcome == Outcome.NOT_COVERED
    assert [one.use for one in result.not_covered] == [use]
    assert whys(result) == [Why.USE_NOT_ASSESSED, Why.PIA_MISSING, Why.TRA_MISSING]


def test_a_fifth_use_is_not_covered_even_if_a_government_wide_assessment_names_it() -> None:
    wide = [FakeAssessment(n, kind, uses=[*COVERED, "contests"]) for n, kind in ((1, "pia"), (2, "tra"))]

    assert found(["contests"], wide).outcome == Outcome.NOT_COVERED


@pytest.mark.obligation("G054", "G055")
@pytest.mark.parametrize(("status", "why"), [("not_reviewed", Why.NOT_REVIEWED), ("withdrawn", Why.WITHDRAWN)])
def test_a_platform_that_is_not_pre_reviewed_is_not_covered(status: str, why: Why) -> None:
    result = found(["broadcasting"], government(), FakePlatform(status))

    assert result.outcome == Outcome.NOT_COVERED
    assert whys(result)[0] == why


@pytest.mark.parametrize("kind", ["pia", "tra"])
def test_an_expired_assessment_covers_nothing(kind: str) -> None:
    both = government()
    late = next(one for one in both if one.kind == kind)
    late.valid_until = TODAY - timedelta(days=1)

    result = found(["broadcasting"], both)

    assert result.outcome == Outcome.NOT_COVERED
    assert whys(result) == [Why(f"{kind}_expired")]
    assert result.uses[0].reasons[0].assessment is late


def test_an_assessment_covers_on_its_last_day() -> None:
    both = government()
    both[0].valid_until = TODAY

    assert found(["broadcasting"], both).outcome == Outcome.COVERED


@pytest.mark.obligation("G145")
@pytest.mark.parametrize("kind", ["pia", "tra"])
def test_an_unsigned_assessment_covers_nothing(kind: str) -> None:
    both = government()
    next(one for one in both if one.kind == kind).signed_on = None

    assert whys(found(["broadcasting"], both)) == [Why(f"{kind}_unsigned")]


def test_a_signature_dated_tomorrow_does_not_count_yet() -> None:
    both = government()
    both[1].signed_on = TODAY + timedelta(days=1)

    assert whys(found(["broadcasting"], both)) == [Why.TRA_UNSIGNED]


@pytest.mark.parametrize("missing", ["pia", "tra"])
def test_one_of_the_two_is_not_enough(missing: str) -> None:
    one = [assessment for assessment in government() if assessment.kind != missing]

    assert whys(found(["broadcasting"], one)) == [Why(f"{missing}_missing")]


@pytest.mark.obligation("G055")
def test_a_supplement_covers_the_other_uses() -> None:
    result = found(["broadcasting", "contests"], government() + own("contests"))

    assert (result.outcome, result.answer) == (Outcome.COVERED_WITH_OWN, "covered_with_supplement")


@pytest.mark.obligation("G055")
def test_an_own_assessment_covers_a_platform_that_is_not_pre_reviewed() -> None:
    result = found(["broadcasting"], government() + own("broadcasting"), FakePlatform("not_reviewed"))

    assert (result.outcome, result.answer) == (Outcome.COVERED_WITH_OWN, "own_assessment")


def test_the_government_wide_assessment_is_preferred() -> None:
    result = found(["broadcasting"], own("broadcasting") + government())

    assert result.outcome == Outcome.COVERED


def test_an_assessment_of_another_platform_covers_nothing_here() -> None:
    elsewhere = government()
    elsewhere[0].platform_id = 2

    assert found(["broadcasting"], elsewhere).outcome == Outcome.NOT_COVERED


def test_no_use_is_not_coverage() -> None:
    assert found([], government()).outcome == Outcome.NOT_COVERED


def test_a_use_named_twice_is_told_once() -> None:
    assert len(found(["broadcasting", "broadcasting"], government()).uses) == 1


def test_every_reason_can_be_told() -> None:
    cases = [
        found(["contests"], []),
        found(["broadcasting"], [], FakePlatform("withdrawn")),
        found(["broadcasting"], own("broadcasting", signed_on=None), FakePlatform("not_reviewed")),
        found(["broadcasting"], own("broadcasting", valid_until=TODAY - timedelta(days=1))),
    ]

    with translation.override("en"):
        told = [str(reason) for case in cases for use in case.uses for reason in use.reasons]

    assert all(told)
    assert {why for case in cases for why in whys(case)} == set(Why)


assessments = st.lists(
    st.builds(
        FakeAssessment,
        pk=st.integers(1, 99),
        kind=st.sampled_from(["pia", "tra"]),
        scope=st.sampled_from(["enterprise", "own"]),
        uses=st.lists(st.sampled_from(USES), unique=True),
        signed_on=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
        valid_until=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
        platform_id=st.integers(1, 2),
    ),
    max_size=8,
)


def plainly_covered(platform: FakePlatform, use: str, all_of_them: list[FakeAssessment], scopes: set[str]) -> bool:
    """Say the rule again: both kinds, signed, in force, of this platform, naming the use, allowed for its reach."""
    kinds = set()
    for one in all_of_them:
        if one.platform_id != platform.pk or use not in one.uses or one.scope not in scopes:
            continue
        if one.signed_on is None or one.signed_on > TODAY or (one.valid_until and one.valid_until < TODAY):
            continue
        if one.scope == "enterprise" and (platform.review_status != "pre_reviewed" or use not in COVERED):
            continue
        kinds.add(one.kind)
    return kinds == {"pia", "tra"}


@pytest.mark.obligation("G052", "G054", "G055")
@given(
    status=st.sampled_from(["pre_reviewed", "not_reviewed", "withdrawn"]),
    uses=st.lists(st.sampled_from(USES), max_size=6),
    given_=assessments,
)
def test_any_case_agrees_with_the_rule_said_plainly(status: str, uses: list[str], given_: list[FakeAssessment]) -> None:
    platform = FakePlatform(status)

    result = found(uses, given_, platform)

    told = {one.use: one for one in result.uses}
    assert set(told) == set(uses)
    for use, one in told.items():
        assert one.is_covered == plainly_covered(platform, use, given_, {"enterprise", "own"})
        assert one.is_by_government == plainly_covered(platform, use, given_, {"enterprise"})
        assert bool(one.reasons) != one.is_covered
    assert (result.outcome == Outcome.COVERED) == (
        bool(uses) and all(plainly_covered(platform, use, given_, {"enterprise"}) for use in uses)
    )
    assert (result.outcome == Outcome.NOT_COVERED) == (not uses or any(not one.is_covered for one in told.values()))
