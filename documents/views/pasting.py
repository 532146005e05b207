"""The pages that fill a table from elsewhere: rows pasted from a spreadsheet, or chosen from a library."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from documents import actions, library, pointing, risk_library, rules, spreadsheet
from documents.spreadsheet import Pasted, TooMuch
from documents.views.frame import OfDocument
from govsocial.core.forms import Textarea
from govsocial.core.views import FormPage


class OfFilledTable(OfDocument):
    """Mixed into a page that adds rows to the table that the address names."""

    @property
    def table(self) -> Any:
        try:
            field = self.object.outline.field(self.kwargs["table"])
        except KeyError as error:
            raise Http404 from error
        if not field.is_table:
            raise Http404
        return field

    def back(self) -> str:
        section = self.object.outline.section_of(self.table.key)
        return reverse("documents:section", args=[self.object.pk, section.key]) + f"#{self.table.key}"

    def context(self) -> dict[str, Any]:
        table = self.table
        section = self.object.outline.section_of(table.key)
        address = reverse("documents:section", args=[self.object.pk, section.key])
        return {
            "table": table,
            "section": section,
            "back_url": self.back(),
            "breadcrumbs": self.crumbs((section.heading, address), (str(table.label), "")),
        }


class PasteForm(forms.Form):
    """What was copied from a spreadsheet."""

    pasted = forms.CharField(
        label=gettext_lazy("Rows copied from the spreadsheet"),
        help_text=gettext_lazy("Select the cells in your spreadsheet, copy them, and paste them here."),
        widget=Textarea(rows=12),
        strip=False,
        error_messages={"required": gettext_lazy("Paste at least one row.")},
    )


class Paste(OfFilledTable, FormPage):
    """Rows pasted from a spreadsheet: looked at first if wished; the good ones added, the others shown to be mended."""

    rule = rules.WRITE
    template_name = "documents/paste.html"
    form_class = PasteForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PasteForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, has_errors=True, status=422)
        try:
            pasted = spreadsheet.read(form.cleaned_data["pasted"], self.table, self.choices)
            if request.POST.get("then") == "look":
                return self.show(form=form, pasted=pasted, unknown=pasted.unknown)
            return self.add(pasted)
        except TooMuch as error:
            form.add_error("pasted", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        return self.show(form=form, has_errors=True, status=422)

    def choices(self, name: str) -> list[tuple[str, list[str]]]:
        """Return the options of a list with their names in both languages."""
        if pointing.table_of(name):
            return pointing.names(self.object, name)
        own = self.object.kind_info.choices(self.object, name)
        if own or name == "objectives":
            return [(code, [f"{code} – {text['en']}", f"{code} – {text['fr']}", *text.values()]) for code, text in own]
        return [(item.code, [str(item.name), item.name.en, item.name.fr]) for item in self.object.framework.items(name)]

    def add(self, pasted: Pasted) -> HttpResponse:
        """Add what was understood and is not there yet; show the rest again, with what is wrong in each cell."""
        stored = [row.cells for row in self.draft.rows.get(self.table.key, [])]
        fresh = [cells for cells in (actions.filled(row.cells) for row in pasted.good) if cells not in stored]
        if fresh:
            actions.add_rows(self.object, self.table.key, fresh, by=self.request.user, source="pasted")
            told = ngettext("%(count)d row was added.", "%(count)d rows were added.", len(fresh))
            messages.success(self.request, told % {"count": len(fresh)})
        if twice := len(pasted.good) - len(fresh):
            told = ngettext(
                "%(count)d row was in the table already, and was not added again.",
                "%(count)d rows were in the table already, and were not added again.",
                twice,
            )
            messages.info(self.request, told % {"count": twice})
        if not pasted.bad:
            return HttpResponseRedirect(self.back())
        form = PasteForm({"pasted": pasted.remaining()})
        form.is_valid()
        for fault in pasted.faults:
            form.add_error("pasted", str(fault))
        return self.show(form=form, left=len(pasted.bad), unknown=pasted.unknown, has_errors=True, status=422)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "targets": spreadsheet.targets(self.table), "unknown": [], "left": 0}


class Library(OfFilledTable, FormPage):
    """The library of a table: measures by outcome (App. D), risks by group. What is ticked becomes rows, to be changed
    freely."""

    rule = rules.WRITE

    @property
    def template_name(self) -> str:  # type: ignore[override]
        return "documents/risk_library.html" if self.table.library == "risks" else "documents/library.html"

    def load(self) -> Any:
        found = super().load()
        self.object = found
        if not self.table.library:
            raise Http404
        return found

    def form(self, data: Any = None, files: Any = None) -> forms.Form:
        if self.table.library == "risks":
            return risk_library.RisksForm(data, shelves=risk_library.shelves(self.object, self.draft, self.table))
        return library.MeasuresForm(data, shelves=library.shelves(self.object, self.draft, self.table))

    def perform(self, form: Any) -> str:
        chosen = form.chosen
        if self.table.library == "risks":
            said = risk_library.add(self.object, self.table, chosen, by=self.request.user)
            messages.success(self.request, said)
            return self.back()
        actions.add_rows(self.object, self.table.key, chosen, by=self.request.user, source="library")
        told = ngettext("%(count)d measure was added.", "%(count)d measures were added.", len(chosen))
        messages.success(self.request, told % {"count": len(chosen)})
        return self.back()
