"""The verbs of people and roles: give a role, end it, invite, accept, designate, revoke. Each leaves a ledger line."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core import access, ledger
from organizations import rules
from organizations.models import Invitation, Membership, Organization, Role, User


@transaction.atomic
def grant_role(
    *,
    organization: Organization,
    person: User,
    role: str,
    area: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: User,
) -> Membership:
    """Give `person` a role in `organization` from a day (today) to a day (until further notice).

    Raises ValidationError when they hold it already, or the organization does not have such a role.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    access.require_now(by, rules.MANAGE_PEOPLE, organization)
    return grant(organization, person, role, area, valid_from=valid_from, valid_to=valid_to, by=by)


def grant(
    organization: Organization,
    person: User,
    role: str,
    area: str,
    *,
    by: User,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a role on the authority of `by`, which the caller has judged (now, or when the invitation was written)."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    refuse_impossible_role(organization, role, area)
    begins = valid_from or timezone.localdate()
    if valid_to is not None and valid_to < begins:
        raise ValidationError({"valid_to": _("The last day is before the first. Choose a later one.")}, code="period")
    if _held(organization, person, role, area, begins, valid_to):
        raise ValidationError(
            _("%(person)s holds this role in these days already.") % {"person": person.name}, code="held"
        )
    membership = Membership.objects.create(
        organization=organization, user=person, role=role, area=area, valid_from=begins, valid_to=valid_to
    )
    ledger.record("membership.granted", subject=membership, by=by, details=_membership(membership))
    return membership


def refuse_impossible_role(organization: Organization, role: str, area: str) -> None:
    """Raise ValidationError for an advisor without an area, another role with one, or a reviewer outside the entity."""
    codes = {one.code for one in organization.framework.areas}
    if (role == Role.ADVISOR) != bool(area) or (area and area not in codes):
        raise ValidationError(
            {"area": _("Choose the policy area of an advisor, and none for another role.")}, code="area"
        )
    if role == Role.REVIEWER and not organization.is_central_entity:
        raise ValidationError({"role": _("Only the central entity has reviewers.")}, code="reviewer")


def _held(organization: Organization, person: User, role: str, area: str, begins: date, ends: date | None) -> bool:
    same = Membership.objects.filter(organization=organization, user=person, role=role, area=area)
    return any(
        (ends is None or one.valid_from <= ends) and (one.valid_to is None or one.valid_to >= begins) for one in same
    )


def _membership(membership: Membership) -> dict[str, Any]:
    return {
        "person": membership.user_id,
        "role": str(membership.role),
        "area": membership.area,
        "from": membership.valid_from.isoformat(),
        "to": membership.valid_to.isoformat() if membership.valid_to else "",
    }


@transaction.atomic
def end_role(membership: Membership, *, last_day: date | None, reason: str = "", by: User) -> Membership:
    """End a role after `last_day`, or at once when that is None.

    Raises ValidationError when nobody would administer the organization any more, or the day makes no sense.
    """
    Organization.objects.select_for_update().get(pk=membership.organization_id)
    access.require_now(by, rules.MANAGE_PEOPLE, membership)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    yesterday = timezone.localdate() - timedelta(days=1)
    if membership.valid_to is not None and membership.valid_to <= yesterday:
        raise ValidationError(_("This role has ended already."), code="ended")
    if last_day is not None and last_day < max(membership.valid_from, yesterday):
        problem = _("Choose today or a later day: a role cannot end in the past.")
        raise ValidationError({"last_day": problem}, code="past")
    _refuse_nobody_left(membership)
    membership.valid_to = last_day or yesterday
    # Days are whole: a role that began today and ends at once never counted, so its first day moves as well.
    membership.valid_from = min(membership.valid_from, membership.valid_to)
    membership.save(update_fields=["valid_from", "valid_to"])
    ledger.record("membership.ended", subject=membership, by=by, reason=reason, details=_membership(membership))
    return membership


def _refuse_nobody_left(membership: Membership) -> None:
    if membership.role != Role.ADMINISTRATOR:
        return
    others = Membership.objects.current().filter(organization=membership.organization_id, role=Role.ADMINISTRATOR)
    if not others.filter(valid_to__isnull=True).exclude(pk=membership.pk).exists():
        raise ValidationError(
            _("Nobody else administers this organization. Give the role to somebody first."), code="last_administrator"
        )


@transaction.atomic
def change_profile(person: User, *, name: str, title_en: str, title_fr: str, language: str) -> User:
    """Change one's own name, titles and language. What was signed keeps the name and title of that day."""
    wanted = {"name": name.strip(), "title_en": title_en.strip(), "title_fr": title_fr.strip(), "language": language}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return person
    before = person.name
    for field in changed:
        setattr(person, field, wanted[field])
    person.save(update_fields=changed)
    reason = f"{before} → {person.name}" if "name" in changed else ""
    ledger.record("person.changed", subject=person, by=person, details={"fields": changed}, reason=reason)
    return person


def with_email(email: str) -> User | None:
    """Return the person who signs in with `email`, or None."""
    return User.objects.filter(email__iexact=email.strip()).first()


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation whose letter holds `token`, or None."""
    found = Invitation.objects.select_related("organization", "invited_by")
    return found.filter(token_digest=Invitation.digest(token)).first()
