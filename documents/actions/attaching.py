"""The verbs of attachments: add a file to a draft, take one away, and put back what a version had."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import attached
from documents.actions.recording import contributed, locked
from documents.models import Attachment, Document
from files.keeping import Checked, keep
from govsocial.core import ledger
from organizations.models import User

MOST = 40


@transaction.atomic
def attach(
    document: Document, checked: Checked, *, kind: str, title_en: str = "", title_fr: str = "", by: User
) -> Attachment:
    """Add a checked file to the draft and return it. Who does so has written in the document.

    Raises ValidationError when the document is frozen, has no title for it or too many files, or has these bytes
    already; PermissionDenied for who may not write it.
    """
    document = locked(document, by=by)
    title_en, title_fr = title_en.strip(), title_fr.strip()
    if not (title_en or title_fr):
        raise ValidationError(_("Give it a title in at least one language."), code="title")
    if kind not in {code for code, _name in attached.kinds_of(document)} | {""}:
        raise ValidationError(_("Choose what it is from the list."), code="kind")
    held = attached.of_draft(document)
    if len(held) >= MOST:
        raise ValidationError(_("A document can have %(most)d attachments.") % {"most": MOST}, code="too_many")
    same = next((one for one in held if one.stored.sha256 == checked.sha256), None)
    if same is not None:
        raise ValidationError(
            _("This very file is attached already: “%(title)s”.") % {"title": same.title}, code="doubled"
        )
    upload = keep(checked, organization=document.organization, by=by)
    made = Attachment.objects.create(document=document, upload=upload, kind=kind, title_en=title_en, title_fr=title_fr)
    _record("document.attached", made, by)
    return made


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Take an attachment off the draft; its row stays, and what a version froze stays in that version."""
    document = locked(attachment.document, by=by)
    attachment = Attachment.objects.select_related("upload__stored").get(pk=attachment.pk)
    if attachment.removed_at is not None:
        return
    attachment.removed_at, attachment.removed_by = timezone.now(), by
    attachment.save(update_fields=["removed_at", "removed_by"])
    attachment.document = document
    _record("document.detached", attachment, by)


def restore_attachments(document: Document, content: dict[str, Any], *, by: User) -> None:
    """Attach to the draft exactly what `content` of a version had."""
    uuids = [one["uuid"] for one in content.get(attached.KEY, [])]
    document.attachments.current().exclude(uuid__in=uuids).update(removed_at=timezone.now(), removed_by=by)
    document.attachments.filter(uuid__in=uuids).update(removed_at=None, removed_by=None)


def _record(verb: str, attachment: Attachment, by: User) -> None:
    contributed(attachment.document, attached.KEY, by=by)
    details = {
        "attachment": str(attachment.uuid),
        "kind": attachment.kind,
        "sha256": attachment.stored.sha256,
        "size": attachment.stored.size,
    }
    ledger.record(verb, subject=attachment.document, by=by, details=details, reason=attachment.title)
