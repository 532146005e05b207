"""What was said about a section, and how was it answered? The verbs of comments."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import rules
from documents.models import Comment, Document
from govsocial.core import access, ledger
from organizations.models import User


@transaction.atomic
def add(document: Document, *, section: str, kind: str, body: str, by: User) -> Comment:
    """Add a comment on a section; it stays open until somebody who writes the document answers it."""
    access.require(by, rules.COMMENT, document)
    if not body.strip():
        raise ValidationError({"body": _("Write your comment first.")}, code="required")
    said = Comment.objects.create(
        document=document, section=section, kind=kind, body=body.strip(), author=by, author_role=by.role_codes
    )
    ledger.record("document.commented", subject=document, by=by, details={"section": section, "kind": str(kind)})
    return said


@transaction.atomic
def answer(said: Comment, *, response: str, by: User) -> Comment:
    """Record how a comment was answered, and close it."""
    access.require(by, rules.RESOLVE, said.document)
    if not response.strip():
        raise ValidationError({"response": _("Write how the comment was answered.")}, code="required")
    said.response, said.resolved_by, said.resolved_at = response.strip(), by, timezone.now()
    said.save(update_fields=["response", "resolved_by", "resolved_at"])
    ledger.record("document.comment_answered", subject=said.document, by=by, details={"section": said.section})
    return said
