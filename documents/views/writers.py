"""The page that says who may write a document beside those whose role lets them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import actions, rules
from documents.forms import WriterForm
from documents.views.frame import OfDocument
from govsocial.core import access
from govsocial.core.views import Act, FormPage
from organizations.models import User


class Writers(OfDocument, FormPage):
    """Who may write this one document beside those whose role lets them."""

    rule = rules.INVITE
    template_name = "documents/writers.html"
    done = gettext_lazy("Invited to write.")

    def form(self, data: Any = None, files: Any = None) -> WriterForm:
        here = User.objects.filter(memberships__organization=self.object.organization, is_active=True)
        return WriterForm(data, people=here.distinct().order_by("name"))

    def perform(self, form: WriterForm) -> str:
        actions.invite_writer(self.object, form.cleaned_data["person"], by=self.request.user)
        return self.request.path

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": self.crumbs((_("Who may write"), "")),
            "writers": [grant.user for grant in access.people_granted(self.object, "write_document")],
        }


class WriterRemove(OfDocument, Act):
    """Take back an invitation to write."""

    rule = rules.INVITE
    done = gettext_lazy("The invitation was taken back.")

    def perform(self) -> None:
        person = User.objects.filter(pk=self.kwargs["person"]).first()
        if person is not None:
            actions.remove_writer(self.object, person, by=self.request.user)

    def back(self) -> str:
        return reverse("documents:writers", args=[self.object.pk])
