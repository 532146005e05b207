"""Whose authority ends soon? Work for the home pages of who decides for a head, and of the head."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from govsocial.core.declare import WorkItem, works
from organizations.models import Delegation, Role, User


@works
def authority_that_ends(user: User) -> Iterator[WorkItem]:
    """Tell both sides of a delegation how long it lasts, in its last days: one query, none for who has no such hat.

    How many days is the pack's shortest notice before a day that counts.
    """
    if not user.has_role(Role.HEAD):
        return
    today = timezone.localdate()
    standing = Delegation.objects.current(today).filter(Q(delegate=user) | Q(principal=user))
    for one in standing.select_related("organization", "principal", "delegate").order_by("valid_to", "pk"):
        notice = min(days for days in one.organization.framework.intervals.reminder_lead_days if days > 0)
        left = one.valid_to - today
        if left > timedelta(days=notice):
            continue
        yield WorkItem(
            "due", _ends(one, user), one.organization.get_absolute_url(), detail=_last(left.days), due_on=one.valid_to
        )


def _ends(one: Delegation, user: User) -> str:
    if one.principal_id == user.pk:
        return _("The authority of %(person)s to decide for you ends") % {"person": one.delegate.name}
    if one.is_acting:
        return _("Your acting authority for %(person)s ends") % {"person": one.principal.name}
    return _("Your authority as designate of %(person)s ends") % {"person": one.principal.name}


def _last(days: int) -> str:
    if days == 0:
        return _("Today is the last day.")
    return ngettext("%(days)d more day after today.", "%(days)d more days after today.", days) % {"days": days}
