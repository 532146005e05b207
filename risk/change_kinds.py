"""Which kinds of change are there, what are they called, and by when are they answered? Data of the pack (§4.2(f))."""

from datetime import date
from typing import Any

from django.utils import timezone

import frameworks
from frameworks.pack import Item

LIST = "platform_changes"
#: The kinds that this room records by itself, by the pack's code.
WITHDRAWN, RESTORED = "withdrawn", "restored"
VERSION, UNSIGNED, TAKEN_BACK, EXPIRED = "version", "unsigned", "taken_back", "expired"
#: What took away an assessment that plans rest on: one that nothing else covers cannot be said to hold.
ENDING = (WITHDRAWN, UNSIGNED, TAKEN_BACK, EXPIRED)


def _known() -> dict[str, tuple[Any, Item]]:
    """Return framework and item by code; of several packs the first that knows the code."""
    found: dict[str, tuple[Any, Item]] = {}
    for pack in frameworks.codes():
        framework = frameworks.get(pack)
        for item in framework.lists.get(LIST, ()):
            found.setdefault(item.code, (framework, item))
    return found


def name(code: str) -> str:
    """Return what a kind is called in the reader's language; a code that no pack knows stands for itself."""
    found = _known().get(code)
    return str(found[1].name) if found else code


def names(code: str) -> dict[str, str]:
    """Return what a kind is called in both languages."""
    found = _known().get(code)
    return {"en": found[1].name.en, "fr": found[1].name.fr} if found else {"en": code, "fr": code}


def advice(code: str) -> str:
    """Return what an owner is to look at, or ""."""
    found = _known().get(code)
    return str(found[1].description) if found and found[1].description else ""


def by_hand() -> list[Item]:
    """Return the kinds that the entity records itself."""
    return [item for _framework, item in _known().values() if item.data.get("by_hand")]


def text_of(code: str) -> str:
    """Return "terms" or "privacy" where such a change is a new version of that text, else ""."""
    found = _known().get(code)
    return str(found[1].data.get("text", "")) if found else ""


def answer_by(code: str, *, since: date | None = None) -> date | None:
    """Return the day by which such a change is answered: so many working days from `since` (today); None for never."""
    found = _known().get(code)
    days = found[1].data.get("days") if found else None
    return found[0].calendar.after(since or timezone.localdate(), days) if found and days else None
