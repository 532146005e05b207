"""Which platforms did the central entity review, and which assessments cover which uses? (§4.2(f))"""

from risk.models.assessment import Assessment, AssessmentQuerySet
from risk.models.platform import Platform, PlatformQuerySet

__all__ = ["Assessment", "AssessmentQuerySet", "Platform", "PlatformQuerySet"]
