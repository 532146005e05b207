"""What time is it in the story? The demo's past is lived through the product's own verbs, each on its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo

from django.utils import timezone

TICK = timedelta(milliseconds=20)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let Django's clock show `moment`, moving on a little each time that it is asked.

    Django asks `datetime` in its own module only, so nothing else in the process sees another day. For seeding a
    database that nobody uses yet; never in a web or worker process.
    """
    reading = moment

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            nonlocal reading
            reading += TICK
            return reading.astimezone(tz) if tz else reading.replace(tzinfo=None)

    real, timezone.datetime = timezone.datetime, Then  # type: ignore[attr-defined]
    try:
        yield
    finally:
        timezone.datetime = real  # type: ignore[attr-defined]
