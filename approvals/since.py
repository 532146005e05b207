"""What changed since somebody last signed? Told from the hashes that they signed, section by section.

A sign-off that was carried over is not a new look: what counts is the version that the person had before them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.models import Decision, ReviewRound, SignOff
from documents.attached import KEY as ATTACHMENTS
from documents.differences import HEADER
from documents.models import Document, Version
from documents.since import Signed, tells_signed
from organizations.models import User

Hashes = dict[str, str]


@dataclass(frozen=True)
class Since:
    """What changed between the version that `name` signed and a newer one, in the sections that the signature covers.

    `sections` are the headings of those that changed; `url` leads to exactly their differences. `name` is "" where
    nobody's signature is meant but the version in force.
    """

    number: int
    at: datetime
    name: str
    sections: tuple[str, ...]
    url: str


@tells_signed
def last_signed(document: Document, user: User) -> Signed | None:
    """Return the version that `user` last signed off or decided on: two queries."""
    signed = _latest(document, user)
    if signed is None:
        return None
    is_all = set(_signed_hashes(signed)) == set(signed.round.version.section_hashes)
    keys = None if is_all else frozenset(_signed_hashes(signed))
    return Signed(signed.round.version.number, signed.at, keys)


def own(document: Document, user: User, version: Version) -> Since | None:
    """Return what changed up to `version` since `user` last signed another one, or None if they never did."""
    signed = _latest(document, user)
    return _between(document, signed, version) if signed and signed.round.version_id != version.pk else None


def of_areas(document: Document, round_: ReviewRound) -> dict[str, Since]:
    """Return, for each policy area that signed in an earlier round, what changed since in what it covers: one query."""
    latest: dict[str, SignOff] = {}
    for signed in _sign_offs(document).filter(round__number__lt=round_.number):
        latest.setdefault(signed.area, signed)
    return {area: _between(document, signed, round_.version) for area, signed in latest.items()}


def in_force(document: Document, version: Version) -> Since | None:
    """Return what changed since the version in force, or None where there is none (or it is this one)."""
    effective = document.effective_version
    if effective is None or effective.pk == version.pk:
        return None
    changed = _changed(effective.section_hashes, version.section_hashes)
    url = _address(document, effective.number, version.number)
    return Since(effective.number, effective.created_at, "", _headings(document, changed), url)


def _sign_offs(document: Document) -> Any:
    found = SignOff.objects.filter(round__document=document, carried_from__isnull=True)
    return found.select_related("round__version").defer("round__version__content").order_by("-at", "-pk")


def _latest(document: Document, user: User) -> SignOff | Decision | None:
    decisions = Decision.objects.filter(round__document=document, decided_by=user).select_related("round__version")
    decisions = decisions.defer("round__version__content").order_by("-at", "-pk")
    found = [*_sign_offs(document).filter(signer=user)[:1], *decisions[:1]]
    return max(found, key=lambda one: one.at, default=None)


def _signed_hashes(signed: SignOff | Decision) -> Hashes:
    return signed.section_hashes if isinstance(signed, SignOff) else signed.round.version.section_hashes


def _between(document: Document, signed: SignOff | Decision, version: Version) -> Since:
    was, before = signed.round.version, _signed_hashes(signed)
    is_all = set(before) == set(was.section_hashes)
    after = {key: sha for key, sha in version.section_hashes.items() if is_all or key in before}
    changed = _changed(before, after)
    url = _address(document, was.number, version.number, () if is_all else changed)
    name = signed.signer_name if isinstance(signed, SignOff) else signed.name
    return Since(was.number, signed.at, name, _headings(document, changed), url)


def _changed(before: Hashes, after: Hashes) -> list[str]:
    return [key for key in {**before, **after} if before.get(key) != after.get(key)]


def _headings(document: Document, keys: Iterable[str]) -> tuple[str, ...]:
    """Return the headings of sections in the outline's order, the head of the document first."""
    outline = {one.key: one.heading for one in document.outline.sections}
    titles = {HEADER: _("Title and facts"), **outline, ATTACHMENTS: _("Attachments")}
    known = set(keys)
    return (*(title for key, title in titles.items() if key in known), *sorted(known - set(titles)))


def _address(document: Document, was: int, now: int, sections: Iterable[str] = ()) -> str:
    asked = [("from", was), ("to", now), *(("section", key) for key in sections)]
    return f"{reverse('documents:compare', args=[document.pk])}?{urlencode(asked)}"
