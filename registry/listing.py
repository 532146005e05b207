"""What is in the public index, how is it narrowed, and when did it last change?"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils import timezone

from accounts.models import OfficialAccount
from govsocial.core.text import fold
from organizations.models import Organization, in_language
from risk import change_kinds
from risk.models import Platform, PlatformChange

ORDER = ("sort_name", "id")
SHOWN_WITH = ("organization", "platform", "equivalent__platform")
WITHOUT_EQUIVALENT = Q(equivalent__isnull=True, language__in=["en", "fr"]) & ~Q(state="closed")
STATES = {"official": ["active", "closing"], "closed": ["closed"]}


def accounts(*, words: str = "", **narrowed: str) -> QuerySet[OfficialAccount]:
    """Return the listed accounts whose search text holds every one of `words`, narrowed by the browsing choices.

    `narrowed` may hold organization, platform (codes), language, status ("official", "closed") and equivalent
    ("without"); blank ones are ignored.
    """
    rows = OfficialAccount.objects.listed().select_related(*SHOWN_WITH)
    for word in fold(words).split():
        # The column is folded already, so a plain LIKE is right on both databases and may use a trigram index.
        rows = rows.filter(search__contains=word)
    return rows.filter(*_conditions(**narrowed))


def _conditions(
    *, organization: str = "", platform: str = "", language: str = "", status: str = "", equivalent: str = ""
) -> list[Q]:
    return [
        condition
        for asked, condition in (
            (organization, Q(organization__code=organization)),
            (platform, Q(platform__code=platform)),
            (language, Q(language=language)),
            (status, Q(state__in=STATES.get(status, []))),
            (equivalent, WITHOUT_EQUIVALENT),
        )
        if asked
    ]


@dataclass(frozen=True)
class Choice:
    """One organization or platform that the index can be narrowed to."""

    code: str
    name_en: str
    name_fr: str

    @property
    def name(self) -> str:
        return in_language(self, "name")


def choices() -> tuple[list[Choice], list[Choice], list[Choice]]:
    """Return the organizations that have a listed account, the pre-reviewed platforms, and those whose accounts left
    the index because their pre-review was withdrawn (§4.2(f)): one query."""
    listed = OfficialAccount.objects.listed().filter(organization=OuterRef("pk"))
    organizations = Organization.objects.filter(Exists(listed)).values_list(Value("o"), "code", "name_en", "name_fr")
    platforms = Platform.objects.pre_reviewed().values_list(Value("p"), "code", "name", F("name"))
    left = Platform.objects.filter(Exists(OfficialAccount.objects.off_index().filter(platform=OuterRef("pk"))))
    withdrawn = left.values_list(Value("w"), "code", "name", F("name"))
    found: dict[str, list[Choice]] = {"o": [], "p": [], "w": []}
    for kind, *names in organizations.union(platforms, withdrawn, all=True):
        found[kind].append(Choice(*names))
    return tuple(sorted(found[kind], key=lambda choice: fold(choice.name)) for kind in "opw")


def left_on(platform: Platform | None) -> date | None:
    """Return the day on which the accounts of a platform left the index, or None unless its pre-review is withdrawn."""
    if platform is None or platform.review_status != Platform.Review.WITHDRAWN:
        return None
    found = PlatformChange.objects.filter(platform=platform, kind=change_kinds.WITHDRAWN).order_by("-pk")
    at = found.values_list("at", flat=True).first()
    return timezone.localdate(at) if at else None


def changed_at() -> datetime | None:
    """Return when anything that the index shows last changed, or None when nothing was ever kept."""
    return max(filter(None, _marks()), default=None)


def etag(*parts: Any) -> str:
    """Return a strong tag of the index as it is now, for the view of it that `parts` name."""
    marks = [str(mark) for mark in (*_marks(), *parts)]
    return f'"{hashlib.sha256(chr(10).join(marks).encode()).hexdigest()[:32]}"'


def _marks() -> tuple[datetime | None, ...]:
    """Return the last change of accounts, platforms and organizations, and the newest account: one query, by index."""
    histories = [
        model.history.order_by("-history_date").values("history_date")[:1]
        for model in (OfficialAccount, Platform, Organization)
    ]
    # What was loaded in bulk has no history; its newest row tells.
    newest = OfficialAccount.objects.order_by("-pk").values("state_changed_at")[:1]
    found = Organization.objects.order_by("pk").values_list(*(Subquery(rows) for rows in (*histories, newest)))
    return found.first() or ()
