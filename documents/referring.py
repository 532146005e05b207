"""Which answers refer to a text that is kept elsewhere (a protocol of the department), and what does it say there?

Such an answer has no words of its own. At its place without a language stands
`{"protocol": id, "version": number, "sha256": fingerprint of the text}`, which is what the section's hash covers; what
the text says is frozen beside the sections, under `protocols`, by fingerprint. Words that an author had written before
are set aside under `own`, in the draft alone: they come back when the author writes for this document again. Where an
answer has words after all, they count, and the reference is nothing.

The room that keeps the texts registers itself as a `Source` of a kind of document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import Document

LANGS = ("en", "fr")
Values = Mapping[str, Any]
Content = dict[str, Any]


@dataclass(frozen=True)
class Offer:
    """A published text that an answer may refer to: the newest version, where a plan is to choose.

    `content` is what is frozen and what `sha256` is the fingerprint of. `where` says for which platform it is.
    `warning` says what is wrong with it, "" for nothing; `is_checked` whether somebody looked.
    """

    pk: int
    sha256: str
    content: Content
    url: str
    where: str = ""
    warning: str = ""
    is_checked: bool = False
    check_url: str = ""

    @property
    def title(self) -> str:
        return str(self.content["title"][_reader()])

    @property
    def number(self) -> int:
        return int(self.content["version"])

    @property
    def reference(self) -> Content:
        return {"protocol": self.content["protocol"], "version": self.number, "sha256": self.sha256}


class Source(Protocol):
    """What the room that keeps the texts can tell."""

    def contents(self, fingerprints: Iterable[str]) -> dict[str, Content]:
        """Return {fingerprint: content} of published versions."""

    def offers(self, document: Document, types: Iterable[str], user: Any) -> list[Offer]:
        """Return the newest versions that `document` may take up, of texts of `types`."""

    def used(self, references: Iterable[Content], user: Any) -> dict[str, Offer]:
        """Return {fingerprint: the version itself} of what is referred to."""

    def newer(self, references: Iterable[Content], user: Any) -> dict[str, Offer]:
        """Return {fingerprint: the newest version} where there is a newer one than what is referred to."""


sources: dict[str, Source] = {}


def reference(values: Values) -> Content | None:
    """Return what an answer, given as {language or "": value}, refers to; None where it has words, or says nothing."""
    held = values.get("")
    if not isinstance(held, dict) or "protocol" not in held or any(values.get(lang) for lang in LANGS):
        return None
    return held


def references(answers: Mapping[str, Values]) -> dict[str, Content]:
    """Return {field key: reference} of the answers that refer to something."""
    found = {key: reference(values) for key, values in answers.items()}
    return {key: one for key, one in found.items() if one is not None}


def frozen_answer(values: Values) -> dict[str, Any]:
    """Return an answer as it is frozen: words or a reference, never both, and nothing that was set aside."""
    held = reference(values)
    if held is not None:
        return {"": {name: held[name] for name in ("protocol", "version", "sha256")}}
    return {lang: value for lang, value in values.items() if lang or not isinstance(value, dict)}


def frozen_texts(document: Document, answers: Mapping[str, Values]) -> dict[str, Content]:
    """Return {fingerprint: content} of what the answers refer to: one query, or none where nothing is referred to."""
    wanted = {one["sha256"] for one in references(answers).values()}
    source = sources.get(document.kind)
    return source.contents(wanted) if wanted and source else {}


def resolved(values: Values, texts: Mapping[str, Content]) -> dict[str, Any]:
    """Return an answer with the words of the text that it refers to, and at "" where they come from, in words."""
    held = reference(values)
    if held is None:
        return {lang: value for lang, value in values.items() if lang or not isinstance(value, dict)}
    content = texts.get(held["sha256"])
    if content is None:
        return {"": _("From a protocol, version %(number)d") % {"number": held["version"]}}
    names = {"title": content["title"][_reader()], "number": content["version"]}
    return {**content["text"], "": _("From the protocol “%(title)s”, version %(number)d") % names}


def all_resolved(answers: Mapping[str, Values], texts: Mapping[str, Content]) -> dict[str, dict[str, Any]]:
    """Return `answers` with every one of them resolved."""
    return {key: resolved(values, texts) for key, values in answers.items()}


def _reader() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"
