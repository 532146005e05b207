"""Good files and wrong ones, made on the spot: small, and each wrong in one way only."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, PngImagePlugin

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Parts = dict[str, bytes | str]

# ---------------------------------------------------------------- pictures


def picture(format_: str, mode: str = "RGB", size: tuple[int, int] = (12, 9), **options: Any) -> bytes:
    held = BytesIO()
    Image.new(mode, size).save(held, format_, **options)
    return held.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is this large, with hardly any data."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((width // 8 + 1) * min(height, 64)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    """Return a JPEG whose frame says it is this large."""
    data = bytearray(picture("JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def with_text(text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    return picture("PNG", pnginfo=info)


def animated() -> bytes:
    held = BytesIO()
    frames = [Image.new("RGB", (4, 4), (n, 0, 0)) for n in (0, 90)]
    frames[0].save(held, "PNG", save_all=True, append_images=frames[1:])
    return held.getvalue()


def two_jpegs() -> bytes:
    """Return what a phone writes: a picture and behind it a second one."""
    held = BytesIO()
    Image.new("RGB", (8, 8)).save(held, "MPO", save_all=True, append_images=[Image.new("RGB", (4, 4))])
    return held.getvalue()


def small_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "Parc national"
    return picture("JPEG", exif=exif)


# ---------------------------------------------------------------- PDF


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        held = BytesIO()
        document.save(held, deterministic_id="encryption" not in options, **options)
    return held.getvalue()


def root(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            document.Root[f"/{name}"] = value

    return change


def note(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    """Put an annotation on the page."""

    def change(document: pikepdf.Pdf) -> None:
        held = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)
        document.pages[0].Annots = Array([document.make_indirect(held)])

    return change


def action(kind: str, **entries: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **entries)


def attach(document: pikepdf.Pdf) -> None:
    document.attachments["inside.txt"] = b"hidden"


def outline(document: pikepdf.Pdf) -> None:
    with document.open_outline() as held:
        held.root.append(pikepdf.OutlineItem("First", 0))


def plain_pdf(end: bytes = b"\n") -> bytes:
    """Return a PDF as an old program writes it: without compression, with the table of its objects."""
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    objects += (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",)
    objects += (b"<</Length 9>>\nstream\n0 0 m (/JS)\nendstream",)
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start + end


def revised_pdf() -> bytes:
    """Return a PDF that was changed by adding to its end, as signing programs do."""
    first = plain_pdf()
    place = len(first)
    more = b"5 0 obj\n<</Title(Later)>>\nendobj\n"
    table = place + len(more)
    before = first.rindex(b"xref\n0 5")
    more += b"xref\n5 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Info 5 0 R/Prev %d>>\n" % (place, before)
    return first + more + b"startxref\n%d\n%%%%EOF\n" % table


def escaped(data: bytes) -> bytes:
    """Return a PDF with its names written in another way, as who hides something does."""
    return data.replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/J#53")


def unpacking_pdf(size: int = 72 << 20) -> bytes:
    """Return a PDF whose table of objects unpacks to `size`."""
    machine = zlib.compressobj(9)
    bomb = b"".join(machine.compress(bytes(1 << 20)) for _n in range(size >> 20)) + machine.flush()
    data = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    start = len(data)
    data += b"9 0 obj\n<</Type/XRef/W[1 4 1]/Size 10/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(bomb)
    return data + bomb + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def many_objects(count: int = 150_100) -> bytes:
    data = plain_pdf()
    more = b"".join(b"%d 0 obj null endobj\n" % n for n in range(10, count))
    return data.replace(b"xref\n0 5", more + b"xref\n0 5")


# ---------------------------------------------------------------- packages

OOXML = "http://schemas.openxmlformats.org"
REL = f"{OOXML}/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def package(parts: Parts, *, way: int = zipfile.ZIP_DEFLATED, first: str = "") -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", way) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, compress_type=zipfile.ZIP_STORED if name == first else way)
    return held.getvalue()


class Stream(BytesIO):
    """A file that cannot go back: programs that write to one put sizes behind each entry."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_args: Any) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def streamed(parts: Parts) -> bytes:
    held = Stream()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def types(**overrides: str) -> str:
    more = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{XML}<Types xmlns="{OOXML}/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{more}</Types>'
    )


def relations(*said: str) -> str:
    return f'{XML}<Relationships xmlns="{OOXML}/package/2006/relationships">{"".join(said)}</Relationships>'


def relation(kind: str, target: str, mode: str = "") -> str:
    more = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="r1" Type="{REL}/{kind}" Target="{target}"{more}/>'


def word(body: str = "<w:p/>", kind: str = WORD, **more: bytes | str) -> Parts:
    """Return the parts of a Word document; `more` by path with __ for / and _dot_ for a point."""
    parts: Parts = {
        "[Content_Types].xml": types(**{"word/document.xml": kind}),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f'{XML}<w:document xmlns:w="{OOXML}/w"><w:body>{body}</w:body></w:document>',
    }
    return {**parts, **{name.replace("__", "/").replace("_dot_", "."): said for name, said in more.items()}}


def with_relation(*said: str) -> Parts:
    return {**word(), "word/_rels/document.xml.rels": relations(*said)}


def excel(rows: str = "", kind: str = EXCEL) -> Parts:
    return {
        "[Content_Types].xml": types(**{"xl/workbook.xml": kind}),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"{XML}<workbook/>",
        "xl/worksheets/sheet1.xml": f"{XML}<worksheet><sheetData>{rows}</sheetData></worksheet>",
    }


def field(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"<w:p>{runs}</w:p>"


ODT = "application/vnd.oasis.opendocument.text"
MANIFEST = f'{XML}<manifest:manifest xmlns:manifest="urn:x:manifest">{{}}</manifest:manifest>'


def odt_parts(body: str = "", *, manifest: str = "", **more: bytes | str) -> Parts:
    parts: Parts = {
        "mimetype": ODT,
        "META-INF/manifest.xml": MANIFEST.format(manifest),
        "content.xml": f'{XML}<office:document-content xmlns:office="urn:o">{body}</office:document-content>',
    }
    return {**parts, **{name.replace("__", "/").replace("_dot_", "."): said for name, said in more.items()}}


def odt(*args: Any, **more: Any) -> bytes:
    return package(odt_parts(*args, **more), first="mimetype")


def renamed(data: bytes, old: bytes, new: bytes, *, only_last: bool = False) -> bytes:
    """Return a package in which an entry has another name, of the same length, in the directory or in both places."""
    assert len(old) == len(new)
    if not only_last:
        return data.replace(old, new)
    place = data.rindex(old)
    return data[:place] + new + data[place + len(old) :]


def with_comment(data: bytes, comment: bytes) -> bytes:
    return data[:-2] + struct.pack("<H", len(comment)) + comment


def flagged(data: bytes, bit: int) -> bytes:
    """Return a package whose first entry says something else of itself, as an encrypted one does."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[data.index(mark) + place] |= bit
    return bytes(changed)


def shrunk(data: bytes, size: int) -> bytes:
    """Return a package whose last entry says that it unpacks to `size` bytes only."""
    changed = bytearray(data)
    struct.pack_into("<L", changed, data.rindex(b"PK\x03\x04") + 22, size)
    struct.pack_into("<L", changed, data.rindex(b"PK\x01\x02") + 24, size)
    return bytes(changed)


def with_gap(data: bytes, hidden: bytes = b"#!/bin/sh\n") -> bytes:
    """Return a package with something between its last entry and its directory, all numbers mended."""
    place = data.index(b"PK\x01\x02")
    changed = bytearray(data[:place] + hidden + data[place:])
    end = len(changed) - 22
    struct.pack_into("<L", changed, end + 16, place + len(hidden))
    return bytes(changed)


def before(data: bytes, head: bytes) -> bytes:
    """Return a package with something in front of it, all numbers mended, as a self-extracting one has."""
    held = BytesIO()
    held.write(head)
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(held, "a") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return held.getvalue()


def ole(words: Iterable[str]) -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + b"".join(word.encode("utf-16-le") for word in words)
