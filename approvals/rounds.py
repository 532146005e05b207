"""Where does a round of review stand: who must answer, who has, and what did they say?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from approvals.models import ReviewRound, SignOff
from documents.models import Document, Version
from documents.reading import Reading


@dataclass(frozen=True)
class Standing:
    """One policy area in one round: what is asked of it, and the sign-off that counts, if any.

    The last answer counts. A recusal is no answer: it takes back what its signer said, stays in `recused`, and the
    area's other advisors are asked. `excused` says why the area need not be asked ("" when it must be).
    """

    area: Any
    mandatory: bool
    blocking: bool
    covers: tuple[str, ...]
    due_on: date | None
    sign_off: SignOff | None
    recused: tuple[SignOff, ...] = ()
    excused: str = ""
    is_invited: bool = False
    may_transcribe: bool = True
    is_closed: bool = False

    @property
    def is_asked(self) -> bool:
        """Say whether the area's answer is wanted: it is required, or was invited."""
        return not self.excused or self.is_invited

    @property
    def is_waited_for(self) -> bool:
        """Say whether the area still owes its answer."""
        return self.is_asked and self.sign_off is None and not self.is_closed

    @property
    def is_late(self) -> bool:
        return self.is_waited_for and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_settled(self) -> bool:
        """Say whether nothing stands against going on: silence is never consent, a blocking area must be favourable."""
        if self.sign_off is None:
            return not (self.mandatory and not self.excused)
        if self.blocking:
            not_concerned = not self.mandatory and self.sign_off.decision == SignOff.Decision.NOT_APPLICABLE
            return self.sign_off.is_favourable or not_concerned
        return True

    @property
    def is_dissent(self) -> bool:
        """Say whether the area does not concur; one that blocks cannot be overridden."""
        return self.sign_off is not None and self.sign_off.is_dissent

    def has_recused(self, user: Any) -> bool:
        return any(one.signer_id == user.pk for one in self.recused)


def current(document: Document) -> ReviewRound | None:
    """Return the round that is open on `document`, or None."""
    return ReviewRound.objects.open().filter(document=document).select_related("version", "opened_by").first()


def asked(document: Document) -> ReviewRound | None:
    """Return the round in which areas may answer now: the open one, or that of an emergency approval in force."""
    found = current(document)
    if found is None and document.effective_version_id is not None:
        owing = ReviewRound.objects.owing().filter(document=document)
        found = owing.select_related("version", "opened_by").first()
    return found


def opened(document: Document) -> ReviewRound:
    """Return the round that is open on `document`; ReviewRound.DoesNotExist when none is."""
    return ReviewRound.objects.open().select_related("version").get(document=document)


def standing(round_: ReviewRound, document: Document, area: str) -> Standing | None:
    """Return where one area stands in a round, or None when the policy does not name it."""
    return next((one for one in standings(round_, document) if one.area.code == area), None)


def standings(round_: ReviewRound, document: Document, said: Iterable[SignOff] | None = None) -> list[Standing]:
    """Return every area that the round's policy names, mandatory ones first: one query, none with `said` in order."""
    by_area: dict[str, list[SignOff]] = {}
    for sign_off in round_.sign_offs.order_by("at", "pk") if said is None else said:
        by_area.setdefault(sign_off.area, []).append(sign_off)
    found = [_standing(round_, document, row, by_area.get(row["area"], [])) for row in round_.policy["requirements"]]
    return sorted(found, key=lambda standing: not standing.mandatory)


def _standing(round_: ReviewRound, document: Document, row: dict[str, Any], said: list[SignOff]) -> Standing:
    counts, recused = _that_counts(said)
    return Standing(
        area=document.framework.area(row["area"]),
        mandatory=row["mandatory"],
        blocking=row["blocking"],
        covers=tuple(row["covers"]),
        due_on=round_.owed_by or (date.fromisoformat(row["due_on"]) if row.get("due_on") else None),
        sign_off=counts,
        recused=tuple(recused),
        # Rounds of before there were circumstances required everybody.
        excused="" if row.get("required", True) else (row.get("excused") or row["when"]["otherwise"])[_language()],
        is_invited=row.get("invited", False),
        may_transcribe=row.get("may_transcribe", True),
        is_closed=not takes_answers(round_, document),
    )


def takes_answers(round_: ReviewRound, document: Document) -> bool:
    """Say whether areas may answer in this round: it is in consultation, or was approved in an emergency."""
    if round_.owed_by is not None:
        return round_.version_id == document.effective_version_id and document.state not in {"revoked", "closed"}
    return round_.closed_at is None and document.state == "consultation"


def _that_counts(said: list[SignOff]) -> tuple[SignOff | None, list[SignOff]]:
    answers: list[SignOff] = []
    recused: list[SignOff] = []
    for one in said:
        signer = (one.signer_id, one.signer_name)
        if one.decision == SignOff.Decision.RECUSED:
            answers = [other for other in answers if (other.signer_id, other.signer_name) != signer]
            recused.append(one)
        else:
            answers.append(one)
            recused = [other for other in recused if (other.signer_id, other.signer_name) != signer]
    return (answers[-1] if answers else None), recused


def _language() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"


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
