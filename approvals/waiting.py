"""What does a document in review wait for, on whom, since when and until when? One line of it for lists and homes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals import asking, rounds, status
from approvals.models import ReviewRound, SignOff
from approvals.rounds import Standing
from approvals.status import Said, short
from documents.models import Document
from organizations.models import Delegation, Membership, Role

IN_REVIEW = ("consultation", "final_approval")


@dataclass(frozen=True)
class Waits:
    """What one document waits for: the areas that were asked (`standings`), or, when `is_with_head`, the final word."""

    is_with_head: bool
    since: datetime
    due_on: date | None
    standings: tuple[Standing, ...]

    @property
    def line(self) -> list[Said]:
        """Return the status line: one entry an area."""
        return status.line(self.standings)

    @property
    def asked(self) -> list[Standing]:
        return [one for one in self.standings if one.is_asked]

    @property
    def answered(self) -> list[Standing]:
        return [one for one in self.asked if one.sign_off is not None]

    @property
    def open_ones(self) -> list[Standing]:
        """Return the areas that still owe their answer, the late ones first."""
        return sorted((one for one in self.standings if one.is_waited_for), key=lambda one: not one.is_late)

    @property
    def late(self) -> list[Standing]:
        return [one for one in self.standings if one.is_late]

    @property
    def objecting(self) -> list[Standing]:
        return [one for one in self.standings if one.is_dissent]

    @property
    def is_late(self) -> bool:
        """Say whether somebody is late: the head with the decision, or an area with its sign-off."""
        if self.is_with_head:
            return self.due_on is not None and self.due_on < timezone.localdate()
        return bool(self.late)

    @property
    def tone(self) -> str:
        return "danger" if self.is_late else "info"

    @property
    def words(self) -> str:
        """Return it in one sentence: who answered, who is late, since when."""
        return self._of_head() if self.is_with_head else self._of_areas()

    def _of_head(self) -> str:
        since = _("With the head of communications since %(date)s") % {"date": short(self.since)}
        if self.due_on is None:
            return since
        told = _("%(since)s, was wanted by %(date)s") if self.is_late else _("%(since)s, wanted by %(date)s")
        return told % {"since": since, "date": short(self.due_on)}

    def _of_areas(self) -> str:
        counts = {"answered": len(self.answered), "asked": len(self.asked), "date": short(self.since)}
        parts = [
            ngettext(
                "%(answered)d of %(asked)d area answered since %(date)s",
                "%(answered)d of %(asked)d areas answered since %(date)s",
                counts["asked"],
            )
            % counts
        ]
        if self.objecting:
            parts.append(_("does not concur: %(areas)s") % {"areas": _names(self.objecting)})
        if self.late:
            parts.append(_("late: %(areas)s") % {"areas": _names(self.late)})
        return " · ".join(parts)


def _names(standings: Iterable[Standing]) -> str:
    return ", ".join(str(one.area.name) for one in standings)


def of(document: Document, round_: ReviewRound | None, standings: Iterable[Standing]) -> Waits | None:
    """Return what `document` waits for in its open round; None where it waits for nobody's word."""
    if round_ is None or document.state not in IN_REVIEW:
        return None
    if document.state == "consultation":
        return Waits(False, round_.opened_at, None, tuple(standings))
    since = document.state_changed_at
    days = round_.policy["final"].get("days")  # Rounds of before heads had a number of days have none.
    due_on = asking.wanted_by(document, days, timezone.localdate(since)) if days else None
    return Waits(True, since, due_on, tuple(standings))


def of_documents(documents: Iterable[Document]) -> dict[int, Waits]:
    """Return what each of `documents` that is in review waits for, by id: two queries, or none."""
    by_id = {one.pk: one for one in documents if one.state in IN_REVIEW}
    if not by_id:
        return {}
    said = Prefetch("sign_offs", SignOff.objects.order_by("at", "pk"), to_attr="said")
    found: dict[int, Waits] = {}
    for round_ in ReviewRound.objects.open().filter(document__in=by_id).prefetch_related(said):
        document = by_id[round_.document_id]
        waits = of(document, round_, rounds.standings(round_, document, round_.said))
        if waits is not None:
            found[document.pk] = waits
    return found


def show(documents: Iterable[Document]) -> None:
    """Set `waits` on each of `documents`, for the line in a list: two queries, or none."""
    documents = list(documents)
    found = of_documents(documents)
    for one in documents:
        one.waits = found.get(one.pk)


@dataclass(frozen=True)
class Holder:
    """Somebody on whom a document waits: an area or the final word, the people who may give it, since and until when.

    `people` is empty where nobody holds the role today, which `what_to_do` then answers.
    """

    what: str
    people: tuple[str, ...]
    since: datetime
    due_on: date | None
    is_late: bool = False


def holders(document: Document, waits: Waits | None) -> list[Holder]:
    """Return on whom `document` waits, by name: two queries, or none where it waits on nobody."""
    if waits is None or not (waits.is_with_head or waits.open_ones):
        return []
    seated = Membership.objects.current().filter(organization=document.organization_id)
    rows = seated.select_related("user").order_by("valid_from", "pk")
    held = [(one.role, one.area, one.user) for one in rows]
    if waits.is_with_head:
        names = (*(user.name for role, _area, user in held if role == Role.HEAD), *_deputies(document))
        return [Holder(_("The final decision"), names, waits.since, waits.due_on, waits.is_late)]
    return [
        Holder(str(one.area.name), _advisors(one, held), waits.since, one.due_on, one.is_late)
        for one in waits.open_ones
    ]


def _advisors(standing: Standing, held: list[tuple[str, str, Any]]) -> tuple[str, ...]:
    seats = [user for role, area, user in held if role == Role.ADVISOR and area == standing.area.code]
    return tuple(user.name for user in seats if not standing.has_recused(user))


def _deputies(document: Document) -> list[str]:
    """Return who decides beside the head, or in the head's place, on this kind of document."""
    found = Delegation.objects.current().filter(organization=document.organization_id).select_related("delegate")
    return [one.delegate.name for one in found.order_by("pk") if not one.kinds or document.kind in one.kinds]
