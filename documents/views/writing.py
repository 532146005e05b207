"""The page on which a section is written; what its buttons do stands in `buttons`."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from documents import (
    access_warnings,
    actions,
    choosing,
    colliding,
    completeness,
    conditions,
    presence,
    protocol_choices,
    rules,
    starting,
    stray,
    translation_words,
)
from documents.actions import RowChanged, Written
from documents.models import Document
from documents.quoting import Texts
from documents.reading import Reading
from documents.sent import ANSWERS, Sent
from documents.sheet import Opened, Sheet
from documents.views.buttons import Buttons
from documents.views.frame import OfDocument
from documents.views.talk import about
from govsocial.core import access
from govsocial.core.declare import panels_for
from govsocial.core.kept import take_kept
from govsocial.core.views import Page


def gone(document: Document) -> Any:
    """Return what is said to somebody whose page asked what the outline no longer asks."""
    return format_html(
        "{} <a href='{}'>{}</a>",
        _("Some questions of the page that you had open are no longer asked. What you typed there is kept:"),
        reverse("documents:unplaced", args=[document.pk]),
        _("answers without a question"),
    )


class SectionEdit(Buttons, OfDocument, Page):
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
        return self.write(typed=kept)

    def read(self) -> HttpResponse:
        """Show the section without inputs: it is frozen, or this person only reads and comments."""
        if not rules.READ.allows(self.request.user, self.object):
            raise Http404
        reading = Reading(self.draft.content())
        return self.show(read_section=reading.section(self.section.key))

    def write(
        self, *, typed: QueryDict | None = None, fault: str = "", errors: Any = None, status: int = 200
    ) -> HttpResponse:
        """Show the section with its inputs, and over what is stored what was `typed` and not saved.

        What was typed as a whole page keeps the revision that the page had, so that nothing newer is overwritten.
        """
        # Read before the text: what is saved in between is then newer than the page says, and never overwritten unseen.
        state = self.draft.sections[self.section.key]
        reading = Reading(self.draft.content())
        sheet = Sheet(self.draft, self.section, typed=typed, opened=Opened.asked(self.request.GET), reading=reading)
        sheet.tell(errors or {})
        if fault:
            sheet.form.add_error(None, fault)
        last = actions.undoable(self.object, self.section.key)
        return self.show(
            status=status,
            has_errors=status >= 400,
            form=sheet.form,
            sheet=sheet,
            tables=sheet.tables,
            revision=state.revision if typed is None or "revision" not in typed else typed["revision"],
            seen=typed.get("seen", "") if typed is not None else "",
            people=presence.people(self.object, self.section.key, self.request.user),
            last=last,
            last_by=colliding.named(last.by, self.request.user) if last else "",
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(request.user, rules.WRITE, self.object)
        if self.object.is_editable and stray.keep(self.object, request.POST, by=request.user):
            messages.warning(request, gone(self.object))
            if self.kwargs["key"] not in {section.key for section in self.object.outline.sections}:
                return HttpResponseRedirect(reverse("documents:unplaced", args=[self.object.pk]))
        data = choosing.chosen(request.POST)
        sent = Sent(self.object, self.section, data)
        try:
            return self.save(sent)
        except ValidationError as error:
            self.forget_draft()
            return self.write(typed=data, fault=" ".join(error.messages), status=422)

    def save(self, sent: Sent) -> HttpResponse:
        """Save what may be saved, and answer with what is left to settle: collisions, then faults."""
        person, key = self.request.user, self.section.key
        written = actions.write(self.object, key, sent.values, by=person, seen=sent.seen, tables=sent.tables)
        self.forget_draft()
        sent.refuse(written.refused)
        if written.collisions:
            return self.settle(sent, written, colliding.told(written.collisions, sent, person))
        try:
            wish = self.arrange(sent, written)
        except RowChanged as error:
            return self.settle(sent, written, colliding.of_row(error.collisions, sent, person), removal=True)
        faults = sent.faults()
        if faults:
            self.forget_draft()
            return self.write(typed=faults, errors=sent.errors, status=422)
        self.mark(sent)
        self.left_open = self.still_open(sent)
        messages.success(self.request, wish or _("Saved."))
        return HttpResponseRedirect(self.next_address())

    def forget_draft(self) -> None:
        """Let the draft be loaded again: it was changed."""
        self.__dict__.pop("draft", None)

    def mark(self, sent: Sent) -> None:
        """Record what the author says about being done; a request that is not of the page says nothing of it."""
        done = "is_done" in sent.data
        stands = bool(self.draft.sections[self.section.key].completed_at)
        if (ANSWERS in sent.data.getlist("page") or done) and done != stands:
            actions.mark_section(self.object, self.section.key, done=done, by=self.request.user)

    def settle(
        self, sent: Sent, written: Written, collisions: list[colliding.Told], *, removal: bool = False
    ) -> HttpResponse:
        """Show what others wrote meanwhile beside what was typed; the person chooses, and saves again."""
        if "is_done" not in sent.data:
            self.mark(sent)  # The page of choices has no box to take it back with.
        return choosing.page(self, choosing.Choices(collisions, sent, written.revision, removal=removal))

    def context(self) -> dict[str, Any]:
        section, document = self.section, self.object
        talk = about(document, section.key, self.request.user, Texts.of_draft(self.draft))
        return {
            **talk,
            "notes": {
                "comments": talk["marks"],
                "translation": translation_words.notes(self.draft, section.key),
                "required": conditions.notes(self.draft, section),
                "methods": translation_words.methods(),
                "protocols": protocol_choices.notes(self.draft, section, self.request.user) if self.may_write else {},
                **starting.notes(self.draft, section, self.request.user, may_write=self.may_write),
            },
            "translation": translation_words.Tally.of_section(self.draft, section.key),
            "section": section,
            "breadcrumbs": self.crumbs((section.heading, "")),
            "progress": completeness.in_words(completeness.section_progress(self.draft, section)),
            "gaps": list(completeness.section_missing(self.draft, section)) if self.may_write else [],
            "state": self.draft.sections[section.key],
            "may_write": self.may_write,
            "before": self.neighbour(section.key, -1),
            "after": self.neighbour(section.key, 1),
            "access_warnings": access_warnings.warnings(document, section, self.draft),
            "panels": panels_for(f"section:{section.key}", document, self.request.user),
        }
