"""The verbs of delegated authority: a head of communications names who decides for them, and takes it back.

Guideline §4, footnote 1; Standard 6.1: the head of communications or designate.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core import access, ledger
from organizations import rules
from organizations.models import Delegation, Organization, User


@dataclass(frozen=True)
class Proposed:
    """A delegation that a head is about to give, for rooms that know what waits for a decision (panel "designation").

    Without a person yet, everybody is meant; without kinds, all documents.
    """

    organization: Organization
    person: User | None = None
    kinds: tuple[str, ...] = ()


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
    capacity: str = Delegation.Capacity.DESIGNATE,
) -> Delegation:
    """Let `delegate` decide for `by`, on `kinds` of documents (none: all), from a day to a day, both included.

    A designate decides beside the head; who is acting takes the head's place. Only the head in their own right can do
    this: who acts for somebody cannot pass the authority on.

    Raises ValidationError when the days make no sense, the instrument is not named, the person is not of the
    organization, decides for the head already then, or somebody else is acting then.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    access.require_now(by, rules.DESIGNATE, organization)
    _refuse_days(valid_from, valid_to)
    _refuse_person(organization, delegate, by)
    delegation = Delegation(
        organization=organization,
        principal=by,
        delegate=delegate,
        capacity=Delegation.Capacity(capacity),
        kinds=sorted(kinds),
        instrument=instrument.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    if not delegation.instrument:
        message = _("Name the letter or e-mail that gives the authority, and its date.")
        raise ValidationError({"instrument": message}, code="instrument")
    _refuse_overlap(delegation)
    delegation.save()
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


def _refuse_overlap(wanted: Delegation) -> None:
    """Refuse two letters of one head that leave it unclear who acts, or under which of them somebody decided.

    For the same days and documents a person has one letter, and one person at most is acting. A designate may stand
    beside who is acting, as beside the head.
    """
    others = Delegation.objects.filter(
        organization=wanted.organization,
        principal=wanted.principal,
        revoked_at__isnull=True,
        valid_from__lte=wanted.valid_to,
        valid_to__gte=wanted.valid_from,
    ).select_related("delegate")
    for other in others:
        if wanted.kinds and other.kinds and not set(wanted.kinds) & set(other.kinds):
            continue
        names = {"person": other.delegate.name}
        if other.delegate_id == wanted.delegate_id:
            message = _("%(person)s acts for you on some of these days and documents already. Revoke that first.")
            raise ValidationError(message % names, code="overlap")
        if wanted.is_acting and other.is_acting:
            message = _("%(person)s is acting for you on some of these days and documents. Only one person can be.")
            raise ValidationError({"capacity": message % names}, code="overlap")


@transaction.atomic
def revoke(delegation: Delegation, *, by: User) -> Delegation:
    """End it at once, or before it began: the next click of who decided under it is already judged without it."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    access.require_now(by, rules.REVOKE_DELEGATION, delegation)
    if delegation.revoked_at is not None or delegation.valid_to < timezone.localdate():
        raise ValidationError(_("This delegation has ended already."), code="ended")
    delegation.revoked_at = timezone.now()
    delegation.save(update_fields=["revoked_at"])
    ledger.record("delegation.revoked", subject=delegation, by=by, details=_told(delegation))
    return delegation


def _told(delegation: Delegation) -> dict[str, object]:
    return {
        "capacity": str(delegation.capacity),
        "principal": delegation.principal_id,
        "delegate": delegation.delegate_id,
        "kinds": delegation.kinds,
        "from": delegation.valid_from.isoformat(),
        "to": delegation.valid_to.isoformat(),
    }
