"""How is a collision told to the person whose text it is? Whose words, when, what differs, and what both would sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import places, words
from documents.actions import Collision
from documents.sent import Box
from govsocial.core.templatetags.ui import in_words
from organizations.models import User

SIDES = ("mine", "theirs", "merged")


def who(by: User | None, reader: User) -> str:
    """Return whose words they are, to the reader: a name, or themselves in another window."""
    if by is None:
        return _("somebody")
    return _("you, in another window") if by.pk == reader.pk else by.name


def named(by: User, reader: User) -> str:
    """Return who did something, to the reader: a name, or themselves."""
    return _("you") if by.pk == reader.pk else by.name


def moment(at: datetime | None) -> str:
    """Return a moment in words: the time alone when it was today."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    is_french = (get_language() or "").startswith("fr")
    clock = dateformat.format(local, r"G \h i" if is_french else "H:i").replace(" ", "\u00a0")
    return clock if local.date() == timezone.localdate() else f"{in_words(at)}, {clock}"


@dataclass(frozen=True)
class Told:
    """One collision beside the input that it is about, in words."""

    collision: Collision
    box: Box
    reader: User
    choices: Any

    @property
    def name(self) -> str:
        return self.box.name

    @property
    def label(self) -> str:
        """Return the question, with the row's kind and the language where there are such."""
        parts = [str(self.box.table.row_label)] if self.box.table else []
        parts.append(str(self.box.asked.label))
        parts += {"en": [_("in English")], "fr": [_("in French")]}.get(self.box.lang, [])
        return " – ".join(parts)

    @property
    def by(self) -> str:
        return who(self.collision.by, self.reader)

    @property
    def at(self) -> str:
        return moment(self.collision.at)

    @property
    def is_text(self) -> bool:
        """Say whether it is words, which can be compared and merged, and not a choice."""
        return self.box.asked.type in {"text", "short"}

    def shown(self, value: Any) -> str:
        """Return a value as a reader knows it: of a choice its label."""
        if value is None:
            return ""
        if self.box.asked.type == "yes_no":
            return _("Yes") if value == "yes" else _("No")
        if not self.box.asked.list:
            return str(value)
        labels = dict(self.choices(self.box.asked.list))
        return ", ".join(str(labels.get(code, code)) for code in (value if isinstance(value, list) else [value]))

    @property
    def base(self) -> str:
        return self.shown(self.collision.base)

    @property
    def theirs(self) -> str:
        return self.shown(self.collision.theirs)

    @property
    def mine(self) -> str:
        return self.shown(self.collision.mine)

    @property
    def merged(self) -> str:
        return self.shown(self.collision.merged)

    @property
    def has_merged(self) -> bool:
        """Say whether there is a proposal that is neither text."""
        one = self.collision
        return one.merged is not None and one.merged not in (one.mine, one.theirs)

    @property
    def difference(self) -> list[words.Segment]:
        """Return theirs and mine word by word: "removed" is only in theirs, "added" only in mine."""
        return words.segments(self.theirs, self.mine)

    @property
    def change(self) -> list[words.Segment]:
        """Return word by word what theirs made of what stood before."""
        return words.segments(self.base, self.theirs)

    def as_json(self) -> dict[str, Any]:
        """Return it as autosave answers it."""
        one = self.collision
        return {
            "name": self.name,
            "label": self.label,
            "by": self.by,
            "at": self.at,
            "theirs": one.theirs,
            "mine": one.mine,
            "merged": one.merged,
            "row_is_gone": one.row_is_gone,
            "difference": self._apart(self.theirs, self.mine),
            "mending": self._apart(self.theirs, self.merged),
        }

    def _apart(self, one: str, other: str) -> list[words.Segment]:
        """Return two texts word by word, or two choices one after the other."""
        whole: list[words.Segment] = [("removed", one), ("added", other)]
        return words.segments(one, other) if self.is_text else [part for part in whole if part[1]]


def told(collisions: tuple[Collision, ...], sent: Any, reader: User) -> list[Told]:
    """Return collisions beside their inputs; `sent` is the request (`documents.sent.Sent`) that met them."""
    boxes = {box.place: box for box in sent.boxes.values()}
    return [Told(one, boxes[one.place], reader, sent.choices) for one in collisions]


def of_row(collisions: tuple[Collision, ...], sent: Any, reader: User) -> list[Told]:
    """Return what others wrote into a row that was to be removed, in the order of its columns."""
    found = []
    for table in sent.section.tables:
        for column in table.columns:
            mine = (one for one in collisions if one.table == table.key and places.parse(one.place).key == column.key)
            found += [Told(one, _cell(one, table, column), reader, sent.choices) for one in mine]
    return found


def _cell(collision: Collision, table: Any, column: Any) -> Box:
    place = places.parse(collision.place)
    name = places.cell_name(table.key, place.row, place.key, place.lang) if place.row else ""
    return Box(name, column, place.lang, collision.place, table, place.row)
