"""The life of a document's text: started with its seeded rows, renamed, frozen into a version, put back."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import attached, overlays, places, proving, rating, translations, unplaced
from documents.actions.attaching import restore_attachments
from documents.actions.recording import contributed, locked, rearranged, row_record, wrote
from documents.draft import Content, Draft
from documents.models import Answer, Document, DraftSection, Edit, Overlay, Row, Version
from govsocial.core import ledger
from organizations.models import Organization, User


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
        risk_scale=rating.pin_for(organization, framework, outline),
        overlay=overlays.newest(organization, kind),
        title_en=title_en.strip(),
        title_fr=title_fr.strip(),
        owner=by,
    )
    DraftSection.objects.bulk_create(DraftSection(document=document, key=section.key) for section in outline.sections)
    for table in outline.tables:
        seed(document, table, by)
    ledger.record("document.started", subject=document, by=by, after=document.state)
    return document


def seed(document: Document, table: Any, by: User) -> None:
    """Put the rows that the pack names into a table that wants them."""
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


@transaction.atomic
def rename(document: Document, *, title_en: str, title_fr: str, by: User) -> None:
    """Change the draft's titles; versions keep theirs. They are part of what is signed: who changed them wrote it."""
    document, wanted = locked(document, by=by), {"title_en": title_en.strip(), "title_fr": title_fr.strip()}
    if all(getattr(document, name) == title for name, title in wanted.items()):
        return
    Document.objects.filter(pk=document.pk).update(**wanted, updated_at=timezone.now())
    contributed(document, "header", by=by)


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
    version: Version = Version.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        content=text,
        sha256=digest,
        section_hashes=proving.section_hashes(content),
        contributors=sorted({document.owner_id, *document.contributions.values_list("user_id", flat=True)}),
        previous_sha256=last.sha256 if last else "",
        created_by=by,
        created_by_name=by.name,
    )
    attached.keep(version, content)
    return version


@transaction.atomic
def restore(document: Document, version: Version, *, by: User) -> None:
    """Make the draft say what `version` says, rows with their identity; who wrote since is forgotten with it.

    What it replaces stays in the history of each section.
    """
    content = json.loads(version.content)
    left = Draft(document)
    left.values()  # Read now: the next lines take it away.
    _return_to(document, content["outline"])
    document.risk_scale = content.get("scale", "")
    Document.objects.filter(pk=document.pk).update(risk_scale=document.risk_scale)
    document.answers.all().delete()
    document.rows.all().delete()
    for section in content["sections"]:
        _put_back(document, section, by)
    for lost in content.get("unplaced", []):
        unplaced.put_back(document, lost, by=by)
    translations.restore(document, content, by=by)
    restore_attachments(document, content, by=by)
    for section in content["sections"]:
        _record_return(document, section, left, by)
    document.contributions.all().delete()
    Document.objects.filter(pk=document.pk).update(title_en=content["title"]["en"], title_fr=content["title"]["fr"])


def _return_to(document: Document, asked: Content) -> None:
    """Put the document back on the outline that a version was written on."""
    added = asked.get("overlay")
    own = {"organization": document.organization_id, "kind": document.kind}
    overlay = Overlay.objects.get(**own, number=added["number"]) if added else None
    Document.objects.filter(pk=document.pk).update(outline_version=asked["version"], overlay=overlay)
    document.outline_version, document.overlay = asked["version"], overlay
    document.__dict__.pop("outline", None)


def _put_back(document: Document, section: Content, by: User) -> None:
    Answer.objects.bulk_create(
        Answer(document=document, field=field, lang=lang, value=value, updated_by=by)
        for field, values in section["answers"].items()
        for lang, value in values.items()
    )
    tables = {table.key: table for table in document.outline.tables}
    Row.objects.bulk_create(
        Row(
            document=document,
            table=key,
            uuid=row["uuid"],
            position=n,
            cells=rating.typed(tables[key], row["cells"]) if key in tables else row["cells"],
            updated_by=by,
        )
        for key, rows in section["tables"].items()
        for n, row in enumerate(rows, start=1)
    )


def _record_return(document: Document, section: Content, left: Draft, by: User) -> None:
    """Keep what the return to a version took out of one section: rows that it does not know, and replaced words."""
    state = left.sections.get(section["key"])
    outline = next((one for one in document.outline.sections if one.key == section["key"]), None)
    if state is None or outline is None:
        return
    returned = Draft(document, outline)
    now, known = returned.values(), {str(row.uuid) for rows in returned.rows.values() for row in rows}
    gone = [row for table in outline.tables for row in left.rows.get(table.key, []) if str(row.uuid) not in known]
    if gone:
        rearranged(document, state, Edit.Kind.ROW_REMOVED, [row_record(row) for row in gone], by=by)
    lost = places.of_rows(gone)
    own = {field.key for field in outline.fields if not field.is_table}
    answers = {places.answer(key, lang): text for key in own for lang, text in left.answers.get(key, {}).items()}
    rows = places.of_rows(row for table in outline.tables for row in left.rows.get(table.key, []))
    stood = {place: value for place, value in (answers | rows).items() if place not in lost}
    changed = {place for place in stood.keys() | now.keys() if stood.get(place) != now.get(place)}
    if changed:
        before = {place: stood.get(place) for place in changed}
        wrote(document, state, before, {place: now.get(place) for place in changed}, by=by, last=None)


def share_with_entity(document: Document) -> None:
    """Let the central entity's reviewers see the document's versions (a submission names them)."""
    Document.objects.filter(pk=document.pk).update(shared_with_entity=True)
