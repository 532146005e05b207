"""Is this picture whole, of a bearable size, and nothing but a picture?

The parts are walked by us, so that nothing is decoded before its size is known and nothing may follow its end; Pillow
then reads what stands in them.
"""

import struct
import warnings
import zipfile
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from files.checking.refusal import Refused

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
MOST_PIXELS = 50_000_000
MOST_PARTS = 20_000
#: Phones put a second picture (depth, brightness) behind the first; nothing else may stand there.
MOST_PICTURES = 8
MARKUP = (b"<script", b"<?php", b"<!doctype", b"<html>", b"<html ", b"<svg ", b"<iframe")
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def check_png(file: BinaryIO) -> None:
    """Raise Refused unless `file` is one whole PNG."""
    file.seek(0)
    data = file.read()
    _refuse_other_faces(data)
    place, number, name = len(PNG), 0, b""
    while name != b"IEND":
        head = data[place : place + 8]
        if len(head) < 8 or number > MOST_PARTS:
            raise Refused("damaged")
        length, name = struct.unpack(">I4s", head)
        if number == 0:
            if name != b"IHDR" or length != 13:
                raise Refused("damaged")
            _refuse_size(*struct.unpack(">II", data[place + 8 : place + 16].ljust(8, b"\0")))
        place, number = place + 12 + length, number + 1
    if place != len(data):
        raise Refused("hidden" if place < len(data) else "damaged")
    _open(file, "PNG")


def check_jpeg(file: BinaryIO) -> None:
    """Raise Refused unless `file` is one whole JPEG (or a few, one after the other, as phones write them)."""
    file.seek(0)
    data = file.read()
    _refuse_other_faces(data)
    place = 0
    for _number in range(MOST_PICTURES):
        place = _end_of_jpeg(data, place)
        rest = data[place : place + 3]
        if not rest.strip(b"\0\r\n\xff") and not data[place:].strip(b"\0\r\n\xff"):
            break
        if rest != JPEG:
            raise Refused("hidden")
    else:
        raise Refused("hidden")
    _open(file, "JPEG")


def _end_of_jpeg(data: bytes, place: int) -> int:
    """Return where the picture that begins at `place` ends, by its own marks."""
    place, has_frame = place + 2, False
    for _number in range(MOST_PARTS):
        if data[place : place + 1] != b"\xff":
            raise Refused("damaged")
        while data[place : place + 1] == b"\xff":
            place += 1
        mark = data[place] if place < len(data) else 0
        place += 1
        if mark == 0xD9:
            return place if has_frame else _damaged()
        if mark == 0x01 or 0xD0 <= mark <= 0xD7:
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        if length < 2 or place + length > len(data):
            raise Refused("damaged")
        if mark in FRAMES:
            has_frame = True
            height, width = struct.unpack(">HH", data[place + 3 : place + 7].ljust(4, b"\0"))
            _refuse_size(width, height)
        place += length
        if mark == 0xDA:
            place = _end_of_scan(data, place)
    raise Refused("complex")


def _end_of_scan(data: bytes, place: int) -> int:
    """Return where the picture's own data end: at the first mark that is no restart and no escaped FF."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise Refused("damaged")
        following = data[place + 1]
        if following != 0x00 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return place
        place += 1 if following == 0xFF else 2


def _damaged() -> int:
    raise Refused("damaged")


def _refuse_size(width: int, height: int) -> None:
    if not (width and height):
        raise Refused("damaged")
    if width * height > MOST_PIXELS:
        raise Refused("pixels", most=MOST_PIXELS // 1_000_000)


def _refuse_other_faces(data: bytes) -> None:
    """Refuse what other programs would take for an archive or for a page."""
    if zipfile.is_zipfile(BytesIO(data)):
        raise Refused("hidden")
    low = data.lower()
    if any(mark in low for mark in MARKUP):
        raise Refused("hidden")


def _open(file: BinaryIO, format_: str) -> None:
    """Let Pillow read the picture: a PNG's checksums; of a JPEG every block, at an eighth of its size."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # What it warns of (odd but harmless data) concerns nobody here.
        try:
            file.seek(0)
            with Image.open(file, formats=[format_]) as picture:
                if format_ == "JPEG":
                    picture.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
                    picture.load()
                else:
                    picture.verify()
        except (OSError, SyntaxError, ValueError, IndexError, struct.error, Image.DecompressionBombError) as error:
            raise Refused("damaged") from error
