"""Do the assessments that exist cover these uses on this platform, use by use, and if not, why? (§4.2(f))

The rule is Privacy Implementation Notice 2021-01, as the framework's pack states it: the government-wide PIA and TRA
may be relied on where the platform is pre-reviewed and the use is one of the covered ones. Everything else needs a
PIA and a TRA of the department's own, or one that another department shares. No database here: everything is given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

KINDS = ("pia", "tra")


class Outcome(StrEnum):
    """What holds for all the uses together."""

    COVERED = "covered"
    COVERED_WITH_OWN = "covered_with_own"
    NOT_COVERED = "not_covered"


class Why(StrEnum):
    """Why something is not covered."""

    NOT_REVIEWED = "not_reviewed"
    WITHDRAWN = "withdrawn"
    USE_NOT_ASSESSED = "use_not_assessed"
    PIA_MISSING = "pia_missing"
    TRA_MISSING = "tra_missing"
    PIA_EXPIRED = "pia_expired"
    TRA_EXPIRED = "tra_expired"
    PIA_UNSIGNED = "pia_unsigned"
    TRA_UNSIGNED = "tra_unsigned"


@dataclass(frozen=True)
class Reason:
    """One reason, with the assessment that would have covered the use but for it (expired, unsigned)."""

    why: Why
    assessment: Any = None

    def __str__(self) -> str:
        """Return the reason in the reader's language."""
        title = str(self.assessment.title) if self.assessment is not None else ""
        return {
            Why.NOT_REVIEWED: _("The platform is not pre-reviewed, so the government-wide assessments do not apply."),
            Why.WITHDRAWN: _(
                "The platform’s pre-review was withdrawn, so the government-wide assessments no longer apply."
            ),
            Why.USE_NOT_ASSESSED: _("This use was not assessed for the whole government."),
            Why.PIA_MISSING: _("No privacy impact assessment covers this use here."),
            Why.TRA_MISSING: _("No threat and risk assessment covers this use here."),
            Why.PIA_EXPIRED: _("The privacy impact assessment “%(title)s” has expired.") % {"title": title},
            Why.TRA_EXPIRED: _("The threat and risk assessment “%(title)s” has expired.") % {"title": title},
            Why.PIA_UNSIGNED: _("The privacy impact assessment “%(title)s” is not signed yet.") % {"title": title},
            Why.TRA_UNSIGNED: _("The threat and risk assessment “%(title)s” is not signed yet.") % {"title": title},
        }[self.why]


@dataclass(frozen=True)
class UseCoverage:
    """One use: the PIA and the TRA that cover it, or None, and why something is wanting."""

    use: str
    pia: Any
    tra: Any
    reasons: tuple[Reason, ...] = ()

    @property
    def is_covered(self) -> bool:
        return self.pia is not None and self.tra is not None

    @property
    def is_by_government(self) -> bool:
        """Say whether both its assessments are the government-wide ones."""
        return self.is_covered and self.pia.is_enterprise and self.tra.is_enterprise


@dataclass(frozen=True)
class Coverage:
    """What is covered of the uses of one account or plan."""

    uses: tuple[UseCoverage, ...]

    @property
    def outcome(self) -> Outcome:
        if not self.uses or not all(use.is_covered for use in self.uses):
            return Outcome.NOT_COVERED
        return Outcome.COVERED if all(use.is_by_government for use in self.uses) else Outcome.COVERED_WITH_OWN

    @property
    def answer(self) -> str:
        """Return the code that section f should hold (lists.yaml, `coverage_answers`; also `leverage.outcomes`)."""
        if self.outcome == Outcome.COVERED:
            return "covered"
        return "covered_with_supplement" if any(use.is_by_government for use in self.uses) else "own_assessment"

    @property
    def not_covered(self) -> tuple[UseCoverage, ...]:
        return tuple(use for use in self.uses if not use.is_covered)


def coverage(
    *, platform: Any, uses: Sequence[str], framework: Any, assessments: Iterable[Any], on: date | None = None
) -> Coverage:
    """Return what covers each of `uses` (codes of the framework's list, repeated ones told once) on `platform`.

    `assessments` are those that the department may rely on (`Assessment.objects.usable_by`); the ones of other
    platforms are left out. A government-wide one is preferred, then the one that lasts longest. `on` is today unless
    told otherwise.
    """
    day = on or timezone.localdate()
    here = [one for one in assessments if one.platform_id == platform.pk]
    return Coverage(tuple(_of_use(platform, use, framework, here, day) for use in dict.fromkeys(uses)))


def _of_use(platform: Any, use: str, framework: Any, assessments: list[Any], day: date) -> UseCoverage:
    barred = _barred(platform, use, framework)
    open_ones = [one for one in assessments if use in one.uses and not (barred and one.is_enterprise)]
    found = {kind: _best([one for one in open_ones if one.kind == kind], day) for kind in KINDS}
    wanting = tuple(
        _reason(kind, [one for one in open_ones if one.kind == kind], day) for kind in KINDS if found[kind] is None
    )
    return UseCoverage(use, found["pia"], found["tra"], (*barred, *wanting) if wanting else ())


def _barred(platform: Any, use: str, framework: Any) -> tuple[Reason, ...]:
    """Return why the government-wide assessments may not be relied on for `use`, if so."""
    reasons = []
    if framework.leverage.requires_pre_reviewed_platform and not platform.is_pre_reviewed:
        is_withdrawn = platform.review_status == "withdrawn"
        reasons.append(Reason(Why.WITHDRAWN if is_withdrawn else Why.NOT_REVIEWED))
    if not framework.leverage.covers(use):
        reasons.append(Reason(Why.USE_NOT_ASSESSED))
    return tuple(reasons)


def _best(candidates: list[Any], day: date) -> Any:
    good = [one for one in candidates if is_signed(one, day) and not is_expired(one, day)]
    return max(good, key=lambda one: (one.is_enterprise, one.valid_until or date.max, -one.pk), default=None)


def is_signed(assessment: Any, day: date) -> bool:
    """Say whether `assessment` is signed on `day`."""
    return assessment.signed_on is not None and assessment.signed_on <= day


def is_expired(assessment: Any, day: date) -> bool:
    """Say whether `assessment` no longer holds on `day`; its last day counts."""
    return assessment.valid_until is not None and assessment.valid_until < day


def _reason(kind: str, candidates: list[Any], day: date) -> Reason:
    """Return what stands between `kind` and the use: a signature, its date, or that there is none at all."""
    waiting = next((one for one in candidates if not is_expired(one, day)), None)
    if waiting is not None:
        return Reason(Why(f"{kind}_unsigned"), waiting)
    if candidates:
        return Reason(Why(f"{kind}_expired"), max(candidates, key=lambda one: one.valid_until))
    return Reason(Why(f"{kind}_missing"))
