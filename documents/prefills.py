"""What does the register know already about a question, so that an author need not type it? (App. B: presence to date)

Higher rooms register a source by kind of document and field. The page shows what it knows, where that comes from and
as of when; an author puts it into the answer with one press, as words of their own from then on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import actions, places
from documents.draft import Draft
from documents.models import Document
from govsocial.core.templatetags.ui import in_words
from organizations.models import User

LANGS = ("en", "fr")


@dataclass(frozen=True)
class Prefill:
    """What the register knows about one question today.

    `template_name` shows it, with `context` as `fill`. `texts` ({language, or "" for none: words}) are what is appended
    to an answer; `rows` (cells) are what is added to a table, each unless one has the same words in `unique` already.
    Neither means that there is nothing to put in.
    """

    field: str
    heading: Any
    template_name: str
    context: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    unique: str = ""
    as_of: date = field(default_factory=timezone.localdate)

    @property
    def may_be_inserted(self) -> bool:
        return bool(self.texts or self.rows)


Source = Callable[[Document, Any], Prefill | None]
_sources: dict[tuple[str, str], Source] = {}


def fills(kind: str, key: str) -> Callable[[Source], Source]:
    """Register what the register knows about the field `key` of documents of `kind`: a function of (document, user)."""

    def register(source: Source) -> Source:
        _sources.setdefault((kind, key), source)
        return source

    return register


def of_field(document: Document, key: str, user: Any) -> Prefill | None:
    """Return what the register knows about one question, or None."""
    source = _sources.get((document.kind, key))
    return source(document, user) if source else None


def of_section(document: Document, section: Any, user: Any) -> dict[str, Prefill]:
    """Return {field key: what the register knows} of the questions of a section."""
    found = {asked.key: of_field(document, asked.key, user) for asked in section.fields}
    return {key: one for key, one in found.items() if one is not None}


def signed(text: str, day: date) -> str:
    """Return words with where they come from and as of when, in the active language."""
    return text + "\n\n" + _("(From the register of official accounts, %(day)s.)") % {"day": in_words(day)}


@transaction.atomic
def insert(document: Document, key: str, *, by: User) -> int:
    """Put what the register knows into the answer or the table, behind what stands there; return how much was added.

    Raises ValidationError when there is nothing to add.
    """
    document = actions.locked(document, by=by)
    known = of_field(document, key, by)
    if known is None or not known.may_be_inserted:
        raise ValidationError(_("The register has nothing to add here."), code="nothing")
    section = document.outline.section_of(key)
    draft = Draft(document, section)
    added = _add_rows(draft, known, by) if known.rows else _append(draft, known, section.key, by)
    if not added:
        raise ValidationError(_("What the register knows stands here already."), code="nothing")
    return added


def _append(draft: Draft, known: Prefill, section: str, by: User) -> int:
    wanted = {}
    for lang, text in known.texts.items():
        before = str(draft.answer(known.field, lang) or "").rstrip()
        with translation.override(lang or translation.get_language()):
            words = signed(text, known.as_of)
        if words not in before:
            wanted[places.answer(known.field, lang)] = f"{before}\n\n{words}" if before else words
    actions.write(draft.document, section, wanted, by=by, seen=None)
    return len(wanted)


def _add_rows(draft: Draft, known: Prefill, by: User) -> int:
    there = {str(row.cells.get(known.unique, "")).casefold() for row in draft.rows.get(known.field, [])}
    rows = [row for row in known.rows if str(row.get(known.unique, "")).casefold() not in there]
    actions.add_rows(draft.document, known.field, rows, by=by, source="prefilled")
    return len(rows)
