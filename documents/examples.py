"""Which texts may somebody learn from, or begin with? Approved versions of their own organization, and shared ones.

Rooms that know more about a kind of document (on which platform a plan is) add filters here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from documents import kinds
from documents.models import Document, Version
from govsocial.core.text import fold
from organizations.models import Organization

NEWEST = 20
Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Filter:
    """One way to narrow the list of examples: its name in the address, its label, what "all of them" is called, its
    choices, and what it leaves."""

    name: str
    label: Any
    every: Any
    choices: Callable[[], Choices]
    narrow: Callable[[QuerySet, str], QuerySet]


filters: list[Filter] = []


def narrows(one: Filter) -> Filter:
    """Register a filter; a second registration of the same name keeps the first."""
    if one.name not in {known.name for known in filters}:
        filters.append(one)
    return one


def kinds_shared() -> list[kinds.Kind]:
    """Return the kinds of document that can be shared as examples."""
    return [kinds.get(code) for code in kinds.codes() if kinds.get(code).is_living]


def shared() -> QuerySet[Document]:
    """Return the documents whose approved version is shared as an example (§4.1 note; §5)."""
    found = Document.objects.in_force().filter(is_example=True, kind__in=[kind.code for kind in kinds_shared()])
    return found.select_related("organization", "effective_version")


def matching(documents: QuerySet[Document], words: str) -> QuerySet[Document]:
    """Return the documents whose title or organization has `words`."""
    words = words.strip()[:200]
    if not words:
        return documents
    in_title = Q(title_en__icontains=words) | Q(title_fr__icontains=words)
    return documents.filter(in_title | Q(organization__search__contains=fold(words)))


def sources(kind: str, organization: Organization, *, words: str = "", but: Document | None = None) -> list[Version]:
    """Return approved versions that a document of `kind` here may begin from: at most twenty, one query.

    Those of this organization come first (also of a document that was revoked: it is its own text), then examples of
    others, the newest first. `but` is the document itself.
    """
    own = Q(organization=organization)
    found = Document.objects.filter(kind=kind, effective_version__isnull=False)
    found = found.filter(own | (Q(is_example=True) & ~Q(state="revoked")))
    found = matching(found.exclude(pk=but.pk) if but else found, words)
    found = found.select_related("effective_version__document__organization")
    own_first = Case(When(own, then=0), default=1)
    newest = found.order_by(own_first, "-effective_at", "-pk")[:NEWEST]
    return [document.effective_version for document in newest if document.effective_version is not None]


def may_begin(version: Version) -> bool:
    """Say whether other documents may begin with this version: it is the approved one, and not revoked."""
    document = version.document
    return document.effective_version_id == version.pk and document.state != "revoked"


def readable(pk: Any, user: Any) -> Version | None:
    """Return the version `pk` if `user` may read it, or None."""
    if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > 18:
        return None
    return Version.objects.visible_to(user).select_related("document__organization").filter(pk=pk).first()
