"""Where does an author say whether the conditions are met, and confirm what covers the plan? (§4.2(f); App. C(f))"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Answer
from documents.rules import WRITE
from documents.views.frame import OfDocument
from govsocial.core.views import FormPage
from plans import actions, coverage, reliance
from plans.reliance_forms import CoverageForm


class CoveragePage(OfDocument, FormPage):
    """What covers the plan, use by use; the conditions, one by one; and the confirmation, with its reason."""

    rule = WRITE
    template_name = "plans/coverage.html"
    done = gettext_lazy("Saved.")

    def rows(self) -> Any:
        return super().rows().filter(kind="plan")

    def form(self, data: Any = None, files: Any = None) -> CoverageForm:
        found = coverage.find(self.object)
        return CoverageForm(found, data, initial={**self._reason(), "seen": coverage.result(found.coverage)})

    def _reason(self) -> dict[str, str]:
        said = Answer.objects.filter(document=self.object, field=coverage.REASON).exclude(lang="")
        return {f"reason_{lang}": value or "" for lang, value in said.values_list("lang", "value")}

    def perform(self, form: CoverageForm) -> str:
        actions.answer_conditions(self.object, form.said, by=self.request.user)
        if self.request.POST.get("do") != "confirm":
            return f"{reliance.address(self.object)}#result"
        # What was just said may change the result: then it is shown, and confirmed once it was read.
        seen = form.cleaned_data["seen"]
        actions.confirm_coverage(self.object, reason=form.reason, seen=seen, by=self.request.user)
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        document = self.object
        found = coverage.find(document)
        return {
            "breadcrumbs": self.crumbs((_("What covers the plan"), "")),
            "heading": _("What covers the plan"),
            "over": document.title,
            "back_url": document.get_absolute_url(),
            "coverage": coverage.plain(found),
            "is_covered": bool(found.coverage.uses) and not found.coverage.not_covered,
            "waiting": reliance.unconfirmed(found),
            "leverage": document.framework.leverage,
            "answer": str(document.framework.item("coverage_answers", found.coverage.answer).name),
        }
