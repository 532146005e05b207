"""The pages of writing (`writing`, `rows`), of comments (`comments`) and of reading (`reading`)."""

from documents.views.comments import CommentAdd, CommentAnswer, CommentReopen, Comments, CommentThread
from documents.views.comparing import Compare, MarkRead
from documents.views.reading import DocumentRead, VersionPdf, VersionRead
from documents.views.rows import RowAdd, RowEdit, RowRemove
from documents.views.writing import SectionEdit, WriterRemove, Writers

__all__ = [
    "CommentAdd",
    "CommentAnswer",
    "CommentReopen",
    "CommentThread",
    "Comments",
    "Compare",
    "DocumentRead",
    "MarkRead",
    "RowAdd",
    "RowEdit",
    "RowRemove",
    "SectionEdit",
    "VersionPdf",
    "VersionRead",
    "WriterRemove",
    "Writers",
]
