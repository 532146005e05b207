"""What does a platform allow when an account is named, and where is it shown while somebody names one? (App. A, FIP)"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Submission
from govsocial.core.declare import Panel, panels
from risk import shown
from risk.models import Platform


def must_fit(platform: Platform, name: str) -> None:
    """Raise ValidationError when a display name is longer than the platform allows."""
    if len(name) > platform.name_max:
        raise ValidationError(
            _("“%(name)s” is too long: a name on %(platform)s has at most %(count)d characters; this one %(length)d.")
            % {"name": name, "platform": platform, "count": platform.name_max, "length": len(name)},
            code="name",
        )


@panels("section:identification")
def on_identification(document: Any, _user: Any) -> Panel | None:
    """Show, where a submission names its accounts, the platform's limits on names and visuals."""
    found = Submission.objects.filter(pk=document.pk, type=Submission.Type.CREATE)
    submission = found.select_related("plan__platform").first()
    if submission is None or submission.plan is None:
        return None
    platform = submission.plan.platform
    return Panel(
        gettext_lazy("What the platform allows"),
        "accounts/panel_limits.html",
        {"rows": shown.limits(platform), "platform": platform},
        order=10,
    )
