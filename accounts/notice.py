"""Do followers learn early enough that an account closes? (§4.2(j): advise followers in advance, via the account)"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.content import Content
from documents.models import Document


@dataclass(frozen=True)
class ShortNotice:
    """Followers would be told `days` before the closing; the pack advises `advised`."""

    days: int
    advised: int


def short_notice(document: Document, request: Content) -> ShortNotice | None:
    """Return how short the notice to followers is, or None when it is long enough or not said yet.

    The shorter of what the request promises and of what the closing date still allows counts.
    """
    advised = document.framework.intervals.follower_notice_days
    given = [days for days in (_promised(request), _possible(request)) if days is not None]
    if not given or min(given) >= advised:
        return None
    return ShortNotice(max(min(given), 0), advised)


def _promised(request: Content) -> int | None:
    days: Any = request.answer("notice_days")
    return int(days) if days not in (None, "") else None


def _possible(request: Content) -> int | None:
    closing, posted = request.answer("closing_date"), request.answer("notice_posted_on")
    if not closing:
        return None
    told = date.fromisoformat(posted) if posted else timezone.localdate()
    return (date.fromisoformat(closing) - told).days
