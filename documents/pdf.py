"""What does an auditor take away? A version as an accessible PDF, in English or in French, from its frozen bytes alone.

The file is PDF/UA-1 and PDF/A-3a at once and carries the canonical JSON that was signed. The same version, language and
record give the same bytes. Why it is made this way: `docs/decisions/0006-pdf.md`.
"""

import gc
import hashlib
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlparse

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from documents.models import Version
from documents.pdf_sections import contents

STYLE = Path("css") / "pdf.css"
FONTS = ("noto-sans-400", "noto-sans-400-italic", "noto-sans-700", "lato-700", "bc-sans-400", "mono", "symbols")

# One at a time in a process: the layout is pure Python, so threads gain nothing, and Pango's font map is shared.
_one_at_a_time = threading.Lock()


class PdfUnavailable(RuntimeError):
    """This machine lacks Pango, with which WeasyPrint sets text; `manage.py doctor` says what to install."""


@dataclass(frozen=True)
class Appendix:
    """What a room above documents knows about a version: a line for the cover, and a part at the end.

    `state` is one sentence for the cover ("Approved on … by …") and `tone` its symbol; both may be "".
    """

    heading: str
    template_name: str
    context: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    tone: str = ""


#: A function of a version that gives an Appendix in the active language, or None.
Source = Callable[[Version], Appendix | None]

#: What every reader of a version gets. Rooms add theirs at start-up.
appendices: list[Source] = []


def appends(source: Source) -> Source:
    """Register a source of appendices; Django may load apps twice."""
    if source not in appendices:
        appendices.append(source)
    return source


WITH_COMMENTS = {"en": "with-comments", "fr": "avec-commentaires"}


def file_name(version: Version, language: str, *, with_comments: bool = False) -> str:
    """Return the ASCII name of the file: organization, kind, document, version, language, whether it has comments."""
    document = version.document
    kind = document.kind.replace("_", "-")
    extra = f"-{WITH_COMMENTS[language]}" if with_comments else ""
    return f"{document.organization.code}-{kind}-{document.pk}-v{version.number}-{language}{extra}.pdf"


def attachment_name(version: Version) -> str:
    """Return the name, inside the PDF, of the canonical JSON that was signed."""
    return f"{version.document.kind}-{version.document_id}-v{version.number}.json"


def render(version: Version, language: str, more: Iterable[Source] = ()) -> bytes:
    """Return `version` as a PDF in `language` ("en" or "fr"), whatever language the request is in.

    `more` gives the appendices that this one reader asked for (their comments), after those that every reader gets.
    Raises PdfUnavailable when this machine cannot set text.
    """
    engine = _engine()
    with translation.override(language):
        page = _legible(_page(version, language, more))
    with _one_at_a_time:
        return _written(engine, page, version, language)


def _page(version: Version, language: str, more: Iterable[Source] = ()) -> str:
    sources = (*appendices, *more)
    found = [appendix for appendix in (source(version) for source in sources) if appendix is not None]
    context = {
        "version": version,
        "language": language,
        "locale": f"{language}-CA",
        "fingerprint": [version.sha256[place : place + 8] for place in range(0, 64, 8)],
        "attachment": attachment_name(version),
        "appendices": found,
        **contents(version, language),
    }
    # WeasyPrint breaks the line of a cell that ends in a space too early.
    return re.sub(r"\s+(?=</t[dh]>)", "", render_to_string("documents/pdf/document.html", context))


def _written(engine: Any, page: str, version: Version, language: str) -> bytes:
    # Collecting while the layout allocates costs a seventh of the time; nothing survives it, so one sweep after does.
    gc.disable()
    try:
        return engine.write(page, version, hashlib.sha256(page.encode()).digest()[:16])
    finally:
        gc.enable()
        gc.collect()


def _legible(page: str) -> str:
    """Replace the characters that no shipped font draws: a box that is said aloud beats an empty glyph."""
    known = _drawn()
    return "".join(sign if sign in known else "" if sign in JOINERS else "□" for sign in page)


JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")


@cache
def _drawn() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    folder = settings.BASE_DIR / "static" / "fonts"
    drawn = {"\n", "\r", "\t"}
    for name in FONTS:
        with TTFont(folder / f"{name}.ttf", lazy=True) as font:
            drawn.update(map(chr, font.getBestCmap()))
    return frozenset(drawn)


@cache
def _engine() -> Any:
    """Return WeasyPrint with our fonts, style, fetcher and languages: loaded when the first PDF is asked for."""
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise PdfUnavailable(str(error)) from error
    _tag_languages()
    _end_streams_clearly()
    root = (settings.BASE_DIR / "static").resolve()

    class ShippedFilesOnly(weasyprint.URLFetcher):
        """Reaches nothing but what we ship: the words in a version are other people's."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlparse(url)
            if parts.scheme == "file" and Path(unquote(parts.path)).resolve().is_relative_to(root):
                return super().fetch(url, headers)
            raise ValueError(f"blocked: {url}")

    fetcher = ShippedFilesOnly(allowed_protocols=("file",), allow_redirects=False)
    fonts = FontConfiguration()
    style = weasyprint.CSS(filename=root / STYLE, font_config=fonts, url_fetcher=fetcher)

    def write(page: str, version: Version, identifier: bytes) -> bytes:
        at = version.created_at.astimezone(UTC)
        frozen = weasyprint.Attachment(
            string=version.content,
            name=attachment_name(version),
            relationship="Source",
            created=at,
            modified=at,
        )
        html = weasyprint.HTML(string=page, base_url=root.as_uri() + "/", url_fetcher=fetcher)
        return html.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier,
            attachments=[frozen],
            finisher=_finish,
        )

    return SimpleNamespace(write=write, fetcher=fetcher)


@cache
def _tag_languages() -> None:
    """Give the structure tree the language of each passage: WeasyPrint 70 writes only the whole document's.

    It wraps a private function, so the version is pinned and `tests/documents/test_pdf.py` reads the tags back.
    """
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree  # noqa: SLF001 -- there is no public place to add it

    def build_with_language(box: Any, *arguments: Any, **named: Any) -> Any:
        element = getattr(box, "element", None)
        is_own = element is not None and box.element_tag == element.tag and element.tag != "html"
        language = element.get("lang") if is_own else None
        for tagged in build(box, *arguments, **named):
            if language and "Lang" not in tagged:
                tagged["Lang"] = pydyf.String(language)
            yield tagged

    tags._build_box_tree = build_with_language  # noqa: SLF001 -- as above


@cache
def _end_streams_clearly() -> None:
    """Write CR LF before every `endstream`, where pydyf 0.13 writes LF.

    Data that happen to end in CR would then read as one byte too few, and validators refused one file in ten.
    """
    import pydyf

    plain = pydyf.Stream.data.fget
    end = b"endstream"
    pydyf.Stream.data = property(lambda stream: plain(stream).removesuffix(b"\n" + end) + b"\r\n" + end)


# PDF/A wants every schema in the metadata declared that it does not know itself: here, that of PDF/UA.
UNIVERSALLY_ACCESSIBLE = (
    b'<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>The part of ISO 14289 that is met</pdfaProperty:description></rdf:li>"
    b"</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def _finish(_document: Any, pdf: Any) -> None:
    """Declare PDF/UA-1 beside PDF/A-3a, and leave the metadata uncompressed, as PDF/A asks."""
    for thing in pdf.objects:
        if (getattr(thing, "extra", None) or {}).get("Type") == "/Metadata":
            thing.compress = False
            thing.stream = [
                part.replace(b"</rdf:RDF>", UNIVERSALLY_ACCESSIBLE + b"</rdf:RDF>") for part in thing.stream
            ]
