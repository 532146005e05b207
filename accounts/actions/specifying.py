"""The verb of the area that answers for technical specifications: sign them off as applied, or ask for a change."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules, specifications
from accounts.actions.configuration import locked
from accounts.models import OfficialAccount, SpecificationSignOff
from accounts.specifications import Standing
from govsocial.core import access, ledger
from organizations.models import Role, User


@transaction.atomic
def sign(
    account: OfficialAccount, group: str, *, decision: str, advice: str, seen: str, by: User
) -> SpecificationSignOff:
    """Record what the area says of the lines of `group` as they were applied; `seen` is the fingerprint that was read.

    Raises PermissionDenied when `by` does not advise on the area there; ValidationError when lines are still to be
    checked, something changed since the page was opened, or an objection has no words.
    """
    access.require(by, rules.SEE, account)
    account = locked(account)
    standing = next((one for one in specifications.standings(account) if one.group.code == group), None)
    if standing is None or not by.has_role(Role.ADVISOR, account.organization_id, standing.area.code):
        raise PermissionDenied("accounts.sign_specifications")
    _refuse(standing, decision, advice, seen)
    row = SpecificationSignOff.objects.create(
        account=account,
        group=group,
        area=standing.area.code,
        decision=decision,
        advice=advice.strip(),
        applied=standing.applied,
        fingerprint=standing.fingerprint,
        signer=by,
        signer_name=by.name,
        signer_title_en=by.title_en,
        signer_title_fr=by.title_fr,
    )
    told = {"group": group, "area": row.area, "decision": decision, "applied": row.fingerprint}
    ledger.record("account.specifications_signed", subject=account, by=by, reason=row.advice, details=told)
    return row


def _refuse(standing: Standing, decision: str, advice: str, seen: str) -> None:
    if seen != standing.fingerprint:
        raise ValidationError(_("Something changed since you opened the page. Read it again."), code="stale")
    if decision == SpecificationSignOff.Decision.AGREES and not standing.is_ready:
        raise ValidationError(
            _("Some of these lines are not checked yet, so there is nothing to sign off."), code="not_ready"
        )
    if decision == SpecificationSignOff.Decision.OBJECTS and not advice.strip():
        raise ValidationError(_("Write what must be changed: whoever configures the account reads it."), code="advice")
