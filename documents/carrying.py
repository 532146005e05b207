"""How is a draft begun from another text? Copied from a frozen version, and marked until somebody has looked at it.

What may travel is told by `documents.travelling`. What was copied keeps `carried_from`, the version that it came from;
any save of the place takes the mark away (`documents.actions`), and so does "Reviewed". Nothing is sent before.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from documents import actions, places, translations, travelling
from documents.draft import Draft
from documents.models import Answer, Document, Row, Translation, Version
from documents.travelling import Outlook, Target
from govsocial.core import ledger, looking
from govsocial.core.transitions import Problem
from organizations.models import User


@dataclass(frozen=True)
class Origin:
    """The version that something was copied from, for the mark beside it; `is_own` when it is the document's own."""

    version: Version
    is_own: bool = False

    @property
    def title(self) -> str:
        return self.version.document.title

    @property
    def organization(self) -> str:
        return self.version.organization.name

    @property
    def url(self) -> str:
        return self.version.get_absolute_url()

    def __str__(self) -> str:
        if self.is_own:
            return pgettext("carried over from", "version %(number)d") % {"number": self.version.number}
        names = {"title": self.title, "organization": self.organization, "number": self.version.number}
        return _("“%(title)s” (%(organization)s), version %(number)d") % names


@transaction.atomic
def carry(document: Document, version: Version, *, by: User, sections: Iterable[str] | None = None) -> Outlook:
    """Copy what may travel from `version` into the empty answers and tables of a draft; return what did and what not.

    Raises PermissionDenied when `by` may not write here or not read there; ValidationError when the draft is frozen,
    the version is of another kind of document, or nothing in it could be copied.
    """
    document = actions.locked(document, by=by)
    version = _readable(version, by)
    if version.document.kind != document.kind or version.document_id == document.pk:
        raise ValidationError(_("Choose another document of the same kind."), code="kind")
    found = travelling.outlook(Target.of(document), version, sections)
    if found.is_empty:
        raise ValidationError(_("Nothing there can be copied into what is still empty here."), code="nothing")
    said = json.loads(version.content).get("translations", {})
    for load in found.loads:
        if load.values:
            actions.write(document, load.key, load.values, by=by, seen=None, tables=load.tables)
            _mark(document, load, version)
            _know_the_originals(document, load, said)
    ledger.record(
        "document.carried",
        subject=document,
        by=by,
        version_sha=version.sha256,
        details={
            "from": version.document_id,
            "version": version.number,
            "organization": version.organization.code,
            "answers": found.answers,
            "rows": found.rows,
            "sections": [load.key for load in found.loads if load.values],
        },
    )
    return found


def _readable(version: Version, by: User) -> Version:
    found = Version.objects.visible_to(by).select_related("document__organization").filter(pk=version.pk).first()
    if found is None:
        raise PermissionDenied("documents.read_version")
    return found


def _mark(document: Document, load: travelling.Load, version: Version) -> None:
    Answer.objects.filter(document=document, field__in=load.answers).update(carried_from=version)
    Row.objects.filter(document=document, uuid__in=load.rows).update(carried_from=version)


def _know_the_originals(document: Document, load: travelling.Load, said: dict[str, dict[str, str]]) -> None:
    """Take over from a version's `translations` what is known of each text: its original, its state, its method."""
    here = {places.spot(place) for place in load.values}
    known = {spot: said[there] for spot in here if (there := load.spot_there(spot)) in said}
    records = list(Translation.objects.filter(document=document, place__in=known))
    for record in records:
        one = known[record.place]
        text = translations.text_of(load.values.get(f"{record.place}|{one['source']}"))
        is_in_step = one["state"] in {translations.DRAFT, translations.REVIEWED}
        record.source, record.method = one["source"], one["method"]
        record.source_sha = translations.sha(text) if is_in_step else ""
        record.is_reviewed = one["state"] == translations.REVIEWED
    translations.store(records)


@transaction.atomic
def look_again(document: Document) -> int:
    """Mark, when an approved document is revised, what its outline wants to be looked at again; return how many.

    Last year's lessons and criteria stand in the draft already: they are marked as carried over from the version in
    force, so that the new version is not sent before somebody has read them (§4.1: lessons go into the next version).
    """
    version = document.effective_version
    keys = [field.key for field in document.outline.fields if field.reviewed_again]
    if version is None or not keys:
        return 0
    answers = Answer.objects.filter(document=document, field__in=keys).update(carried_from=version)
    rows = Row.objects.filter(document=document, table__in=keys).update(carried_from=version)
    return answers + rows


@transaction.atomic
def review(document: Document, section: str, *, by: User, spot: str = "") -> int:
    """Say that what was copied is right as it stands: one answer or row (`spot`: its key or uuid), or a whole section.

    Returns how many marks went. Nothing of the text changes, so nobody counts as its writer for it.
    """
    document = actions.locked(document, by=by)
    asked = document.outline.section(section)
    answers = Answer.objects.filter(document=document, field__in=[field.key for field in asked.fields])
    rows = Row.objects.filter(document=document, table__in=[table.key for table in asked.tables])
    if spot:
        answers = answers.filter(field=spot)
        rows = rows.filter(Q(table=spot) | Q(uuid=spot)) if _is_uuid(spot) else rows.filter(table=spot)
    gone = answers.exclude(carried_from=None).update(carried_from=None)
    gone += rows.exclude(carried_from=None).update(carried_from=None)
    if gone:
        ledger.record("document.carried_reviewed", subject=document, by=by, details={"section": section, "spot": spot})
    return gone


def _is_uuid(spot: str) -> bool:
    return len(spot) == 36 and spot.count("-") == 4


# ---------------------------------------------------------------- what nobody has looked at


def unreviewed(draft: Draft) -> dict[str, Origin]:
    """Return {spot: where it came from} of what was copied and not reviewed: an answer by its key, a row by its uuid.

    Three queries, two when there is nothing.
    """
    return looking.once(draft.document, "unreviewed", lambda: _unreviewed(draft.document))


def _unreviewed(document: Document) -> dict[str, Origin]:
    answers = Answer.objects.filter(document=document, carried_from__isnull=False)
    found = dict(answers.values_list("field", "carried_from"))
    rows = Row.objects.filter(document=document, carried_from__isnull=False)
    found |= {str(uuid): version for uuid, version in rows.values_list("uuid", "carried_from")}
    if not found:
        return {}
    versions = Version.objects.select_related("document__organization").in_bulk(set(found.values()))
    origins = {pk: Origin(version, version.document_id == document.pk) for pk, version in versions.items()}
    return {spot: origins[pk] for spot, pk in found.items()}


@dataclass(frozen=True)
class Waiting:
    """One question whose answer, or whose rows, were copied and wait for somebody to look at them."""

    section: str
    field: Any
    count: int
    origin: Origin

    @property
    def words(self) -> str:
        names = {"question": self.field.label, "origin": self.origin, "count": self.count}
        if not self.field.is_table:
            return _("“%(question)s” was carried over from %(origin)s and has not been reviewed.") % names
        return (
            ngettext(
                "“%(question)s”: %(count)d row was carried over from %(origin)s and has not been reviewed.",
                "“%(question)s”: %(count)d rows were carried over from %(origin)s and have not been reviewed.",
                self.count,
            )
            % names
        )


def waiting(draft: Draft, marks: dict[str, Origin] | None = None) -> Iterator[Waiting]:
    """Yield what waits for a review, in the order of the document; `marks` are `unreviewed(draft)`, if known."""
    marks = unreviewed(draft) if marks is None else marks
    for section in draft.document.outline.sections if marks else ():
        for field in section.fields:
            if field.is_table:
                rows = [marks[str(row.uuid)] for row in draft.rows.get(field.key, []) if str(row.uuid) in marks]
            else:
                rows = [marks[field.key]] if field.key in marks else []
            if rows:
                yield Waiting(section.key, field, len(rows), rows[0])


def problems(document: Document) -> Iterator[Problem]:
    """Yield what stands against sending: each copied answer or table that nobody has looked at, with its place."""
    for one in waiting(Draft.of(document)):
        url = reverse("documents:section", args=[document.pk, one.section])
        yield Problem(one.words, f"{url}#{one.field.key}")
