"""Platforms and assessments that no database knows, for the rule of Privacy Implementation Notice 2021-01."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frameworks
from risk.leverage import Answers, Coverage, coverage
from risk.reasons import Why

GC = frameworks.get("gc-2013")
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
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
    signed_on: date | None = TODAY - 100 * DAY
    valid_until: date | None = None
    platform_id: int = 1
    title: str = "Assessment"
    conditions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_enterprise(self) -> bool:
        return self.scope == "enterprise"


def government(**fields: Any) -> list[FakeAssessment]:
    """Return the government-wide pair; `pia` and `tra` change one of them, other fields both."""
    apart = {kind: fields.pop(kind, {}) for kind in ("pia", "tra")}
    return [FakeAssessment(n, kind, **{**fields, **apart[kind]}) for n, kind in ((1, "pia"), (2, "tra"))]


def own(*uses: str, **fields: Any) -> list[FakeAssessment]:
    """Return a department's pair of these uses."""
    return [FakeAssessment(n, kind, "own", list(uses), **fields) for n, kind in ((3, "pia"), (4, "tra"))]


def condition(words: str, *uses: str) -> dict[str, Any]:
    """Return a condition that an assessment sets, for all its uses unless some are named."""
    return {"en": words, "fr": f"{words} (fr)", "uses": list(uses)}


def found(
    uses: Sequence[str],
    assessments: list[FakeAssessment],
    platform: FakePlatform | None = None,
    answers: Answers | None = None,
) -> Coverage:
    """Return what the engine says."""
    case = {"platform": platform or FakePlatform(), "uses": uses, "framework": GC, "on": TODAY}
    return coverage(**case, assessments=assessments, answers=answers)


def whys(result: Coverage) -> list[Why]:
    """Return every reason that was given, use by use."""
    return [reason.why for use in result.uses for reason in use.reasons]
