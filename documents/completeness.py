"""What is still missing before a document may pass a gate, and how far along is each section, honestly?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import conditions, places, pointing, referring
from documents.draft import Draft
from documents.translations import MISSING, SpotState
from govsocial.core.richtext import count_words

NAMES = {"en": "English", "fr": "French"}


@dataclass(frozen=True)
class Missing:
    """One thing that is owed: its section and field, the language ("" for none), and the reader's words for it.

    `why` says which answer makes it so, of what is owed on a condition; the message ends with it. `is_excess` marks an
    answer that is too long: saved all the same, and shortened before it is sent; `is_stale` a translation that is out
    of step with its original.
    """

    section: str
    field: str
    lang: str
    message: str
    row: str = ""
    why: str = ""
    is_excess: bool = False
    column: str = ""
    is_stale: bool = False

    @property
    def is_absent(self) -> bool:
        """Say whether nothing stands there yet."""
        return not (self.is_excess or self.is_stale)

    @property
    def anchor(self) -> str:
        """Return the id, on the page of the section, of the very input (or table) at which it can be mended."""
        if self.row and self.column:
            return "id_" + places.cell_name(self.field, UUID(self.row), self.column, self.lang)
        return f"id_{places.input_name(self.field, self.lang)}" if self.lang and not self.row else self.field


@dataclass(frozen=True)
class Progress:
    """How far a section is: what is required, what of it is answered, what misses or is stale in each language."""

    key: str
    required: int
    answered: int
    missing_en: int
    missing_fr: int
    is_started: bool
    is_marked_complete: bool
    stale_en: int = 0
    stale_fr: int = 0

    @property
    def is_whole(self) -> bool:
        return self.answered == self.required and not (self.stale_en or self.stale_fr)

    @property
    def status(self) -> str:
        """Return "complete", "problem" (called done, but something required is missing now), "progress" or "empty"."""
        if self.is_marked_complete:
            return "complete" if self.is_whole else "problem"
        return "progress" if self.is_started else "empty"


def is_blank(value: Any) -> bool:
    """Say whether an answer says nothing."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def missing(draft: Draft, stage: str = "submit") -> list[Missing]:
    """Return what the outline requires by `stage` and `draft` does not have, in the document's order."""
    return [gap for section in draft.document.outline.sections for gap in section_missing(draft, section, stage)]


def section_missing(draft: Draft, section: Any, stage: str = "submit") -> Iterator[Missing]:
    """Yield what one section still owes by `stage`."""
    owed = [one for one in draft.translations.values() if one.section == section.key and one.is_owed]
    for field in section.fields:
        yield from _translations_owed(owed, field, stage, draft)
        if field.is_table:
            yield from _table_missing(draft, section, field, stage)
        else:
            if field.is_required_by(stage, draft.said):
                yield from _answer_missing(draft, section, field)
            yield from _too_long(draft, section, field)


def _answer_missing(draft: Draft, section: Any, field: Any) -> Iterator[Missing]:
    values, why = draft.answers.get(field.key, {}), conditions.because(draft, field)
    for lang in languages_missing(field, values):
        yield Missing(section.key, field.key, lang, f"{told(field.label, lang)} {why}".strip(), why=why)


def _translations_owed(owed: list[SpotState], field: Any, stage: str, draft: Draft) -> Iterator[Missing]:
    """Yield what is not in step in both languages, where the outline wants both and has not asked for it anyhow."""
    for one in owed:
        is_asked = field.is_required_by(stage, draft.said) if one.row is None else one.asked.required
        if one.field is not field or (one.state == MISSING and is_asked):
            continue
        message = owed_in_words(one)
        if one.row is not None:
            names = {"row": field.row_label, "number": one.number, "problem": message}
            message = _("%(row)s %(number)d: %(problem)s") % names
        row, column = (str(one.row.uuid), one.asked.key) if one.row is not None else ("", "")
        is_stale = one.state != MISSING
        yield Missing(one.section, field.key, one.target, message, row, column=column, is_stale=is_stale)


def owed_in_words(one: SpotState) -> str:
    """Return what a translation owes: it is missing, out of date, or a machine's that nobody has read."""
    label = {"question": one.asked.label}
    if one.state == MISSING:
        return told(one.asked.label, one.target)
    if one.is_unread_machine_text:
        return _("“%(question)s” was translated by machine, and nobody has marked it as reviewed.") % label
    if one.target == "en":
        return _("“%(question)s” is out of date in English: the French changed since.") % label
    return _("“%(question)s” is out of date in French: the English changed since.") % label


def _too_long(draft: Draft, section: Any, field: Any) -> Iterator[Missing]:
    for lang, value in draft.answers.get(field.key, {}).items():
        words = count_words(value) if field.max_words and isinstance(value, str) else 0
        if words > (field.max_words or 0):
            message = _("“%(question)s” has %(words)d words; at most %(limit)d are asked for.")
            names = {"question": field.label, "words": words, "limit": field.max_words}
            yield Missing(section.key, field.key, lang, message % names, is_excess=True)


def languages_missing(asked: Any, values: dict[str, Any]) -> list[str]:
    """Return the languages ("" for none) in which `asked` (a field or column) still wants an answer.

    A protocol that is referred to says it in both languages: versions of protocols always do.
    """
    if asked.is_bilingual and referring.reference(values):
        return []
    if asked.bilingual == "both":
        return [lang for lang in NAMES if is_blank(values.get(lang))]
    if asked.bilingual == "either":
        return ["en"] if all(is_blank(values.get(lang)) for lang in NAMES) else []
    return [""] if is_blank(values.get("")) else []


def told(label: Any, lang: str) -> str:
    """Return what is missing in words: the question, and the language where there is one."""
    if lang == "en":
        return _("“%(question)s” is not answered in English.") % {"question": label}
    if lang == "fr":
        return _("“%(question)s” is not answered in French.") % {"question": label}
    return _("“%(question)s” is not answered.") % {"question": label}


def _table_missing(draft: Draft, section: Any, table: Any, stage: str) -> Iterator[Missing]:
    rows = draft.rows.get(table.key, [])
    if table.is_required_by(stage, draft.said) and len(rows) < max(table.min_rows, 1):
        least, why = max(table.min_rows, 1), conditions.because(draft, table)
        words = ngettext(
            "“%(table)s” needs at least %(count)d row.", "“%(table)s” needs at least %(count)d rows.", least
        )
        told_so = f"{words % {'table': table.label, 'count': least}} {why}".strip()
        yield Missing(section.key, table.key, "", told_so, why=why)
    for number, row in enumerate(rows, start=1):
        cells = pointing.living(table, row.cells, draft.rows)
        for column in table.columns:
            if column.required:
                yield from _cell_missing(section, table, column, row, number, cells.get(column.key))
    if table.followed_by:
        yield from _unfollowed(draft, section, table, rows)


def _unfollowed(draft: Draft, section: Any, table: Any, rows: list[Any]) -> Iterator[Missing]:
    """Yield the rows that owe a row of another table and have none: a risk to be mitigated, without a treatment."""
    after = next(one for one in section.tables if one.key == table.followed_by.table)
    columns = [column.key for column in after.columns if column.table == table.key]
    served = {uuid for row in draft.rows.get(after.key, []) for key in columns for uuid in row.cells.get(key) or ()}
    for number, row in enumerate(rows, start=1):
        if row.cells.get(table.followed_by.column) in table.followed_by.codes and str(row.uuid) not in served:
            names = {"row": table.row_label, "number": number, "table": after.label}
            message = _("%(row)s %(number)d: “%(table)s” has no row for it yet.") % names
            yield Missing(section.key, after.key, "", message)


def _cell_missing(section: Any, table: Any, column: Any, row: Any, number: int, cell: Any) -> Iterator[Missing]:
    values = cell if isinstance(cell, dict) else {"": cell}
    for lang in languages_missing(column, values):
        message = _("%(row)s %(number)d: %(problem)s") % {
            "row": table.row_label,
            "number": number,
            "problem": told(column.label, lang),
        }
        yield Missing(section.key, table.key, lang, message, str(row.uuid), column=column.key)


def progress(draft: Draft) -> dict[str, Progress]:
    """Return the progress of every section of `draft`, by key."""
    return {section.key: section_progress(draft, section) for section in draft.document.outline.sections}


def section_progress(draft: Draft, section: Any) -> Progress:
    """Return how far `section` is: what counts is what the outline requires to submit, in each language asked."""
    gaps = list(section_missing(draft, section))
    blank_fields = {gap.field for gap in gaps if not gap.is_stale}
    required = [
        field for field in section.fields if field.is_required_by("submit", draft.said) or field.key in blank_fields
    ]
    state = draft.sections.get(section.key)
    started = any(field.key in draft.answers or draft.rows.get(field.key) for field in section.fields)
    return Progress(
        key=section.key,
        required=len(required),
        answered=sum(field.key not in blank_fields for field in required),
        missing_en=sum(gap.lang == "en" and gap.is_absent for gap in gaps),
        missing_fr=sum(gap.lang == "fr" and gap.is_absent for gap in gaps),
        stale_en=sum(gap.lang == "en" and gap.is_stale for gap in gaps),
        stale_fr=sum(gap.lang == "fr" and gap.is_stale for gap in gaps),
        is_started=bool(started and state and state.revision),
        is_marked_complete=bool(state and state.completed_at),
    )


def in_words(one: Progress) -> str:
    """Return the progress of a section as a person tells it: "9 of 12 answered, 2 missing in French"."""
    if not one.required:
        return _("Nothing is required here")
    told_so = [_("%(answered)d of %(required)d answered") % {"answered": one.answered, "required": one.required}]
    if one.missing_en:
        told_so.append(_("%(count)d missing in English") % {"count": one.missing_en})
    if one.missing_fr:
        told_so.append(_("%(count)d missing in French") % {"count": one.missing_fr})
    if one.stale_en:
        told_so.append(_("%(count)d out of date in English") % {"count": one.stale_en})
    if one.stale_fr:
        told_so.append(_("%(count)d out of date in French") % {"count": one.stale_fr})
    return ", ".join(told_so)


def place(document: Any, gap: Missing) -> str:
    """Return the address at which `gap` can be mended; a row is opened there."""
    url = reverse("documents:section", args=[document.pk, gap.section])
    return f"{url}{f'?row={gap.row}' if gap.row else ''}#{gap.anchor}"
