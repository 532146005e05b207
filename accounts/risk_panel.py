"""Which official accounts rest on an assessment that has expired? A panel of the page of risks across government."""

from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount
from accounts.resting import IN_THE_INDEX
from govsocial.core.declare import Panel, panels
from plans.models import Reliance
from risk.across import LISTED


@panels("risk:across")
def accounts_on_expired(_place: None, user: Any) -> Panel:
    """Count, by department, the accounts whose plan in force rests on an assessment that has ended: one query."""
    resting = Reliance.objects.in_force().filter(version__valid_until__lt=timezone.localdate())
    found = OfficialAccount.objects.visible_to(user).filter(state__in=IN_THE_INDEX, plan__in=resting.values("document"))
    name = f"organization__name_{'fr' if (get_language() or 'en').startswith('fr') else 'en'}"
    rows = found.order_by().values("organization__code", name).annotate(total=Count("pk"))
    cells = [[row[name], str(row["total"])] for row in rows.order_by("-total", "organization__code")[:LISTED]]
    columns = [_("Department"), {"label": _("Accounts"), "numeric": True}]
    heading = _("Accounts that rest on an expired assessment")
    return Panel(heading, "accounts/panel_expired.html", {"table": {"columns": columns, "rows": cells}})
