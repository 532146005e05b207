"""Who opens the official form on which an assessment was signed outside? Its organization, and the central entity."""

from typing import Any

from django.urls import reverse

from files.models import Upload
from files.views import Download
from risk import rules
from risk.models import Assessment, AssessmentVersion


class SignedForm(Download):
    """The file of the signed form of one version of an assessment."""

    rule = rules.READ_SIGNED_FORM
    model = AssessmentVersion
    object: AssessmentVersion

    def rows(self) -> Any:
        found = AssessmentVersion.objects.filter(file__isnull=False)
        found = found.filter(assessment__in=Assessment.objects.visible_to(self.request.user).values("pk"))
        return found.select_related("assessment__organization", "file__stored")

    def subject(self) -> Any:
        return self.object.assessment

    def upload(self) -> Upload:
        return self.object.file

    def back(self) -> str:
        return reverse("risk:assessment", args=[self.object.assessment_id])
