"""How is it told where a translation stands? Labels, tones, and the sentences of a whole document."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.models import Translation
from documents.translations import DRAFT, LANGS, MISSING, REVIEWED, SOURCE, STALE, SpotState, bilingual
from documents.words import Segment, segments
from govsocial.core.templatetags.ui import in_words

LABELS = {
    (SOURCE, "en"): gettext_lazy("Original in English"),
    (SOURCE, "fr"): gettext_lazy("Original in French"),
    (MISSING, "en"): gettext_lazy("Missing in English"),
    (MISSING, "fr"): gettext_lazy("Missing in French"),
    (DRAFT, "en"): gettext_lazy("English translation in draft"),
    (DRAFT, "fr"): gettext_lazy("French translation in draft"),
    (REVIEWED, "en"): gettext_lazy("English translation reviewed"),
    (REVIEWED, "fr"): gettext_lazy("French translation reviewed"),
    (STALE, "en"): gettext_lazy("English out of date"),
    (STALE, "fr"): gettext_lazy("French out of date"),
}
#: What is left to do before a translation is called reviewed.
LEFT = (MISSING, STALE, DRAFT)
SAME = {"en": gettext_lazy("The English still says the same"), "fr": gettext_lazy("The French still says the same")}
FIRST = {"en": gettext_lazy("The original is in English"), "fr": gettext_lazy("The original is in French")}


def label(state: str, lang: str) -> str:
    """Return what a state of the text in `lang` is called; "" for a text that nobody owes."""
    return str(LABELS.get((state, lang), ""))


def as_json(states: Mapping[str, SpotState], spots: Iterable[str]) -> dict[str, dict[str, dict[str, str]]]:
    """Return {spot: {"en": {"state", "label"}, "fr": …}} of `spots`, blank ones among them, for the open page."""
    found = {}
    for spot in spots:
        one = states.get(spot)
        said = {"en": one.en, "fr": one.fr} if one else dict.fromkeys(LANGS, "")
        found[spot] = {lang: {"state": state, "label": label(state, lang)} for lang, state in said.items()}
    return found


def note_id(spot: str) -> str:
    """Return the id, on a page, of the note on a spot."""
    return "translation-" + spot.replace(".", "-")


@dataclass(frozen=True)
class Note:
    """What is told under two texts about their translation; `one` is None where neither says anything yet."""

    spot: str
    one: SpotState | None

    @property
    def id(self) -> str:
        """Return the id of the note on a page."""
        return note_id(self.spot)

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """Return (language, state, label) of both texts, the original first."""
        if self.one is None:
            return [(lang, "", "") for lang in LANGS]
        said = ((self.one.source, SOURCE), (self.one.target, self.one.state))
        return [(lang, state, label(state, lang)) for lang, state in said]

    @property
    def state(self) -> str:
        return self.one.state if self.one else ""

    @property
    def is_pair(self) -> bool:
        """Say whether both texts are there, so that something can be said of how they came about."""
        return self.state in {DRAFT, REVIEWED, STALE}

    @property
    def owed(self) -> str:
        """Return what holds the document back here, as a label; "" for nothing."""
        return label(self.state, self.target) if self.one and self.one.is_owed else ""

    @property
    def target(self) -> str:
        return self.one.target if self.one else "fr"

    @property
    def told(self) -> str:
        """Return what is wrong with a text that is out of date, and since when."""
        if self.one is None or self.one.at is None or self.state != STALE or not self.one.source_was:
            return _out_of_date(self.target)
        names = {"date": in_words(self.one.at), "name": self.one.by}
        if self.target == "en":
            return _("English is out of date: the French changed on %(date)s (%(name)s).") % names
        return _("French is out of date: the English changed on %(date)s (%(name)s).") % names

    @property
    def changed(self) -> list[Segment]:
        """Return what changed in the original since its counterpart was made; [] where that is not known."""
        one = self.one
        return segments(one.source_was, one.source_text) if one and one.source_was else []

    @property
    def same(self) -> str:
        """Return what its button says that brings the counterpart in step."""
        return str(SAME[self.target])

    @property
    def turned(self) -> str:
        """Return what its button says that makes the counterpart the original."""
        return str(FIRST[self.target])

    @property
    def reviewed(self) -> str:
        """Return who reviewed it and when; "" where nobody did."""
        if self.state != REVIEWED or self.one is None or self.one.at is None:
            return ""
        return _("Reviewed by %(name)s, %(date)s.") % {"name": self.one.by, "date": in_words(self.one.at)}

    @property
    def method(self) -> str:
        return self.one.own_method if self.one else ""


def _out_of_date(target: str) -> str:
    if target == "en":
        return _("English is out of date: the French changed since.")
    return _("French is out of date: the English changed since.")


def notes(draft: Any, section: str = "") -> dict[str, Note]:
    """Return {spot: note} of everything bilingual in `section` of `draft` (or in all of it), blank texts among it."""
    found = draft.translations
    return {one.spot: Note(one.spot, found.get(one.spot)) for one in bilingual(draft) if section in {"", one.section}}


@dataclass(frozen=True)
class Tally:
    """How many texts stand how."""

    missing: int = 0
    stale: int = 0
    draft: int = 0
    reviewed: int = 0
    target: str = "fr"

    @classmethod
    def of(cls, found: Iterable[SpotState]) -> "Tally":
        """Count; `target` is the language into which most is left to do, or was done."""
        told = list(found)
        counted = Counter(one.state for one in told)
        left = Counter(one.target for one in told if one.state in LEFT) or Counter(one.target for one in told)
        target = left.most_common(1)[0][0] if left else "fr"
        return cls(counted[MISSING], counted[STALE], counted[DRAFT], counted[REVIEWED], target)

    @classmethod
    def of_section(cls, draft: Any, section: str) -> "Tally":
        return cls.of([one for one in draft.translations.values() if one.section == section])

    @property
    def left(self) -> int:
        return self.missing + self.stale + self.draft

    @property
    def total(self) -> int:
        return self.left + self.reviewed

    @property
    def words(self) -> str:
        """Return “2 missing, 1 out of date, 3 in draft, 10 reviewed”, without what there is none of."""
        said = (
            (self.missing, _("%(count)d missing")),
            (self.stale, _("%(count)d out of date")),
            (self.draft, _("%(count)d in draft, not reviewed yet")),
            (self.reviewed, _("%(count)d reviewed")),
        )
        return ", ".join(words % {"count": count} for count, words in said if count)


def methods() -> list[tuple[str, str]]:
    """Return the ways of translating as (code, label), "not said" first."""
    return [(code, str(words)) for code, words in Translation.Method.choices]


def sentences(said: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return how a document was put into the other language, from what its version keeps; [] where it keeps nothing.

    `said` is {spot: {"source", "state", "method"}} (`translations.frozen`).
    """
    made = [one for one in said.values() if one["state"] in {DRAFT, REVIEWED, STALE}]
    if not made:
        return []
    return [*_origins(made), _methods(made), _reviewed(made)]


def _origins(made: list[Any]) -> list[str]:
    counted = Counter(one["source"] for one in made)
    english, french = counted["en"], counted["fr"]
    words = []
    if english:
        words.append(
            ngettext(
                "%(count)d text was written in English and put into French.",
                "%(count)d texts were written in English and put into French.",
                english,
            )
            % {"count": english}
        )
    if french:
        words.append(
            ngettext(
                "%(count)d text was written in French and put into English.",
                "%(count)d texts were written in French and put into English.",
                french,
            )
            % {"count": french}
        )
    return words


def _methods(made: list[Any]) -> str:
    counted = Counter(one["method"] for one in made)
    known = [(method, counted[method]) for method in Translation.Method.values if counted[method]]
    told = [
        _("%(method)s (%(count)d)") % {"method": Translation.Method(method).label, "count": count}
        for method, count in known
    ]
    return _("How: %(methods)s.") % {"methods": "; ".join(told)}


def _reviewed(made: list[Any]) -> str:
    done = sum(one["state"] == REVIEWED for one in made)
    if not done:
        return _("None of the translations is marked as reviewed.")
    if done == len(made):
        return _("All of the translations are marked as reviewed.")
    return _("%(done)d of %(total)d translations are marked as reviewed.") % {"done": done, "total": len(made)}
