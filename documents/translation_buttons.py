"""What do the buttons about translations do? One press, once everything typed beside it is saved.

The value of `then` is "same:<spot>", "reviewed:<spot>", "unreviewed:<spot>", "original:<spot>" or "method:<spot>"; on
the translator's page "reviewed-all" or "original-all". Whatever the button, the selects "method:<spot>" count where
they differ from the hidden "was-method:<spot>", what the page was made with.
"""

from collections.abc import Callable

from django.http import QueryDict
from django.utils.translation import gettext as _

from documents import translating
from documents.draft import Draft
from documents.models import Document
from documents.side_by_side import input_name
from documents.translation_words import note_id
from documents.translations import LANGS, SpotState, sha
from organizations.models import User

Read = dict[str, dict[str, str]]


def press(document: Document, data: QueryDict, *, by: User) -> str:
    """Do what the pressed button asks, and return what to say of it; "" when it is no button of translations.

    Raises ValidationError when a text is no longer what stood on the page.
    """
    _choose_methods(document, data, by)
    verb, _colon, spot = data.get("then", "").partition(":")
    if verb == "reviewed-all":
        return _review_all(document, data, by)
    if verb == "original-all":
        return _turn_all(document, data, by)
    if verb not in VERBS:
        return ""
    one = Draft(document).translations.get(spot)
    return VERBS[verb](document, one, data, by) if one is not None else _("Saved.")


def back_to(spot: str) -> str:
    """Return what leads, in an address, back to where a button about `spot` was pressed; its row is opened."""
    row, dot, _column = spot.rpartition(".")
    return f"{f'?row={row}' if dot else ''}#{note_id(spot)}"


def _read(one: SpotState, data: QueryDict) -> dict[str, str]:
    """Return the texts that the person had before them, by language, as `translating` compares them."""
    names = {lang: input_name(one, lang) for lang in LANGS}
    return {lang: sha(data[name]) for lang, name in names.items() if name in data}


def _same(document: Document, one: SpotState, data: QueryDict, by: User) -> str:
    translating.confirm(document, [one.spot], read={one.spot: _read(one, data)}, by=by)
    if one.target == "en":
        return _("Noted: the English still says the same.")
    return _("Noted: the French still says the same.")


def _reviewed(document: Document, one: SpotState, data: QueryDict, by: User) -> str:
    translating.review(document, [one.spot], read={one.spot: _read(one, data)}, by=by)
    return _("The translation is marked as reviewed.")


def _unreviewed(document: Document, one: SpotState, _data: QueryDict, by: User) -> str:
    translating.back_to_draft(document, [one.spot], by=by)
    return _("The translation is no longer marked as reviewed.")


def _original(document: Document, one: SpotState, _data: QueryDict, by: User) -> str:
    """Make the counterpart the original."""
    translating.set_original(document, [one.spot], one.target, by=by)
    return _("Noted: the original is in English.") if one.target == "en" else _("Noted: the original is in French.")


def _method(_document: Document, _one: SpotState, _data: QueryDict, _by: User) -> str:
    return _("Saved.")


VERBS: dict[str, Callable[[Document, SpotState, QueryDict, User], str]] = {
    "same": _same,
    "reviewed": _reviewed,
    "unreviewed": _unreviewed,
    "original": _original,
    "method": _method,
}


def _choose_methods(document: Document, data: QueryDict, by: User) -> None:
    """Save what was chosen of how texts were translated, in one go for each method."""
    chosen: dict[str, list[str]] = {}
    for name in data:
        if name.startswith("method:") and data[name] != data.get(f"was-{name}", ""):
            chosen.setdefault(data[name], []).append(name.removeprefix("method:"))
    for method, spots in chosen.items():
        translating.set_method(document, spots, method, by=by)


def _shown(document: Document, data: QueryDict) -> list[SpotState]:
    """Return the pairs of texts that were on the translator's page."""
    return [one for one in Draft(document).translations.values() if input_name(one, one.target) in data]


def _turn_all(document: Document, data: QueryDict, by: User) -> str:
    """Make the counterparts on the page the originals."""
    shown = _shown(document, data)
    for language in LANGS:
        translating.set_original(document, [one.spot for one in shown if one.target == language], language, by=by)
    return _("Noted: these texts were written in the other language first.")


def _review_all(document: Document, data: QueryDict, by: User) -> str:
    """Mark every translation in draft as reviewed that was on the page, as it was there."""
    read: Read = {one.spot: _read(one, data) for one in _shown(document, data)}
    count = translating.review(document, list(read), read=read, by=by)
    return _("Translations marked as reviewed: %(count)d.") % {"count": count}
