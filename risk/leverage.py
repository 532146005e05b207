"""Do the assessments that exist cover these uses on this platform, use by use, and if not, why? (§4.2(f))

The rule is Privacy Implementation Notice 2021-01, as the framework's pack states it: the government-wide PIA and TRA
may be relied on where the platform is pre-reviewed and the use is one of the covered ones. Everything else needs a
PIA and a TRA of the department's own, or one that the entity offers to all. Either may be relied on only where its
conditions are met. No database here: everything is given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from risk.reasons import Condition, Reason, Why, key_of

KINDS = ("pia", "tra")
#: What somebody said of conditions: {key: whether it is met}; of what is not there, nobody has said anything.
Answers = Mapping[str, bool]


class Outcome(StrEnum):
    """What holds for all the uses together."""

    COVERED = "covered"
    COVERED_WITH_OWN = "covered_with_own"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True)
class UseCoverage:
    """One use: the PIA and the TRA that cover it, or None, the conditions for it, and why something is wanting."""

    use: str
    pia: Any
    tra: Any
    reasons: tuple[Reason, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def is_covered(self) -> bool:
        return self.pia is not None and self.tra is not None

    @property
    def is_by_government(self) -> bool:
        """Say whether both its assessments are the government-wide ones."""
        return self.is_covered and self.pia.is_enterprise and self.tra.is_enterprise

    @property
    def because(self) -> str:
        """Return in the reader's language why the use is covered, or "" where it is not."""
        if not self.is_covered:
            return ""
        if self.is_by_government:
            return _("The platform is pre-reviewed, and the government-wide assessments look at this use.")
        if self.pia.is_enterprise or self.tra.is_enterprise:
            return _("A government-wide assessment and one of a department look at this use together.")
        return _("Assessments of a department look at this use.")


@dataclass(frozen=True)
class Coverage:
    """What is covered of the uses of one account or plan, given the `answers` to the conditions."""

    uses: tuple[UseCoverage, ...]
    answers: Answers = field(default_factory=dict)

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

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Return every condition that bears on the result, each once, in order."""
        return tuple({one.key: one for use in self.uses for one in use.conditions}.values())

    @property
    def asked(self) -> tuple[Condition, ...]:
        """Return the conditions of which somebody must say whether they are met."""
        return tuple(one for one in self.conditions if not one.met_by)

    @property
    def open_conditions(self) -> tuple[Condition, ...]:
        """Return the conditions of which nobody has said yet whether they are met."""
        return tuple(one for one in self.asked if one.key not in self.answers)


def coverage(
    *,
    platform: Any,
    uses: Sequence[str],
    framework: Any,
    assessments: Iterable[Any],
    answers: Answers | None = None,
    on: date | None = None,
) -> Coverage:
    """Return what covers each of `uses` (codes of the framework's list, repeated ones told once) on `platform`.

    `assessments` are those that the department may rely on (`Assessment.objects.usable_by`), as their versions in
    force say it; the ones of other platforms are left out. A government-wide one is preferred, then the one that lasts
    longest. What a condition that is not met bars is not relied on. `on` is today unless told otherwise.
    """
    said = answers or {}
    case = _Case(platform, framework, said, on or timezone.localdate())
    here = [one for one in assessments if one.platform_id == platform.pk]
    return Coverage(tuple(case.of_use(use, here) for use in dict.fromkeys(uses)), said)


@dataclass(frozen=True)
class _Case:
    """One question to the rule: the platform, the policy, what was said of conditions, and the day."""

    platform: Any
    framework: Any
    answers: Answers
    day: date

    def of_use(self, use: str, assessments: list[Any]) -> UseCoverage:
        barred, policy = self._barred(use), self._of_policy(use)
        broken = [one for one in policy if self.answers.get(one.key) is False]
        named = [one for one in assessments if use in one.uses]
        # What would be relied on if every condition were met: its conditions are asked about.
        fitting = [one for one in named if not (barred and one.is_enterprise)]
        open_ones = [one for one in fitting if not (broken and one.is_enterprise)]
        wanted = {kind: self._best(_of_kind(fitting, kind), use, {}) for kind in KINDS}
        found = {kind: self._best(_of_kind(open_ones, kind), use, self.answers) for kind in KINDS}
        unmet = _unmet(broken) if any(one.is_enterprise for one in fitting) else ()
        reasons = tuple(self._reasons(use, found, fitting, open_ones, (*barred, *unmet)))
        conditions = tuple(self._conditions(use, [*wanted.values(), *found.values()], policy))
        return UseCoverage(use, found["pia"], found["tra"], reasons, conditions)

    def _barred(self, use: str) -> tuple[Reason, ...]:
        """Return why the government-wide assessments may not be relied on for `use`, whatever the conditions."""
        reasons = []
        if self.framework.leverage.requires_pre_reviewed_platform and not self.platform.is_pre_reviewed:
            is_withdrawn = self.platform.review_status == "withdrawn"
            reasons.append(Reason(Why.WITHDRAWN if is_withdrawn else Why.NOT_REVIEWED))
        if not self.framework.leverage.covers(use):
            reasons.append(Reason(Why.USE_NOT_ASSESSED))
        return tuple(reasons)

    def _of_policy(self, use: str) -> list[Condition]:
        """Return what the policy itself asks where the government-wide assessments are relied on for `use`."""
        asked = [one for one in self.framework.leverage.conditions if not one.uses or use in one.uses]
        return [Condition(f"p_{one.code}", one.name.en, one.name.fr, one.met_by or "") for one in asked]

    def _best(self, candidates: list[Any], use: str, answers: Answers) -> Any:
        good = [one for one in candidates if is_signed(one, self.day) and not is_expired(one, self.day)]
        good = [one for one in good if not _unmet_of(one, use, answers)]
        return max(good, key=lambda one: (one.is_enterprise, one.valid_until or date.max, -one.pk), default=None)

    def _reasons(
        self, use: str, found: dict[str, Any], fitting: list[Any], open_ones: list[Any], barred: tuple[Reason, ...]
    ) -> Iterator[Reason]:
        """Yield why the use is not covered: what bars the government-wide ones, and what each missing kind wants."""
        missing = [kind for kind in KINDS if found[kind] is None]
        if not missing:
            return
        yield from barred
        for kind in missing:
            waits_for_policy = any(one.is_enterprise for one in _of_kind(fitting, kind)) and fitting != open_ones
            candidates = _of_kind(open_ones, kind)
            if candidates or not waits_for_policy:
                yield self._reason(kind, candidates, use)

    def _reason(self, kind: str, candidates: list[Any], use: str) -> Reason:
        """Return what stands between `kind` and the use: a condition, a signature, its date, or that there is none."""
        holding = [one for one in candidates if not is_expired(one, self.day)]
        for one in holding:
            unmet = _unmet_of(one, use, self.answers) if is_signed(one, self.day) else []
            if unmet:
                return Reason(Why(f"{kind}_condition"), one, unmet[0])
        if holding:
            return Reason(Why(f"{kind}_unsigned"), holding[0])
        if candidates:
            return Reason(Why(f"{kind}_expired"), max(candidates, key=lambda one: one.valid_until))
        return Reason(Why(f"{kind}_missing"))

    def _conditions(self, use: str, relied: list[Any], policy: list[Condition]) -> Iterator[Condition]:
        """Yield what the policy asks, where a government-wide assessment is relied on, and what each one asks."""
        relied = [one for one in relied if one is not None]
        if any(one.is_enterprise for one in relied):
            yield from policy
        for one in relied:
            yield from conditions_of(one, use)


def _of_kind(assessments: list[Any], kind: str) -> list[Any]:
    return [one for one in assessments if one.kind == kind]


def _unmet(conditions: list[Condition]) -> tuple[Reason, ...]:
    return tuple(Reason(Why.CONDITION_NOT_MET, condition=one) for one in conditions)


def conditions_of(assessment: Any, use: str) -> list[Condition]:
    """Return the conditions that `assessment` sets for relying on it for `use`."""
    asked = [one for one in assessment.conditions if not one["uses"] or use in one["uses"]]
    return [Condition(key_of(one["en"], one["fr"]), one["en"], one["fr"], assessment=assessment) for one in asked]


def _unmet_of(assessment: Any, use: str, answers: Answers) -> list[Condition]:
    """Return the conditions of `assessment` for `use` of which somebody said that they are not met."""
    return [one for one in conditions_of(assessment, use) if answers.get(one.key) is False]


def is_signed(assessment: Any, day: date) -> bool:
    """Say whether `assessment` is signed on `day`."""
    return assessment.signed_on is not None and assessment.signed_on <= day


def is_expired(assessment: Any, day: date) -> bool:
    """Say whether `assessment` no longer holds on `day`; its last day counts."""
    return assessment.valid_until is not None and assessment.valid_until < day
