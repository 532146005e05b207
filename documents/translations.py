"""Where does the translation of each bilingual answer and cell stand: missing, in draft, reviewed or out of date?

The first language written is the original. Its counterpart is in step with the original that it was written (or
checked) against; when the words of the original change alone, the counterpart is out of date. What a save changed is
told to `note`; `states` answers for a whole draft in one query. Texts without a record (imported, copied, made before
there were records) count as in step and in draft. Spot and place: `documents.places`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from documents.models import Document, Translation
from organizations.models import User

LANGS = ("en", "fr")
OTHER = {"en": "fr", "fr": "en"}
SOURCE, MISSING, DRAFT, REVIEWED, STALE = "source", "missing", "draft", "reviewed", "stale"
#: What a save may write of a record that exists.
CHANGEABLE = ("source", "source_sha", "source_was", "is_reviewed", "by", "at")
Texts = dict[str, str]


# ---------------------------------------------------------------- what a save means


def note(
    document: Document,
    changes: Mapping[str, Any],
    *,
    by: User,
    stood: Mapping[str, Any],
    read: Mapping[str, Any] | None = None,
) -> None:
    """Record what a save means for translations: `changes` are {place: value}, blank or None where it was removed.

    `stood` is what stood there before the save, by place: of every spot in `changes`, both languages. `read` are texts
    that somebody else changed since the writer saw them, as the writer saw them (None for words that are not known any
    more): a translation is made from what was read. Two statements, however many places, under the document's lock.
    """
    spots = dict.fromkeys(spot for spot, lang in map(parted, changes) if lang)
    if not spots:
        return
    known = {one.place: one for one in Translation.objects.filter(document=document, place__in=spots)}
    fresh = []
    for spot in spots:
        was = _texts(stood, spot)
        now = _texts(changes, spot, was)
        record = known.get(spot) or Translation(document=document, place=spot)
        if _follow(record, was, now, _texts(read or {}, spot, now)):
            record.by, record.at = by, timezone.now()
            fresh.append(record)
    store(fresh)


def _texts(values: Mapping[str, Any], spot: str, otherwise: Texts | None = None) -> Texts:
    held = otherwise or {}
    return {lang: text_of(values.get(f"{spot}|{lang}", held.get(lang))) for lang in LANGS}


def store(records: list[Translation]) -> None:
    """Write records, new or changed, in one statement."""
    for record in records:
        record.pk = None  # The place decides which row it is.
    Translation.objects.bulk_create(
        records,
        update_conflicts=True,
        unique_fields=["document", "place"],
        update_fields=[*CHANGEABLE, "method"],
    )


def parted(place: str) -> tuple[str, str]:
    """Return the spot and the language ("" for none) of a place."""
    spot, _bar, lang = place.rpartition("|")
    return spot, lang


def text_of(value: Any) -> str:
    """Return a stored value as text, "" for what is blank."""
    return value.strip() if isinstance(value, str) else ""


def sha(text: str) -> str:
    """Return the SHA-256 of the words of `text`: how lines are broken is not a change to translate."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest() if text.split() else ""


def _follow(record: Translation, was: Texts, now: Texts, read: Texts) -> bool:
    """Bring `record` up to what was just saved; say whether anything about it changed."""
    changed = [lang for lang in LANGS if sha(was[lang]) != sha(now[lang])]
    filled = [lang for lang in LANGS if now[lang]]
    if not changed or not filled:
        return False  # Of what is blank in both languages, whoever writes first again decides.
    if not record.source:
        _begin(record, was, now, changed)
    if len(filled) == 1:
        return _stands_alone(record, filled[0], was, changed)
    if changed == [record.source]:
        return _source_changed(record, was[record.source], now[record.source])
    return _in_step(record, read[record.source], now[record.source])


def _begin(record: Translation, was: Texts, now: Texts, changed: list[str]) -> None:
    """Say which language is the original of a text without a record.

    What stood alone is. Of a text in both languages, the one that changes alone is: it is the one being written, and
    the other must be looked at. Where both came at once (pasted, or a page without autosave), nothing tells which was
    thought first; the language in which the author has the product open is the best guess, and can be changed.
    """
    stood = [lang for lang in LANGS if was[lang]]
    filled = [lang for lang in LANGS if now[lang]]
    record.is_reviewed = False
    if len(stood) == 1:
        record.source = stood[0]
    elif len(changed) == 1:
        record.source = changed[0]
    else:
        record.source = filled[0] if len(filled) == 1 else reader_language()
    record.source_sha = sha(was[record.source]) if len(stood) == len(LANGS) else ""


def reader_language() -> str:
    """Return the language in which the product is open."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def _stands_alone(record: Translation, alone: str, was: Texts, changed: list[str]) -> bool:
    """Only one language holds text now."""
    if record.source == alone:
        record.source_sha = record.source_was = ""
        record.is_reviewed = False
        return record.pk is None or bool(was[OTHER[alone]])
    if alone in changed:  # The original is gone and somebody writes in the other language: that is the original now.
        record.source, record.source_sha, record.source_was = alone, "", ""
        record.is_reviewed = False
        return True
    # The original was emptied, perhaps to be written anew: then its counterpart must be looked at.
    return _keep_words(record, was[record.source])


def _source_changed(record: Translation, before: str, after: str) -> bool:
    if sha(after) == record.source_sha:
        record.source_was = ""  # Undone: the counterpart is in step again.
    else:
        _keep_words(record, before)
    return True


def _keep_words(record: Translation, before: str) -> bool:
    """Keep the words that the counterpart was made from, the moment they are replaced."""
    if record.source_sha and sha(before) == record.source_sha:
        record.source_was = before
    return True


def _in_step(record: Translation, read: str, source: str) -> bool:
    """The counterpart was just written, from the original as it was `read`."""
    record.source_sha, record.is_reviewed = sha(read), False
    record.source_was = "" if sha(read) == sha(source) else read
    return True


# ---------------------------------------------------------------- where everything stands


@dataclass(frozen=True)
class SpotState:
    """Where one bilingual answer or cell that says something stands.

    `source` is the language of the original; `state` is its counterpart's: "missing" (only where the outline wants
    both languages), "draft", "reviewed", "stale", or "" where one language is enough. `source_was` are the words that
    a stale counterpart was made from, where they are known; `at` and `by` say when it last changed, and through whom.
    `method` is the answer's own or its section's; `own_method` its own alone. `row` and `column` are of a cell.
    """

    spot: str
    section: str
    field: Any
    asked: Any
    texts: Texts
    source: str
    state: str
    method: str = ""
    own_method: str = ""
    source_was: str = ""
    at: datetime | None = None
    by: Any = None
    row: Any = None
    number: int = 0

    @property
    def target(self) -> str:
        """Return the language of the counterpart."""
        return OTHER[self.source]

    @property
    def en(self) -> str:
        """Return the state of the English text: "source", or that of the counterpart."""
        return SOURCE if self.source == "en" else self.state

    @property
    def fr(self) -> str:
        """Return the state of the French text."""
        return SOURCE if self.source == "fr" else self.state

    @property
    def is_owed(self) -> bool:
        """Say whether the document cannot be sent as this stands: the outline wants both languages in step."""
        return self.wants_both and (self.state in {MISSING, STALE} or self.is_unread_machine_text)

    @property
    def wants_both(self) -> bool:
        return bool(self.asked.bilingual == "both")

    @property
    def is_unread_machine_text(self) -> bool:
        """Say whether a machine translated it and nobody has marked it as reviewed (App. A, official languages)."""
        return self.state == DRAFT and self.method == Translation.Method.MACHINE_REVIEWED

    @property
    def source_text(self) -> str:
        return self.texts[self.source]

    @property
    def target_text(self) -> str:
        return self.texts[self.target]


def states(draft: Any) -> dict[str, SpotState]:
    """Return {spot: state} of everything bilingual in `draft` that says something, in the document's order: one query.

    Takes a `documents.draft.Draft`, which keeps the result as `draft.translations`.
    """
    return _Book(draft).states()


@dataclass(frozen=True)
class _Found:
    """One bilingual answer or cell: where it stands and what it says."""

    spot: str
    section: str
    field: Any
    asked: Any
    texts: Texts
    row: Any = None
    number: int = 0


@dataclass
class _Book:
    """The records of one draft beside its texts."""

    draft: Any

    @cached_property
    def records(self) -> dict[str, Translation]:
        rows = Translation.objects.filter(document=self.draft.document).select_related("by")
        return {row.place: row for row in rows}

    @cached_property
    def usual(self) -> str:
        """Return the language in which most of the document was first written: the guess for texts without a record."""
        counted = Counter(row.source for row in self.records.values()).most_common(1)
        return counted[0][0] if counted else "en"

    def states(self) -> dict[str, SpotState]:
        return {found.spot: self.state(found) for found in bilingual(self.draft) if any(found.texts.values())}

    def state(self, found: _Found) -> SpotState:
        record = self.records.get(found.spot)
        filled = [lang for lang in LANGS if found.texts[lang]]
        source = record.source if record else self.usual
        if len(filled) == 1:
            source = filled[0]
        default = section.translation_method if (section := self.draft.sections.get(found.section)) else ""
        own = record.method if record else ""
        state = _counterpart(record, found, source)
        return SpotState(
            **vars(found),
            source=source,
            state=state,
            method=own or default,
            own_method=own,
            source_was=record.source_was if record and state == STALE else "",
            at=record.at if record else None,
            by=record.by if record else None,
        )


def _counterpart(record: Translation | None, found: _Found, source: str) -> str:
    if not found.texts[OTHER[source]]:
        return MISSING if found.asked.bilingual == "both" else ""
    if record is None:
        return DRAFT
    return STALE if sha(found.texts[source]) != record.source_sha else REVIEWED if record.is_reviewed else DRAFT


def bilingual(draft: Any) -> Iterator[_Found]:
    """Yield every bilingual answer and cell of `draft`, blank ones among them, in the document's order."""
    for section in draft.document.outline.sections:
        for field in section.fields:
            if field.is_table:
                yield from _cells(draft, section.key, field)
            elif field.is_bilingual:
                values = draft.answers.get(field.key, {})
                texts = {lang: text_of(values.get(lang)) for lang in LANGS}
                yield _Found(field.key, section.key, field, field, texts)


def _cells(draft: Any, section: str, table: Any) -> Iterator[_Found]:
    columns = [column for column in table.columns if column.is_bilingual]
    for number, row in enumerate(draft.rows.get(table.key, []), start=1):
        for column in columns:
            cell = row.cells.get(column.key)
            values = cell if isinstance(cell, dict) else {}
            texts = {lang: text_of(values.get(lang)) for lang in LANGS}
            yield _Found(f"{row.uuid}.{column.key}", section, table, column, texts, row, number)


# ---------------------------------------------------------------- what a version keeps


def frozen(draft: Any) -> dict[str, dict[str, str]]:
    """Return {spot: {"source", "state", "method"}} as a version freezes it, beside the texts that are signed."""
    return {
        spot: {"source": one.source, "state": one.state, "method": one.method}
        for spot, one in draft.translations.items()
        if one.state
    }


def restore(document: Document, content: Mapping[str, Any], *, by: User) -> None:
    """Make the records say what a version's `content` says of its texts; versions of before there were records say
    nothing, and their texts count as in step."""
    Translation.objects.filter(document=document).delete()
    texts = dict(_texts_of(content))
    now = timezone.now()
    Translation.objects.bulk_create(
        Translation(
            document=document,
            place=spot,
            source=said["source"],
            source_sha=sha(texts[spot][said["source"]]) if said["state"] in {DRAFT, REVIEWED} else "",
            is_reviewed=said["state"] == REVIEWED,
            method=said["method"],
            by=by,
            at=now,
        )
        for spot, said in content.get("translations", {}).items()
        if spot in texts
    )


def _texts_of(content: Mapping[str, Any]) -> Iterator[tuple[str, Texts]]:
    for section in content["sections"]:
        for field, values in section["answers"].items():
            yield field, {lang: text_of(values.get(lang)) for lang in LANGS}
        for rows in section["tables"].values():
            for row in rows:
                for column, cell in row["cells"].items():
                    if isinstance(cell, dict):
                        yield f"{row['uuid']}.{column}", {lang: text_of(cell.get(lang)) for lang in LANGS}
