"""Who said what about which bytes? Rounds of review, sign-offs of policy areas and final decisions, append-only."""

from approvals.models.condition import Condition, ConditionQuerySet, ConditionStep
from approvals.models.decision import Decision, DecisionQuerySet, Override
from approvals.models.round import ReviewRound, RoundQuerySet
from approvals.models.signing import DissentResponse, SignOff

__all__ = [
    "Condition",
    "ConditionQuerySet",
    "ConditionStep",
    "Decision",
    "DecisionQuerySet",
    "DissentResponse",
    "Override",
    "ReviewRound",
    "RoundQuerySet",
    "SignOff",
]
