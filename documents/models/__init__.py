"""What do people write, and what exactly did they sign? Drafts that change, and versions that never do."""

from documents.models.attachment import Attachment, AttachmentQuerySet, VersionAttachment
from documents.models.comment import Comment
from documents.models.document import Document, DocumentGrant, DocumentQuerySet
from documents.models.draft import (
    LANGUAGE_OF_TEXT,
    LANGUAGES,
    Answer,
    Contribution,
    DraftSection,
    Edit,
    Look,
    Presence,
    Row,
    RowQuerySet,
    Translation,
)
from documents.models.overlay import Overlay, OwnQuestion, OwnQuestionQuerySet
from documents.models.version import Version, VersionQuerySet

__all__ = [
    "LANGUAGES",
    "LANGUAGE_OF_TEXT",
    "Answer",
    "Attachment",
    "AttachmentQuerySet",
    "Comment",
    "Contribution",
    "Document",
    "DocumentGrant",
    "DocumentQuerySet",
    "DraftSection",
    "Edit",
    "Look",
    "Overlay",
    "OwnQuestion",
    "OwnQuestionQuerySet",
    "Presence",
    "Row",
    "RowQuerySet",
    "Translation",
    "Version",
    "VersionAttachment",
    "VersionQuerySet",
]
