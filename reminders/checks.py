"""Is the time zone data new enough to know what the provinces decided?"""

from typing import Any

import tzdata
from django.core.checks import Error, register

OLDEST = "2026f"


@register()
def time_zones_are_current(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Return an error when the pinned data is older than the last change that matters here."""
    if OLDEST <= tzdata.IANA_VERSION:
        return []
    found = {"found": tzdata.IANA_VERSION, "oldest": OLDEST}
    return [Error("The time zone data (tzdata {found}) is older than {oldest}.".format(**found), id="reminders.E001")]
