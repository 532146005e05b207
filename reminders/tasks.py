"""Which jobs does the beat start? What is due, what is to be sent, what is to be forgotten."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from documents import presence
from govsocial.core import kept
from reminders import actions


@shared_task
def scan() -> int:
    """Ask the database what is due and was not told yet (every five minutes, by CELERY_BEAT_SCHEDULE)."""
    return actions.scan()


@shared_task
def deliver() -> int:
    """Send the letters that wait (every minute)."""
    return actions.deliver()


@shared_task
def forget_old_sessions() -> None:
    """Clear sessions that ran out, texts that nobody came back for, and who was where (every night)."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    kept.forget_old()
    presence.forget_old()
