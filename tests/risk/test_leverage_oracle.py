"""Any case at all, against the rule written down a second time, plainly: no database, a few hundred examples."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.leverage import Outcome
from risk.reasons import key_of
from tests.risk.leverage_cases import COVERED, DAY, GC, TODAY, USES, FakeAssessment, FakePlatform, condition, found

WORDS = ["No private messages.", "Comments are moderated every day."]
CONDITIONS = st.lists(
    st.builds(condition, st.sampled_from(WORDS), st.sampled_from(USES)) | st.builds(condition, st.sampled_from(WORDS)),
    max_size=2,
)
SIGNED = st.sampled_from([TODAY, TODAY - DAY, TODAY - DAY, TODAY + DAY, None])
ENDS = st.sampled_from([None, TODAY, TODAY + DAY, TODAY - DAY])
FEW = ["broadcasting", "engaging", "analytics", "contests"]
ASSESSMENTS = st.lists(
    st.builds(
        FakeAssessment,
        pk=st.integers(1, 99),
        kind=st.sampled_from(["pia", "tra"]),
        scope=st.sampled_from(["enterprise", "own"]),
        uses=st.lists(st.sampled_from(FEW), unique=True, min_size=2),
        signed_on=SIGNED,
        valid_until=ENDS,
        platform_id=st.sampled_from([1, 1, 1, 2]),
        conditions=CONDITIONS,
    ),
    max_size=6,
)
KEYS = [f"p_{one.code}" for one in GC.leverage.conditions] + [key_of(one, f"{one} (fr)") for one in WORDS]
SAID = st.dictionaries(st.sampled_from(KEYS), st.booleans())


def holds(one: FakeAssessment, platform: FakePlatform, use: str, said: dict[str, bool]) -> bool:
    """Say the rule again for one assessment and one use."""
    if one.platform_id != platform.pk or use not in one.uses:
        return False
    if one.signed_on is None or one.signed_on > TODAY or (one.valid_until and one.valid_until < TODAY):
        return False
    for asked in one.conditions:
        concerns = not asked["uses"] or use in asked["uses"]
        if concerns and said.get(key_of(asked["en"], asked["fr"])) is False:
            return False
    return one.scope == "own" or government_may(platform, use, said)


def government_may(platform: FakePlatform, use: str, said: dict[str, bool]) -> bool:
    """Say the notice again: the platform, the four uses, and its conditions for them."""
    if platform.review_status != "pre_reviewed" or use not in COVERED:
        return False
    if use == "analytics" and said.get("p_aggregate") is False:
        return False
    if use in ("engaging", "account_management") and said.get("p_retention") is False:
        return False
    return not any(said.get(key) is False for key in ("p_notice", "p_procedures", "p_purposes", "p_privacy_lead"))


def kinds(all_of_them: list[FakeAssessment], *case: Any, scopes: tuple[str, ...] = ("enterprise", "own")) -> set[str]:
    return {one.kind for one in all_of_them if one.scope in scopes and holds(one, *case)}


@pytest.mark.obligation("G052", "G055")
@settings(max_examples=200)
@given(
    status=st.sampled_from(["pre_reviewed", "pre_reviewed", "not_reviewed", "withdrawn"]),
    uses=st.lists(st.sampled_from(FEW), max_size=5),
    given_=ASSESSMENTS,
    said=SAID,
)
def test_any_case_agrees_with_the_rule_said_plainly(
    status: str, uses: list[str], given_: list[FakeAssessment], said: dict[str, bool]
) -> None:
    platform, both = FakePlatform(status), {"pia", "tra"}

    result = found(uses, given_, platform, said)

    assert [one.use for one in result.uses] == list(dict.fromkeys(uses))
    for one in result.uses:
        case = (platform, one.use, said)
        assert one.is_covered == (kinds(given_, *case) == both)
        assert one.is_by_government == (kinds(given_, *case, scopes=("enterprise",)) == both)
        assert bool(one.reasons) != one.is_covered
        assert all(holds(relied, *case) for relied in (one.pia, one.tra) if relied)
    covered = bool(uses) and all(one.is_covered for one in result.uses)
    by_government = covered and all(one.is_by_government for one in result.uses)
    assert (result.outcome == Outcome.COVERED, result.outcome == Outcome.NOT_COVERED) == (by_government, not covered)


@settings(max_examples=60)
@given(uses=st.lists(st.sampled_from(FEW), min_size=1), given_=ASSESSMENTS, said=SAID)
def test_whatever_a_result_rests_on_had_its_conditions_asked(
    uses: list[str], given_: list[FakeAssessment], said: dict[str, bool]
) -> None:
    result = found(uses, given_, FakePlatform(), said)

    for use in result.uses:
        asked = {one.key for one in use.conditions}
        for relied in (use.pia, use.tra):
            for one in relied.conditions if relied else ():
                if not one["uses"] or use.use in one["uses"]:
                    assert key_of(one["en"], one["fr"]) in asked
        if use.is_by_government:
            assert {"p_notice", "p_procedures", "p_purposes"} <= asked
