"""On which pages does an officer collect the records that fall in the scope of a request? (App. A, Access)"""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from govsocial.core.views import FormPage, Listing, Page, RuledView
from organizations.models import Organization, Role
from reports import actions, rules
from reports.models import RecordsExport
from reports.records_forms import RecordsForm

LIST = _("Collections of records")


class RecordsList(Listing):
    """The collections that were made for the departments whose requests one answers, newest first."""

    rule, model = rules.ANSWER_REQUESTS, RecordsExport
    template_name = "reports/records_list.html"
    order = ("-pk",)

    def rows(self) -> Any:
        return super().rows().select_related("organization", "asked_by")

    def context(self) -> dict[str, Any]:
        hats = self.request.user.hats
        places = {hat.organization_id for hat in hats if hat.role == Role.ADVISOR and hat.area == "privacy"}
        return {"organizations": Organization.objects.filter(pk__in=places).order_by("name_en")}


class RecordsAsk(FormPage):
    """Have the records about some accounts between two days collected."""

    rule, model = rules.ANSWER_REQUESTS, Organization
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    template_name = "reports/records_ask.html"
    done = _("The records are being collected. Come back to this page in a few minutes.")

    def form(self, data: Any = None, files: Any = None) -> RecordsForm:
        return RecordsForm(data, organization=self.object)

    def perform(self, form: RecordsForm) -> str:
        return actions.ask(self.object, form.asked, by=self.request.user).get_absolute_url()

    def context(self) -> dict[str, Any]:
        here = {"label": _("Collect records"), "url": ""}
        return {"breadcrumbs": [{"label": LIST, "url": reverse("reports:records")}, here]}


class RecordsPage(Page):
    """One collection: what is in it, with fingerprints, what is not, and until when it can be had."""

    rule, model = rules.ANSWER_REQUESTS, RecordsExport
    template_name = "reports/records_export.html"

    def rows(self) -> Any:
        return super().rows().select_related("organization", "asked_by")

    def context(self) -> dict[str, Any]:
        crumbs = [{"label": LIST, "url": reverse("reports:records")}, {"label": self.object.reference, "url": ""}]
        return {
            "breadcrumbs": crumbs,
            "accounts": self.object.accounts.select_related("platform").order_by("sort_name"),
        }


class RecordsTake(RuledView):
    """Hand the file out, once more on the record."""

    rule, model = rules.ANSWER_REQUESTS, RecordsExport
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    def rows(self) -> Any:
        return super().rows().select_related("organization")

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            file = actions.take(self.object, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return HttpResponseRedirect(self.object.get_absolute_url())
        return FileResponse(file, as_attachment=True, filename=self.object.file_name, content_type="application/zip")
