"""What must somebody know, in two minutes, before they decide on a version? One screen of it, told from the record."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from approvals import conditions, waiting
from approvals.dissent import Dissent
from approvals.models import ReviewRound, SignOff
from approvals.rounds import Standing
from approvals.waiting import Holder, Waits
from documents import diff
from documents.comparing import phrases
from documents.models import Document
from govsocial.core.declare import Panel, panels_for
from organizations.models import User

Decision = SignOff.Decision


@dataclass(frozen=True)
class Changed:
    """What changed since the version in force: a line a section, and where to read it word by word."""

    number: int
    at: datetime | None
    sections: tuple[tuple[str, str], ...]
    url: str


@dataclass(frozen=True)
class Briefing:
    """What the page says at its top; `changed` is None for a first version."""

    kind: str
    round: ReviewRound
    writers: tuple[str, ...]
    changed: Changed | None
    waits: Waits
    holders: tuple[Holder, ...]
    dissents: tuple[Dissent, ...]
    conditions: tuple[conditions.Standing, ...]
    panels: tuple[Panel, ...]

    @property
    def version(self) -> Any:
        return self.round.version

    @property
    def given(self) -> str:
        """Return how many areas said what, in one line: "6 concur · 1 concurs with conditions · 2 gave no answer"."""
        said = [one.sign_off.decision for one in self.waits.standings if one.sign_off is not None]
        silent = len(self.waits.asked) - len(self.waits.answered)
        counts = [
            (said.count(Decision.CONCUR), lambda n: ngettext("%(n)d concurs", "%(n)d concur", n)),
            (said.count(Decision.CONDITIONS), _with_conditions),
            (said.count(Decision.DO_NOT_CONCUR), lambda n: ngettext("%(n)d does not concur", "%(n)d do not concur", n)),
            (said.count(Decision.NOT_APPLICABLE), _not_concerned),
            (silent, lambda n: ngettext("%(n)d has not answered", "%(n)d have not answered", n)),
        ]
        return " · ".join(words(n) % {"n": n} for n, words in counts if n)

    @property
    def silent(self) -> list[Standing]:
        """Return the areas that were asked and said nothing: silence is not consent."""
        return [one for one in self.waits.asked if one.sign_off is None]

    @property
    def carried(self) -> list[Standing]:
        """Return the areas whose sign-off was carried over, because its sections did not change."""
        return [one for one in self.waits.standings if one.sign_off is not None and one.sign_off.carried_from_id]

    @property
    def transcribed(self) -> list[Standing]:
        return [one for one in self.waits.standings if one.sign_off is not None and one.sign_off.transcribed_by_name]


def _with_conditions(number: int) -> str:
    return ngettext("%(n)d concurs with conditions", "%(n)d concur with conditions", number)


def _not_concerned(number: int) -> str:
    return ngettext("%(n)d is not concerned", "%(n)d are not concerned", number)


def of(
    document: Document,
    user: User,
    round_: ReviewRound,
    standings: list[Standing],
    dissents: list[Dissent],
    asked: list[conditions.Standing],
) -> Briefing | None:
    """Return the briefing on the version under review, for `user`; None where nothing is under review.

    A constant number of queries beside what the caller has loaded: who wrote, who holds the seats, and the panels.
    """
    waits = waiting.of(document, round_, standings)
    if waits is None:
        return None
    version = round_.version
    version.document = document
    wrote = User.objects.filter(pk__in=version.contributors).order_by("name").values_list("name", flat=True)
    return Briefing(
        kind=str(document.kind_info.label),
        round=round_,
        writers=tuple(wrote),
        changed=_changed(document, round_),
        waits=waits,
        holders=tuple(waiting.holders(document, waits)),
        dissents=tuple(dissents),
        conditions=tuple(one for one in asked if not one.is_closed),
        panels=tuple(panels_for(f"briefing:{document.kind}", version, user)),
    )


def _changed(document: Document, round_: ReviewRound) -> Changed | None:
    before, version = document.effective_version, round_.version
    if before is None or before.pk == version.pk:
        return None
    comparison = diff.compare(json.loads(before.content), json.loads(version.content))
    url = f"{reverse('documents:compare', args=[document.pk])}?from={before.number}&to={version.number}"
    sections = tuple((section.title, phrases(section)) for section in comparison.changed)
    return Changed(before.number, document.effective_at, sections, url)
