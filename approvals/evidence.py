"""Who opens the evidence of a signature given outside, or of a condition that was met? Who may read the document."""

from typing import Any

from django.urls import reverse

from approvals import rules
from approvals.models import Condition, ConditionStep, SignOff
from documents.models import Document
from documents.rules import READ_SENT
from files import news
from files.models import StoredFile, Upload
from files.views import Download
from govsocial.core import ledger


class SignOffEvidence(Download):
    """The scan or the message that proves a signature given outside."""

    rule = READ_SENT
    model = SignOff
    object: SignOff

    def rows(self) -> Any:
        found = SignOff.objects.filter(evidence_file__isnull=False)
        found = found.filter(round__document__in=Document.objects.visible_to(self.request.user).values("pk"))
        return found.select_related("round__document__organization", "evidence_file__stored")

    def subject(self) -> Any:
        return self.object.round.document

    def upload(self) -> Upload:
        return self.object.evidence_file

    def back(self) -> str:
        return reverse("approvals:document", args=[self.object.round.document_id])


class StepEvidence(Download):
    """The file that shows how a condition was met."""

    rule = rules.READ_CONDITION
    model = ConditionStep
    object: ConditionStep

    def rows(self) -> Any:
        found = ConditionStep.objects.filter(file__isnull=False)
        found = found.filter(condition__in=Condition.objects.visible_to(self.request.user).values("pk"))
        return found.select_related("condition__document__organization", "file__stored")

    def subject(self) -> Any:
        return self.object.condition.document

    def upload(self) -> Upload:
        return self.object.file

    def back(self) -> str:
        return self.object.condition.get_absolute_url()


@news.listen
def record_withheld(stored: StoredFile) -> None:
    """Write a line on every document whose evidence a virus scanner took away."""
    signed = SignOff.objects.filter(evidence_file__stored=stored, carried_from__isnull=True)
    signed = signed.select_related("round__document__organization")
    told = [(one.round.document, {"sign_off": one.pk}) for one in signed]
    steps = ConditionStep.objects.filter(file__stored=stored).select_related("condition__document__organization")
    told += [(one.condition.document, {"condition": one.condition_id}) for one in steps]
    for document, about in told:
        details = {**about, "sha256": stored.sha256, "finding": stored.finding}
        ledger.record("document.evidence_withheld", subject=document, by=None, details=details)
