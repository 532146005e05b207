"""Which platforms did the central entity review, and which assessments cover which uses? (§4.2(f))"""

from risk.models.accepting import Acceptance, AcceptanceRequest, AcceptanceRevocation, AcceptedRisk
from risk.models.assessment import Assessment, AssessmentQuerySet
from risk.models.change import Affected, AffectedAnswer, ChangeCalledOff, ChangeWorkedOut, PlatformChange
from risk.models.platform import Platform, PlatformQuerySet
from risk.models.registered import PreferredScale, RegisteredRisk, RegisteredTreatment, TreatmentProgress
from risk.models.version import AssessmentVersion

__all__ = [
    "Acceptance",
    "AcceptanceRequest",
    "AcceptanceRevocation",
    "AcceptedRisk",
    "Affected",
    "AffectedAnswer",
    "Assessment",
    "AssessmentQuerySet",
    "AssessmentVersion",
    "ChangeCalledOff",
    "ChangeWorkedOut",
    "Platform",
    "PlatformChange",
    "PlatformQuerySet",
    "PreferredScale",
    "RegisteredRisk",
    "RegisteredTreatment",
    "TreatmentProgress",
]
