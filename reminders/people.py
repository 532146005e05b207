"""Whom does a notice concern? People by the role that they exercise today in an organization, designates included."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from organizations.models import Delegation, Membership, Organization, Role


@dataclass(frozen=True)
class Seat:
    """A role, with the policy area of an advisor, or the kind of document that a designate must cover."""

    role: str
    area: str = ""
    kind: str = ""


class Roster:
    """Who sits where today in some organizations: two queries, however many are asked about."""

    def __init__(self, organization_ids: Iterable[int]) -> None:
        self.members: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        self.designates: dict[int, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        wanted = set(organization_ids)
        rows = Membership.objects.current().filter(organization__in=wanted).order_by("valid_from", "pk")
        for organization_id, role, area, user_id in rows.values_list("organization_id", "role", "area", "user_id"):
            self.members[organization_id].append((role, area, user_id))
        acting = Delegation.objects.current().filter(organization__in=wanted)
        for organization_id, kinds, user_id in acting.values_list("organization_id", "kinds", "delegate_id"):
            self.designates[organization_id].append((tuple(kinds), user_id))

    def everybody(self, organization_id: int) -> set[int]:
        """Return the ids of all who belong there today, acting heads too."""
        own = {user_id for _role, _area, user_id in self.members[organization_id]}
        return own | {user_id for _kinds, user_id in self.designates[organization_id]}

    def seated(self, organization_id: int, *seats: Seat) -> set[int]:
        """Return the ids of the people in any of `seats`."""
        return {user_id for seat in seats for user_id in self._in(organization_id, seat)}

    def in_order(self, organization_id: int, seat: Seat) -> list[int]:
        """Return the ids of the people in `seat`, who has held it longest first."""
        return list(dict.fromkeys(self._in(organization_id, seat)))

    def _in(self, organization_id: int, seat: Seat) -> Iterable[int]:
        for role, area, user_id in self.members[organization_id]:
            if role == seat.role and seat.area in ("", area):
                yield user_id
        if seat.role == Role.HEAD:
            for kinds, user_id in self.designates[organization_id]:
                if not kinds or not seat.kind or seat.kind in kinds:
                    yield user_id


def reviewers() -> set[int]:
    """Return the ids of the central entity's reviewers today."""
    current = Membership.objects.current().filter(role=Role.REVIEWER)
    return set(current.filter(organization__is_central_entity=True).values_list("user_id", flat=True))


def names(organization: Organization) -> dict[str, str]:
    """Return an organization's names for the params of a message."""
    return {"en": organization.name_en, "fr": organization.name_fr}
