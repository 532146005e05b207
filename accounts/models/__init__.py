"""Which rows do accounts keep? `official` (accounts and what is asked of the entity), `duties`, `specifications`."""

from accounts.models.duties import Acknowledgement
from accounts.models.official import (
    AccessGrant,
    ChecklistItem,
    Disposition,
    Exchange,
    OfficialAccount,
    OfficialAccountQuerySet,
    ProviderInformation,
    Submission,
    TermsAcceptance,
    names,
)
from accounts.models.specifications import SpecificationSignOff

__all__ = [
    "AccessGrant",
    "Acknowledgement",
    "ChecklistItem",
    "Disposition",
    "Exchange",
    "OfficialAccount",
    "OfficialAccountQuerySet",
    "ProviderInformation",
    "SpecificationSignOff",
    "Submission",
    "TermsAcceptance",
    "names",
]
