"""May a protocol stand in place of an answer of this section? What is offered beside the question, and its buttons.

The value of `then` is "use-protocol:<field>:<id of the version>" or "own-words:<field>". A button sends the whole form:
what was typed is saved before it acts.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents import actions, places
from documents.models import Document
from documents.referring import LANGS, Offer, reference, references, sources
from organizations.models import User

OWN = "own"
USE, WRITE = "use-protocol", "own-words"
VERBS = {USE, WRITE}


@dataclass(frozen=True)
class Choice:
    """What stands beside a question that a protocol may answer: the one in use, a newer one of it, and the others."""

    used: Offer | None
    newer: Offer | None
    others: tuple[Offer, ...]
    has_words: bool
    has_set_aside: bool

    @property
    def text(self) -> dict[str, str]:
        """Return what the protocol in use says."""
        return self.used.content["text"] if self.used else {}


def notes(draft: Any, section: Any, user: Any) -> dict[str, Choice]:
    """Return {field key: what may be chosen} for the questions of a section that a protocol may answer."""
    asked = {field.protocol: field.key for field in section.fields if field.protocol}
    source = sources.get(draft.document.kind)
    if not asked or source is None:
        return {}
    held = references({key: draft.answers.get(key, {}) for key in asked.values()})
    used, newer = source.used(held.values(), user), source.newer(held.values(), user)
    offers = source.offers(draft.document, asked, user)
    found = {}
    for kind, key in asked.items():
        mine = held.get(key, {})
        others = [one for one in offers if one.content["type"] == kind]
        found[key] = Choice(
            used=used.get(mine.get("sha256", "")),
            newer=newer.get(mine.get("sha256", "")),
            others=tuple(one for one in others if one.content["protocol"] != mine.get("protocol")),
            has_words=any(draft.answer(key, lang) for lang in LANGS),
            has_set_aside=bool(mine.get(OWN)),
        )
    return found


def press(document: Document, section: Any, wish: tuple[str, str], *, by: User) -> str:
    """Do what the pressed button asks ("use-protocol:<field>:<version>", "own-words:<field>"); "" when it is another's.

    Raises ValidationError when the protocol may not be taken up here.
    """
    verb, said = wish
    key, _colon, version = said.partition(":")
    field = next((one for one in section.fields if one.key == key and one.protocol), None)
    if verb not in VERBS or field is None or document.kind not in sources:
        return ""
    if verb == USE:
        return _use(document, section, field, version, by)
    return _write_own(document, section, field, by)


def _use(document: Document, section: Any, field: Any, version: str, by: User) -> str:
    offers = sources[document.kind].offers(document, [field.protocol], by)
    chosen = next((one for one in offers if str(one.pk) == version), None)
    if chosen is None:
        raise ValidationError(_("This protocol is not offered any more. Choose another."), code="not_offered")
    held = _held(document, field)
    own = {lang: held[lang] for lang in LANGS if held.get(lang)} or (reference(held) or {}).get(OWN) or {}
    wanted = {places.answer(field.key): chosen.reference | ({OWN: own} if own else {})}
    wanted |= {places.answer(field.key, lang): None for lang in LANGS}
    actions.write(document, section.key, wanted, by=by, seen=None)
    names = {"title": chosen.title, "number": chosen.number}
    return _("“%(title)s”, version %(number)d, stands here now.") % names


def _write_own(document: Document, section: Any, field: Any, by: User) -> str:
    """Give back the words that were set aside; where there were none, begin with those of the protocol."""
    held = reference(_held(document, field))
    if held is None:
        return _("Write your own text here.")
    texts = sources[document.kind].contents([held["sha256"]])
    words = held.get(OWN) or texts.get(held["sha256"], {}).get("text", {})
    wanted = {places.answer(field.key, lang): words.get(lang) for lang in LANGS}
    actions.write(document, section.key, {places.answer(field.key): None, **wanted}, by=by, seen=None)
    if held.get(OWN):
        return _("Your own text is back.")
    return _("The text of the protocol is now your own: change it where this account differs.")


def _held(document: Document, field: Any) -> dict[str, Any]:
    return dict(document.answers.filter(field=field.key).values_list("lang", "value"))


def back_to(wish: tuple[str, str]) -> str:
    """Return what leads, in an address, back to where the button was pressed."""
    return "#" + wish[1].partition(":")[0]
