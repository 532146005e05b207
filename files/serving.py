"""How is a kept file handed out? As a download that no browser runs, and only if its bytes are still those."""

import hashlib
import logging
from typing import Any, BinaryIO

from django.http import FileResponse

from files.models import StoredFile, Upload, storage

log = logging.getLogger(__name__)
CHUNK = 1 << 20
#: Whatever a browser may be talked into: nothing runs, nothing is fetched, nobody frames it, nobody else reads it.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Download-Options": "noopen",
}


class Unavailable(Exception):
    """The file cannot be handed out: it is in quarantine, withheld, or its bytes are not what they were."""


def download(upload: Upload) -> FileResponse:
    """Return `upload` as an attachment under its cleaned name (RFC 6266); Unavailable when it may not be had."""
    file = _opened(upload.stored)
    response = FileResponse(
        file, as_attachment=True, filename=upload.name, content_type=upload.stored.kind_info.media_type
    )
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _opened(stored: StoredFile) -> Any:
    if not stored.is_available:
        raise Unavailable(stored.scan)
    try:
        file = storage().open(stored.address)
    except FileNotFoundError as error:
        log.exception("The bytes of the stored file %s are missing.", stored.sha256)
        raise Unavailable("missing") from error
    if _hash(file) != stored.sha256:
        log.error("The bytes of the stored file %s are not those that were stored.", stored.sha256)
        file.close()
        raise Unavailable("changed")
    file.seek(0)
    return file


def _hash(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
