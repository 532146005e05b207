"""Who said what about which bytes? Rounds of review, sign-offs of policy areas and final decisions, append-only."""

from approvals.models.decision import Decision, DecisionQuerySet
from approvals.models.round import ReviewRound, RoundQuerySet
from approvals.models.signing import SignOff

__all__ = ["Decision", "DecisionQuerySet", "ReviewRound", "RoundQuerySet", "SignOff"]
