"""Who said what about which bytes? Rounds of review, sign-offs of policy areas and final decisions, append-only."""

from approvals.models.amendment import Amendment, Revocation
from approvals.models.attestation import Attestation, AttestationRequest, Lift, RequestQuerySet
from approvals.models.condition import Condition, ConditionQuerySet, ConditionStep
from approvals.models.decision import Decision, DecisionQuerySet, Override
from approvals.models.round import ReviewRound, RoundQuerySet
from approvals.models.signing import DissentResponse, SignOff

__all__ = [
    "Amendment",
    "Attestation",
    "AttestationRequest",
    "Condition",
    "ConditionQuerySet",
    "ConditionStep",
    "Decision",
    "DecisionQuerySet",
    "DissentResponse",
    "Lift",
    "Override",
    "RequestQuerySet",
    "ReviewRound",
    "Revocation",
    "RoundQuerySet",
    "SignOff",
]
