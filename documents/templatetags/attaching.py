"""How are attachments told on a page: whether each can be had, and what it is?"""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import attached
from documents.attached_reading import Attached, read, read_by
from documents.models import Attachment
from documents.reading import Reading
from files.models import StoredFile

register = template.Library()


@dataclass(frozen=True)
class State:
    """Whether a file can be had, the tag that says why not, and what the file is in the pack's words."""

    is_open: bool
    what: str
    lang: str = ""
    label: str = ""
    tone: str = ""
    why: str = ""


@register.simple_tag
def attachment_state(one: Attachment) -> State:
    """Return how one attachment of a draft stands."""
    what = dict(attached.kinds_of(one.document)).get(one.kind, one.kind)
    lang = _language_of(one)
    stored = one.stored
    if stored.is_withheld:
        return State(False, what, lang, _("Withheld"), "danger", _why_withheld(stored))
    if stored.is_quarantined:
        why = _("It can be opened once the virus scanner has looked at it.")
        return State(False, what, lang, _("Being scanned"), "info", why)
    return State(True, what, lang)


@register.simple_tag
def attached_to(reading: Reading, user: Any = None) -> list[Attached]:
    """Return the attachments of what is read, with where this reader can have them; on paper without."""
    return read_by(reading, user) if user else read(reading)


def _why_withheld(stored: StoredFile) -> str:
    if stored.scan == StoredFile.Scan.REFUSED:
        said = _("The virus scanner would not scan it: %(what)s. The file was deleted; this line stays.")
    else:
        said = _("The virus scanner found: %(what)s. The file was deleted; this line stays.")
    return said % {"what": stored.finding}


def _language_of(one: Attachment) -> str:
    """Return the language of the title where it is not the reader's, else ""."""
    own, other = ("fr", "en") if (get_language() or "en").startswith("fr") else ("en", "fr")
    return "" if getattr(one, f"title_{own}") else other
