"""Which platforms did the central entity review, and which assessments cover which uses? (§4.2(f))"""

from risk.models.assessment import Assessment, AssessmentQuerySet
from risk.models.platform import Platform, PlatformQuerySet
from risk.models.version import AssessmentVersion

__all__ = ["Assessment", "AssessmentQuerySet", "AssessmentVersion", "Platform", "PlatformQuerySet"]
