"""In which language was each of the demo's texts written first, and who put it into the other?"""

from typing import Any

from demo.content import Entry
from documents import actions as documents
from documents import translations
from documents.draft import Draft
from documents.models import Document, DraftSection, Translation
from organizations.models import User

#: Who wrote in French had it translated in the house; who wrote in English sent it to the Bureau.
METHODS = {"en": Translation.Method.BUREAU, "fr": Translation.Method.TRANSLATOR}


def tell(document: Document, *, by: User, is_reviewed: bool) -> None:
    """Say of every text of a document just written that it was first written in the language of its author."""
    found = Draft(document).translations.values()
    translations.store([_record(document, one, by, is_reviewed) for one in found])
    DraftSection.objects.filter(document=document).update(translation_method=METHODS[by.language])


def _record(document: Document, one: translations.SpotState, by: User, is_reviewed: bool) -> Translation:
    source = by.language if one.texts[by.language] else one.source
    known = translations.sha(one.texts[source]) if all(one.texts.values()) else ""
    place = {"document": document, "place": one.spot}
    return Translation(**place, source=source, source_sha=known, is_reviewed=is_reviewed, by=by)


def change(document: Document, fields: Entry, *, by: User) -> None:
    """Write some answers anew, each in the languages given: a translation that is not among them goes out of date."""
    said: dict[str, dict[tuple[str, str], Any]] = {}
    for field, texts in fields.items():
        section = document.outline.section_of(field).key
        said.setdefault(section, {}).update({(field, lang): text for lang, text in texts.items()})
    for section, answers in said.items():
        documents.save_section(document, section, answers, by=by)
