"""The verbs of risk scales: what an organization prefers, and rating a document anew on another, never silently."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import actions, rating
from documents.models import Document
from documents.rules import WRITE
from govsocial.core import access, ledger
from organizations.models import Organization, User
from risk import register, rules
from risk.models import PreferredScale


@transaction.atomic
def prefer(organization: Organization, *, kind: str, code: str, by: User) -> PreferredScale:
    """Choose, among the pack's, the scale on which the organization's new documents are rated (§4.2(e)).

    Documents that were begun keep theirs. Raises ValidationError when the pack offers no such scale.
    """
    access.require(by, rules.PREFER_SCALE, organization)
    if code not in {one.code for one in organization.framework.offered_scales(kind)}:
        raise ValidationError(_("The policy pack has no such scale."), code="scale")
    chosen, _made = PreferredScale.objects.update_or_create(
        organization=organization, kind=kind, defaults={"code": code}
    )
    ledger.record("organization.risk_scale", subject=organization, by=by, details={"kind": kind, "code": code})
    return chosen


def newer(document: Document) -> list[Any]:
    """Return the scales of the pack on which the document could be rated instead, its own left out."""
    kind = rating.kind_of(document.outline)
    offered = document.framework.offered_scales(kind) if kind else ()
    return [one for one in offered if one.pin != document.risk_scale]


@transaction.atomic
def rescale(document: Document, pin: str, *, by: User) -> Document:
    """Put a draft on another risk scale. Every rating is taken off and must be given anew: none is translated.

    What was rated stays in the history of the section and in every version. Raises ValidationError when the draft
    cannot be changed now or the pack offers no such scale.
    """
    access.require(by, WRITE, document)
    document = actions.locked(document, by=by)
    if pin not in {one.pin for one in newer(document)}:
        raise ValidationError(_("The policy pack has no such scale."), code="scale")
    for section, table, _after in register.tables(document.outline):
        rated = {key for column in table.columns if column.rating for key in column.of}
        for row in document.rows.filter(table=table.key):
            blank = {key: None for key in rated if row.cells.get(key)}
            if blank:
                actions.save_row(row, blank, by=by)
        actions.mark_section(document, section, done=False, by=by)
    before = document.risk_scale
    Document.objects.filter(pk=document.pk).update(risk_scale=pin, updated_at=timezone.now())
    ledger.record("document.rescaled", subject=document, by=by, before=before, after=pin)
    return Document.objects.get(pk=document.pk)
