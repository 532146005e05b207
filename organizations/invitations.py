"""The verbs of invitations: write to somebody who is not here yet, write again, withdraw, accept."""

from datetime import timedelta
from functools import partial

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core import access, ledger
from organizations import actions, notifications, rules
from organizations.models import Invitation, Organization, User

WORKS_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    *, organization: Organization, name: str, email: str, language: str, role: str, area: str = "", by: User
) -> Invitation:
    """Invite somebody to `role`, by a letter in their language whose link works once, for fourteen days.

    Raises ValidationError when somebody signs in with that address already, or an invitation for it is open here.
    """
    Organization.objects.select_for_update().get(pk=organization.pk)
    access.require_now(by, rules.MANAGE_PEOPLE, organization)
    email = User.objects.normalize_email(email).lower()
    actions.refuse_impossible_role(organization, role, area)
    if actions.with_email(email) is not None:
        raise ValidationError(
            {"email": _("Somebody signs in with this address already: add a role to them instead of inviting them.")},
            code="known",
        )
    if any(one.is_open for one in Invitation.objects.filter(organization=organization, email=email)):
        raise ValidationError(
            {"email": _("An invitation to this address is open. Send it again, or withdraw it first.")}, code="open"
        )
    invitation = Invitation.objects.create(
        organization=organization,
        name=name.strip(),
        email=email,
        language=language,
        role=role,
        area=area,
        token_digest=Invitation.new_token()[1],
        invited_by=by,
    )
    _write(invitation, "invitation.sent", by)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """Write once more, for fourteen days from now; the link of the earlier letter stops working."""
    invitation = _locked(invitation, by)
    invitation.expires_at = timezone.now() + WORKS_FOR
    invitation.token_digest = Invitation.new_token()[1]
    invitation.save(update_fields=["expires_at", "token_digest"])
    _write(invitation, "invitation.resent", by)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> Invitation:
    """Take the invitation back: its link stops working at once."""
    invitation = _locked(invitation, by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    ledger.record("invitation.withdrawn", subject=invitation, by=by)
    return invitation


def _locked(invitation: Invitation, by: User) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    access.require_now(by, rules.MANAGE_PEOPLE, invitation)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise ValidationError(_("This invitation was accepted or withdrawn already."), code="closed")
    return invitation


def _write(invitation: Invitation, verb: str, by: User) -> None:
    details = {"role": str(invitation.role), "area": invitation.area, "language": invitation.language}
    ledger.record(verb, subject=invitation, by=by, details=details)
    transaction.on_commit(partial(notifications.send_invitation.delay, invitation_id=invitation.pk))


@transaction.atomic
def accept(invitation: Invitation, *, name: str = "", password: str = "", by: User | None = None) -> User:
    """Use the invitation: make the person, unless `by` is the one who was invited and signs in already.

    Raises ValidationError when it was used meanwhile or the password is too weak; PermissionDenied when it is
    somebody else's.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.is_open:
        raise ValidationError(_("This invitation cannot be used any more."), code="closed")
    known = actions.with_email(invitation.email)
    if known is not None and known != by:
        raise PermissionDenied(rules.ACCEPT.name)
    person = known or _new_person(invitation, name, password)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    ledger.record("invitation.accepted", subject=invitation, by=person, details={"person": person.pk})
    actions.grant(invitation.organization, person, invitation.role, invitation.area, by=invitation.invited_by)
    return person


def _new_person(invitation: Invitation, name: str, password: str) -> User:
    person = User(email=invitation.email, name=name.strip(), language=invitation.language)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise ValidationError({"password": error.error_list}) from error
    return User.objects.create_user(
        email=invitation.email, name=name.strip(), password=password, language=invitation.language
    )
