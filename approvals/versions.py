"""Which versions does a document have: when was each frozen, for which round, and what became of it?"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import Decision, ReviewRound
from documents.models import Document, Version
from govsocial.core.templatetags.ui import in_words

MOST = 20
IN_FORCE = (gettext_lazy("In force"), "success")
REVOKED = (gettext_lazy("Revoked"), "danger")
ENDS: dict[str, tuple[str | Promise, str]] = {
    "": (gettext_lazy("Under review"), "info"),
    "approved": (gettext_lazy("Superseded"), "closed"),
    "returned": (gettext_lazy("Returned for changes"), "warning"),
    "refused": (gettext_lazy("Refused"), "danger"),
    "recall": (gettext_lazy("Taken back"), "neutral"),
    "withdraw": (gettext_lazy("Withdrawn"), "closed"),
}


@dataclass(frozen=True)
class Told:
    """One version in the list: the last round that it was in, what became of it, and where it is compared.

    `change` is the class of the change that it was, and `why` its reason; `end` says who ended its being in force.
    """

    version: Version
    round: ReviewRound | None
    label: str | Promise
    tone: str
    compare_url: str
    change: str = ""
    why: str = ""
    end: str = ""


@dataclass(frozen=True)
class End:
    """Who ended a version's being in force, in words; `is_revoked` where no other version took its place."""

    words: str
    is_revoked: bool = False


def listed(document: Document) -> list[Told]:
    """Return the versions of `document`, the newest first: four queries."""
    versions = list(document.versions.defer("content").order_by("-number")[:MOST])
    rounds = document.rounds.select_related("opened_by", "amendment").order_by("number")
    last = {one.version_id: one for one in rounds}
    ends = ended(document)
    return [_told(document, version, last.get(version.pk), ends.get(version.pk)) for version in versions]


def ended(document: Document) -> dict[int, End]:
    """Return {version: how it ended} of what was in force and is no longer: two queries."""
    approvals = Decision.objects.approvals().filter(round__document=document).order_by("at", "pk")
    told = list(approvals.values_list("round__version", "round__version__number", "name", "at"))
    found: dict[int, End] = {}
    for (version, *_rest), (_next, number, name, at) in pairwise(told):
        names = {"number": number, "who": name, "date": in_words(at)}
        found[version] = End(_("by version %(number)d, approved by %(who)s, %(date)s") % names)
    for revocation in document.revocations.order_by("pk"):
        names = {"who": revocation.name, "date": in_words(revocation.at)}
        found[revocation.version_id] = End(_("by %(who)s, %(date)s") % names, is_revoked=True)
    return found


def _told(document: Document, version: Version, round_: ReviewRound | None, end: End | None) -> Told:
    in_force = version.pk == document.effective_version_id and document.state not in ("revoked", "closed")
    outcome: tuple[Any, str] = ENDS.get(round_.outcome, ("", "")) if round_ else ("", "")
    label, tone = IN_FORCE if in_force else REVOKED if end and end.is_revoked else outcome
    if version.pk == document.effective_version_id and document.state == "closed":
        label, tone = document.state_info.label, document.state_info.tone
    amendment = round_.amendment if round_ else None
    change = (str(amendment.get_change_class_display()), amendment.reason) if amendment else ("", "")
    return Told(
        version,
        round_,
        label,
        tone,
        _compare_url(document, version),
        *change,
        "" if in_force or end is None else end.words,
    )


def _compare_url(document: Document, version: Version) -> str:
    """Return where the version is compared with the one before it; "" for the first."""
    if version.number == 1:
        return ""
    return f"{reverse('documents:compare', args=[document.pk])}?from={version.number - 1}&to={version.number}"
