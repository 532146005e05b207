"""Is this ZIP file of an office program built as such programs build it, and how large is it unpacked, truly?

The directory, the entries and what lies between them are compared before anything is unpacked, and nothing is unpacked
beyond what was declared: two readers of the file can then never see two different documents in it.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO

from files.checking.refusal import Refused

MOST_ENTRIES = 5_000
MOST_DIRECTORY = 2 << 20
LARGEST_UNPACKED = 200 << 20
#: Text packs well, but not like this; small parts may.
RATIO, RATIO_FROM = 200, 1 << 20
CHUNK = 1 << 16
END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s5H3L2H")
#: What may follow an entry whose sizes were not known when it was begun.
DESCRIPTOR = 24
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|]")


@dataclass
class Archive:
    """A ZIP file whose structure has been checked; `depth` is how many archives it lies in."""

    file: BinaryIO
    depth: int = 0

    def __post_init__(self) -> None:
        self.starts: dict[str, int] = {}
        self.directory = self._directory()
        self.infos = self._infos()
        self._check_order()
        self._check_sizes()

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(info.filename for info in self.infos)

    def _directory(self) -> int:
        """Return where the directory begins; it and its end must close the file, without a word after it."""
        size = self.file.seek(0, 2)
        self.file.seek(max(0, size - END.size))
        found = self.file.read()
        if len(found) < END.size:
            raise Refused("damaged")
        mark, disk, first, here, count, length, start, comment = END.unpack(found)
        if mark != b"PK\x05\x06" or comment:
            raise Refused("hidden" if zipfile.is_zipfile(self.file) else "damaged")
        if disk or first or here != count or start + length != size - END.size:
            raise Refused("hidden")
        if not 0 < count <= MOST_ENTRIES or length > MOST_DIRECTORY:
            raise Refused("bomb")
        return start

    def _infos(self) -> list[zipfile.ZipInfo]:
        """Return the entries in the order that they lie in."""
        try:
            with zipfile.ZipFile(self.file) as opened:
                infos = sorted(opened.infolist(), key=lambda info: info.header_offset)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise Refused("damaged") from error
        known: set[str] = set()
        for info in infos:
            _check_name(info, known)
            if info.flag_bits & 0x41:
                raise Refused("encrypted")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Refused("damaged")
        return infos

    def _check_order(self) -> None:
        """Refuse entries that overlap or leave room between them, and those that two places name differently."""
        place = 0
        for info in self.infos:
            self.file.seek(info.header_offset)
            head = self.file.read(LOCAL.size)
            if len(head) < LOCAL.size or head[:4] != b"PK\x03\x04":
                raise Refused("damaged")
            _mark, _needs, flags, way, *_rest, name, extra = LOCAL.unpack(head)
            said = self.file.read(name).decode("utf-8" if flags & 0x800 else "cp437", "replace")
            gap = info.header_offset - place
            if gap or said != info.orig_filename or way != info.compress_type:
                raise Refused("hidden")
            self.starts[info.filename] = info.header_offset + LOCAL.size + name + extra
            place = self.starts[info.filename] + info.compress_size
            place += self._descriptor(place) if flags & 0x08 else 0
        if place != self.directory:
            raise Refused("hidden")

    def _descriptor(self, place: int) -> int:
        """Return how long the descriptor at `place` is: with or without its mark, of 4 or 8 bytes a size."""
        self.file.seek(place)
        found = self.file.read(DESCRIPTOR + 4)
        marks = (b"PK\x03\x04", b"PK\x01\x02")
        lengths = (16, 12, DESCRIPTOR, 20)
        return next((length for length in lengths if found[length : length + 4] in marks), 0)

    def _check_sizes(self) -> None:
        for info in self.infos:
            if info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1):
                raise Refused("bomb")
        if sum(info.file_size for info in self.infos) > LARGEST_UNPACKED:
            raise Refused("bomb")

    def chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield an entry's bytes; Refused when they are not as many as declared, or not those."""
        self.file.seek(self.starts[info.filename])
        left, crc = info.file_size, 0
        for chunk in self._unpacked(info):
            left, crc = left - len(chunk), zlib.crc32(chunk, crc)
            if left < 0:
                raise Refused("bomb")
            # The next chunk is read after the caller's turn, who may have read elsewhere.
            place = self.file.tell()
            yield chunk
            self.file.seek(place)
        if left or crc != info.CRC:
            raise Refused("damaged")

    def _unpacked(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from packed
            return
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for data in packed:
                while data:
                    yield machine.decompress(data, CHUNK)
                    data = machine.unconsumed_tail
                    if machine.unused_data:
                        raise Refused("hidden")
        except zlib.error as error:
            raise Refused("damaged") from error
        if not machine.eof:
            yield machine.flush()

    def _packed(self, size: int) -> Iterator[bytes]:
        while size > 0:
            data = self.file.read(min(CHUNK, size))
            if not data:
                raise Refused("damaged")
            size -= len(data)
            yield data


def _check_name(info: zipfile.ZipInfo, known: set[str]) -> None:
    """Refuse names that lead out of the package, and two that one disk would take for the same."""
    name = info.orig_filename
    parts = name.rstrip("/").split("/")
    if not name or _BAD_NAME.search(name) or {"", ".", ".."} & set(parts):
        raise Refused("hidden")
    if name.casefold() in known:
        raise Refused("hidden")
    known.add(name.casefold())
