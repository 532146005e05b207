"""Two texts, one place: how does a person choose? A page with both, what differs and what both would sign.

Each place has a choice `pick-<input name>`: "theirs", "mine" or "merged" (the text in the box, which may be edited). A
row that somebody removed has one for all of its cells: `pick-row-<table>-<uuid hex>`.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from documents import places
from documents.colliding import Told
from documents.sent import Sent

THEIRS, MINE, MERGED = "theirs", "mine", "merged"


@dataclass(frozen=True)
class Group:
    """What is chosen with one choice: one place, or all places of a row that is gone."""

    name: str
    told: tuple[Told, ...]

    @property
    def first(self) -> Told:
        return self.told[0]

    @property
    def row_is_gone(self) -> bool:
        return self.first.collision.row_is_gone

    @property
    def preferred(self) -> str:
        """Return what is chosen before the person chooses: what keeps both texts, and nothing where nothing does."""
        one = self.first.collision
        if self.row_is_gone or one.merged is None:
            return ""
        return {one.mine: MINE, one.theirs: THEIRS}.get(one.merged, MERGED) if self.first.is_text else MERGED


@dataclass(frozen=True)
class Choices:
    """What is left to choose after a request was saved as far as it could be.

    `removal` says that a row was to be removed which others changed: `told` is then what they wrote.
    """

    told: list[Told]
    sent: Sent
    revision: int
    removal: bool = False

    @property
    def groups(self) -> list[Group]:
        """Return the choices in the order of the page."""
        found: dict[str, list[Told]] = {}
        for one in self.told:
            found.setdefault(self._group(one), []).append(one)
        return [Group(name, tuple(group)) for name, group in found.items()]

    def _group(self, one: Told) -> str:
        if one.collision.row_is_gone and one.box.table and one.box.row:
            return places.row_prefix(one.box.table.key, one.box.row)
        return one.name

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what the request said besides: its button, and what could not be understood, to be sent again."""
        # A colon or this dash is in no input's name: how texts were translated, which is saved with the page.
        methods = [name for name in self.sent.data if ":" in name or name.endswith("section-method")]
        names = ["then", "is_done", *methods, *self.sent.errors]
        return [(name, text) for name in names for text in self.sent.data.getlist(name)]


def page(view: Any, choices: Choices) -> HttpResponse:
    """Show what is left to choose, under the section of `view`: a short page, without all that stands in a section."""
    address = reverse("documents:section", args=[view.object.pk, view.section.key])
    context = {
        "object": view.object,
        "section": view.section,
        "breadcrumbs": view.crumbs((view.section.heading, address), (_("Two texts"), "")),
        "choices": choices,
        "address": address,
        "has_errors": True,
    }
    return render(view.request, "documents/conflict.html", context, status=409)


def as_field(value: Any) -> str:
    """Return a value as a hidden field carries it."""
    return json.dumps(value, ensure_ascii=False)


def chosen(data: QueryDict) -> QueryDict:
    """Return what a request says with the choices made on the page of choices put in the place of their inputs.

    What was not chosen is sent as never seen: it collides again, and the page asks again. So is a proposal that was
    edited and then not chosen: no words are let go unread.
    """
    picks = {name.removeprefix("mine-"): name for name in data if name.startswith("mine-")}
    if not picks:
        return data
    made, unseen = data.copy(), {}
    for name in picks:
        pick = data.get(f"pick-{name}") or data.get(f"pick-{_row_of(name)}") or ""
        if pick != MERGED and _is_edited(data, name):
            made.setlist(name, _texts(data, name, MERGED))
            unseen[name] = -1
            continue
        if pick == THEIRS:
            continue
        texts = _texts(data, name, pick)
        made.setlist(name, texts)
        if pick not in {MINE, MERGED}:
            unseen[name] = -1
    if unseen:
        made["seen"] = json.dumps(unseen)
    return made


def _is_edited(data: QueryDict, name: str) -> bool:
    """Say whether somebody wrote in the box of the proposal."""
    written = data.get(f"text-{name}", "").replace("\r\n", "\n").strip()
    return bool(written) and written != str(_value(data, f"merged-{name}") or "").strip()


def _row_of(name: str) -> str:
    """Return the beginning of the names of a row's inputs."""
    return "-".join(name.split("-")[:3])


def _texts(data: QueryDict, name: str, pick: str) -> list[str]:
    if pick == MERGED and f"text-{name}" in data:
        return [data[f"text-{name}"]]
    value = _value(data, f"{pick if pick == MERGED else MINE}-{name}")
    if isinstance(value, list):
        return [str(one) for one in value]
    return ["" if value is None else str(value)]


def _value(data: QueryDict, name: str) -> Any:
    """Return what a hidden field carries; None for what is no value of ours."""
    try:
        return json.loads(data.get(name) or "null")
    except ValueError:
        return None
