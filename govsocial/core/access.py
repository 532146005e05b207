"""Who may? Named rules, made of small predicates, that a view cannot forget to name.

A predicate is a function of (user, object) to bool. Rooms compose them into `Rule` constants in their `rules.py`.
Which rows somebody sees is another question: `QuerySet.visible_to(user)`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from guardian.models import UserObjectPermissionBase

Predicate = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Rule:
    """A named permission. `needs_sign_in` is False only for what the public may see."""

    name: str
    test: Predicate
    needs_sign_in: bool = True

    def allows(self, user: Any, obj: Any = None) -> bool:
        """Say whether `user` may do this to `obj` (None where there is no object yet)."""
        if self.needs_sign_in and not (user.is_authenticated and user.is_active):
            return False
        return self.test(user, obj)

    def __str__(self) -> str:
        return self.name


def both(*predicates: Predicate) -> Predicate:
    """Return a predicate that holds when every one of `predicates` does."""
    return lambda user, obj: all(test(user, obj) for test in predicates)


def either(*predicates: Predicate) -> Predicate:
    """Return a predicate that holds when any of `predicates` does."""
    return lambda user, obj: any(test(user, obj) for test in predicates)


def none_of(*predicates: Predicate) -> Predicate:
    """Return a predicate that holds when none of `predicates` does."""
    return lambda user, obj: not any(test(user, obj) for test in predicates)


def anybody(_user: Any, _obj: Any) -> bool:
    """Hold for everyone; with `needs_sign_in` this means every signed-in person."""
    return True


def nobody(_user: Any, _obj: Any) -> bool:
    """Hold for no one: a move that only the system itself performs."""
    return False


PUBLIC = Rule("public", anybody, needs_sign_in=False)
SIGNED_IN = Rule("signed_in", anybody)
SYSTEM = Rule("system", nobody)


def require(user: Any, rule: Rule, obj: Any = None) -> None:
    """Raise PermissionDenied unless `rule` lets `user` act on `obj`."""
    if not rule.allows(user, obj):
        raise PermissionDenied(rule.name)


def require_now(user: Any, rule: Rule, obj: Any = None) -> None:
    """Judge `rule` on what holds now, not on what was read earlier in the request.

    For verbs that decide, inside their transaction and after they locked what they decide on: a role, an acting
    authority or a person that ended meanwhile no longer counts. Raises PermissionDenied.
    """
    forget_standing(user)
    require(user, rule, obj)


def forget_standing(user: Any) -> None:
    """Let a person's roles be read again: whoever has a standing offers `forget_standing()` for this."""
    forget = getattr(user, "forget_standing", None)
    if forget is not None:
        forget()


def grant(*, to: Any, permission: str, on: models.Model) -> None:
    """Give one person one permission on one object: the exception that roles do not cover."""
    _grants_of(on).objects.assign_perm(permission, to, on)


def revoke(*, of: Any, permission: str, on: models.Model) -> None:
    """Take back what `grant` gave."""
    _grants_of(on).objects.remove_perm(permission, of, on)


def granted(permission: str) -> Predicate:
    """Return a predicate: this very object was granted to this very person."""

    def test(user: Any, obj: Any) -> bool:
        return obj is not None and permission in obj.grants_to(user)

    return test


def granted_objects(model: type[models.Model], user: Any, permissions: Iterable[str] | None = None) -> models.QuerySet:
    """Return the ids (as a subquery) of `model` rows granted to `user`, for `visible_to`."""
    grants = _grants_of(model).objects.filter(user=user)
    if permissions is not None:
        grants = grants.filter(permission__codename__in=list(permissions))
    return grants.values("content_object_id")


def people_granted(on: models.Model, permission: str) -> models.QuerySet:
    """Return the grant rows (with their users) of one permission on one object."""
    return _grants_of(on).objects.filter(content_object=on, permission__codename=permission).select_related("user")


def permissions_on(obj: models.Model, user: Any) -> set[str]:
    """Return the codenames granted to `user` on `obj`: one query."""
    rows = _grants_of(obj).objects.filter(content_object=obj, user=user)
    return set(rows.values_list("permission__codename", flat=True))


def _grants_of(subject: Any) -> Any:
    for relation in subject._meta.related_objects:
        if issubclass(relation.related_model, UserObjectPermissionBase):
            return relation.related_model
    raise LookupError(f"{subject._meta.label} has no direct permission table")
