"""How does a department's own assessment come to serve others? Shared with the entity, looked at, offered to all.

Who shared it may take it back, and so may the entity; who relies on it is told, and what they send next is refused.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document
from govsocial.core import access
from organizations.models import User
from risk import news, rules
from risk.actions import naming
from risk.actions.keeping import keep, refuse_stale
from risk.models import Assessment

Sharing = Assessment.Sharing


@transaction.atomic
def share(assessment: Assessment, *, by: User) -> Assessment:
    """Share a department's own assessment with the central entity, which then decides whether to offer it (§4.2(f))."""
    assessment = naming.locked(assessment)
    access.require(by, rules.SHARE_ASSESSMENT, assessment)
    if assessment.sharing not in {Sharing.PRIVATE, Sharing.KEPT}:
        raise ValidationError(_("This assessment is shared already."), code="stale")
    if not assessment.is_signed:
        raise ValidationError(_("Only a signed assessment can be shared."), code="unsigned")
    if assessment.is_expired:
        raise ValidationError(_("This assessment has expired: bring it up to date first."), code="expired")
    assessment.shared_on, assessment.sharing_reason = timezone.localdate(), ""
    _turn(assessment, Sharing.SHARED, "assessment.shared", by, "")
    return assessment


@transaction.atomic
def answer(assessment: Assessment, *, offer: bool, reason: str, by: User, seen: int | None = None) -> Assessment:
    """Say for the entity what becomes of a shared assessment: offered to all departments, or kept, and why."""
    assessment = naming.locked(assessment)
    access.require(by, rules.OFFER_ASSESSMENT, assessment)
    refuse_stale(assessment, seen)
    if assessment.sharing != Sharing.SHARED:
        raise ValidationError(_("This has moved on: nobody asks you to look at this assessment now."), code="stale")
    if offer and not (assessment.is_signed and not assessment.is_expired):
        raise ValidationError(_("Only a signed assessment that holds today can be offered to others."), code="unsigned")
    _need(reason)
    assessment.sharing_reason = reason.strip()
    verb: news.Code = "assessment.offered" if offer else "assessment.kept"
    _turn(assessment, Sharing.OFFERED if offer else Sharing.KEPT, verb, by, reason.strip())
    return assessment


@transaction.atomic
def take_back(assessment: Assessment, *, reason: str, by: User, seen: int | None = None) -> Assessment:
    """No longer share it (the department), or no longer offer it (the entity). Who relies on it is told, and why."""
    assessment = naming.locked(assessment)
    access.require(by, rules.TAKE_BACK_ASSESSMENT, assessment)
    refuse_stale(assessment, seen)
    is_department = rules.SHARE_ASSESSMENT.allows(by, assessment)
    if assessment.sharing == Sharing.PRIVATE or (not is_department and not assessment.is_offered):
        raise ValidationError(_("This has moved on: it is not shared now."), code="stale")
    _need(reason)
    assessment.sharing_reason = reason.strip()
    target = Sharing.PRIVATE if is_department else Sharing.KEPT
    _turn(assessment, target, "assessment.taken_back", by, reason.strip())
    return assessment


def _need(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Write the reason: departments will read it."), code="reason_required")


def _turn(assessment: Assessment, target: str, verb: news.Code, by: User, reason: str) -> None:
    """Write where the sharing stands now; who may read the record follows from it."""
    before, assessment.sharing = assessment.sharing, target
    if assessment.record_id is not None:
        Document.objects.filter(pk=assessment.record_id).update(
            shared_with_entity=target != Sharing.PRIVATE, is_example=target == Sharing.OFFERED
        )
    keep(assessment, verb, by, reason=reason, before=str(before), after=str(target))
    news.announce(verb, assessment, by)
