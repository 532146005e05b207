"""What does it cost to compare two versions of a plan of twenty pages, in both languages? For `manage.py bench`."""

import json
from typing import Any

from django.urls import reverse

from documents.models import Document, Version
from govsocial.core import ledger

#: Words of both languages together that fill twenty printed pages.
WORDS = 10_000
#: One word in so many is another one in the second version, in every answer.
ONE_IN = 25


def two_long_versions(document: Document) -> str:
    """Add two versions of twenty pages to `document`, and return the address that compares them."""
    content = json.loads(document.versions.get(pk=document.effective_version_id).content)
    times = max(1, round(WORDS / _words(content)))
    before = _told(content, lambda text: "\n\n".join([text] * times))
    numbers = [_freeze(document, one).number for one in (before, _told(before, _rewritten))]
    return f"{reverse('documents:compare', args=[document.pk])}?from={numbers[0]}&to={numbers[1]}"


def contents(document: Document) -> list[dict[str, Any]]:
    """Return the plain JSON of the two newest versions, the older first."""
    newest = document.versions.order_by("-number")[:2]
    return [json.loads(version.content) for version in reversed(newest)]


def _words(content: dict[str, Any]) -> int:
    answers = [values for section in content["sections"] for values in section["answers"].values()]
    texts = [text for values in answers for lang, text in values.items() if lang and isinstance(text, str)]
    return sum(len(text.split()) for text in texts)


def _told(content: dict[str, Any], how: Any) -> dict[str, Any]:
    """Return a copy of `content` whose texts were put through `how`."""
    copy = json.loads(json.dumps(content))
    for section in copy["sections"]:
        for values in section["answers"].values():
            values |= {lang: how(text) for lang, text in values.items() if lang and isinstance(text, str)}
    return copy


def _rewritten(text: str) -> str:
    words = text.split(" ")
    return " ".join("changed" if place % ONE_IN == ONE_IN // 2 else word for place, word in enumerate(words))


def _freeze(document: Document, content: dict[str, Any]) -> Version:
    last = document.versions.order_by("-number").first()
    return Version.objects.create(
        document=document,
        number=last.number + 1,
        content=ledger.canonical(content).decode(),
        sha256=ledger.sha256(content),
        section_hashes={section["key"]: ledger.sha256(section) for section in content["sections"]},
        created_by=last.created_by,
        created_by_name=last.created_by_name,
    )
