"""Are the technical specifications signed off as they were applied, and does the answer still stand? (App. A)

The pack says which lines of the checklist an area signs (`signed_by` of a group). An answer is about the account's name
and those lines as they stood: one that changed afterwards asks again.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import checklists
from accounts.checklists import CONFIGURATION, Group
from accounts.models import ChecklistItem, OfficialAccount, SpecificationSignOff
from govsocial.core.transitions import Problem
from organizations.models import Membership, Role


@dataclass(frozen=True)
class Standing:
    """One group of lines that an area signs: what was applied, and the last answer about it, if any."""

    group: Group
    area: Any
    applied: dict[str, Any]
    last: SpecificationSignOff | None
    has_advisor: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.applied)

    @property
    def is_current(self) -> bool:
        """Say whether the last answer is about exactly what stands now."""
        return self.last is not None and self.last.fingerprint == self.fingerprint

    @property
    def is_agreed(self) -> bool:
        return self.is_current and self.last.decision == SpecificationSignOff.Decision.AGREES  # type: ignore[union-attr]

    @property
    def is_ready(self) -> bool:
        """Say whether there is something to sign: every required line of the group is checked."""
        return not any(line.is_owed for line in self.group.lines)


def fingerprint(applied: dict[str, Any]) -> str:
    """Return the SHA-256 of what was applied."""
    text = json.dumps(applied, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def standings(account: OfficialAccount) -> list[Standing]:
    """Return every group of lines that an area signs: three queries."""
    framework = account.organization.framework
    signing = {group.code: group.signed_by for group in framework.checklist(CONFIGURATION).groups if group.signed_by}
    if not signing:
        return []
    last = {row.group: row for row in account.specification_sign_offs.order_by("at", "pk")}
    seats = Membership.objects.current().filter(organization=account.organization_id, role=Role.ADVISOR)
    held = set(seats.filter(area__in=signing.values()).values_list("area", flat=True))
    return [
        Standing(
            group=group,
            area=framework.area(signing[group.code]),
            applied=_applied(account, group),
            last=last.get(group.code),
            has_advisor=signing[group.code] in held,
        )
        for group in checklists.groups(account, CONFIGURATION)
        if group.code in signing
    ]


def waiting(
    accounts: QuerySet[OfficialAccount], seats: set[tuple[int, str]]
) -> Iterator[tuple[OfficialAccount, Standing]]:
    """Yield the accounts whose lines are all checked, and wait for one of `seats`, {(organization, area)}: two queries
    whatever the number of accounts.
    """
    found = list(accounts.prefetch_related(_items(), _answers()))
    for account in found:
        checklist = account.organization.framework.checklist(CONFIGURATION)
        items = {item.key: item for item in account.configuration}
        last = {row.group: row for row in account.answers}
        for group in checklist.groups:
            if (account.organization_id, group.signed_by) not in seats:
                continue
            lines = tuple(checklists.Line(check, items.get(check.key)) for check in checklist.in_group(group.code))
            lined = Group(group.code, str(group.name), lines)
            area = account.organization.framework.area(group.signed_by)
            one = Standing(lined, area, _applied(account, lined), last.get(group.code), has_advisor=True)
            if one.is_ready and not one.is_current:
                yield account, one


def _items() -> Prefetch:
    found = ChecklistItem.objects.filter(checklist=CONFIGURATION)
    return Prefetch("checklist_items", found, to_attr="configuration")


def _answers() -> Prefetch:
    found = SpecificationSignOff.objects.order_by("at", "pk")
    return Prefetch("specification_sign_offs", found, to_attr="answers")


def _applied(account: OfficialAccount, group: Group) -> dict[str, Any]:
    lines = {
        line.check.key: {"done": line.is_done, "evidence": line.item.evidence if line.item else ""}
        for line in group.lines
    }
    return {"name": account.name, "handle": account.handle, "lines": lines}


def problems(account: OfficialAccount) -> Iterator[Problem]:
    """Yield what stands against putting the account into use; a department without such an advisor is not stopped."""
    for one in standings(account):
        if one.is_agreed or not one.has_advisor:
            continue
        url = reverse("accounts:specifications", args=[account.pk, one.group.code])
        names = {"area": one.area.name, "group": one.group.name}
        if one.is_current:
            words = _("%(area)s asks for a change in “%(group)s” first.")
        elif one.last is not None:
            words = _("“%(group)s” changed since %(area)s signed it off. It must be signed off again.")
        else:
            words = _("%(area)s has not signed off “%(group)s” as applied yet.")
        yield Problem(words % names, url)
