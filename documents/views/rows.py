"""The pages on which one row of a table is added, changed, moved or removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import actions, rules
from documents.actions import StaleWriting
from documents.forms import RowForm
from documents.models import Row
from documents.views.frame import OfDocument
from govsocial.core.views import Act, FormPage


class OfTable(OfDocument):
    """Mixed into a page about one row: its table, its section and the way back to it."""

    @property
    def stored(self) -> Row | None:
        if "row" not in self.kwargs:
            return None
        row = Row.objects.filter(pk=self.kwargs["row"], document=self.object).first()
        if row is None:
            raise Http404
        return row

    @property
    def table(self) -> Any:
        row = self.stored
        try:
            field = self.object.outline.field(row.table if row else self.kwargs["table"])
        except KeyError as error:
            raise Http404 from error
        if not field.is_table:
            raise Http404
        return field

    def back(self) -> str:
        table = self.table
        section = self.object.outline.section_of(table.key)
        return reverse("documents:section", args=[self.object.pk, section.key]) + f"#{table.key}"


class RowAdd(OfTable, FormPage):
    """A new row, on a page of its own: the columns are many and bilingual."""

    rule = rules.WRITE
    template_name = "documents/row.html"
    done = gettext_lazy("Saved.")

    def form(self, data: Any = None, files: Any = None) -> RowForm:
        return RowForm(self.object, self.table, self.stored, data)

    def perform(self, form: RowForm) -> str:
        self.save(form)
        if self.request.POST.get("then") == "another":
            return reverse("documents:row_add", args=[self.object.pk, self.table.key])
        return self.back()

    def save(self, form: RowForm) -> None:
        actions.add_row(self.object, self.table.key, form.cells, by=self.request.user)

    def context(self) -> dict[str, Any]:
        section = self.object.outline.section_of(self.table.key)
        address = reverse("documents:section", args=[self.object.pk, section.key])
        return {
            "table": self.table,
            "section": section,
            "row": self.stored,
            "back_url": self.back(),
            "breadcrumbs": self.crumbs((section.heading, address), (str(self.table.row_label), "")),
        }


class RowEdit(RowAdd):
    """A stored row. When somebody else saved it meanwhile, both texts are shown; saving again keeps the boxes."""

    def save(self, form: RowForm) -> None:
        revision = form.cleaned_data["row_revision"]
        actions.save_row(self.stored, form.cells, by=self.request.user, expected_revision=revision)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().post(request, *args, **kwargs)
        except Row.DoesNotExist as error:
            raise Http404 from error
        form = getattr(self, "refused", None)
        return self.conflict(form) if form is not None else response

    def perform(self, form: RowForm) -> str:
        try:
            return super().perform(form)
        except StaleWriting:
            self.refused = form
            raise

    def conflict(self, form: RowForm) -> HttpResponse:
        """Show the stored row beside what was typed."""
        current = RowForm(self.object, self.table, self.stored)
        theirs = [
            {"question": question.asked.label, "label": bound.field.label, "lang": lang, "text": bound.initial or ""}
            for question in current.questions
            for lang, bound in (("en", question.en), ("fr", question.fr), ("", question.single))
            if bound is not None and str(bound.initial or "") != str(form[bound.name].value() or "")
        ]
        form.data = form.data.copy()
        form.data["row_revision"] = self.stored.revision
        return self.show(form=form, conflict=theirs, has_errors=True, status=409)


class RowRemove(OfTable, Act):
    """Remove a row; the versions that hold it keep it."""

    rule = rules.WRITE

    def perform(self) -> None:
        self.address = self.back_before()
        actions.remove_row(self.stored, by=self.request.user)
        messages.success(self.request, _("Row removed."))

    def back_before(self) -> str:
        return super().back()

    def back(self) -> str:
        return getattr(self, "address", None) or self.back_before()
