"""The page on which a section is written, and who may write a document."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import actions, completeness, rules
from documents.actions import StaleWriting
from documents.forms import INLINE_COLUMNS, SectionForm, WriterForm, as_number, differences
from documents.models import Row
from documents.quoting import Texts
from documents.reading import Reading
from documents.views.frame import OfDocument
from documents.views.tables import Tables
from documents.views.talk import about
from govsocial.core import access
from govsocial.core.declare import panels_for
from govsocial.core.kept import take_kept
from govsocial.core.views import Act, FormPage, Page
from organizations.models import User


class SectionEdit(OfDocument, Page):
    """One section: written where it may be written, read where it may not, with its comments either way."""

    rule = rules.READ_SENT
    template_name = "documents/section.html"

    @property
    def section(self) -> Any:
        return self.section_or_404(self.kwargs["key"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_write:
            return self.read()
        kept = take_kept(request)
        if kept is not None:
            messages.warning(
                request, _("You had been signed out. What you typed is below: check it, then save it again.")
            )
        form = SectionForm(self.object, self.section, self.draft, kept)
        return self.show(form=form, tables=Tables(self, kept))

    def read(self) -> HttpResponse:
        """Show the section without inputs: it is frozen, or this person only reads and comments."""
        if not rules.READ.allows(self.request.user, self.object):
            raise Http404
        reading = Reading(self.draft.content())
        return self.show(read_section=reading.section(self.section.key))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(request.user, rules.WRITE, self.object)
        form = SectionForm(self.object, self.section, self.draft, request.POST)
        tables = Tables(self, request.POST)
        if not all([form.is_valid(), tables.is_valid()]):
            return self.show(form=form, tables=tables, has_errors=True, status=422)
        try:
            self.save(form, tables)
        except StaleWriting as error:
            return self.conflict(form, tables, error)
        except ValidationError as error:
            form.add_error(None, error)
            return self.show(form=form, tables=tables, has_errors=True, status=422)
        return HttpResponseRedirect(self.next_address())

    def save(self, form: SectionForm, tables: Tables) -> None:
        """Save answers and rows; then what the author says about being done."""
        key, person = self.section.key, self.request.user
        actions.save_section(self.object, key, form.answers, by=person, expected_revision=form.seen)
        tables.save(person)
        done = "is_done" in self.request.POST
        if done != bool(self.draft.sections[key].completed_at):
            actions.mark_section(self.object, key, done=done, by=person)
        self.arrange()
        messages.success(self.request, _("Saved."))

    def arrange(self) -> None:
        """Move or remove the row whose button was pressed; what was typed elsewhere is saved by now."""
        verb, _colon, said = self.request.POST.get("then", "").partition(":")
        number = as_number(said)
        if verb not in {"up", "down", "remove"} or number is None:
            return
        row = Row.objects.filter(document=self.object, pk=number).first()
        if row is not None and verb == "remove":
            actions.remove_row(row, by=self.request.user)
        elif row is not None:
            actions.move_row(row, up=verb == "up", by=self.request.user)

    def conflict(self, form: SectionForm, tables: Tables, error: StaleWriting) -> HttpResponse:
        """Show both texts where they differ; saving again keeps what is in the boxes."""
        form.add_error(None, error)
        del self.draft
        current = SectionForm(self.object, self.section, self.draft)
        theirs = differences(current, form)
        form.data = form.data.copy()
        form.data["revision"] = self.draft.sections[self.section.key].revision
        for row_form in tables.sent:
            row_form.data = form.data
        theirs += tables.conflicts()
        return self.show(form=form, tables=tables, conflict=theirs, has_errors=True, status=409)

    def next_address(self) -> str:
        """Return where the pressed button leads: a table's new row, the next section, or this page again."""
        wish, key = self.request.POST.get("then", ""), self.section.key
        verb, _colon, said = wish.partition(":")
        if verb == "row" and as_number(said) is not None:
            return reverse("documents:row", args=[self.object.pk, as_number(said)])
        if verb == "add" and said in {table.key for table in self.section.tables}:
            return reverse("documents:row_add", args=[self.object.pk, said])
        if wish:
            return reverse("documents:section", args=[self.object.pk, key])
        following = self.neighbour(key, 1)
        if following is None:
            return self.object.get_absolute_url()
        return reverse("documents:section", args=[self.object.pk, following.key])

    def context(self) -> dict[str, Any]:
        section, document = self.section, self.object
        talk = about(document, section.key, self.request.user, Texts.of_draft(self.draft))
        return {
            **talk,
            "notes": {"comments": talk["marks"]},
            "section": section,
            "breadcrumbs": self.crumbs((section.heading, "")),
            "parts": self._tables(),
            "progress": completeness.section_progress(self.draft, section),
            "gaps": list(completeness.section_missing(self.draft, section)) if self.may_write else [],
            "state": self.draft.sections[section.key],
            "may_write": self.may_write,
            "before": self.neighbour(section.key, -1),
            "after": self.neighbour(section.key, 1),
            "panels": panels_for(f"section:{section.key}", document, self.request.user),
        }

    def _tables(self) -> list[dict[str, Any]]:
        reading = Reading(self.draft.content())
        read = {part.key: part for part in reading.section(self.section.key).parts if hasattr(part, "rows")}
        return [
            {
                "table": table,
                "is_inline": len(table.columns) <= INLINE_COLUMNS,
                "rows": list(zip(self.draft.rows.get(table.key, []), read[table.key].rows, strict=True)),
            }
            for table in self.section.tables
        ]


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
