"""The pages of official accounts: lists and one account, configuration, submissions, requests to close."""

from accounts.views.accounts import AccountList, AccountPage, LinkPlan, Register, WithoutPlan
from accounts.views.configuration import (
    ChecklistPage,
    ClosingNote,
    Configure,
    Details,
    ProviderRecord,
    RemoveProvider,
    RemoveTerms,
    TermsRecord,
)
from accounts.views.disposition import DispositionPage, StartClosingSubmission, StartDisposition
from accounts.views.duties import MyDuties, Specifications, Spokespersons, TranscribeDuties
from accounts.views.moves import MoveAccount
from accounts.views.submissions import RestOnCurrent, StartSubmission, SubmissionList, SubmissionPage

__all__ = [
    "AccountList",
    "AccountPage",
    "ChecklistPage",
    "ClosingNote",
    "Configure",
    "Details",
    "DispositionPage",
    "LinkPlan",
    "MoveAccount",
    "MyDuties",
    "ProviderRecord",
    "Register",
    "RemoveProvider",
    "RemoveTerms",
    "RestOnCurrent",
    "Specifications",
    "Spokespersons",
    "StartClosingSubmission",
    "StartDisposition",
    "StartSubmission",
    "SubmissionList",
    "SubmissionPage",
    "TermsRecord",
    "TranscribeDuties",
    "WithoutPlan",
]
