"""Which files belong to the texts of the demo? Pages set on the spot, attached with the product's own verb."""

from io import BytesIO

import pikepdf
from django.conf import settings
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageDraw, ImageFont

from demo import content
from documents import actions
from documents.models import Document
from files import keeping
from organizations.models import User

PAGE, MARGIN, LEADING = (612, 792), 54, 18


def attach(key: str, document: Document, *, by: User) -> None:
    """Attach what the data files name for the document `key`, as its author did while writing it."""
    for entry in content.read("attachments")["attachments"]:
        if entry["document"] == key:
            file = BytesIO({"pdf": letter, "png": picture}[entry["as"]](entry["lines"]))
            titles = {f"title_{lang}": entry["title"].get(lang, "") for lang in content.LANGS}
            actions.attach(document, keeping.inspect(file, entry["name"]), kind=entry["kind"], by=by, **titles)


def letter(lines: list[str]) -> bytes:
    """Return a page of text as a small PDF, the same for the same words."""
    said = "\n".join(f"({_escaped(line)}) '" for line in lines)
    text = f"BT /F1 11 Tf {LEADING} TL {MARGIN} {PAGE[1] - MARGIN} Td\n{said}\nET"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=PAGE)
        page.Contents = Stream(made, text.encode("cp1252"))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        held = BytesIO()
        made.save(held, deterministic_id=True)
    return held.getvalue()


def picture(lines: list[str]) -> bytes:
    """Return a few lines of text as a small PNG."""
    font = ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / "noto-sans-400.ttf", 15)
    image = Image.new("L", (640, 60 + 26 * len(lines)), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((30, 30 + 26 * number), line, fill=20, font=font)
    held = BytesIO()
    image.save(held, "PNG", optimize=True)
    return held.getvalue()


def _escaped(line: str) -> str:
    return "".join(f"\\{sign}" if sign in "()\\" else sign for sign in line)
