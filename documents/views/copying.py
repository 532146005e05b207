"""The page on which an empty section is filled from an approved text of this or another organization."""

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import carrying, rules
from documents.beginning import Beginning
from documents.views.frame import OfDocument
from govsocial.core.views import FormPage


class CopyInto(OfDocument, FormPage):
    """Choose an approved text, look at what would be copied into this section, and copy it."""

    rule = rules.WRITE
    template_name = "documents/copy.html"

    @property
    def section(self) -> Any:
        return self.section_or_404(self.kwargs["key"])

    @cached_property
    def beginning(self) -> Beginning:
        said = self.request.POST if self.request.method == "POST" else self.request.GET
        here = {"document": self.object, "sections": [self.section.key]}
        return Beginning(self.object.kind, self.object.organization, self.request.user, said, **here)

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        return forms.Form(data)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.beginning.only_looks:
            return self.show(form=self.form())
        return super().post(request, *args, **kwargs)

    def perform(self, form: forms.Form) -> str:
        source = self.beginning.source()
        if source is None:
            raise ValidationError(_("Choose a text to copy from."), code="required")
        found = carrying.carry(self.object, source, by=self.request.user, sections=[self.section.key])
        count = found.answers + found.rows
        said = ngettext("%(count)d answer or row was copied.", "%(count)d answers and rows were copied.", count)
        messages.success(self.request, said % {"count": count} + " " + _("Review each before you send the document."))
        return reverse("documents:section", args=[self.object.pk, self.section.key])

    def context(self) -> dict[str, Any]:
        section = self.section
        back = reverse("documents:section", args=[self.object.pk, section.key])
        return {
            "breadcrumbs": self.crumbs((section.heading, back), (_("Copy from another text"), "")),
            "section": section,
            "beginning": self.beginning,
            "back_url": back,
        }
