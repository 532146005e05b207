"""Whom does the sharing of an assessment concern, and what are they told?"""

from organizations.models import Role
from plans.models import Reliance
from reminders.actions import Telling, tell
from reminders.people import Roster, Seat, names, reviewers
from risk.models import Assessment
from risk.news import News
from risk.rules import SIGNING_AREA

#: Newer and lost signatures travel with the changes of platforms, to everybody who rests on them.
TOLD = ("assessment.shared", "assessment.offered", "assessment.kept", "assessment.taken_back")


def on_assessment(news: News) -> None:
    """Tell those whom the sharing of an assessment concerns, never the one who did it."""
    if news.code not in TOLD:
        return
    assessment = news.assessment
    tell(
        Telling(
            key=f"{news.code}:{assessment.pk}",
            cycle=f"h{news.number}",
            recipient_id=recipient_id,
            code=news.code,
            params={
                "document": {"en": assessment.title_en, "fr": assessment.title_fr},
                "platform": assessment.platform.name,
                "organization": names(assessment.organization),
                "by": str(news.by),
            },
            url_name="risk:assessment",
            url_args=(assessment.pk,),
        )
        for recipient_id in sorted(concerned(news) - {news.by.pk})
    )


def concerned(news: News) -> set[int]:
    """Return the ids of the reviewers, of who keeps the assessment, and of who relies on what is taken back."""
    if news.code == "assessment.shared":
        return reviewers()
    kept = _keepers(news.assessment)
    if news.code != "assessment.taken_back":
        return kept
    return kept | reviewers() | _relying(news.assessment)


def _keepers(assessment: Assessment) -> set[int]:
    place = assessment.organization_id
    seats = (Seat(Role.COORDINATOR), Seat(Role.ADVISOR, area=SIGNING_AREA[assessment.kind]))
    return Roster([place]).seated(place, *seats)


def _relying(assessment: Assessment) -> set[int]:
    """Return the coordinators and owners of plans of other organizations that are being written on a version of it.

    Who rests on it with a plan in force is asked as of a change (`reminders.changes`).
    """
    rests = Reliance.objects.filter(version__assessment=assessment, is_in_force=False)
    rests = rests.exclude(document__organization=assessment.organization_id)
    found = set(rests.values_list("document__organization", "document__owner"))
    places = {place for place, _owner in found}
    roster = Roster(places)
    told = {person for place in places for person in roster.seated(place, Seat(Role.COORDINATOR))}
    return told | {owner for place, owner in found if owner in roster.everybody(place)}
