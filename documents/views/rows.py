"""The pages on which one row of a table is added, changed, moved or removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import actions, rules
from documents.actions import StaleWriting
from documents.forms import RowForm, differences
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
    def table_key(self) -> str:
        row = self.stored
        return row.table if row else self.kwargs["table"]

    @property
    def table(self) -> Any:
        try:
            field = self.object.outline.field(self.table_key)
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
    """A stored row. When somebody else saved or removed it meanwhile, both are shown; saving again keeps the boxes."""

    @property
    def stored(self) -> Row | None:
        try:
            return super().stored
        except Http404:
            if self.request.method != "POST" or "table" not in self.request.POST:
                raise
            return None  # What was typed into a row that is gone must not go with it: the page says of which table.

    @property
    def table_key(self) -> str:
        row = self.stored
        return row.table if row else self.request.POST["table"]

    def perform(self, form: RowForm) -> str:
        try:
            return super().perform(form)
        except StaleWriting:
            self.refused = form
            raise

    def save(self, form: RowForm) -> None:
        row = self.stored
        if row is not None:
            actions.save_row(row, form.cells, by=self.request.user, expected_revision=form.seen)
        elif form.cleaned_data["row_revision"] is not None:
            raise StaleWriting(_("Somebody else removed this row while you were writing."), code="stale")
        else:
            super().save(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().post(request, *args, **kwargs)
        except Row.DoesNotExist as error:
            raise Http404 from error
        form = getattr(self, "refused", None)
        return self.conflict(form) if form is not None else response

    def conflict(self, form: RowForm) -> HttpResponse:
        """Show the stored row, or that there is none, beside what was typed."""
        row = self.stored
        gone = {"question": self.table.row_label, "label": "", "lang": "", "text": ""}
        theirs = differences(RowForm(self.object, self.table, row), form) if row else [gone]
        form.data = form.data.copy()
        form.data["row_revision"] = row.revision if row else ""
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
