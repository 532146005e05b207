"""How does a document move to a newer outline? It is looked at first, then done under the lock; nothing is dropped.

The newer outline is the pack's newest version with what the organization published last. Answers stay under their
questions; those that no longer fit are set aside under a key of their own, and those whose question is gone stay as
they are: `documents.unplaced` shows them, every version keeps them, and they can be placed under another question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import actions, outline_changes, outlines, overlays, places, translations, unplaced
from documents.actions.lifecycle import seed
from documents.actions.recording import wrote
from documents.draft import Draft
from documents.models import Answer, Document, DraftSection, Overlay, Row
from documents.outline_changes import SectionChange
from documents.places import Values
from documents.unplaced import ASIDE, Unplaced
from frameworks import Outline
from govsocial.core import ledger
from organizations.models import User


@dataclass(frozen=True)
class Target:
    """The newest outline on which a document could be written: the pack's version and the organization's overlay."""

    version: int
    overlay: Overlay | None
    outline: Outline

    @property
    def token(self) -> str:
        """Return what names this outline on a page: "2.1" is version 2 with the organization's first additions."""
        return f"{self.version}.{self.overlay.number if self.overlay else 0}"


def target(document: Document) -> Target | None:
    """Return the newer outline that there is for `document`, or None when it is on the newest: one query."""
    newest = document.framework.outline(document.kind)
    overlay = overlays.newest(document.organization, document.kind)
    if newest.version <= document.outline_version and (overlay is None or overlay.pk == document.overlay_id):
        return None
    added = overlay.definition if overlay else []
    return Target(newest.version, overlay, outlines.composed(newest, added, document.organization.names))


@dataclass
class Preview:
    """What moving the document of `draft` to `outline` would do; nothing is written."""

    draft: Draft
    outline: Outline

    @property
    def document(self) -> Document:
        return self.draft.document

    @cached_property
    def changes(self) -> list[SectionChange]:
        """Return what is added, removed, reworded or asked otherwise."""
        return outline_changes.compare(self.document.outline, self.outline, self.document.framework)

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Return {field key: the key under which its answers are set aside, since they do not fit any more}."""
        fields = {field.key: field for field in self.outline.fields if not field.is_table}
        return {
            key: aside(self.document, key, self.draft.answers)
            for key, values in self.draft.answers.items()
            if key in fields and not unplaced.fits(self.document.framework, fields[key], values)
        }

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Return the rows as they would be: cells that do not fit their column any more have a key of their own."""
        tables = {field.key: field for field in self.outline.tables}
        return {
            key: [self._row(tables[key], row) for row in rows] if key in tables else rows
            for key, rows in self.draft.rows.items()
        }

    def _row(self, table: Any, row: Row) -> Row:
        columns = {column.key: column for column in table.columns}
        cells = {
            aside(self.document, key, row.cells) if key in columns and not self._fits(columns[key], cell) else key: cell
            for key, cell in row.cells.items()
        }
        if cells == row.cells:
            return row
        moved = Row(pk=row.pk, document=row.document, table=row.table, uuid=row.uuid, position=row.position)
        moved.cells = cells
        return moved

    def _fits(self, column: Any, cell: Any) -> bool:
        return unplaced.cell_fits(self.document.framework, column, cell)

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """Return the answers as they would be."""
        return {self.renamed.get(key, key): values for key, values in self.draft.answers.items()}

    @cached_property
    def orphans(self) -> list[Unplaced]:
        """Return what has a question now and would have none."""
        before = {part for one in self.draft.unplaced for part in one.parts}
        return [one for one in self._unplaced if one.parts - before]

    @cached_property
    def _unplaced(self) -> list[Unplaced]:
        return unplaced.found(self.document, self.outline, self.answers, self.rows)

    @cached_property
    def returning(self) -> list[Unplaced]:
        """Return what has no question now and would have its own again."""
        after = {one.key for one in self._unplaced}
        return [one for one in self.draft.unplaced if one.key not in after]


def aside(document: Document, key: str, taken: Mapping[str, Any]) -> str:
    """Return a key that no outline asks for and `taken` does not hold, under which what `key` held can stay."""
    found = f"{key}{ASIDE}{document.outline_version}"
    while found in taken:
        found += ASIDE
    return found


def preview(draft: Draft, to: Target) -> Preview:
    """Return what moving to `to` would do."""
    return Preview(draft, to.outline)


@transaction.atomic
def move(document: Document, *, seen: str, by: User) -> Document:
    """Move `document` to the newest outline and return it; `seen` is the token of the one that the page had shown.

    Raises ValidationError when the document is frozen, is on the newest outline, or a newer one came meanwhile.
    """
    document = actions.locked(document, by=by)
    to = target(document)
    if to is None or to.token != seen:
        raise ValidationError(
            _("The outline changed since you opened the page. Look at the changes again."), code="stale"
        )
    draft = Draft(document)
    plan = preview(draft, to)
    was = f"{document.outline_version}.{document.overlay.number if document.overlay else 0}"
    before = _set_aside(plan, by)
    _open_again(plan, before, by)
    Document.objects.filter(pk=document.pk).update(outline_version=to.version, overlay=to.overlay)
    moved = Document.objects.select_related("organization", "overlay").get(pk=document.pk)
    _begin_what_is_new(moved, plan, by)
    details = {"from": was, "to": to.token, "without_question": [one.key for one in plan.orphans]}
    ledger.record("document.outline_moved", subject=moved, by=by, details=details)
    return moved


def _set_aside(plan: Preview, by: User) -> dict[str, Values]:
    """Give answers and cells that fit no more a key of their own; return {section key: what stood at their places}."""
    stood: dict[str, Values] = {}
    for key, kept in plan.renamed.items():
        Answer.objects.filter(document=plan.document, field=key).update(field=kept)
        values = {places.answer(key, lang): value for lang, value in plan.draft.answers[key].items()}
        stood.setdefault(_section_of(plan, key), {}).update(values)
    for key, rows in plan.rows.items():
        changed = [(old, new) for old, new in zip(plan.draft.rows[key], rows, strict=True) if old is not new]
        Row.objects.bulk_update([new for _old, new in changed], ["cells"])
        for old, new in changed:
            gone = {
                place: value for place, value in places.of_rows([old]).items() if place not in places.of_rows([new])
            }
            stood.setdefault(_section_of(plan, key), {}).update(gone)
    return stood


def _section_of(plan: Preview, key: str) -> str:
    """Return the section in which `key` is asked now, or (it was without a question) in which it would be."""
    now = plan.document.outline
    return (now if any(field.key == key for field in now.fields) else plan.outline).section_of(key).key


def _open_again(plan: Preview, before: dict[str, Values], by: User) -> None:
    """Move on the revision of every section that is asked otherwise; who called it done looks at it again."""
    changed = {one.section.key for one in plan.changes} | set(before)
    for key in sorted(changed & set(plan.draft.sections)):
        state, values = plan.draft.sections[key], before.get(key, {})
        wrote(plan.document, state, values, dict.fromkeys(values), by=by, last=None)
    DraftSection.objects.filter(document=plan.document, key__in=changed).update(completed_at=None, completed_by=None)


def _begin_what_is_new(document: Document, plan: Preview, by: User) -> None:
    known = set(plan.draft.sections)
    fresh = [section.key for section in document.outline.sections if section.key not in known]
    DraftSection.objects.bulk_create(DraftSection(document=document, key=key) for key in fresh)
    for table in document.outline.tables:
        if table.key not in plan.rows and table.key not in {one.key for one in plan.document.outline.tables}:
            seed(document, table, by)


# ---------------------------------------------------------------- answers without a question


@transaction.atomic
def place(document: Document, key: str, onto: str, *, replace: bool, by: User) -> Document:
    """Put what stands without a question under `key` beneath the question or table `onto`.

    Where `onto` is answered already this is refused, unless `replace`: then its answer is set aside in turn. Raises
    ValidationError also when nothing stands under `key` (any more), or it does not fit there.
    """
    document = actions.locked(document, by=by)
    draft = Draft(document)
    lost = next((one for one in draft.unplaced if one.key == key), None)
    if lost is None:
        raise ValidationError(_("Somebody placed this meanwhile. Look at the list again."), code="stale")
    homes = {field.key: section for section, field in unplaced.homes(document.outline, document.framework, lost)}
    if onto not in homes:
        raise ValidationError(_("It does not fit under that question: the kinds of answer differ."), code="unfit")
    if lost.is_table:
        _place_rows(document, draft, lost, onto, by)
    else:
        _place_answers(document, draft, lost, onto, replace, by)
    ledger.record("document.answer_placed", subject=document, by=by, details={"from": key, "to": onto})
    return document


def _place_answers(document: Document, draft: Draft, lost: Unplaced, onto: str, replace: bool, by: User) -> None:
    there = {lang: value for lang, value in draft.answers.get(onto, {}).items() if lang in lost.answers}
    if there and not replace:
        raise ValidationError(
            _("That question is answered already. Choose to replace its answer: it is then kept here in turn."),
            code="answered",
        )
    section = document.outline.section_of(onto).key
    kept = aside(document, onto, draft.answers)
    Answer.objects.filter(document=document, field=onto, lang__in=lost.answers).update(field=kept)
    Answer.objects.filter(document=document, field=lost.key).update(
        field=onto, updated_by=by, updated_at=timezone.now(), carried_from=None
    )
    now = {places.answer(onto, lang): value for lang, value in lost.answers.items()}
    stood = {places.answer(onto, lang): value for lang, value in draft.answers.get(onto, {}).items()}
    translations.note(document, now, by=by, stood=stood)
    wrote(document, draft.sections[section], {one: stood.get(one) for one in now}, now, by=by, last=None)


def _place_rows(document: Document, draft: Draft, lost: Unplaced, onto: str, by: User) -> None:
    section = document.outline.section_of(onto).key
    last = max((row.position for row in draft.rows.get(onto, [])), default=0)
    for number, row in enumerate(lost.rows, start=1):
        row.table, row.position, row.updated_by, row.updated_at = onto, last + number, by, timezone.now()
    Row.objects.bulk_update(lost.rows, ["table", "position", "updated_by", "updated_at"])
    now = places.of_rows(lost.rows)
    wrote(document, draft.sections[section], dict.fromkeys(now), now, by=by, last=None)
