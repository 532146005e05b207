"""What day is it where an organization is? By the pinned time zone data (PyPI tzdata), never by the machine's own.

The machine's data may be years old, and provinces change their clocks: British Columbia stopped moving its in 2026.
"""

import logging
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.conf import settings

OPENS_AT = 9
log = logging.getLogger(__name__)


@cache
def zone(name: str) -> ZoneInfo:
    """Return the time zone `name` from the pinned data; the site's own, with a warning, for an unknown name."""
    try:
        with files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as data:
            return ZoneInfo.from_file(data, key=name)
    except (OSError, ValueError):
        log.warning("Unknown time zone %s; using %s.", name, settings.TIME_ZONE)
        return zone(settings.TIME_ZONE) if name != settings.TIME_ZONE else ZoneInfo("UTC")


def working_day(now: datetime, time_zone: str) -> date:
    """Return the date in `time_zone` for reminders: a day begins at nine, so that nobody is woken by mail."""
    local = now.astimezone(zone(time_zone))
    return local.date() if local.hour >= OPENS_AT else local.date() - timedelta(days=1)
