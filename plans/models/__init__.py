"""Implementation plans (`plan`), the protocols that they refer to (`protocol`), what they rely on (`reliance`)."""

from plans.models.plan import Plan, PlannedAccount, PlanQuerySet
from plans.models.protocol import Protocol, ProtocolCheck, ProtocolVersion
from plans.models.reliance import ConditionAnswer, Determination, Reliance

__all__ = [
    "ConditionAnswer", "Determination", "Plan", "PlanQuerySet", "PlannedAccount", "Protocol", "ProtocolCheck",
    "ProtocolVersion", "Reliance",
]  # fmt: skip
