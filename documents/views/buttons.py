"""What do the buttons of a section do? They save first; then they open, move or remove a row, undo, or lead on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from documents import actions, protocol_choices, rules, starting, translation_buttons
from documents.actions import Written
from documents.draft import Draft
from documents.forms import INLINE_COLUMNS
from documents.models import Document, Row
from documents.sent import Sent, as_revision
from documents.sheet import as_uuid
from documents.views.frame import OfDocument
from govsocial.core.views import Act


class Buttons:
    """Mixed into the page of a section. `left_open` is a row that stays open, `anchor` the part of the page to see."""

    object: Document
    request: Any
    section: Any
    draft: Draft
    neighbour: Any
    left_open: UUID | None = None
    anchor = ""

    def still_open(self, sent: Sent) -> UUID | None:
        """Return the row of a larger table that was open on the page that was sent, and is there."""
        wide = {table.key for table in self.section.tables if len(table.columns) > INLINE_COLUMNS}
        opened = {row for row, table in sent.tables.items() if table in wide}
        return next((row.uuid for key in wide for row in self.draft.rows.get(key, []) if row.uuid in opened), None)

    @property
    def wish(self) -> tuple[str, str]:
        """Return what the pressed button asks for: a verb, and what it is about."""
        verb, _colon, said = self.request.POST.get("then", "").partition(":")
        return verb, said

    def arrange(self, sent: Sent, written: Written) -> str:
        """Move, remove or undo, when that was the button; what was typed is saved by now. Return what to say."""
        verb, said = self.wish
        if said_so := translation_buttons.press(self.object, sent.data, by=self.request.user):
            return said_so
        if said_so := starting.press(self.object, self.section, self.wish, by=self.request.user):
            return said_so
        if said_so := protocol_choices.press(self.object, self.section, self.wish, by=self.request.user):
            return said_so
        if verb == "undo":
            undone = actions.undo(self.object, self.section.key, as_revision(said), by=self.request.user)
            self.anchor = f"#{undone.before[0]['table']}"
            return _("Undone.")
        row = self.row_named(said) if verb in {"up", "down", "remove"} else None
        if row is None:
            return ""
        if verb == "remove":
            seen = sent.seen_of_row(row.uuid)
            actions.remove_row(row, by=self.request.user, seen=seen, own=written.saved)
            sent.drop_row(row.uuid)
            self.anchor = f"#{row.table}"
            return _("Row removed.")
        actions.move_row(row, up=verb == "up", by=self.request.user)
        return ""

    def row_named(self, said: str) -> Row | None:
        """Return the row that a button names, if it is one of this section."""
        uuid = as_uuid(said)
        tables = [table.key for table in self.section.tables]
        return next((row for key in tables for row in self.draft.rows.get(key, []) if row.uuid == uuid), None)

    def next_address(self) -> str:
        """Return where the pressed button leads: an open row, the next section, or this page again."""
        here = reverse("documents:section", args=[self.object.pk, self.section.key])
        verb, said = self.wish
        if verb == "row" and (uuid := as_uuid(said)):
            return f"{here}?row={uuid}#row-{uuid}"
        if verb == "add" and said in {table.key for table in self.section.tables}:
            return f"{here}?add={said}#new-{said}"
        if verb in {"paste", "library"} and said in {table.key for table in self.section.tables}:
            return reverse(f"documents:{verb}", args=[self.object.pk, said])
        if verb in {"up", "down"} and (uuid := as_uuid(said)):
            return f"{here}#row-{uuid}"
        if beside := self.pressed_beside():
            return here + beside
        if verb == "close" and said in {table.key for table in self.section.tables}:
            return f"{here}#{said}"
        if verb == "stay" and self.left_open:
            return f"{here}?row={self.left_open}#row-{self.left_open}"
        if verb:
            return here + self.anchor
        following = self.neighbour(self.section.key, 1)
        if following is None:
            return self.object.get_absolute_url()
        return reverse("documents:section", args=[self.object.pk, following.key])

    def pressed_beside(self) -> str:
        """Return what leads back to the answer beside which a button was pressed; "" for any other button."""
        verb, said = self.wish
        if verb in translation_buttons.VERBS:
            return translation_buttons.back_to(said)
        if verb in protocol_choices.VERBS:
            return protocol_choices.back_to(self.wish)
        return starting.back_to(self.section, self.wish) if verb in starting.VERBS else ""


class Undo(OfDocument, Act):
    """Undo the last rearrangement of a section: rows that were added, removed or moved."""

    rule = rules.WRITE

    def perform(self) -> None:
        key = self.section_or_404(self.kwargs["key"]).key
        actions.undo(self.object, key, as_revision(self.request.POST.get("revision", "")), by=self.request.user)
        messages.success(self.request, _("Undone."))

    def back(self) -> str:
        return reverse("documents:section", args=[self.object.pk, self.kwargs["key"]])
