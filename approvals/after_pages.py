"""The pages on what was approved: does it still hold, and does an approval stand although an area objects?"""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import attesting, dissent, emergency, rules
from approvals.after_forms import AttestForm, KeepForm
from approvals.models import AttestationRequest
from documents.models import Document, Version
from documents.views.frame import OfDocument
from govsocial.core.confirming import Confirming, confirmed
from govsocial.core.views import FormPage


class Stating(FormPage):
    """A page on which somebody states that nothing in the version in force changes."""

    template_name = "approvals/attest.html"
    form_class = AttestForm
    done = gettext_lazy("Recorded: nothing in the version in force changes.")

    def document(self) -> Document:
        raise NotImplementedError

    @cached_property
    def version(self) -> Version | None:
        return self.document().effective_version

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"seen_sha": self.version.sha256 if self.version else ""}}

    def against(self) -> str:
        """Return why nothing can be stated here now, or ""."""
        raise NotImplementedError

    def way(self, document: Document) -> list[dict[str, str]]:
        """Return the way here: the kind's list, the document, this page."""
        kind = document.kind_info
        home = [{"label": str(kind.label_plural), "url": reverse(kind.list_url_name)}] if kind.list_url_name else []
        steps = [(document.title, document.get_absolute_url()), (_("Does it still hold?"), "")]
        return [*home, *({"label": label, "url": url} for label, url in steps)]

    def context(self) -> dict[str, Any]:
        document = self.document()
        return {
            "breadcrumbs": self.way(document),
            "document": document,
            "version": self.version,
            "against": self.against(),
            "may_change": rules.REVISE.allows(self.request.user, document) and document.state == "approved",
        }


class Attest(Stating):
    """Answer a question whether a document still holds."""

    rule = rules.ATTEST
    model = AttestationRequest

    def rows(self) -> Any:
        related = ("document__organization", "document__effective_version", "document__owner")
        return super().rows().select_related(*related)

    def document(self) -> Document:
        found: Document = self.object.document
        return found

    @cached_property
    def is_open(self) -> bool:
        return AttestationRequest.objects.open().filter(pk=self.object.pk).exists()

    def against(self) -> str:
        if not self.is_open:
            return _("This was answered already: nothing is waited for.")
        return attesting.refused(self.object)

    def perform(self, form: AttestForm) -> str:
        said = form.cleaned_data
        attesting.attest(self.object, text=said["text"], seen_sha=said["seen_sha"], by=self.request.user)
        return self.document().get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "request_": self.object}


class AttestReview(OfDocument, Stating):
    """End a review by stating that nothing changes."""

    rule = rules.ATTEST

    def document(self) -> Document:
        found: Document = self.object
        return found

    def against(self) -> str:
        return attesting.review_against(self.object)

    def perform(self, form: AttestForm) -> str:
        said = form.cleaned_data
        attesting.attest_review(self.object, text=said["text"], seen_sha=said["seen_sha"], by=self.request.user)
        return self.object.get_absolute_url()


class Keep(Confirming, OfDocument, FormPage):
    """Keep an emergency approval although an area does not concur, with a reason that stays on the record.

    It is as final as the approval was: who decides proves first that it is them.
    """

    rule = rules.APPROVE
    template_name = "approvals/keep.html"
    form_class = KeepForm
    done = gettext_lazy("Recorded: the approval stays, with your reason beside the objection.")

    def objection(self) -> dissent.Dissent | None:
        """Return the area's objection with the authors' answers, or None where it does not stand (any more)."""
        round_ = emergency.owed(self.object)
        if round_ is None:
            return None
        round_.document = self.object
        standings = [one for one in emergency.debt(round_).objections if one.area.code == self.kwargs["area"]]
        return next(iter(dissent.of_round(self.object, standings)), None)

    def perform(self, form: KeepForm) -> str:
        emergency.keep(
            self.object,
            area=self.kwargs["area"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            confirmed=confirmed(self.request),
        )
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": self.crumbs((_("Keep the approval"), "")), "dissent": self.objection()}
