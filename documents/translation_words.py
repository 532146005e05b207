"""How is it told where a translation stands? Labels, tones, and the sentences of a whole document."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.models import Translation
from documents.translations import DRAFT, LANGS, MISSING, REVIEWED, SOURCE, STALE, SpotState
from documents.words import Segment, segments

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
#: Tones of the look; each has its own symbol.
TONES = {MISSING: "warning", DRAFT: "neutral", REVIEWED: "success", STALE: "warning", SOURCE: "info"}


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


def changed_words(one: SpotState) -> list[Segment]:
    """Return what changed in the original since the counterpart was made, or [] where that is not known."""
    return segments(one.source_was, one.source_text) if one.source_was else []


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
