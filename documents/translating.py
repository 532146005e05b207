"""The verbs of translating: it still says the same, it is reviewed, this language came first, it was translated so.

None of them changes a text, so none moves a section's revision or makes anybody an author. Each takes several spots
(`documents.places`) at once and writes them in one statement; spots of which it makes no sense are left alone.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import actions
from documents.draft import Draft
from documents.models import Document, DraftSection, Translation
from documents.translations import DRAFT, LANGS, REVIEWED, STALE, SpotState, sha, store
from organizations.models import User

#: {spot: {language: SHA-256 of the words that the person had before them}}; what is not named is not checked.
Read = Mapping[str, Mapping[str, str]]
Change = Callable[[Translation, SpotState], bool]


@transaction.atomic
def confirm(document: Document, spots: Iterable[str], *, read: Read, by: User) -> int:
    """Record that counterparts still say what their originals say now; return how many that mended.

    Raises ValidationError when a text changed since `read`: nobody confirms what they have not seen.
    """

    def change(record: Translation, one: SpotState) -> bool:
        _seen(one, read)
        record.source_sha, record.source_was = sha(one.source_text), ""
        return _signed(record, by)

    return _each(document, spots, (STALE,), change, by=by)


@transaction.atomic
def review(document: Document, spots: Iterable[str], *, read: Read, by: User) -> int:
    """Record that `by` compared translations in draft with their originals; return how many.

    One that is out of date is no draft: it is confirmed or changed first. Raises ValidationError as `confirm` does.
    """

    def change(record: Translation, one: SpotState) -> bool:
        _seen(one, read)
        record.is_reviewed = True
        return _signed(record, by)

    return _each(document, spots, (DRAFT,), change, by=by)


@transaction.atomic
def back_to_draft(document: Document, spots: Iterable[str], *, by: User) -> int:
    """Take back that translations are reviewed; return how many."""

    def change(record: Translation, _one: SpotState) -> bool:
        record.is_reviewed = False
        return _signed(record, by)

    return _each(document, spots, (REVIEWED,), change, by=by)


@transaction.atomic
def set_original(document: Document, spots: Iterable[str], language: str, *, by: User) -> int:
    """Say in which language texts were first written; return for how many that is news.

    What was in step stays in step. What was not cannot be told to be: the other text must now be looked at.
    """
    if language not in LANGS:
        raise ValidationError(_("Choose English or French."), code="language")

    def change(record: Translation, one: SpotState) -> bool:
        if one.source == language:
            return False
        record.source, record.source_was = language, ""
        record.source_sha = "" if one.state == STALE else sha(one.texts[language])
        return _signed(record, by)

    return _each(document, spots, (DRAFT, REVIEWED, STALE), change, by=by)


@transaction.atomic
def set_method(document: Document, spots: Iterable[str], method: str, *, by: User) -> int:
    """Say how texts were translated ("" leaves it to their section); return for how many that is news."""
    _known_method(method)

    def change(record: Translation, _one: SpotState) -> bool:
        is_news = record.method != method
        record.method = method
        return is_news

    return _each(document, spots, None, change, by=by)


@transaction.atomic
def set_section_method(document: Document, section: str, method: str, *, by: User) -> bool:
    """Say how the texts of a section were translated where they do not say so themselves; return whether it is news."""
    _known_method(method)
    document = actions.locked(document, by=by)
    sections = DraftSection.objects.filter(document=document, key=section).exclude(translation_method=method)
    return bool(sections.update(translation_method=method))


def _known_method(method: str) -> None:
    if method not in Translation.Method.values:
        raise ValidationError(_("Choose one of the methods."), code="method")


def _each(document: Document, spots: Iterable[str], those: Any, change: Change, *, by: User) -> int:
    """Let `change` work on the record of every spot that stands as one of `those` (None for any); write what it did."""
    document = actions.locked(document, by=by)
    found = Draft(document).translations
    chosen = [found[spot] for spot in dict.fromkeys(spots) if spot in found]
    chosen = [one for one in chosen if those is None or one.state in those]
    rows = Translation.objects.filter(document=document, place__in=[one.spot for one in chosen])
    known = {row.place: row for row in rows}
    changed = []
    for one in chosen:
        record = known.get(one.spot) or _fresh(document, one, by)
        if change(record, one):
            changed.append(record)
    if changed:
        store(changed)
    return len(changed)


def _fresh(document: Document, one: SpotState, by: User) -> Translation:
    """Return the record of a text that had none."""
    known = sha(one.source_text) if one.target_text else ""
    return Translation(document=document, place=one.spot, source=one.source, source_sha=known, by=by)


def _signed(record: Translation, by: User) -> bool:
    record.by, record.at = by, timezone.now()
    return True


def _seen(one: SpotState, read: Read) -> None:
    """Refuse when a text is no longer what the person had before them."""
    for lang, words in read.get(one.spot, {}).items():
        if words != sha(one.texts[lang]):
            raise ValidationError(
                _("“%(question)s” changed while you were reading it. Look at it again.")
                % {"question": one.asked.label},
                code="stale",
            )
