"""Do accounts show what the guideline expects of them: identified, well managed, of use to people? (§4)

Counted from what is on record, for the head of communications: of the accounts in use, how many meet each point, and
which do not.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import checklists, spokespersons
from accounts.content import of_version
from accounts.models import ChecklistItem, OfficialAccount
from documents.models import Version
from govsocial.core.declare import Panel, panels
from organizations.models import Organization

IDENTIFIED = "identification"
MOST_NAMED = 10


@dataclass(frozen=True)
class Point:
    """One thing that is expected: how many of the accounts in use meet it, and those that do not."""

    words: str
    total: int
    missing: tuple[OfficialAccount, ...]

    @property
    def met(self) -> int:
        return self.total - len(self.missing)

    @property
    def named(self) -> tuple[OfficialAccount, ...]:
        return self.missing[:MOST_NAMED]


@panels("oversight")
def expected_results(organization: Organization, _user: Any) -> Panel:
    """Show, on the overview of an organization, what the guideline expects of its accounts and what they show."""
    accounts = _in_use(organization)
    return Panel(
        gettext_lazy("Expected results"),
        "reports/results.html",
        {
            "total": len(accounts),
            "identified": _identified(organization, accounts),
            "managed": _managed(organization, accounts),
            "purposes": _purposes(organization, accounts),
        },
        order=10,
    )


def _in_use(organization: Organization) -> list[OfficialAccount]:
    items = ChecklistItem.objects.filter(checklist=checklists.CONFIGURATION, is_done=True)
    found = OfficialAccount.objects.filter(organization=organization, state="active")
    found = found.select_related("platform", "plan__document")
    return list(found.prefetch_related(Prefetch("checklist_items", items, to_attr="done")).order_by("sort_name", "pk"))


def _point(words: str, accounts: Iterable[OfficialAccount], meets: Callable[[OfficialAccount], bool]) -> Point:
    accounts = list(accounts)
    return Point(words, len(accounts), tuple(one for one in accounts if not meets(one)))


def _identified(organization: Organization, accounts: list[OfficialAccount]) -> list[Point]:
    checks = organization.framework.checklist(checklists.CONFIGURATION).in_group(IDENTIFIED)
    owed = {check.key for check in checks if check.required}
    paired = [one for one in accounts if one.language in {"en", "fr"}]
    return [
        _point(_("Identification checked line by line"), accounts, lambda one: owed <= {item.key for item in one.done}),
        _point(_("Listed in the public index"), accounts, lambda one: one.is_listed),
        _point(_("Equivalent account in the other official language"), paired, lambda one: bool(one.equivalent_id)),
    ]


def _managed(organization: Organization, accounts: list[OfficialAccount]) -> list[Point]:
    today = timezone.localdate()
    owing = {person.email for person in spokespersons.people([organization.pk]) if person.has_access and person.owes}
    users = _users(accounts)
    return [
        _point(_("Approved plan in force"), accounts, _has_plan),
        _point(
            _("Plan reviewed on time"),
            [one for one in accounts if _has_plan(one)],
            lambda one: one.plan.document.review_due_on is None or one.plan.document.review_due_on >= today,
        ),
        _point(_("Managed through the management tool"), accounts, lambda one: bool(one.management_tool_url)),
        _point(
            _("Everybody with access has acknowledged their duties"),
            accounts,
            lambda one: not (users.get(one.pk, set()) & owing),
        ),
    ]


def _has_plan(account: OfficialAccount) -> bool:
    plan = account.plan
    return plan is not None and plan.document.effective_version_id is not None and plan.document.state != "revoked"


def _users(accounts: list[OfficialAccount]) -> dict[int, set[str]]:
    """Return who has access to each account today, by address."""
    found: dict[int, set[str]] = {}
    for account, email in spokespersons.with_access(accounts):
        found.setdefault(account, set()).add(email)
    return found


def _purposes(organization: Organization, accounts: list[OfficialAccount]) -> list[dict[str, Any]]:
    """Return, for each official purpose of the pack, how many accounts in use have it in their approved plan."""
    plans = {one.plan.document.effective_version_id for one in accounts if one.plan is not None and _has_plan(one)}
    said = {
        version.pk: of_version(version).answer("a_purposes") or [] for version in Version.objects.filter(pk__in=plans)
    }
    counted = Counter(
        code
        for one in accounts
        if one.plan is not None and _has_plan(one)
        for code in said.get(one.plan.document.effective_version_id or 0, [])
    )
    return [
        {"name": item.name, "count": counted[item.code]} for item in organization.framework.items("account_purposes")
    ]
