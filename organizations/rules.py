"""Who may, in terms of roles in organizations: the predicates that every other room composes."""

from typing import Any

from govsocial.core.access import PUBLIC, SIGNED_IN, Predicate, Rule, anybody, either
from organizations.models import Role


def organization_of(obj: Any) -> int | None:
    """Return the id of the organization that `obj` belongs to, or is."""
    if hasattr(obj, "organization_id"):
        return obj.organization_id
    return obj.pk if hasattr(obj, "is_central_entity") else None


def holds(*roles: str) -> Predicate:
    """Return a predicate: the person exercises one of `roles` today, in the object's organization.

    Without an object: in any organization.
    """

    def test(user: Any, obj: Any) -> bool:
        organization_id = organization_of(obj) if obj is not None else None
        return any(user.has_role(role, organization_id) for role in roles)

    return test


def holds_head_for(kind_of: Any) -> Predicate:
    """Return a predicate: head of communications, or designate whose delegation covers this kind of document."""

    def test(user: Any, obj: Any) -> bool:
        return any(
            hat.role == Role.HEAD
            and hat.organization_id == organization_of(obj)
            and (not hat.kinds or hat.covers(kind_of(obj)))
            for hat in user.hats
        )

    return test


def belongs(user: Any, obj: Any) -> bool:
    """Hold for whoever has any role today in the object's organization."""
    return organization_of(obj) in user.organization_ids


def has_a_role(user: Any, obj: Any) -> bool:
    """Hold for whoever has any role today, anywhere."""
    return bool(user.is_authenticated and user.hats)


def is_reviewer(user: Any, obj: Any) -> bool:
    """Hold for the central entity's reviewers, whatever the object's organization."""
    return user.has_entity_role(Role.REVIEWER)


def is_entity_auditor(user: Any, obj: Any) -> bool:
    """Hold for an auditor who sees across government."""
    return user.has_entity_role(Role.AUDITOR)


def is_entity_administrator(user: Any, obj: Any) -> bool:
    """Hold for an administrator of the central entity, who keeps every organization's people in order."""
    return user.has_entity_role(Role.ADMINISTRATOR)


def is_incumbent_head(user: Any, obj: Any) -> bool:
    """Hold for the head in their own right: who acts for somebody cannot pass the authority on."""
    organization_id = organization_of(obj) if obj is not None else None
    return any(
        hat.role == Role.HEAD
        and hat.principal_id is None
        and (organization_id is None or hat.organization_id == organization_id)
        for hat in user.hats
    )


def is_its_principal(user: Any, obj: Any) -> bool:
    """Hold for the head who gave the delegation."""
    return obj is not None and getattr(obj, "principal_id", None) == user.pk


manages_people = either(holds(Role.ADMINISTRATOR), is_entity_administrator)
sees = either(belongs, is_reviewer, is_entity_auditor, is_entity_administrator)

LIST = Rule("organizations.list", anybody)
SEE_ORGANIZATION = Rule("organizations.see", sees)
SEE_PEOPLE = Rule("organizations.see_people", sees)
MANAGE_PEOPLE = Rule("organizations.manage_people", manages_people)
DESIGNATE = Rule("organizations.designate", is_incumbent_head)
REVOKE_DELEGATION = Rule("organizations.revoke_delegation", either(is_its_principal, manages_people))
OWN_PROFILE = SIGNED_IN
ACCEPT = PUBLIC
