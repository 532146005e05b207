"""What differs between two states of a document? Answers by question and language, rows by identity, words within text.

Pure functions on the plain JSON of `Draft.content()` and `Version.content`: no query, no request. What people wrote is
compared as it is stored (Markdown source), so that nothing that changed can hide behind how it is shown.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from documents import diff_attachments, kinds, words
from documents.attached import KEY as ATTACHMENTS
from documents.completeness import is_blank
from documents.differences import (
    HEADER,
    Change,
    Comparison,
    Line,
    Rewording,
    RowDifference,
    SectionDifference,
    State,
    TableDifference,
)
from documents.reading import LANGS, Reading, Value
from documents.words import Segment

PROSE = {"text", "short"}
Values = dict[str, Any]
Segmenter = Callable[[Any, Any], Iterable[Segment]]
_NOTHING: dict[str, Any] = {"answers": {}, "tables": {}}


def compare(
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    langs: tuple[str, ...] = LANGS,
    keys: frozenset[str] | None = None,
) -> Comparison:
    """Return what differs from `before` to `after`, labels and codes in the active language.

    `langs` leaves out texts of other languages; what has no language is always compared. `keys` names the only sections
    to compare ("header" is the title and the facts at the head).
    """
    return _Pair(Reading(before), Reading(after), langs).comparison(keys)


@dataclass(frozen=True)
class _Pair:
    """Two readings side by side: `old` and `new`."""

    old: Reading
    new: Reading
    langs: tuple[str, ...]

    def comparison(self, keys: frozenset[str] | None) -> Comparison:
        old, new = (
            {section["key"]: section for section in reading.content["sections"]} for reading in (self.old, self.new)
        )
        found = [self.header()] if keys is None or HEADER in keys else []
        order = [key for key in _merged(list(old), list(new)) if keys is None or key in keys]
        found += [self.section(key, old.get(key), new.get(key)) for key in order]
        if keys is None or ATTACHMENTS in keys:
            found += diff_attachments.differences(self.old, self.new, self.langs)
        return Comparison(tuple(found), (self.old.outline.version, self.new.outline.version))

    def header(self) -> SectionDifference:
        """Compare the titles, and the facts that the document's kind puts at its head."""
        old, new = ({fact.key: fact for fact in _facts(reading.content)} for reading in (self.old, self.new))
        lines = []
        for key in _merged(list(old), list(new)):
            label = (new.get(key) or old[key]).label
            was, now = (facts[key].value if key in facts else {} for facts in (old, new))
            value = Value(label, "" not in now, now.get("en", ""), now.get("fr", ""), now.get("", ""))
            lines.append(Line(key, label, value, tuple(self._changes(was, now, words.segments))))
        return _section(HEADER, _("Title and facts"), lines)

    def section(self, key: str, was: Any, now: Any) -> SectionDifference:
        old = self.old.outline.section(key) if was else None
        new = self.new.outline.section(key) if now else None
        fields = _matched(old.fields if old else (), new.fields if new else ())
        parts = [self._part(*pair, was or _NOTHING, now or _NOTHING) for pair in fields]
        return _section(
            key, (new or old).heading, parts, rewordings=self._rewordings(old, new, "title"), asked=_state(old, new)
        )

    def _part(self, old: Any, new: Any, was: Values, now: Values) -> Line | TableDifference:
        asked = new or old
        if asked.is_table:
            rows_before = was["tables"].get(asked.key, []) if old else []
            return self._table(old, new, rows_before, now["tables"].get(asked.key, []) if new else [])
        before, after = (side["answers"].get(asked.key, {}) for side in (was, now))
        if asked.is_bilingual:
            before, after = self.old.resolved(before), self.new.resolved(after)
        return self._line(old, new, before if old else {}, after if new else {})

    def _line(self, old: Any, new: Any, was: Values, now: Values) -> Line:
        """Compare one answer or cell, given as {language or "": value}."""
        asked = new or old
        value = self.new.value(asked, {lang: now[lang] for lang in ("", *self.langs) if lang in now})
        value = replace(value, wants_both=value.wants_both and self.langs == LANGS)
        changes = tuple(self._changes(was, now, self._segmenter(old or new, asked))) if was != now else ()
        return Line(
            asked.key, value.label, value, changes, self._rewordings(old, new, "label", "help"), _state(old, new)
        )

    def _changes(self, was: Values, now: Values, segmenter: Segmenter) -> Iterator[Change]:
        for lang in ("", *self.langs):
            old, new = (None if is_blank(side.get(lang)) else side[lang] for side in (was, now))
            if old != new:
                state: State = "added" if old is None else "removed" if new is None else "changed"
                yield Change(lang, state, tuple(segmenter(old, new)))

    def _segmenter(self, old: Any, new: Any) -> Segmenter:
        """Return how to compare two values: prose by words, several choices one by one, anything else whole."""
        if old.type in PROSE and new.type in PROSE:
            return lambda was, now: words.segments(str(was or ""), str(now or ""))
        return lambda was, now: _listed(self._said(self.old, old, was), self._said(self.new, new, now))

    def _said(self, reading: Reading, asked: Any, value: Any) -> list[str]:
        """Return a value in words, one for each choice of several."""
        values = value if isinstance(value, list) else [] if value is None else [value]
        plain = asked if not asked.is_bilingual else None
        return [reading.value(asked, {"": one}).text if plain else str(one) for one in values]

    def _rewordings(self, old: Any, new: Any, *names: str) -> tuple[Rewording, ...]:
        """Return how the outline words it differently, where both outlines have it."""
        if old is None or new is None or old is new:
            return ()
        found = []
        for name in names:
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                texts = ((lang, was.get(lang) if was else "", now.get(lang) if now else "") for lang in self.langs)
                found += [Rewording(name, lang, tuple(words.segments(a, b))) for lang, a, b in texts if a != b]
        return tuple(found)

    def _table(self, old: Any, new: Any, was: list[Values], now: list[Values]) -> TableDifference:
        before, after = ({row["uuid"]: (number, row) for number, row in enumerate(rows, 1)} for rows in (was, now))
        steady = {uuid for tag, uuids in _aligned(list(before), list(after)) if tag == "equal" for uuid in uuids}
        columns = _matched(old.columns if old else (), new.columns if new else ())
        rows = []
        for uuid in _merged(list(before), list(after)):
            row = self._row(old or new, new or old, columns, before.get(uuid), after.get(uuid))
            is_moved = uuid in before and uuid in after and uuid not in steady
            rows.append(replace(row, is_moved=is_moved))
        asked = new or old
        rewordings = self._rewordings(old, new, "label", "help")
        unchanged = sum(not row.is_changed for row in rows)
        names = (asked.key, str(asked.label), str(asked.row_label))
        return TableDifference(*names, tuple(rows), rewordings, _state(old, new), unchanged)

    def _row(self, old: Any, new: Any, columns: list[Any], was: Any, now: Any) -> RowDifference:
        was_at, row_before = was or (0, {"cells": {}})
        is_at, row_after = now or (0, {"cells": {}})
        lines = tuple(self._line(a, b, _by_lang(row_before, a), _by_lang(row_after, b)) for a, b in columns)
        state: State = "added" if not was else "removed" if not now else "same"
        if state == "same" and any(line.changes for line in lines):
            state = "changed"
        read = self.new.row(new, row_after, is_at) if now else self.old.row(old, row_before, was_at)
        return RowDifference(read.uuid, read.heading, state, lines, was_at=was_at, is_at=is_at)


def _section(key: str, title: str, parts: Sequence[Any], **more: Any) -> SectionDifference:
    return SectionDifference(key, title, tuple(parts), unchanged=sum(part.unchanged for part in parts), **more)


def _facts(content: dict[str, Any]) -> list[kinds.Fact]:
    """Return the title and what the kind tells of its frozen header."""
    title = kinds.Fact("title", _("Title"), dict(content["title"]))
    return [title, *kinds.get(content["kind"]).facts(content["header"])]


def _state(old: Any, new: Any) -> State:
    return "added" if old is None else "removed" if new is None else "same"


def _by_lang(row: Values, column: Any) -> Values:
    """Return a cell as {language or "": value}."""
    stored = row["cells"].get(column.key) if column else None
    return stored if isinstance(stored, dict) else {"": stored}


def _aligned(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield ("equal" | "removed" | "added", names) that lead from one order of names to the other."""
    for tag, i1, i2, j1, j2 in words.opcodes(before, after):
        if tag == "equal":
            yield tag, before[i1:i2]
        else:
            yield "removed", before[i1:i2]
            yield "added", after[j1:j2]


def _merged(before: list[str], after: list[str]) -> list[str]:
    """Return the names of both in the order of `after`; one that is only in `before` stands where it stood."""
    kept = set(after)
    return [name for tag, names in _aligned(before, after) for name in names if tag != "removed" or name not in kept]


def _matched(before: Sequence[Any], after: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return the questions or columns of two outlines in pairs, None where one outline lacks it."""
    old, new = ({f"{one.key} {one.type == 'table'}": one for one in side} for side in (before, after))
    return [(old.get(name), new.get(name)) for name in _merged(list(old), list(new))]


def _listed(was: list[str], now: list[str]) -> list[Segment]:
    """Return choices one by one, parted by semicolons."""
    found: list[Segment] = []
    for tag, i1, i2, j1, j2 in words.opcodes(was, now):
        if tag == "equal":
            found += [("same", one) for one in was[i1:i2]]
        else:
            found += [("removed", one) for one in was[i1:i2]]
            found += [("added", one) for one in now[j1:j2]]
    parted: list[Segment] = [part for segment in found for part in (("same", "; "), segment)]
    return parted[1:]
