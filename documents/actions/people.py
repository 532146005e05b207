"""Who else may write this one document? The verbs of inviting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from documents import rules
from documents.models import Document
from govsocial.core import access, ledger
from organizations.models import User


@transaction.atomic
def invite_writer(document: Document, person: User, *, by: User) -> None:
    """Let a person of the department write this one document, whatever their role (§4.2: engage the coordinator…)."""
    access.require_now(by, rules.INVITE, document)
    if document.organization_id not in person.organization_ids:
        raise ValidationError(_("Choose somebody who has a role in this organization today."), code="outside")
    access.grant(to=person, permission="write_document", on=document)
    ledger.record("document.writer_invited", subject=document, by=by, details={"person": person.pk}, reason=person.name)


@transaction.atomic
def remove_writer(document: Document, person: User, *, by: User) -> None:
    """Take back an invitation to write."""
    access.require_now(by, rules.INVITE, document)
    access.revoke(of=person, permission="write_document", on=document)
    ledger.record("document.writer_removed", subject=document, by=by, details={"person": person.pk}, reason=person.name)
