"""The verbs of writing: start a document, save a section or row, call a section done, invite a writer, freeze."""

import json
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import rules
from documents.completeness import is_blank
from documents.draft import Draft
from documents.models import Answer, Contribution, Document, DraftSection, Row, Version
from govsocial.core import access, ledger
from organizations.models import Organization, User

Answers = dict[tuple[str, str], Any]


class StaleWriting(ValidationError):
    """Somebody saved the same section or row since the page was opened; nothing was overwritten."""


@dataclass(frozen=True)
class Saved:
    """What a save did: the section as it stands now, and whether anything changed."""

    section: DraftSection
    changed: bool


@transaction.atomic
def start(*, kind: str, organization: Organization, title_en: str, title_fr: str, by: User) -> Document:
    """Start a document of `kind` under the organization's framework, with its seeded rows, and return it."""
    framework = organization.framework
    outline = framework.outline(kind)
    document = Document.objects.create(
        kind=kind,
        organization=organization,
        framework_code=framework.code,
        outline_version=outline.version,
        title_en=title_en.strip(),
        title_fr=title_fr.strip(),
        owner=by,
    )
    DraftSection.objects.bulk_create(DraftSection(document=document, key=section.key) for section in outline.sections)
    for table in outline.tables:
        _seed(document, table, by)
    ledger.record("document.started", subject=document, by=by, after=document.state)
    return document


def _seed(document: Document, table: Any, by: User) -> None:
    if not table.seed_list:
        return
    items = document.framework.items(table.seed_list)
    Row.objects.bulk_create(
        Row(
            document=document,
            table=table.key,
            position=position,
            cells={table.seed_column: item.code},
            source="seeded",
            updated_by=by,
        )
        for position, item in enumerate(items, start=1)
    )


def locked(document: Document, *, by: User) -> Document:
    """Return the document read again under a lock, refusing when it may not be written now or by this person."""
    document = Document.objects.select_for_update(of=("self",)).select_related("organization").get(pk=document.pk)
    access.require(by, rules.WRITE, document)
    if not document.is_editable:
        raise ValidationError(
            _("This document is “%(state)s”, so its text is frozen. It can be changed again once it is returned.")
            % {"state": document.state_info.label},
            code="frozen",
        )
    return document


@transaction.atomic
def save_section(
    document: Document, key: str, answers: Answers, *, by: User, expected_revision: int | None = None
) -> Saved:
    """Save the answers of one section, keyed by (field, language); a blank answer is removed.

    Raises StaleWriting when the section's revision is no longer `expected_revision` and the save would change
    something; ValidationError when the document is frozen; PermissionDenied when `by` may not write.
    """
    document = locked(document, by=by)
    section = DraftSection.objects.get(document=document, key=key)
    stored = {(a.field, a.lang): a.value for a in Answer.objects.filter(document=document, field__in=_fields(answers))}
    wanted = {place: value for place, value in answers.items() if not is_blank(value)}
    changed = {place for place in answers if wanted.get(place) != stored.get(place)}
    if not changed:
        return Saved(section, changed=False)
    if expected_revision is not None and expected_revision != section.revision:
        raise StaleWriting(_("Somebody else saved this section while you were writing."), code="stale")
    _store(document, {place: wanted.get(place) for place in changed}, by)
    return Saved(touch(document, key, by=by), changed=True)


def _fields(answers: Answers) -> set[str]:
    return {field for field, _lang in answers}


def _store(document: Document, answers: Answers, by: User) -> None:
    """Write `answers` in two statements, however many they are; None removes one."""
    gone = [Q(field=field, lang=lang) for (field, lang), value in answers.items() if value is None]
    if gone:
        Answer.objects.filter(reduce(or_, gone), document=document).delete()
    now = timezone.now()
    Answer.objects.bulk_create(
        (
            Answer(document=document, field=field, lang=lang, value=value, updated_by=by, updated_at=now)
            for (field, lang), value in answers.items()
            if value is not None
        ),
        update_conflicts=True,
        unique_fields=["document", "field", "lang"],
        update_fields=["value", "updated_by", "updated_at"],
    )


def touch(document: Document, key: str, *, by: User) -> DraftSection:
    """Record that `by` wrote in section `key`: its revision, and that they may not approve what they wrote."""
    now = timezone.now()
    DraftSection.objects.filter(document=document, key=key).update(
        revision=F("revision") + 1, updated_at=now, updated_by=by
    )
    Contribution.objects.update_or_create(document=document, user=by, section=key, defaults={"last_at": now})
    Document.objects.filter(pk=document.pk).update(updated_at=now)
    return DraftSection.objects.get(document=document, key=key)


@transaction.atomic
def add_row(document: Document, table: str, cells: dict[str, Any], *, by: User, source: str = "user") -> Row:
    """Add a row at the end of `table` and return it."""
    document = locked(document, by=by)
    last = Row.objects.filter(document=document, table=table).aggregate(last=Max("position"))["last"] or 0
    row = Row.objects.create(
        document=document, table=table, cells=filled(cells), position=last + 1, source=source, updated_by=by
    )
    touch(document, document.outline.section_of(table).key, by=by)
    return row


@transaction.atomic
def save_row(row: Row, cells: dict[str, Any], *, by: User, expected_revision: int | None = None) -> Row:
    """Save the cells of a row. Raises StaleWriting when somebody else saved it since `expected_revision`."""
    document = locked(row.document, by=by)
    row = Row.objects.select_for_update(of=("self",)).get(pk=row.pk)
    cells = {**{k: v for k, v in row.cells.items() if k not in cells}, **filled(cells)}
    if cells == row.cells:
        return row
    if expected_revision is not None and expected_revision != row.revision:
        raise StaleWriting(_("Somebody else saved this row while you were writing."), code="stale")
    row.cells, row.revision, row.updated_by, row.updated_at = cells, row.revision + 1, by, timezone.now()
    row.save(update_fields=["cells", "revision", "updated_by", "updated_at"])
    touch(document, document.outline.section_of(row.table).key, by=by)
    return row


def filled(cells: dict[str, Any]) -> dict[str, Any]:
    """Return `cells` without what is blank, bilingual ones without their blank language."""
    kept = {}
    for key, value in cells.items():
        value = {lang: text for lang, text in value.items() if not is_blank(text)} if isinstance(value, dict) else value
        if not is_blank(value) and value != {}:
            kept[key] = value
    return kept


@transaction.atomic
def remove_row(row: Row, *, by: User) -> None:
    """Remove a row; the versions that hold it keep it."""
    document = locked(row.document, by=by)
    row.delete()
    touch(document, document.outline.section_of(row.table).key, by=by)


@transaction.atomic
def move_row(row: Row, *, up: bool, by: User) -> None:
    """Move a row one place up or down in its table."""
    document = locked(row.document, by=by)
    rows = list(Row.objects.of(document, row.table))
    here = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, other in enumerate(rows, start=1):
        other.position = position
    Row.objects.bulk_update(rows, ["position"])
    touch(document, document.outline.section_of(row.table).key, by=by)


@transaction.atomic
def mark_section(document: Document, key: str, *, done: bool, by: User) -> None:
    """Record that the author calls a section done, or open again. It never moves the document's state."""
    document = locked(document, by=by)
    values = (
        {"completed_at": timezone.now(), "completed_by": by} if done else {"completed_at": None, "completed_by": None}
    )
    DraftSection.objects.filter(document=document, key=key).update(**values)


@transaction.atomic
def rename(document: Document, *, title_en: str, title_fr: str, by: User) -> None:
    """Change the draft's titles; versions keep theirs."""
    document = locked(document, by=by)
    Document.objects.filter(pk=document.pk).update(
        title_en=title_en.strip(), title_fr=title_fr.strip(), updated_at=timezone.now()
    )


@transaction.atomic
def invite_writer(document: Document, person: User, *, by: User) -> None:
    """Let a person of the department write this one document, whatever their role (§4.2: engage the coordinator…)."""
    access.require(by, rules.INVITE, document)
    if document.organization_id not in person.organization_ids:
        raise ValidationError(_("Choose somebody who has a role in this organization today."), code="outside")
    access.grant(to=person, permission="write_document", on=document)
    ledger.record("document.writer_invited", subject=document, by=by, details={"person": person.pk}, reason=person.name)


@transaction.atomic
def remove_writer(document: Document, person: User, *, by: User) -> None:
    """Take back an invitation to write."""
    access.require(by, rules.INVITE, document)
    access.revoke(of=person, permission="write_document", on=document)
    ledger.record("document.writer_removed", subject=document, by=by, details={"person": person.pk}, reason=person.name)


@transaction.atomic
def freeze(document: Document, *, by: User) -> Version:
    """Freeze the draft into the next version: canonical JSON, one hash for the whole and one for each section.

    A draft that has not changed since the last version gives that version again: people sign the same bytes.
    """
    content = Draft(document).content()
    text = ledger.canonical(content).decode()
    digest = ledger.sha256(content)
    last = document.versions.order_by("-number").first()
    if last is not None and last.sha256 == digest:
        return last
    return Version.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        content=text,
        sha256=digest,
        section_hashes={
            "header": ledger.sha256({"title": content["title"], "header": content["header"]}),
            **{section["key"]: ledger.sha256(section) for section in content["sections"]},
        },
        contributors=sorted({document.owner_id, *document.contributions.values_list("user_id", flat=True)}),
        previous_sha256=last.sha256 if last else "",
        created_by=by,
        created_by_name=by.name,
    )


def restore(document: Document, version: Version, *, by: User) -> None:
    """Make the draft say what `version` says, rows with their identity; who wrote since is forgotten with it."""
    content = json.loads(version.content)
    document.answers.all().delete()
    document.rows.all().delete()
    document.contributions.all().delete()
    for section in content["sections"]:
        Answer.objects.bulk_create(
            Answer(document=document, field=field, lang=lang, value=value, updated_by=by)
            for field, values in section["answers"].items()
            for lang, value in values.items()
        )
        Row.objects.bulk_create(
            Row(document=document, table=table, uuid=row["uuid"], position=n, cells=row["cells"], updated_by=by)
            for table, rows in section["tables"].items()
            for n, row in enumerate(rows, start=1)
        )
    DraftSection.objects.filter(document=document).update(revision=F("revision") + 1)
    Document.objects.filter(pk=document.pk).update(title_en=content["title"]["en"], title_fr=content["title"]["fr"])


def share_with_entity(document: Document) -> None:
    """Let the central entity's reviewers see the document's versions (a submission names them)."""
    Document.objects.filter(pk=document.pk).update(shared_with_entity=True)
