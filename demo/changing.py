"""What changed of the demo's platforms, and who has said that nothing in their plans changes?"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from approvals import attesting
from approvals.models import AttestationRequest
from demo import content
from demo.content import Entry
from demo.lives import Lives
from organizations.models import Membership, Role, User
from risk import actions, change_kinds
from risk.models import Affected, Platform, PlatformChange


class Changing:
    """The changes and the answers, noted for the days on which they happened."""

    def __init__(self, lives: Lives) -> None:
        self.cast, self.agenda = lives.cast, lives.agenda

    def plan(self) -> None:
        """Note when each change was recorded, and on which days departments answered."""
        for entry in content.read("changes")["changes"]:
            self.agenda.note(entry["recorded_days_ago"], lambda one=entry: self._record(one))
            days = entry["answered_days_ago"]
            for nth, days_ago in enumerate(days):
                self.agenda.note(days_ago, lambda one=entry, n=nth: self._answer(one, n))

        renewals = content.read("changes")["renewals"]
        for days_ago in renewals["answered_days_ago"]:
            self.agenda.note(days_ago, lambda: self._answer_renewals(renewals["reasons"]))

    def _answer_renewals(self, said: list[Entry]) -> None:
        """Have everybody answer for the plans that rest on an assessment of which a new version is in force."""
        renewed = PlatformChange.objects.filter(kind=change_kinds.VERSION).values("cause")
        _attest(AttestationRequest.objects.open().filter(cause__in=renewed), cycle(said))

    def _record(self, entry: Entry) -> None:
        today = self.agenda.working_day(entry["recorded_days_ago"])
        text = {"dated": self._day(-entry["dated_days_ago"])} if "dated_days_ago" in entry else {}
        told = actions.Told(
            entry["kind"],
            what_en=entry["what"]["en"],
            what_fr=entry["what"]["fr"],
            effective_on=self._day(entry["effective_in_days"]) if "effective_in_days" in entry else today,
            due_on=today + timedelta(days=entry["due_in_days"]),
            text=text,
        )
        platform = Platform.objects.get(code=entry["platform"])
        actions.record_change(platform, told, token=_token(entry), by=self.cast.person(entry["by"]))

    def _day(self, days: int) -> object:
        return self.agenda.today + timedelta(days=days)

    def _answer(self, entry: Entry, nth: int) -> None:
        """Have the departments whose turn it is say for everything of theirs that nothing changes, and why."""
        change = PlatformChange.objects.get(cause=f"platform:{_token(entry)}")
        silent = {self.cast.organization(code).pk for code in entry["silent"]}
        concerned = set(change.affected.order_by().values_list("organization", flat=True)) - silent
        turns = len(entry["answered_days_ago"])
        theirs = [pk for place, pk in enumerate(sorted(concerned)) if place % turns == nth]
        reasons = cycle(entry["reasons"][nth % len(entry["reasons"]) :] + entry["reasons"])
        asked = AttestationRequest.objects.open().filter(cause=change.cause, document__organization__in=theirs)
        _attest(asked, reasons)
        rest = change.affected.filter(document=None, organization__in=theirs)
        for row in rest.select_related("organization").order_by("pk"):
            by = _answering(row)
            actions.answer_change(row, text=next(reasons)[by.language], by=by)


def _attest(asked: Any, reasons: Iterator[Entry]) -> None:
    """Have the owner of each document that is asked about say that nothing changes, with the next reason."""
    for request in asked.select_related("document__owner", "document__effective_version").order_by("pk"):
        owner, sha = request.document.owner, request.document.effective_version.sha256
        attesting.attest(request, text=next(reasons)[owner.language], seen_sha=sha, by=owner)


def _answering(row: Affected) -> User:
    """Return who answers for what no document answers for: a coordinator, or for the entity's own a reviewer."""
    role = Role.REVIEWER if row.organization.is_central_entity else Role.COORDINATOR
    held = Membership.objects.current().filter(organization=row.organization_id, role=role)
    return held.select_related("user").order_by("pk")[0].user


def _token(entry: Entry) -> str:
    return uuid5(NAMESPACE_URL, f"{entry['platform']}:{entry['kind']}:{entry['recorded_days_ago']}").hex
