"""What does the page say and hear while somebody writes? Autosave, and a pulse that says who else is here."""

import json
from typing import Any

from django.core.exceptions import BadRequest, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import actions, completeness, history, places, presence, rules, translation_words
from documents.actions import Written
from documents.colliding import moment, told, who
from documents.models import DraftSection, Edit
from documents.sent import Sent, as_data, as_revision, seen_by_place
from documents.views.frame import OfDocument
from govsocial.core.views import Endpoint


class Autosave(OfDocument, Endpoint):
    """Save what was typed since the last time: what does not collide is saved, and the rest is told."""

    rule = rules.WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.section = self.section_or_404(self.kwargs["key"])
        said = self.said()
        fields = said["fields"]
        sent = Sent(self.object, self.section, as_data(fields), names=fields)
        page = as_revision(said.get("page", ""))
        try:
            written = actions.write(
                self.object,
                self.section.key,
                sent.values,
                by=request.user,
                seen=seen_by_place(sent, page, said.get("seen")),
                tables=sent.tables,
                since=page,
            )
        except ValidationError as error:
            return self.answer({"frozen": True, "message": " ".join(error.messages)}, status=409)
        sent.refuse(written.refused)
        return self.answer(self.told(sent, written, page), status=422 if sent.errors else 200)

    def said(self) -> dict[str, Any]:
        """Return the body of the request; 400 when it is not of the shape that the page sends."""
        try:
            said = json.loads(self.request.body)
        except ValueError as error:
            raise BadRequest("not JSON") from error
        if not isinstance(said, dict) or not isinstance(said.setdefault("fields", {}), dict):
            raise BadRequest("not an autosave")
        return said

    def told(self, sent: Sent, written: Written, page: int) -> dict[str, Any]:
        """Return what the page must know after the save."""
        reader = self.request.user
        unknown = {name: [_("This question is not asked here any more.")] for name in sent.unknown}
        return {
            "revision": written.revision,
            "saved_at": moment(timezone.now()),
            "collisions": [one.as_json() for one in told(written.collisions, sent, reader)],
            "taken": taken(written, page, set(sent.boxes), reader),
            "errors": {name: " ".join(messages) for name, messages in {**unknown, **sent.errors}.items()},
            "people": presence.people(self.object, self.section.key, reader),
            "progress": completeness.in_words(completeness.section_progress(written.draft, self.section)),
            "translations": translation_words.as_json(written.draft.translations, self.spots(written)),
        }

    def spots(self, written: Written) -> list[str]:
        """Return every bilingual answer and cell of the section."""
        found = [field.key for field in self.section.fields if field.is_bilingual]
        for table in self.section.tables:
            columns = [column.key for column in table.columns if column.is_bilingual]
            found += [f"{row.uuid}.{key}" for row in written.draft.rows.get(table.key, []) for key in columns]
        return found

    def answer(self, said: dict[str, Any], *, status: int = 200) -> JsonResponse:
        return JsonResponse({**said, "csrf": get_token(self.request), "person": self.request.user.pk}, status=status)


def taken(written: Written, page: int, names: set[str], reader: Any) -> dict[str, dict[str, Any]]:
    """Return {input name: {"value", "by"}} of what changed since the revision `page` beside the inputs `names`.

    Rows that were added, moved or removed are there by the beginning of their inputs' names, too.
    """
    rows = {str(row.uuid): row.table for held in written.draft.rows.values() for row in held}
    now, found = written.draft.values(), {}
    for edit in written.edits:
        if edit.revision <= page:
            break
        by = who(edit.by, reader)
        if edit.kind != Edit.Kind.WRITTEN:
            rows |= {held["uuid"]: held["table"] for held in edit.before}
        for place in touched(edit, page):
            name = _name(place, rows)
            if name and name not in names:
                # What this very save brought along (the code of a new row) has nobody else's name on it.
                found.setdefault(name, {"value": now.get(place), "by": "" if place in written.saved else by})
    return found


def touched(edit: Edit, page: int) -> list[str]:
    """Return what `edit` changed after `page`: places; of whole rows, their uuids and the places of their cells."""
    if edit.kind == Edit.Kind.WRITTEN:
        return history.changed_places(edit, page)
    found = [held["uuid"] for held in edit.before]
    if edit.kind == Edit.Kind.ROWS_MOVED:
        return found
    return found + [place for held in edit.before for place in places.of_cells(held["uuid"], held["cells"])]


def _name(place: str, rows: dict[str, str]) -> str:
    uuid = place.partition(".")[0]
    if "|" not in place:
        return places.row_prefix_of(rows[uuid], uuid) if uuid in rows else ""
    if "." not in place:
        return places.name_of(place)
    return places.name_of(place, rows[uuid]) if uuid in rows else ""


class Pulse(OfDocument, Endpoint):
    """Say that the page is open, and hear who else is here and whether anything changed."""

    rule = rules.WRITE

    def rows(self) -> Any:
        state = DraftSection.objects.filter(document=OuterRef("pk"), key=self.kwargs["key"])
        return super().rows().annotate(section_revision=Subquery(state.values("revision")))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = self.section_or_404(self.kwargs["key"]).key
        said = {
            "people": presence.people(self.object, key, request.user),
            "revision": self.object.section_revision or 0,
            "frozen": not self.object.is_editable,
            "person": request.user.pk,
            "csrf": get_token(request),
        }
        return JsonResponse(said)
