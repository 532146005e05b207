"""What does this room declare? Its entry in the main menu, and unread notices as “what changed” on the home page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core.access import SIGNED_IN
from govsocial.core.declare import NavItem, WorkItem, navigates, works
from reminders.models import Notification

SHOWN = 10

navigates(NavItem(gettext_lazy("Notices"), "reminders:notices", SIGNED_IN, order=90))


@works
def unread_notices(user: Any) -> Iterator[WorkItem]:
    """Yield the newest unread notices: one query; a last line leads to the rest."""
    unread = list(Notification.objects.visible_to(user).unread().order_by("-created_at", "-pk")[: SHOWN + 1])
    for notice in unread[:SHOWN]:
        yield WorkItem("changed", notice.title, notice.get_absolute_url(), since=notice.created_at)
    if len(unread) > SHOWN:
        yield WorkItem("changed", _("There are more unread notices"), reverse("reminders:notices"))
