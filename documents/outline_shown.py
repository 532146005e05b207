"""How are an organization's additions told on a page? Each in its section, and what publishing would change of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Overlay, OwnQuestion
from documents.outline_changes import Term, Wording
from documents.outlines import GUIDANCE, text
from documents.overlays import Change, definition
from frameworks import Outline

WHAT = {
    "added": (gettext_lazy("Added"), "success"),
    "changed": (gettext_lazy("Asked otherwise"), "info"),
    "moved": (gettext_lazy("Asked in another order"), "neutral"),
    "left_out": (gettext_lazy("Left out"), "warning"),
}


def sections(outline: Outline, questions: list[OwnQuestion], published: Overlay | None) -> list[dict[str, Any]]:
    """Return the sections with what the pack asks in each and what the organization adds, in order.

    What stands in a section that the outline no longer has is shown in the last one, where documents ask it.
    """
    known, last = {section.key for section in outline.sections}, outline.sections[-1].key
    before = {one["key"]: one for one in published.definition} if published else {}
    own: dict[str, list[dict[str, Any]]] = {}
    for one, frozen in zip(questions, definition(questions), strict=True):
        standing = _("Not published yet") if one.key not in before else ""
        if not standing and before[one.key] != frozen:
            standing = _("Changed since it was published")
        line = {"question": one, "standing": standing, "is_astray": one.section not in known}
        own.setdefault(one.section if one.section in known else last, []).append(line)
    return [{"section": section, "own": own.get(section.key, [])} for section in outline.sections]


def change(one: Change, outline: Outline) -> dict[str, Any]:
    """Return one change as a page shows it: what it is, and what differs, in both languages."""
    label, tone = WHAT[one.what]
    both = one.was is not None and one.now is not None
    return {
        "label": label,
        "tone": tone,
        "question": text(one.shown["label"]),
        "help": None if both or not one.shown["help"] else text(one.shown["help"]),
        "is_guidance": one.shown["type"] == GUIDANCE,
        "section": _heading(outline, one.shown["section"]),
        "terms": _terms(outline, one) if both else [_plain(one.shown)],
        "wordings": _wordings(one) if both else [],
    }


def _wordings(one: Change) -> list[Wording]:
    was, now = one.was or {}, one.now or {}
    pairs = [(_("Words"), was["label"], now["label"]), (_("Help"), was["help"], now["help"])]
    return [Wording(what, old and text(old), new and text(new)) for what, old, new in pairs if old != new]


def _terms(outline: Outline, one: Change) -> list[Term | str]:
    was, now = one.was or {}, one.now or {}
    found: list[Term | str] = []
    if was["section"] != now["section"]:
        found.append(Term(_("Section"), _heading(outline, was["section"]), _heading(outline, now["section"])))
    if _plain(was) != _plain(now):
        found.append(Term(_("The answer"), _plain(was), _plain(now)))
    return found


def _plain(said: dict[str, Any]) -> str:
    """Return “A text, in both languages, required” of one frozen question."""
    words = [str(OwnQuestion.Type(said["type"]).label)]
    if said["wants_both"]:
        words.append(_("in both official languages"))
    if said["is_required"]:
        words.append(_("required before it is sent"))
    return ", ".join(words)


def _heading(outline: Outline, key: str) -> str:
    return next((section.heading for section in outline.sections if section.key == key), key)
