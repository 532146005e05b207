"""What stands in each part of an office package, read once and in pieces?"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from files.checking.archive import Archive
from files.checking.refusal import Refused

LARGEST_CONTROL = 8 << 20
BOM = b"\xef\xbb\xbf"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
PROGRAMS = (
    b"\x7fELF",
    b"#!",
    b"%PDF-",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\xca\xfe\xba\xbe",
    b"<html",
    b"<!doctype html",
)
DTD = re.compile(rb"<!(DOCTYPE|ENTITY)")
ENCODING = re.compile(rb"^<\?xml[^>]*\bencoding=[\"']([^\"']+)")
ENCODINGS = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
TEST_VIRUS = b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$"


@dataclass
class Part:
    """One part: its name, its first bytes, and the rest as it is asked for. `finish` reads what nobody wanted."""

    name: str
    start: bytes
    _rest: Iterator[bytes] = field(repr=False)
    _is_read: bool = False

    @property
    def is_xml(self) -> bool:
        return self.name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))

    @property
    def is_archive(self) -> bool:
        return self.start.startswith(b"PK\x03\x04")

    @property
    def is_program(self) -> bool:
        """Say whether it is another document or something that a machine would run."""
        head = self.start.lstrip(BOM + b" \r\n\t").lower() if self.start[:1] in b" \r\n\t<" else self.start
        is_windows = self.start.startswith(b"MZ") and (b"PE\0\0" in self.start or b"This program" in self.start)
        return is_windows or self.start.startswith(OLE) or head.startswith(PROGRAMS)

    def chunks(self) -> Iterator[bytes]:
        """Yield its bytes, once."""
        self._is_read = True
        tail = b""
        for chunk in self._all():
            data = tail + chunk
            if TEST_VIRUS in data:
                raise Refused("virus")
            if self.is_xml and DTD.search(data):
                raise Refused("damaged")
            tail = data[-64:]
            yield chunk

    def whole(self, most: int = LARGEST_CONTROL) -> bytes:
        """Return all of it; Refused when it is more than `most`."""
        found = bytearray()
        for chunk in self.chunks():
            found += chunk
            if len(found) > most:
                raise Refused("bomb")
        return bytes(found)

    def finish(self) -> None:
        """Read what is left, so that every part has been seen and counted."""
        if not self._is_read:
            for _chunk in self.chunks():
                pass

    def _all(self) -> Iterator[bytes]:
        yield self.start
        yield from self._rest


def parts(archive: Archive) -> Iterator[Part]:
    """Yield the parts in the order that they lie in; folders have nothing in them."""
    for info in archive.infos:
        if info.is_dir():
            if info.file_size:
                raise Refused("hidden")
            continue
        yield _part(archive, info)


def _part(archive: Archive, info: zipfile.ZipInfo) -> Part:
    rest = archive.chunks(info)
    part = Part(info.filename, next(rest, b""), rest)
    if part.is_xml and part.start:
        head = part.start.removeprefix(BOM).lstrip()
        said = ENCODING.search(head[:300])
        is_plain = head[:1] == b"<" and head[1:2] != b"\0"
        if not is_plain or (said and said[1].lower() not in ENCODINGS):
            raise Refused("damaged")
    return part
