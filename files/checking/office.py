"""Which office document is this package, and does it hold anything but a document?

What is refused: macros, programs and other files inside, and whatever is fetched from elsewhere on opening.
"""

import html
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from files.checking.archive import Archive
from files.checking.parts import Part, parts
from files.checking.refusal import Refused

WORD = "wordprocessingml.document.main+xml"
EXCEL = "spreadsheetml.sheet.main+xml"
ODT = b"application/vnd.oasis.opendocument.text"
CONTENT_TYPES = "[Content_Types].xml"
MACRO = re.compile(r"macroenabled|vba|macrosheet|activex|dialogsheet", re.IGNORECASE)
EMBEDDED = re.compile(r"/(oleObject|package|aFChunk|subDocument|control)$", re.IGNORECASE)
WORKBOOK = re.compile(r"^(word|xl)/embeddings/[^/]+\.xlsx$", re.IGNORECASE)
HARMLESS = re.compile(r"^(https?|mailto|tel|ftp|file):|^[^:]*$", re.IGNORECASE)
LOCAL_TEMPLATE = re.compile(r"^file:/{3}[a-z]:", re.IGNORECASE)
FIELD = re.compile(rb'<(?:\w+:)?instrText\b[^>]*>([^<]*)|\binstr="([^"]*)"')
DDE = re.compile(r"\bDDE(AUTO)?\b", re.IGNORECASE)
#: What an OpenDocument text may not say: who acts on opening, and what is fetched.
ODF_SCRIPT = re.compile(
    rb"<script:event-listener|vnd\.sun\.star\.script:|<office:scripts?>\s*<office:script\b|\bmacro:///"
)
ODF_FETCH = re.compile(
    rb"<(?:draw:(?:image|object|object-ole|applet|plugin|floating-frame)|text:section-source|table:table-source)\b[^>]*"
    rb"xlink:href=[\"'](?:[a-z][a-z0-9+.-]*:|//|\.\./\.\.)|<(?:office|text):dde-",
    re.IGNORECASE,
)


def check(file: BinaryIO) -> str:
    """Return "docx", "xlsx" or "odt"; Refused when the package is another one, or holds more than a document."""
    return _check(Archive(file))


def _check(archive: Archive) -> str:
    if CONTENT_TYPES in archive.names:
        return _microsoft(archive)
    if archive.infos[0].filename == "mimetype":
        return _open_document(archive)
    raise Refused("unknown")


def _microsoft(archive: Archive) -> str:
    """Check a package of Word or Excel and return which."""
    kind = ""
    for part in parts(archive):
        _check_part(part, archive.depth)
        if MACRO.search(part.name):
            raise Refused("macros")
        if part.name == CONTENT_TYPES:
            kind = _kind(_tree(part))
        elif part.name.endswith(".rels"):
            _check_relations(_tree(part))
        elif part.name.startswith("word/") and part.is_xml:
            _refuse_fields(part)
        elif part.name.startswith(("xl/connections", "xl/queryTables/")) or b"<ddeLink" in part.start:
            raise Refused("external")
        part.finish()
    if not kind:
        raise Refused("unknown")
    return kind


def _kind(tree: Any) -> str:
    said = [str(one.get("ContentType", "")) for one in tree]
    if any(MACRO.search(one) for one in said):
        raise Refused("macros")
    kinds = {"docx": WORD, "xlsx": EXCEL}
    found = [code for code, ending in kinds.items() if any(one.endswith(ending) for one in said)]
    return found[0] if len(found) == 1 else ""


def _check_relations(tree: Any) -> None:
    """Refuse what a part points to outside the package (but for links that a person follows) or has embedded."""
    for one in tree:
        about, target = str(one.get("Type", "")), str(one.get("Target", ""))
        if MACRO.search(about):
            raise Refused("macros")
        is_elsewhere = one.get("TargetMode", "").lower() == "external"
        if not is_elsewhere:
            if EMBEDDED.search(about) and not target.lower().endswith(".xlsx"):
                raise Refused("embedded")
            continue
        is_link = about.endswith("/hyperlink") and HARMLESS.match(target)
        is_own_template = about.endswith("/attachedTemplate") and LOCAL_TEMPLATE.match(target)
        if not (is_link or is_own_template):
            raise Refused("external")


def _refuse_fields(part: Part) -> None:
    """Refuse fields of Word that start another program; their text may lie in pieces."""
    said = "".join(_fields(part))
    if DDE.search(html.unescape(said)):
        raise Refused("external")


def _fields(part: Part) -> Iterator[str]:
    carried = b""
    for chunk in part.chunks():
        data = carried + chunk
        cut = data.rfind(b"<")
        cut = len(data) if cut < 0 or len(data) - cut > (1 << 20) else cut
        for found in FIELD.finditer(data[:cut]):
            yield (found[1] or found[2] or b"").decode("utf-8", "replace")
        carried = data[cut:]


def _open_document(archive: Archive) -> str:
    """Check an OpenDocument text: its type comes first and unpacked, as its standard has it."""
    first = archive.infos[0]
    for part in parts(archive):
        _check_part(part, archive.depth)
        if part.name == "mimetype":
            if first.compress_type or part.whole() != ODT:
                raise Refused("unknown")
        elif part.name.startswith(("Basic/", "Scripts/")) and not part.name.endswith("/"):
            raise Refused("macros")
        elif part.name == "META-INF/manifest.xml":
            _check_manifest(_tree(part))
        elif part.is_xml:
            _search(part, ODF_SCRIPT, "macros", ODF_FETCH, "external")
        part.finish()
    if not {"content.xml", "META-INF/manifest.xml"} <= archive.names:
        raise Refused("damaged")
    return "odt"


def _check_manifest(tree: Any) -> None:
    for one in tree.iter():
        if one.tag.endswith("}encryption-data"):
            raise Refused("encrypted")


def _search(part: Part, *wanted: Any) -> None:
    """Refuse a part in which one of the patterns is found; they are given in turn with the reason."""
    pairs: list[tuple[re.Pattern[bytes], str]] = list(zip(wanted[::2], wanted[1::2], strict=True))
    carried = b""
    for chunk in part.chunks():
        data = carried + chunk
        for pattern, reason in pairs:
            if pattern.search(data):
                raise Refused(reason)
        carried = data[-4096:]


def _check_part(part: Part, depth: int) -> None:
    """Refuse another file inside; a workbook behind a chart is looked at like any other."""
    if part.is_archive and not depth and WORKBOOK.match(part.name):
        if _check(Archive(BytesIO(part.whole(most=20 << 20)), depth + 1)) != "xlsx":
            raise Refused("embedded")
    elif part.is_archive or part.is_program:
        raise Refused("embedded")


def _tree(part: Part) -> Any:
    read: Callable[..., Any] = fromstring
    try:
        return read(part.whole(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused("damaged") from error
