"""Files that people attach, made on the spot: small, real, of every accepted kind."""

from io import BytesIO
from typing import Any

from PIL import Image

from documents import actions
from documents.models import Attachment, Document
from files import keeping
from organizations.models import User


def picture(seed: int = 0, format_: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """Return a small picture; another seed gives other bytes."""
    held = BytesIO()
    Image.new("RGB", size, (seed % 256, seed // 256 % 256, 90)).save(held, format_)
    return held.getvalue()


def checked(seed: int = 0, name: str = "scan.png") -> keeping.Checked:
    """Return a small picture as a form hands it on, its content checked."""
    return keeping.inspect(BytesIO(picture(seed)), name)


def attached(document: Document, by: User, content: bytes | None = None, **said: Any) -> Attachment:
    """Attach a file to a draft with the product's own verbs."""
    named = {"kind": "other", "title_en": "Report", "title_fr": "Rapport", **said}
    checked = keeping.inspect(BytesIO(content or picture()), named.pop("name", "report.png"))
    return actions.attach(document, checked, by=by, **named)
