"""How much of an upload is taken in? Only from who is signed in, and never more than a file may have.

Django's own handlers limit no file. This one stands before them (FILE_UPLOAD_HANDLERS): what is too large is read to
its end and thrown away, so that the rest of the form arrives and the page can say what is wrong.
"""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class TooLarge(InMemoryUploadedFile):
    """Stands for a file that was not taken in; the form's field says so."""


class Limit(FileUploadHandler):
    """Counts the bytes of all files of one request."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.taken = 0
        self.is_over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip the files of somebody who is not signed in: no page of ours takes any from them."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        self.is_over = self.taken > settings.FILE_MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.taken += len(raw_data)
        self.is_over = self.is_over or self.taken > settings.FILE_MOST_BYTES
        return None if self.is_over else raw_data

    def file_complete(self, file_size: int) -> TooLarge | None:
        if not self.is_over:
            return None
        name, kind = self.file_name or "file", self.content_type or ""
        return TooLarge(BytesIO(), self.field_name, name, kind, file_size, None)
