"""Who else has this section open now? Said when a page is made and every few seconds while it is open."""

from datetime import timedelta

from django.utils import timezone

from documents.models import Document, Presence
from organizations.models import User

HERE = timedelta(seconds=45)
#: A presence younger than this is not said again: a person who types saves far more often.
FRESH = timedelta(seconds=15)


def say(document: Document, section: str, user: User) -> None:
    """Record that `user` has the section open now: one statement."""
    Presence.objects.bulk_create(
        [Presence(document=document, section=section, user=user, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["document", "section", "user"],
        update_fields=["seen_at"],
    )


def people(document: Document, section: str, user: User) -> list[str]:
    """Say that `user` is here, and return the names of who else is, by name."""
    now = timezone.now()
    found = Presence.objects.filter(document=document, section=section, seen_at__gt=now - HERE)
    here = list(found.order_by("user__name").values_list("user_id", "user__name", "seen_at"))
    if not any(pk == user.pk and seen_at > now - FRESH for pk, _name, seen_at in here):
        say(document, section, user)
    return [name for pk, name, _seen_at in here if pk != user.pk]


def forget_old() -> int:
    """Delete what is long over; return how many."""
    return Presence.objects.filter(seen_at__lt=timezone.now() - 10 * HERE).delete()[0]
