"""What did the browser send? Places and plain values, from a form or from autosave; and what was wrong, by input.

A form that was on the page as a whole says so in its hidden fields `page` ("answers", and "<table>-<uuid hex>" for each
row with inputs): of what a browser leaves out when nothing is chosen (radio buttons, boxes to tick) an absent name then
means that nothing is chosen. Every other absent name says nothing, and changes nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from documents import places
from documents.forms import field_for, languages_of, options, plain
from documents.models import Document

ROW = re.compile(r"row-(?P<table>[a-z][a-z0-9_]*)-(?P<row>[0-9a-f]{32})-(?P<input>[a-z][a-z0-9_]*)")
MARKER = re.compile(r"(?P<table>[a-z][a-z0-9_]*)-(?P<row>[0-9a-f]{32})")
ANSWERS = "answers"


@dataclass(frozen=True)
class Box:
    """One input of a page: its name, what is asked there, and the place that it fills."""

    name: str
    asked: Any
    lang: str
    place: str
    table: Any = None
    row: UUID | None = None


def box(section: Any, name: str) -> Box | None:
    """Return the input `name` of a section's page, or None when the section asks no such thing."""
    found = ROW.fullmatch(name)
    if found is None:
        return _named(name, (field for field in section.fields if not field.is_table))
    table = next((one for one in section.tables if one.key == found["table"]), None)
    return _named(found["input"], table.typed_columns, name, table, UUID(found["row"])) if table else None


def _named(said: str, asked: Iterable[Any], name: str = "", table: Any = None, row: UUID | None = None) -> Box | None:
    for one in asked:
        for lang in languages_of(one):
            if places.input_name(one.key, lang) == said:
                place = places.cell(row, one.key, lang) if row else places.answer(one.key, lang)
                return Box(name or said, one, lang, place, table, row)
    return None


class Sent:
    """What a request says about one section. `names` are the inputs that it is about, when it is not a whole page."""

    def __init__(self, document: Document, section: Any, data: Any, names: Iterable[str] | None = None) -> None:
        self.document, self.section, self.data = document, section, data
        self.choices = options(document)
        self._names = None if names is None else list(names)
        self.errors: dict[str, list[str]] = {}
        self.values: places.Values = {}
        for one in self.boxes.values():
            self._take(one)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Return the inputs that the request is about, by name."""
        names = self.data if self._names is None else self._names
        found = {name: one for name in names if (one := box(self.section, name))}
        if self._names is None:
            found |= {one.name: one for one in self._unchosen() if one.name not in found}
        return found

    def _unchosen(self) -> Iterator[Box]:
        """Yield the inputs of which a browser sends nothing when nothing is chosen."""
        markers = self.data.getlist("page")
        if ANSWERS in markers:
            asked = [field for field in self.section.fields if not field.is_table and _is_chosen(field)]
            yield from (Box(one.key, one, "", places.answer(one.key)) for one in asked)
        for table, row in filter(None, (self._row(marker) for marker in markers)):
            for column in filter(_is_chosen, table.typed_columns):
                name, place = places.cell_name(table.key, row, column.key), places.cell(row, column.key)
                yield Box(name, column, "", place, table, row)

    def _row(self, marker: str) -> tuple[Any, UUID] | None:
        found = MARKER.fullmatch(marker)
        table = next((one for one in self.section.tables if found and one.key == found["table"]), None)
        return (table, UUID(found["row"])) if found and table else None

    def _take(self, one: Box) -> None:
        field = field_for(one.asked, one.lang, self.choices)
        raw = field.widget.value_from_datadict(self.data, {}, one.name)
        try:
            self.values[one.place] = plain(field.clean(raw))
        except ValidationError as error:
            self.errors[one.name] = list(error.messages)

    @property
    def unknown(self) -> set[str]:
        """Return the inputs that the request is about and that this section does not ask."""
        return set(self._names or ()) - self.boxes.keys()

    @property
    def tables(self) -> dict[UUID, str]:
        """Return the table of each row that the request is about."""
        return {one.row: one.table.key for one in self.boxes.values() if one.row}

    @property
    def revision(self) -> int:
        """Return the revision that the page was made from; a request that names none has seen nothing (-1)."""
        return as_revision(self.data.get("revision", ""))

    @cached_property
    def seen(self) -> dict[str, int]:
        """Return {place: revision} at which the page showed it: the page's, or what its script knows better."""
        try:
            known = json.loads(self.data.get("seen") or "{}")
        except ValueError:
            known = {}
        return seen_by_place(self, self.revision, known)

    def seen_of_row(self, row: UUID) -> int:
        """Return the oldest revision at which anything of a row was seen."""
        return min((self.seen[one.place] for one in self.boxes.values() if one.row == row), default=self.revision)

    def refuse(self, refused: dict[str, str]) -> None:
        """Note what was understood and yet not taken, {place: why}: it is shown again as it was typed."""
        for one in self.boxes.values():
            if one.place in refused:
                self.errors.setdefault(one.name, []).append(refused[one.place])

    def drop_row(self, row: UUID) -> None:
        """Forget what was wrong in a row: it was removed."""
        self.errors = {name: said for name, said in self.errors.items() if self.boxes[name].row != row}

    def faults(self) -> QueryDict | None:
        """Return what could not be understood, as it was typed; None when everything was."""
        if not self.errors:
            return None
        found = QueryDict(mutable=True)
        for name in self.errors:
            found.setlist(name, self.data.getlist(name))
        return found


def seen_by_place(sent: Sent, revision: int, known: Any) -> dict[str, int]:
    """Return {place: revision} from the page's revision and {input name: revision} of what is newer."""
    known = known if isinstance(known, dict) else {}
    return {one.place: as_revision(known.get(name, revision)) for name, one in sent.boxes.items()}


def as_revision(said: Any) -> int:
    """Return a revision from what a request says; -1 for anything that is none."""
    text = str(said)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _is_chosen(asked: Any) -> bool:
    """Say whether a browser sends nothing of this when nothing is chosen."""
    return asked.type in {"multichoice", "rows", "yes_no"}


def as_data(fields: dict[str, Any]) -> QueryDict:
    """Return {input name: value} of autosave's JSON as a form would have sent it."""
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        texts = value if isinstance(value, list) else [value]
        data.setlist(name, [_text(one) for one in texts if one is not None])
    return data


def _text(value: Any) -> str:
    return str(value).replace("\0", "")


def stored_data(form: forms.Form) -> QueryDict:
    """Return what a form of stored values would send: what is redisplayed around an input that was wrong."""
    return as_data({form.add_prefix(name): _shown(form.initial.get(name)) for name in form.fields})


def _shown(value: Any) -> Any:
    return "" if value is None else value
