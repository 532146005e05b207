"""The verbs of this room: describe and review a platform; record, sign and share an assessment.

Each leaves a former state in the history and a line in the ledger.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import actions as documents
from documents.models import Document
from documents.rules import WRITE
from govsocial.core import access, ledger
from organizations.models import Organization, User
from risk import rules
from risk.models import Assessment, Platform

TERMS = ("terms_url", "terms_dated", "privacy_url", "privacy_dated")
#: What a signature on an assessment stands for: a change to any of these takes the signature off.
SIGNED_CONTENT = ("kind", "platform", "uses", "title_en", "title_fr", "summary_en", "summary_fr", "reference")


@transaction.atomic
def add_platform(values: dict[str, Any], *, by: User) -> Platform:
    """Add a platform, not reviewed yet, and return it."""
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform(**values)
    _keep(platform, "platform.added", by)
    return platform


@transaction.atomic
def describe_platform(platform: Platform, values: dict[str, Any], *, by: User, seen: int | None = None) -> Platform:
    """Change what is recorded of a platform. New terms or a new privacy policy are told apart in the ledger (§4.2(f)).

    Raises ValidationError when somebody changed it since the page was opened (`seen`: the history id it had shown).
    """
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    refuse_stale(platform, seen)
    changed = _changed(platform, values)
    if changed:
        verb = "platform.terms_changed" if set(changed) & set(TERMS) else "platform.described"
        _keep(platform, verb, by, details={"fields": changed})
    return platform


def _changed(obj: Any, values: dict[str, Any]) -> list[str]:
    """Write `values` on `obj` and return the names of those that differ, in order."""
    changed = sorted(name for name, value in values.items() if getattr(obj, name) != value)
    for name in changed:
        setattr(obj, name, values[name])
    return changed


def latest(obj: Any) -> int:
    """Return the number of the newest state of `obj` in its history."""
    return obj.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0


def refuse_stale(obj: Any, seen: int | None) -> None:
    """Raise ValidationError when `obj` has a newer state than the one that the page had shown."""
    if seen is not None and seen != latest(obj):
        raise ValidationError(
            _(
                "Somebody changed this while you had it open. What you typed is below: open the page again in another "
                "tab, compare, and save from there."
            ),
            code="stale",
        )


def _keep(
    obj: Any, verb: str, by: User, *, reason: str = "", before: str = "", after: str = "", details: Any = None
) -> None:
    obj._change_reason = verb
    obj.save()
    ledger.record(verb, subject=obj, by=by, reason=reason, before=before, after=after, details=details)


@transaction.atomic
def pre_review(
    platform: Platform,
    *,
    reviewer: User,
    reviewed_on: date,
    next_review_on: date,
    analysis_en: str,
    analysis_fr: str,
    by: User,
) -> Platform:
    """Record that the entity reviewed the platform and departments may rely on it (§4.2(f); App. E step 2).

    The policy and risk analysis comes first, in both languages; the dates must make sense.
    """
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    if not (analysis_en.strip() and analysis_fr.strip()):
        raise ValidationError(_("Write the policy and risk analysis in both languages first."), code="analysis")
    if reviewed_on > timezone.localdate():
        raise ValidationError(_("The review cannot be dated in the future."), code="future")
    if next_review_on <= reviewed_on:
        raise ValidationError(_("The next review comes after this one."), code="order")
    before, platform.review_status = platform.review_status, Platform.Review.PRE_REVIEWED
    platform.reviewed_by, platform.reviewed_on, platform.next_review_on = reviewer, reviewed_on, next_review_on
    platform.analysis_en, platform.analysis_fr, platform.review_reason = analysis_en, analysis_fr, ""
    details = {"reviewed_on": reviewed_on.isoformat(), "next_review_on": next_review_on.isoformat()}
    _keep(platform, "platform.pre_reviewed", by, before=before, after=platform.review_status, details=details)
    return platform


@transaction.atomic
def withdraw(platform: Platform, *, reason: str, by: User) -> Platform:
    """Withdraw the pre-review: accounts leave the index, plans no longer rely on the enterprise assessments."""
    return _turn(platform, Platform.Review.PRE_REVIEWED, Platform.Review.WITHDRAWN, "platform.withdrawn", reason, by)


@transaction.atomic
def restore(platform: Platform, *, reason: str, by: User) -> Platform:
    """Put a withdrawn pre-review back, with the dates it had."""
    return _turn(platform, Platform.Review.WITHDRAWN, Platform.Review.PRE_REVIEWED, "platform.restored", reason, by)


def _turn(platform: Platform, source: str, target: str, verb: str, reason: str, by: User) -> Platform:
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    if platform.review_status != source:
        raise ValidationError(
            _("This has moved on: the platform is now “%(state)s”.") % {"state": platform.get_review_status_display()},
            code="stale",
        )
    if not reason.strip():
        raise ValidationError(_("Write the reason: departments will read it."), code="reason_required")
    platform.review_status, platform.review_reason = target, reason.strip()
    _keep(platform, verb, by, reason=reason.strip(), before=source, after=target)
    return platform


@transaction.atomic
def record_assessment(organization: Organization, values: dict[str, Any], *, by: User) -> Assessment:
    """Record an assessment of `organization`; it counts once it is signed."""
    assessment = Assessment(organization=organization, **values)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)
    _keep(assessment, "assessment.recorded", by, details=_facts(assessment))
    return assessment


def _facts(assessment: Assessment) -> dict[str, Any]:
    return {
        "kind": str(assessment.kind),
        "scope": str(assessment.scope),
        "platform": assessment.platform.code,
        "uses": list(assessment.uses),
        "valid_until": assessment.valid_until.isoformat() if assessment.valid_until else "",
    }


@transaction.atomic
def change_assessment(
    assessment: Assessment, values: dict[str, Any], *, by: User, seen: int | None = None
) -> Assessment:
    """Change an assessment. If what was signed changes, the signature comes off and it must be signed again."""
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("platform").get(pk=assessment.pk)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)
    refuse_stale(assessment, seen)
    changed = _changed(assessment, values)
    if not changed:
        return assessment
    if "kind" in changed and assessment.record_id is not None:
        raise ValidationError(
            _("Its record is written as the record of the other kind, so the kind cannot change."), code="record"
        )
    access.require(by, rules.KEEP_ASSESSMENT, assessment)  # as it would be: a PIA does not slip into a TRA
    # A later end would lengthen what somebody signed; an earlier one only shortens it.
    if set(changed) & {*SIGNED_CONTENT, "valid_until"}:
        assessment.signed_by = assessment.signed_on = None
    _keep(assessment, "assessment.changed", by, details={"fields": changed, **_facts(assessment)})
    return assessment


@transaction.atomic
def sign_assessment(
    assessment: Assessment, *, signed_on: date, valid_until: date | None, by: User, seen: int | None = None
) -> Assessment:
    """Sign an assessment as the advisor of its area (App. A, privacy; App. C(f)), with the day its validity ends."""
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("platform").get(pk=assessment.pk)
    access.require(by, rules.SIGN_ASSESSMENT, assessment)
    refuse_stale(assessment, seen)
    if assessment.signed_on is not None:
        raise ValidationError(_("This assessment is signed already."), code="stale")
    if not assessment.uses:
        raise ValidationError(_("Record at least one assessed use first."), code="uses")
    if signed_on > timezone.localdate():
        raise ValidationError(_("The signature cannot be dated in the future."), code="future")
    if valid_until is not None and valid_until < signed_on:
        raise ValidationError(_("The validity cannot end before the signature."), code="order")
    assessment.signed_by, assessment.signed_on, assessment.valid_until = by, signed_on, valid_until
    _keep(assessment, "assessment.signed", by, after="signed", details=_facts(assessment))
    return assessment


@transaction.atomic
def start_record(assessment: Assessment, *, by: User) -> Document:
    """Start the document in which the assessment is written, reviewed and approved, and return it.

    Who keeps the assessment may write it, whatever their role. Raises ValidationError when there is one already.
    """
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("organization").get(pk=assessment.pk)
    access.require(by, rules.KEEP_ASSESSMENT, assessment)
    if assessment.record_id is not None:
        raise ValidationError(_("This assessment has its record already: open it."), code="exists")
    document = documents.start(
        kind=assessment.kind,
        organization=assessment.organization,
        title_en=assessment.title_en,
        title_fr=assessment.title_fr,
        by=by,
    )
    if not WRITE.allows(by, document):
        access.grant(to=by, permission="write_document", on=document)
    assessment.record = document
    _keep(assessment, "assessment.record_started", by)
    return document


@transaction.atomic
def share_assessment(assessment: Assessment, *, shared: bool, by: User) -> Assessment:
    """Let other departments rely on a department's own signed assessment, or no longer (§4.2(f))."""
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("platform").get(pk=assessment.pk)
    access.require(by, rules.SHARE_ASSESSMENT, assessment)
    if shared and not assessment.is_signed:
        raise ValidationError(_("Only a signed assessment can be shared."), code="unsigned")
    assessment.is_shared = shared
    _keep(assessment, "assessment.shared" if shared else "assessment.unshared", by)
    return assessment
