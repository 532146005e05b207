"""How does a save leave a trace? As an `Edit` that says what stood there before, at a revision of the section."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import history, rules
from documents.models import Contribution, Document, DraftSection, Edit, Version
from documents.places import Values
from govsocial.core import access
from organizations.models import User

SITTING = timedelta(minutes=10)


def locked(document: Document, *, by: User) -> Document:
    """Return the document read again under a lock, refusing when it may not be written now or by this person."""
    # A query of its own: what is read in the query that waits for a lock may be as old as the waiting.
    related = Document.objects.select_related("organization", "overlay")
    document = related.select_for_update(of=("self",)).get(pk=document.pk)
    access.require(by, rules.WRITE, document)
    if not document.is_editable:
        raise ValidationError(
            _("This document is “%(state)s”, so its text is frozen. It can be changed again once it is returned.")
            % {"state": document.state_info.label},
            code="frozen",
        )
    return document


def touch(document: Document, key: str, *, by: User) -> DraftSection:
    """Record that `by` wrote in section `key` without saying what: pages made before count as out of date."""
    now = timezone.now()
    DraftSection.objects.filter(document=document, key=key).update(
        revision=F("revision") + 1, updated_at=now, updated_by=by
    )
    _remember_writer(document, key, by, now)
    return DraftSection.objects.get(document=document, key=key)


def wrote(
    document: Document, state: DraftSection, before: Values, after: Values, *, by: User, last: Edit | None
) -> Edit:
    """Record that a save replaced `before` by `after`, both {place: value or None}, folded into the `last` edit of the
    section where that is of the same sitting; `state` is moved on."""
    now, revision = timezone.now(), state.revision + 1
    steps = {place: [[revision, history.fingerprint(after.get(place))]] for place in before}
    if last is not None and _is_same_sitting(last, state, by, now):
        last.before = {**before, **last.before}
        last.steps = last.steps | {place: last.steps.get(place, []) + step for place, step in steps.items()}
        last.revision, last.at = revision, now
        last.save(update_fields=["before", "steps", "revision", "at"])
        _move_on(state, by, now)
        if last.started_at <= document.state_changed_at:  # Writers are forgotten when the document is approved.
            _remember_writer(document, state.key, by, now)
        return last
    edit = _edit(state, Edit.Kind.WRITTEN, before, by, now)
    edit.steps = steps
    return _keep(document, state, edit)


def contributed(document: Document, key: str, *, by: User) -> None:
    """Record that `by` had a part in what `key` names: a section, or the attachments. They cannot approve it."""
    _remember_writer(document, key, by, timezone.now())


def wrote_again(document: Document, version: Version) -> None:
    """Count who wrote `version` as writers of the draft again: its approval no longer stands, so their words are as
    undecided as on the first day. The edits say in which sections; who left none there had a part in the header."""
    now, people = timezone.now(), set(version.contributors) - {document.owner_id}  # The owner counts anyhow.
    edits = Edit.objects.filter(document=document, by__in=version.contributors)
    found = {*edits.values_list("by", "section").distinct(), *((person, "header") for person in people)}
    Contribution.objects.bulk_create(
        [Contribution(document=document, user_id=by, section=key, last_at=now) for by, key in sorted(found)],
        ignore_conflicts=True,
    )


def rearranged(document: Document, state: DraftSection, kind: str, rows: list[dict[str, Any]], *, by: User) -> Edit:
    """Record that whole rows were added, removed or moved; `rows` as `row_record` gives them; `state` is moved on."""
    return _keep(document, state, _edit(state, kind, rows, by, timezone.now()))


def row_record(row: Any, *, has_cells: bool = True) -> dict[str, Any]:
    """Return a row as an edit keeps it; of a move, its place alone."""
    cells = row.cells if has_cells else {}
    return {"table": row.table, "uuid": str(row.uuid), "position": row.position, "cells": cells}


def _is_same_sitting(last: Edit, state: DraftSection, by: User, now: datetime) -> bool:
    return (
        last.kind == Edit.Kind.WRITTEN
        and not last.is_closed
        and last.by_id == by.pk
        and last.revision == state.revision
        and now - last.started_at <= SITTING
    )


def _edit(state: DraftSection, kind: str, before: Any, by: User, now: datetime) -> Edit:
    revision = state.revision + 1
    return Edit(
        document_id=state.document_id,
        section=state.key,
        revision=revision,
        first_revision=revision,
        kind=kind,
        before=before,
        by=by,
        started_at=now,
        at=now,
    )


def _keep(document: Document, state: DraftSection, edit: Edit) -> Edit:
    edit.save(force_insert=True)
    _move_on(state, edit.by, edit.at)
    _remember_writer(document, state.key, edit.by, edit.at)
    return edit


def _move_on(state: DraftSection, by: User, now: datetime) -> None:
    state.revision, state.updated_at, state.updated_by = state.revision + 1, now, by
    state.save(update_fields=["revision", "updated_at", "updated_by"])


def _remember_writer(document: Document, key: str, by: User, now: datetime) -> None:
    """Nobody approves what they wrote; and lists show when the document changed."""
    Contribution.objects.bulk_create(
        [Contribution(document=document, user=by, section=key, last_at=now)],
        update_conflicts=True,
        unique_fields=["document", "user", "section"],
        update_fields=["last_at"],
    )
    Document.objects.filter(pk=document.pk).update(updated_at=now)
