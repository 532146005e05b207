"""Which versions does a document have: when was each frozen, for which round, and what became of it?"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from approvals.models import ReviewRound
from documents.models import Document, Version

MOST = 20
IN_FORCE = (_("In force"), "success")
ENDS: dict[str, tuple[str | Promise, str]] = {
    "": (_("Under review"), "info"),
    "approved": (_("Superseded"), "closed"),
    "returned": (_("Returned for changes"), "warning"),
    "refused": (_("Refused"), "danger"),
    "recall": (_("Taken back"), "neutral"),
    "withdraw": (_("Withdrawn"), "closed"),
}


@dataclass(frozen=True)
class Told:
    """One version in the list: the last round that it was in, what became of it, and where it is compared."""

    version: Version
    round: ReviewRound | None
    label: str | Promise
    tone: str
    compare_url: str


def listed(document: Document) -> list[Told]:
    """Return the versions of `document`, the newest first: two queries."""
    versions = list(document.versions.defer("content").order_by("-number")[:MOST])
    rounds = {one.version_id: one for one in document.rounds.select_related("opened_by").order_by("number")}
    return [_told(document, version, rounds.get(version.pk)) for version in versions]


def _told(document: Document, version: Version, round_: ReviewRound | None) -> Told:
    in_force = version.pk == document.effective_version_id and document.state != "revoked"
    ended: tuple[Any, str] = ENDS.get(round_.outcome, ("", "")) if round_ else ("", "")
    label, tone = IN_FORCE if in_force else ended
    return Told(version, round_, label, tone, _compare_url(document, version))


def _compare_url(document: Document, version: Version) -> str:
    """Return where the version is compared with the one before it; "" for the first."""
    if version.number == 1:
        return ""
    return f"{reverse('documents:compare', args=[document.pk])}?from={version.number - 1}&to={version.number}"
