"""Files that people really attach, as many programs write them."""

import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.files import corpus as make

CHART = make.relations(make.relation("package", "../embeddings/Microsoft_Excel_Sheet.xlsx"))
LINK = make.relation("hyperlink", "https://www.canada.ca/", "External")
TEMPLATE = make.relation("attachedTemplate", "file:///C:\\Templates\\Memo.dotx", "External")
FIT = Array([0, Name.Fit])


def picture_in(name: str) -> bytes:
    return make.package({**make.word(), name: make.picture("PNG")})


def good() -> dict[str, tuple[str, bytes]]:
    """Return {name: (its kind, its bytes)}."""
    return {
        "png rgb": ("png", make.picture("PNG")),
        "png with alpha": ("png", make.picture("PNG", "RGBA")),
        "png grey": ("png", make.picture("PNG", "L")),
        "png black and white": ("png", make.picture("PNG", "1")),
        "png palette": ("png", make.picture("PNG", "P")),
        "png 16 bit": ("png", make.picture("PNG", "I;16")),
        "png with words": ("png", make.with_text("Made by the department")),
        "png animated": ("png", make.animated()),
        "png best packed": ("png", make.picture("PNG", size=(900, 700), optimize=True)),
        "jpeg": ("jpg", make.picture("JPEG")),
        "jpeg progressive": ("jpg", make.picture("JPEG", size=(300, 200), progressive=True)),
        "jpeg grey": ("jpg", make.picture("JPEG", "L")),
        "jpeg cmyk": ("jpg", make.picture("JPEG", "CMYK")),
        "jpeg with a comment": ("jpg", make.picture("JPEG", comment=b"Scan")),
        "jpeg with exif": ("jpg", make.small_exif()),
        "jpeg of a phone, two in one": ("jpg", make.two_jpegs()),
        "jpeg with restarts": ("jpg", make.picture("JPEG", size=(64, 64), restart_marker_blocks=1)),
        "jpeg filled up with zeros": ("jpg", make.picture("JPEG") + bytes(512)),
        "pdf": ("pdf", make.pdf()),
        "pdf with packed objects": ("pdf", make.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)),
        "pdf for the web": ("pdf", make.pdf(linearize=True)),
        "pdf of an old program": ("pdf", make.plain_pdf()),
        "pdf that ends in CR LF": ("pdf", make.plain_pdf(b"\r\n")),
        "pdf without a last line end": ("pdf", make.plain_pdf(b"")),
        "pdf changed at its end": ("pdf", make.revised_pdf()),
        "pdf of a scan": ("pdf", make.picture("PDF", size=(40, 60))),
        "pdf with an outline": ("pdf", make.pdf(make.outline)),
        "pdf that opens on its first page": ("pdf", make.pdf(make.root(OpenAction=FIT))),
        "pdf with a link": (
            "pdf",
            make.pdf(make.note(Subtype=Name.Link, A=make.action("URI", URI="https://canada.ca"))),
        ),
        "pdf with a note": ("pdf", make.pdf(make.note(Subtype=Name.Text, Contents="See /JavaScript and /Launch"))),
        "pdf with a plain form": ("pdf", make.pdf(make.root(AcroForm=Dictionary(Fields=Array([]))))),
        "docx": ("docx", make.package(make.word())),
        "docx not packed": ("docx", make.package(make.word(), way=zipfile.ZIP_STORED)),
        "docx streamed": ("docx", make.streamed(make.word())),
        "docx with a picture": ("docx", picture_in("word/media/image1.png")),
        "docx with a link": ("docx", make.package(make.with_relation(LINK))),
        "docx from a template on the disk": (
            "docx",
            make.package(make.with_relation(TEMPLATE)),
        ),
        "docx with a page number": ("docx", make.package(make.word(make.field("PAGE", " \\* MERGEFORMAT")))),
        "docx with a chart": (
            "docx",
            make.package(
                {
                    **make.word(),
                    "word/charts/_rels/chart1.xml.rels": CHART,
                    "word/embeddings/Microsoft_Excel_Sheet.xlsx": make.package(make.excel()),
                }
            ),
        ),
        "xlsx": ("xlsx", make.package(make.excel())),
        "xlsx with 40,000 rows": ("xlsx", make.package(make.excel("".join(f"<row r='{n}'/>" for n in range(40_000))))),
        "xlsx streamed": ("xlsx", make.streamed(make.excel())),
        "odt": ("odt", make.odt()),
        "odt with folders": ("odt", make.odt(Configurations2__=b"")),
        "odt with a picture": (
            "odt",
            make.odt('<draw:image xlink:href="Pictures/1.png"/>', Pictures__1_dot_png=make.picture("PNG")),
        ),
    }
