"""Where does a round of review stand: who must answer, who has, and what did they say?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.models import ReviewRound, SignOff
from documents.models import Document, Version
from documents.reading import Reading


@dataclass(frozen=True)
class Standing:
    """One policy area in one round: what is asked of it and the sign-off that counts (the last), if any."""

    area: Any
    mandatory: bool
    blocking: bool
    covers: tuple[str, ...]
    due_on: date | None
    sign_off: SignOff | None

    @property
    def is_settled(self) -> bool:
        """Say whether a mandatory area has answered, and a blocking one favourably."""
        if self.sign_off is None:
            return not self.mandatory
        return not self.blocking or self.sign_off.is_favourable


def current(document: Document) -> ReviewRound | None:
    """Return the round that is open on `document`, or None."""
    return ReviewRound.objects.open().filter(document=document).select_related("version", "opened_by").first()


def opened(document: Document) -> ReviewRound:
    """Return the round that is open on `document`; ReviewRound.DoesNotExist when none is."""
    return ReviewRound.objects.open().select_related("version").get(document=document)


def standing(round_: ReviewRound, document: Document, area: str) -> Standing | None:
    """Return where one area stands in a round, or None when the policy does not name it."""
    return next((one for one in standings(round_, document) if one.area.code == area), None)


def standings(round_: ReviewRound, document: Document) -> list[Standing]:
    """Return every area that the round's policy names, mandatory ones first: one query."""
    latest = {sign_off.area: sign_off for sign_off in round_.sign_offs.order_by("at", "pk")}
    found = [
        Standing(
            area=document.framework.area(row["area"]),
            mandatory=row["mandatory"],
            blocking=row["blocking"],
            covers=tuple(row["covers"]),
            due_on=date.fromisoformat(row["due_on"]) if row.get("due_on") else None,
            sign_off=latest.get(row["area"]),
        )
        for row in round_.policy["requirements"]
    ]
    return sorted(found, key=lambda standing: not standing.mandatory)


def covered_hashes(round_: ReviewRound, covers: tuple[str, ...]) -> dict[str, str]:
    """Return the hashes of the sections that an area covers, the header always among them: it names the platform."""
    hashes = round_.version.section_hashes
    keys = hashes if tuple(covers) == ("all",) else ("header", *covers)
    return {key: hashes[key] for key in keys if key in hashes}


def asks_the_same(before: Version, after: Version, covers: tuple[str, ...]) -> bool:
    """Say whether the sections that an area covers ask the same questions in both versions: who signed an answer did
    not sign it under another question."""
    old, new = Reading(before.content), Reading(after.content)
    if old.content["outline"] == new.content["outline"]:
        return True
    asked = [{section.key: section.fields for section in one.outline.sections} for one in (old, new)]
    keys = asked[0].keys() | asked[1].keys() if tuple(covers) == ("all",) else covers
    return all(asked[0].get(key) == asked[1].get(key) for key in keys)
