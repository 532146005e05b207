"""What is this file really, and is it harmless enough to keep? Judged by its content, never by its name.

Pure functions of bytes: no database, no request, no setting. What is expensive is bounded before it is done.
"""

from typing import BinaryIO

from files.checking import images, office, pdf
from files.checking.refusal import Refused
from files.kinds import KINDS, Kind

__all__ = ["Refused", "look"]

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
#: The harmless test of every virus scanner: whoever sends it wants to know that somebody looks.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
CHUNK = 1 << 20


def look(file: BinaryIO) -> Kind:
    """Return what kind of file this is; Refused, with the reason, when it is not one that is kept.

    `file` is seekable and read from its beginning; it is left anywhere.
    """
    head = _head(file)
    if not head:
        raise Refused("empty")
    _refuse_test_virus(file)
    if head.startswith(b"%PDF-"):
        pdf.check(file)
        return KINDS["pdf"]
    if head.startswith(images.PNG):
        images.check_png(file)
        return KINDS["png"]
    if head.startswith(images.JPEG):
        images.check_jpeg(file)
        return KINDS["jpg"]
    if head.startswith(b"PK\x03\x04"):
        return KINDS[office.check(file)]
    raise Refused("old_office" if head.startswith(OLE) else "unknown")


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(16)


def _refuse_test_virus(file: BinaryIO) -> None:
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK):
        if EICAR in tail + chunk:
            raise Refused("virus")
        tail = chunk[-len(EICAR) :]
