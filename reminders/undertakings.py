"""Who owes an acknowledgement of their duties, for the first time or again, and when is it due? (App. A)"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from accounts import spokespersons
from accounts.spokespersons import Person, Told
from organizations.models import Organization, Role
from reminders.duties import CHUNK, Due, leads_of, source, stage_of
from reminders.people import Seat, names
from reminders.zones import working_day


@source
def acknowledgements(now: datetime) -> Iterator[Due]:
    """Whoever speaks for a department acknowledges what that means; coordinators see to those who cannot sign in."""
    waiting = iter(Organization.objects.order_by("pk").values_list("pk", flat=True))
    while organizations := list(islice(waiting, CHUNK)):
        for person in spokespersons.people(organizations):
            if (due := _due(person, now)) is not None:
                yield due


def _due(person: Person, now: datetime) -> Due | None:
    """Return the duty of one person, by the text that is due first."""
    soonest = min((one for one in person.told if one.due_on), key=_day, default=None)
    if soonest is None or soonest.due_on is None:
        return None
    organization = person.organization
    today = working_day(now, organization.time_zone)
    stage = stage_of(soonest.due_on, today, leads_of(organization.framework_code))
    if stage is None:
        return None
    return Due(
        key=f"duties:{organization.pk}:{person.email}",
        organization_id=organization.pk,
        seats=() if person.user else (Seat(Role.COORDINATOR),),
        code="duties.mine" if person.user else "duties.transcribe",
        params={
            "person": person.name,
            "organization": names(organization),
            "due_on": {"date": soonest.due_on.isoformat()},
        },
        url_name="accounts:my_duties" if person.user else "accounts:spokespersons",
        url_args=(organization.code,),
        due_on=soonest.due_on,
        stage=stage,
        people=frozenset({person.user.pk}) if person.user else frozenset(),
    )


def _day(one: Told) -> str:
    return one.due_on.isoformat() if one.due_on else ""
