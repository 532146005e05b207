"""Is this PDF whole, open, and without anything that acts by itself or that hides other files?

qpdf (through pikepdf) reads its structure within limits; no page is drawn and no content stream is decoded.
"""

import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from files.checking.refusal import Refused

MOST_OBJECTS = 150_000
#: What may stand after the end mark: line ends and what some programs fill up with.
PADDING = b"\0\t\n\x0c\r \x1a"
TAIL = 2048
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/GoToE",
    "/ImportData",
    "/SubmitForm",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
    "/GoTo3DView",
}
PLAYERS = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA"}
#: A quick look first: an object without any of these names needs no closer one.
SUSPECT = re.compile(
    rb"/(?:JS|JavaScript|XFA|EF|Launch|GoToE|ImportData|SubmitForm|Rendition|Movie|Sound|RichMedia\w*|GoTo3DView|Screen"
    rb"|3D|FileAttachment)\b"
)

# Of the whole process, as qpdf keeps them: bombs end here instead of in the memory.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=64 << 20,
    run_length_max_memory=64 << 20,
    png_max_memory=64 << 20,
    tiff_max_memory=64 << 20,
    dct_max_memory=64 << 20,
    max_stream_filters=4,
    doc_max_warnings=500,
    parser_max_container_size=500_000,
)


def check(file: BinaryIO) -> None:
    """Raise Refused unless `file` is one whole, open and passive PDF."""
    _refuse_other_faces(file)
    file.seek(0)
    try:
        with pikepdf.open(file, suppress_warnings=True) as document:
            if document.is_encrypted:
                raise Refused("encrypted")
            if len(document.objects) > MOST_OBJECTS:
                raise Refused("complex")
            for found in document.objects:
                _check_object(found)
            if not len(document.pages):
                raise Refused("damaged")
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("damaged") from error


def _refuse_other_faces(file: BinaryIO) -> None:
    """Refuse what goes on after its end, or what a program for archives would open as well."""
    if zipfile.is_zipfile(file):
        raise Refused("hidden")
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    _body, mark, rest = file.read().rpartition(b"%%EOF")
    if not mark:
        raise Refused(_without_end(file, size))
    if rest.strip(PADDING):
        raise Refused("hidden")


def _without_end(file: BinaryIO, size: int) -> str:
    """Return why the end mark is not where it should be: something stands after it, or it never came."""
    file.seek(0)
    return "hidden" if b"%%EOF" in file.read(size) else "damaged"


def _check_object(found: Object) -> None:
    held = found.stream_dict if isinstance(found, Stream) else found
    if not isinstance(held, (Dictionary, Array)):
        return
    if SUSPECT.search(held.unparse(resolved=True)):
        for one in _dictionaries(held):
            _check_dictionary(one)


def _dictionaries(held: Any) -> Iterator[Any]:
    """Yield a dictionary and those written inside it; what it only refers to has its own turn."""
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary):
            yield one
            inside = [value for _key, value in one.items()]
        else:
            inside = list(one)
        waiting += [
            part
            for part in inside
            if isinstance(part, (Dictionary, Array)) and not isinstance(part, Stream) and not part.is_indirect
        ]


def _check_dictionary(one: Any) -> None:
    keys = set(one.keys())
    if keys & ACTIVE_KEYS or _name(one, "/S") in ACTIONS:
        raise Refused("active")
    subtype = _name(one, "/Subtype")
    if "/EF" in keys and isinstance(one["/EF"], Dictionary) and len(one["/EF"].keys()):
        raise Refused("embedded")
    if "/Rect" in keys and subtype == "/FileAttachment":
        raise Refused("embedded")
    if "/Rect" in keys and subtype in PLAYERS:
        raise Refused("active")


def _name(one: Any, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, Name) else ""
