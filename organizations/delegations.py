"""The verbs of acting authority: a head of communications designates somebody, and takes it back (§4, footnote 1)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core import access, ledger
from organizations import rules
from organizations.models import Delegation, Organization, User


@transaction.atomic
def designate(
    *,
    organization: Organization,
    delegate: User,
    kinds: list[str],
    instrument: str,
    valid_from: date,
    valid_to: date,
    by: User,
) -> Delegation:
    """Let `delegate` decide in the place of `by`, on `kinds` of documents (none: all), from a day to a day.

    Only the head in their own right can do this: who acts for somebody cannot pass the authority on.

    Raises ValidationError when the days make no sense, the person is not of the organization, or acts already then.
    """
    access.require(by, rules.DESIGNATE, organization)
    Organization.objects.select_for_update().get(pk=organization.pk)
    _refuse_days(valid_from, valid_to)
    _refuse_person(organization, delegate, by)
    _refuse_overlap(organization, delegate, kinds, valid_from, valid_to, by)
    delegation = Delegation.objects.create(
        organization=organization,
        principal=by,
        delegate=delegate,
        kinds=sorted(kinds),
        instrument=instrument.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    details = _told(delegation)
    ledger.record("delegation.given", subject=delegation, by=by, reason=delegation.instrument, details=details)
    return delegation


def _refuse_days(valid_from: date, valid_to: date) -> None:
    if valid_from < timezone.localdate():
        raise ValidationError({"valid_from": _("Choose today or a later day.")}, code="past")
    if valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day is before the first. Choose a later one.")}, code="period")


def _refuse_person(organization: Organization, delegate: User, by: User) -> None:
    if delegate == by:
        raise ValidationError({"delegate": _("Choose somebody other than yourself.")}, code="self")
    if not delegate.is_active or organization.pk not in delegate.organization_ids:
        raise ValidationError(
            {"delegate": _("Choose somebody who has a role in this organization today.")}, code="outside"
        )


def _refuse_overlap(
    organization: Organization, delegate: User, kinds: list[str], valid_from: date, valid_to: date, by: User
) -> None:
    """Two letters for the same person, days and documents would leave it unclear under which one they acted."""
    others = Delegation.objects.filter(
        organization=organization,
        principal=by,
        delegate=delegate,
        revoked_at__isnull=True,
        valid_from__lte=valid_to,
        valid_to__gte=valid_from,
    )
    if any(not kinds or not other.kinds or set(kinds) & set(other.kinds) for other in others):
        raise ValidationError(
            _("%(person)s acts for you on some of these days and documents already. Revoke that delegation first.")
            % {"person": delegate.name},
            code="overlap",
        )


@transaction.atomic
def revoke(delegation: Delegation, *, by: User) -> Delegation:
    """End acting authority at once: the designate's next click is already judged without it."""
    access.require(by, rules.REVOKE_DELEGATION, delegation)
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if delegation.revoked_at is not None or delegation.valid_to < timezone.localdate():
        raise ValidationError(_("This delegation has ended already."), code="ended")
    delegation.revoked_at = timezone.now()
    delegation.save(update_fields=["revoked_at"])
    ledger.record("delegation.revoked", subject=delegation, by=by, details=_told(delegation))
    return delegation


def _told(delegation: Delegation) -> dict[str, object]:
    return {
        "principal": delegation.principal_id,
        "delegate": delegation.delegate_id,
        "kinds": delegation.kinds,
        "from": delegation.valid_from.isoformat(),
        "to": delegation.valid_to.isoformat(),
    }
