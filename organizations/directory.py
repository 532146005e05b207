"""Who does what in an organization today? The lists that its pages show, each in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from organizations.models import Delegation, Membership, Organization, Role, User


@dataclass(frozen=True)
class Contact:
    """One policy area, whom a department asks about it as a rule, and who that is here (App. A, G010)."""

    area: Any
    people: tuple[User, ...]


def people(organization: Organization) -> list[Membership]:
    """Return the roles held today, in order of name."""
    held = organization.memberships.current().select_related("user").order_by("user__name", "pk")
    for membership in held:
        membership.organization = organization
    return list(held)


def by_role(held: Iterable[Membership]) -> list[dict[str, Any]]:
    """Return [{label, members}] in the order in which the roles act; roles that nobody holds stay out."""
    members: dict[str, list[Membership]] = {}
    for membership in held:
        members.setdefault(membership.role, []).append(membership)
    return [{"label": role.label, "members": members[role]} for role in Role if role in members]


def contacts(organization: Organization, held: Iterable[Membership]) -> list[Contact]:
    """Return every policy area of the framework with the advisors who hold it here."""
    advisors = [membership for membership in held if membership.role == Role.ADVISOR]
    return [
        Contact(area, tuple(one.user for one in advisors if one.area == area.code))
        for area in organization.framework.areas
    ]


def delegations(organization: Organization) -> dict[str, list[dict[str, Any]]]:
    """Return who may decide for the head: `current` (counting or still to begin), and `ended` (the last twenty)."""
    today = timezone.localdate()
    rows = Delegation.objects.filter(organization=organization).select_related("principal", "delegate")
    stands = Q(revoked_at__isnull=True, valid_to__gte=today)
    framework = organization.framework

    def told(row: Delegation) -> dict[str, Any]:
        return {
            "delegation": row,
            "kinds": [str(framework.outline(code).title) for code in row.kinds],
            "has_begun": row.valid_from <= today,
        }

    return {
        "current": [told(row) for row in rows.filter(stands).order_by("valid_from", "pk")],
        "ended": [told(row) for row in rows.exclude(stands).order_by("-valid_to", "-pk")[:20]],
    }


def memberships(organization: Organization) -> dict[str, list[Membership]]:
    """Return `current` (today's and coming roles, by name) and `ended` ones (the last hundred, newest first)."""
    today = timezone.localdate()
    rows = Membership.objects.filter(organization=organization).select_related("user")
    current = list(rows.exclude(valid_to__lt=today).order_by("user__name", "pk"))
    ended = list(rows.filter(valid_to__lt=today).order_by("-valid_to", "-pk")[:100])
    for membership in current + ended:
        membership.organization = organization
    return {"current": current, "ended": ended}


def invitations(organization: Organization) -> list[dict[str, Any]]:
    """Return the invitations that nobody used yet, newest first, each with the role in words."""
    waiting = organization.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    framework = organization.framework
    return [
        {"invitation": one, "area": str(framework.area(one.area).name) if one.area else ""}
        for one in waiting.select_related("invited_by").order_by("-invited_at", "-pk")[:100]
    ]


def roles_of(person: User) -> list[Membership]:
    """Return the roles that `person` holds today, with their organizations."""
    return list(Membership.objects.current().filter(user=person).select_related("organization").order_by("pk"))
