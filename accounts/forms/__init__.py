"""What do people type about official accounts? `recording` (the entity), `asking` (departments), `duties`, lists."""

from accounts.forms.asking import OFFICIAL, DispositionForm, LinkPlanForm, RegisterForm
from accounts.forms.duties import AcknowledgeForm, SpecificationForm, TranscribeForm
from accounts.forms.filters import AccountFilters, SubmissionFilters
from accounts.forms.recording import (
    ChecklistForm,
    ClosingNoteForm,
    DetailsForm,
    EmptyForm,
    MoveForm,
    ProviderForm,
    TermsForm,
)

__all__ = [
    "OFFICIAL",
    "AccountFilters",
    "AcknowledgeForm",
    "ChecklistForm",
    "ClosingNoteForm",
    "DetailsForm",
    "DispositionForm",
    "EmptyForm",
    "LinkPlanForm",
    "MoveForm",
    "ProviderForm",
    "RegisterForm",
    "SpecificationForm",
    "SubmissionFilters",
    "TermsForm",
    "TranscribeForm",
]
