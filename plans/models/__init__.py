"""Implementation plans (`plan`), and the protocols that they refer to (`protocol`)."""

from plans.models.plan import Plan, PlannedAccount, PlanQuerySet
from plans.models.protocol import Protocol, ProtocolCheck, ProtocolVersion

__all__ = ["Plan", "PlanQuerySet", "PlannedAccount", "Protocol", "ProtocolCheck", "ProtocolVersion"]
