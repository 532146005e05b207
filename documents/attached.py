"""What is attached to a document: in the draft, and in the bytes of a version?

Frozen content says of each attachment what it is, its titles, its kind of file, its size and its SHA-256.
"""

from typing import Any

from documents.models import Attachment, Document, Version, VersionAttachment

KEY = "attachments"
LIST = "attachment_kinds"
Content = dict[str, Any]


def kinds_of(document: Document) -> list[tuple[str, str]]:
    """Return what an attachment may be, by the document's pack, as (code, words); [] where the pack has no list."""
    return [(item.code, str(item.name)) for item in document.framework.lists.get(LIST, ())]


def of_draft(document: Document) -> list[Attachment]:
    """Return what is attached to the draft now, in the order that it came: one query."""
    found = document.attachments.current().select_related("upload__stored")
    return list(found.order_by("pk"))


def of_versions(document: Document, user: Any) -> list[Attachment]:
    """Return what versions of the document have attached, for who reads those and not the draft: one query."""
    found = Attachment.objects.visible_to(user).filter(document=document)
    return list(found.select_related("document", "upload__stored").order_by("pk"))


def has(document: Document, *kinds: str) -> bool:
    """Say whether the draft has an attachment of one of these kinds (codes of `attachment_kinds`)."""
    return bool(document.attachments.current().filter(kind__in=kinds).exists())


def frozen(document: Document) -> Content:
    """Return {"attachments": […]} for the content of a version, or {} where nothing is attached."""
    found = [_frozen(one) for one in of_draft(document)]
    return {KEY: found} if found else {}


def _frozen(one: Attachment) -> Content:
    return {
        "uuid": str(one.uuid),
        "what": one.kind,
        "title": {"en": one.title_en, "fr": one.title_fr},
        "kind": one.stored.kind,
        "size": one.stored.size,
        "sha256": one.stored.sha256,
    }


def keep(version: Version, content: Content) -> None:
    """Tie what a version froze to its rows, for good."""
    uuids = [one["uuid"] for one in content.get(KEY, [])]
    found = Attachment.objects.filter(document=version.document_id, uuid__in=uuids) if uuids else []
    VersionAttachment.objects.bulk_create(VersionAttachment(version=version, attachment=one) for one in found)
