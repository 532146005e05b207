"""What does whoever approves affirm, about which documents, and did they affirm all of it? (App. A)

The pack says what is affirmed (`approvals.yaml`). What applies to a version is pinned to its round when that opens, and
kept with the decision in the words that were read.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals import rounds
from approvals.models import ReviewRound
from documents.models import Document, Version
from documents.reading import Reading, Table, Value
from frameworks.outlines import Answers, column_place
from govsocial.core.transitions import Move, TransitionError

LANGS = ("en", "fr")


@dataclass(frozen=True)
class Affirmed:
    """One thing to affirm about one version: its words and source, the flag of lists, the answers to read beside it."""

    code: str
    words: Mapping[str, str]
    sources: Mapping[str, str]
    flags: Mapping[str, str] | None
    shows: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.words[_language()]

    @property
    def source(self) -> str:
        return self.sources[_language()]

    @property
    def flag(self) -> str:
        return self.flags[_language()] if self.flags else ""

    @property
    def kept(self) -> dict[str, str]:
        """Return what the decision keeps of it."""
        return {"code": self.code, **{lang: self.words[lang] for lang in LANGS}}


def pinned(document: Document, version: Version) -> list[dict[str, Any]]:
    """Return what is affirmed about `version` as plain JSON, for the round's policy."""
    said = answers(json.loads(version.content))
    asked = document.framework.approval(document.kind).affirmations
    return [one.model_dump(mode="json") for one in asked if one.when is None or one.when.holds(said)]


def answers(content: Mapping[str, Any]) -> Answers:
    """Return the answers of frozen `content`, and what its rows say, as conditions of the pack read them."""
    found: dict[str, Mapping[str, Any]] = {}
    for section in content["sections"]:
        found |= section["answers"]
        for table, rows in section["tables"].items():
            for column in {key for row in rows for key in row["cells"]}:
                cells = [row["cells"].get(column) for row in rows]
                found[column_place(table, column)] = {"": [cell for cell in cells if isinstance(cell, str)]}
    return found


def of_round(round_: ReviewRound | None) -> list[Affirmed]:
    """Return what is affirmed before the version of `round_` is approved; a round of before there was any asks none."""
    rows = round_.policy.get("affirmations", []) if round_ else []
    return [
        Affirmed(row["code"], row["text"], row["source"], row.get("flag"), tuple(row.get("shows", ()))) for row in rows
    ]


def codes(document: Document) -> list[str]:
    """Return the codes of all that is affirmed when `document`, as it was sent, is approved."""
    return [one.code for one in of_round(rounds.current(document))]


def flags(policy: Mapping[str, Any]) -> list[str]:
    """Return the short words that mark a version, from the policy of its round: “Advertising”."""
    return [row["flag"][_language()] for row in policy.get("affirmations", []) if row.get("flag")]


def shown(round_: ReviewRound, one: Affirmed) -> list[Value | Table]:
    """Return the answers of the frozen version that the approver reads beside what they affirm."""
    if not one.shows:
        return []
    reading = Reading(round_.version.content)
    parts = (part for section in reading.sections() for part in section.parts)
    return [part for part in parts if part.key in one.shows]


def checked(move: Move, round_: ReviewRound) -> list[dict[str, str]]:
    """Return what the person who approves affirmed, in its words; `move.data["checks"]` names the codes.

    Raises TransitionError with a line for each that is not affirmed.
    """
    ticked: Iterable[str] = move.data.get("checks") or ()
    asked = of_round(round_)
    missing = [one for one in asked if one.code not in ticked]
    if missing:
        raise TransitionError([_not_affirmed(one) for one in missing], code="affirm")
    move.details["affirmed"] = [one.code for one in asked]
    return [one.kept for one in asked]


def _not_affirmed(one: Affirmed) -> str:
    return _("Not affirmed yet: “%(text)s” Affirm it, or return the document.") % {"text": one.text}


def _language() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"
