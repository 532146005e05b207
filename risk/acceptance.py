"""Is what remains above the tolerance accepted by a named manager, and by whom, until when? (App. A, IT security)

An acceptance is bound to a risk's words and ratings: it covers the risk in every version in which they stay the same,
until it expires or is revoked. Whoever wrote the version does not accept its risks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rounds
from documents.models import Document, Version
from govsocial.core.transitions import Move, Problem
from organizations.models import Membership, User
from risk import register
from risk.models import Acceptance, AcceptanceRequest, AcceptedRisk
from risk.register import Register, Risk


@dataclass(frozen=True)
class Standing:
    """A document's registers as one version has them, with every acceptance that was ever given."""

    document: Document
    version: Version | None
    registers: tuple[Register, ...]
    acceptances: tuple[Acceptance, ...]
    request: AcceptanceRequest | None

    @cached_property
    def above(self) -> list[Risk]:
        """Return the risks above the tolerance, in order."""
        return [risk for one in self.registers for risk in one.above]

    @cached_property
    def covers(self) -> dict[str, Acceptance]:
        """Return {fingerprint of a risk: the acceptance that covers it longest} of acceptances that hold today."""
        today, found = timezone.localdate(), {}
        for one in sorted(self.acceptances, key=lambda one: one.expires_on):
            if one.expires_on >= today and not is_revoked(one):
                found |= {risk.digest: one for risk in one.named}  # type: ignore[attr-defined]
        return found

    @property
    def open_ones(self) -> list[Risk]:
        """Return the risks above the tolerance that no acceptance covers."""
        return [risk for risk in self.above if risk.digest not in self.covers]

    @property
    def asked(self) -> AcceptanceRequest | None:
        """Return the request that waits for its answer, if one does."""
        return self.request if self.open_ones else None

    def is_asked(self, user: User) -> bool:
        """Say whether `user` is the one who is asked."""
        return self.asked is not None and self.asked.person_id == user.pk


def is_revoked(one: Acceptance) -> bool:
    """Say whether an acceptance was taken back (`revocation` must be loaded with it)."""
    return getattr(one, "revocation", None) is not None


def standing(document: Document, version: Version | None) -> Standing:
    """Return where acceptance stands for one version of a document; without one, for its draft: four queries."""
    named = Prefetch("risks", AcceptedRisk.objects.order_by("number"), to_attr="named")
    given = Acceptance.objects.filter(document=document).select_related("revocation", "version")
    found = register.of_version(version) if version else register.of_draft(document)
    asked = AcceptanceRequest.objects.filter(document=document).select_related("person").order_by("-at", "-pk")
    return Standing(
        document, version, tuple(found), tuple(given.prefetch_related(named).order_by("-at", "-pk")), asked.first()
    )


def candidate(document: Document) -> Version | None:
    """Return the version that is to be accepted: the one in review, else the one in force."""
    round_ = rounds.current(document)
    return round_.version if round_ else document.effective_version


def people(document: Document) -> Any:
    """Return the people of the department who can be asked: all of them but those who wrote the version."""
    members = Membership.objects.current().filter(organization=document.organization_id)
    version = candidate(document)
    wrote = version.contributors if version else []
    found = User.objects.filter(pk__in=members.values("user"), is_active=True).exclude(pk__in=wrote)
    return found.order_by("name", "pk")


def remaining_is_accepted(move: Move) -> Iterator[Problem]:
    """What remains above the tolerance is accepted by name before the head decides (App. A, IT security)."""
    round_ = rounds.current(move.obj)
    if round_ is None:  # There are no bytes yet that anybody could accept.
        return
    found = standing(move.obj, round_.version)
    for risk in found.open_ones:
        names = {"risk": risk.name, "level": str(risk.residual.name) if risk.residual else ""}
        message = _("%(risk)s remains at the level “%(level)s”, above the tolerance: a named manager must accept it.")
        yield Problem(message % names, reverse("risk:register", args=[move.obj.pk]))


def longest(document: Document, on: date) -> date:
    """Return the last day until which an acceptance given `on` a day may hold: the document's own review interval."""
    intervals = document.framework.intervals
    months = getattr(intervals, f"{document.kind}_review_months", intervals.assessment_review_months)
    return on + relativedelta(months=months)
