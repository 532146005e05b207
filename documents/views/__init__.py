"""The pages of writing (`writing`, `autosave`), of comments (`comments`) and of reading (`reading`)."""

from documents.views.attachments import Attach, AttachmentDownload, Detach
from documents.views.autosave import Autosave, Pulse
from documents.views.buttons import Undo
from documents.views.comments import CommentAdd, CommentAnswer, CommentReopen, Comments, CommentThread
from documents.views.comparing import Compare, MarkRead
from documents.views.copying import CopyInto
from documents.views.examples import Examples
from documents.views.outline import AnswersWithoutQuestion, NewerOutline
from documents.views.own import OwnAdd, OwnChange, OwnKeep, OwnMove, OwnOutline, OwnOutlines, OwnPublish, OwnRemove
from documents.views.pasting import Library, Paste
from documents.views.reading import DocumentRead, VersionPdf, VersionRead
from documents.views.translating import Translate, Translation
from documents.views.writers import WriterRemove, Writers
from documents.views.writing import SectionEdit

__all__ = [
    "AnswersWithoutQuestion",
    "Attach",
    "AttachmentDownload",
    "Autosave",
    "CommentAdd",
    "CommentAnswer",
    "CommentReopen",
    "CommentThread",
    "Comments",
    "Compare",
    "CopyInto",
    "Detach",
    "DocumentRead",
    "Examples",
    "Library",
    "MarkRead",
    "NewerOutline",
    "OwnAdd",
    "OwnChange",
    "OwnKeep",
    "OwnMove",
    "OwnOutline",
    "OwnOutlines",
    "OwnPublish",
    "OwnRemove",
    "Paste",
    "Pulse",
    "SectionEdit",
    "Translate",
    "Translation",
    "Undo",
    "VersionPdf",
    "VersionRead",
    "WriterRemove",
    "Writers",
]
