"""Where does a checklist of the pack stand for one account, and who may tick which lines?"""

from dataclasses import dataclass
from typing import Any

from accounts.models import ChecklistItem, OfficialAccount

CONFIGURATION, DISPOSITION = "configuration", "disposition"
#: Groups of lines that the department's coordinator may confirm too (§4.5; Standard 6.1.5).
DEPARTMENT_GROUPS = frozenset({"identification", "notices"})


@dataclass(frozen=True)
class Line:
    """One line of the pack's checklist with what was ticked, if anything was."""

    check: Any
    item: ChecklistItem | None

    @property
    def is_done(self) -> bool:
        return self.item is not None and self.item.is_done

    @property
    def is_owed(self) -> bool:
        return self.check.required and not self.is_done


@dataclass(frozen=True)
class Group:
    """Lines under one heading."""

    code: str
    name: str
    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.is_done for line in self.lines)


def due(account: OfficialAccount) -> str:
    """Return the code of the checklist that counts in the account's present state."""
    return DISPOSITION if account.state in {"closing", "closed"} else CONFIGURATION


def groups(account: OfficialAccount, code: str) -> list[Group]:
    """Return the checklist `code` in its groups, with what was ticked: one query."""
    checklist = account.organization.framework.checklist(code)
    items = {item.key: item for item in account.checklist_items.filter(checklist=code).select_related("by")}
    return [
        Group(
            group.code,
            str(group.name),
            tuple(Line(check, items.get(check.key)) for check in checklist.in_group(group.code)),
        )
        for group in checklist.groups
    ]


def owed(account: OfficialAccount, code: str) -> list[Line]:
    """Return the required lines that are not ticked yet."""
    return [line for group in groups(account, code) for line in group.lines if line.is_owed]
