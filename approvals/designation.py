"""What can the person whom a head chooses not decide on? A warning on the page where authority is given.

Nobody decides on their own writing, so a designate who wrote what waits for a decision is of no help with it.
"""

from typing import Any

from django.utils.translation import gettext as _

from approvals.models import ReviewRound
from govsocial.core.declare import Panel, panels
from organizations.delegations import Proposed
from organizations.models import User


@panels("designation")
def own_writing(proposed: Proposed, _user: Any) -> Panel | None:
    """Show what is under review and was written by the person, or by anybody while nobody is chosen: two queries."""
    found = ReviewRound.objects.open().filter(document__organization=proposed.organization)
    if proposed.kinds:
        found = found.filter(document__kind__in=proposed.kinds)
    found = found.select_related("document", "version").defer("version__content").order_by("opened_at", "pk")
    waiting = [one for one in found if _concerns(one, proposed)]
    if not waiting:
        return None
    names = {} if proposed.person else _names(waiting)
    documents = [
        {
            "title": one.document.title,
            "url": one.document.get_absolute_url(),
            "state": one.document.state_info.label,
            "writers": ", ".join(names[pk] for pk in one.version.contributors if pk in names),
        }
        for one in waiting
    ]
    heading = (
        _("%(person)s cannot decide on these") % {"person": proposed.person.name}
        if proposed.person
        else _("What waits for a decision, and who wrote it")
    )
    person = proposed.person.name if proposed.person else ""
    return Panel(heading, "approvals/panel_designation.html", {"person": person, "documents": documents})


def _concerns(round_: ReviewRound, proposed: Proposed) -> bool:
    """Say whether the head decides on it in the end, and the chosen person wrote in it."""
    policy = round_.document.framework.approvals.get(round_.document.kind)
    if policy is None or policy.final.role != "head":
        return False
    return proposed.person is None or proposed.person.pk in round_.version.contributors


def _names(rounds: list[ReviewRound]) -> dict[int, str]:
    writers = {pk for one in rounds for pk in one.version.contributors}
    return dict(User.objects.filter(pk__in=writers).values_list("pk", "name"))
