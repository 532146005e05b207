"""Changes of platforms, and many plans and accounts that they concern, for tests."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from organizations.models import User
from risk import actions
from risk.models import Platform, PlatformChange


def told(kind: str = "functionality", **said: Any) -> actions.Told:
    """Return what the entity says of a change; answers are wanted within four weeks unless told otherwise."""
    today: date = timezone.localdate()
    plain = {
        "what_en": "Posts are public by default.",
        "what_fr": "Les publications sont publiques par défaut.",
        "effective_on": today,
        "due_on": today + timedelta(days=28),
    }
    return actions.Told(kind, **{**plain, **said})


def change(
    platform: Platform, *, by: User, kind: str = "functionality", at_once: int = 300, **said: Any
) -> PlatformChange:
    """Return a change of `platform` that `by` recorded."""
    return actions.record_change(platform, told(kind, **said), token=uuid4().hex, by=by, at_once=at_once)
