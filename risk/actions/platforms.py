"""The verbs of platforms: described and reviewed by the central entity, with a pre-review withdrawn and restored."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core import access
from organizations.models import User
from risk import changes, rules
from risk.actions.keeping import changed as changed_names
from risk.actions.keeping import keep, latest, refuse_stale
from risk.models import Platform

TERMS = (
    "terms_url", "terms_version", "terms_dated", "privacy_url", "privacy_version", "privacy_dated",
)  # fmt: skip


@transaction.atomic
def add_platform(values: dict[str, Any], *, by: User) -> Platform:
    """Add a platform, not reviewed yet, and return it."""
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform(**values)
    keep(platform, "platform.added", by)
    return platform


@transaction.atomic
def describe_platform(platform: Platform, values: dict[str, Any], *, by: User, seen: int | None = None) -> Platform:
    """Change what is recorded of a platform. New terms or a new privacy policy are told apart in the ledger (§4.2(f)).

    Raises ValidationError when somebody changed it since the page was opened (`seen`: the history id it had shown).
    """
    access.require(by, rules.MANAGE_PLATFORMS)
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    refuse_stale(platform, seen)
    changed = changed_names(platform, values)
    if changed:
        verb = "platform.terms_changed" if set(changed) & set(TERMS) else "platform.described"
        keep(platform, verb, by, details={"fields": changed})
    return platform


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
    if before == Platform.Review.WITHDRAWN:
        again = _("The platform was reviewed again.")
        changes.restored(platform, number=latest(platform), reason=again, by=by)
    platform.reviewed_by, platform.reviewed_on, platform.next_review_on = reviewer, reviewed_on, next_review_on
    platform.analysis_en, platform.analysis_fr, platform.review_reason = analysis_en, analysis_fr, ""
    details = {"reviewed_on": reviewed_on.isoformat(), "next_review_on": next_review_on.isoformat()}
    keep(platform, "platform.pre_reviewed", by, before=before, after=platform.review_status, details=details)
    return platform


@transaction.atomic
def withdraw(platform: Platform, *, reason: str, by: User) -> Platform:
    """Withdraw the pre-review: accounts leave the index, plans no longer rely on the enterprise assessments.

    Owners of plans, accounts and assessments there are asked what follows from it (`changes.withdrawn`).
    """
    return _turn(platform, Platform.Review.PRE_REVIEWED, Platform.Review.WITHDRAWN, "platform.withdrawn", reason, by)


@transaction.atomic
def restore(platform: Platform, *, reason: str, by: User) -> Platform:
    """Put a withdrawn pre-review back, with the dates it had; what was asked when it was withdrawn is lifted."""
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
    # Listed and asked in the same transaction: whoever reads that it is withdrawn reads whom that concerns.
    tells = changes.withdrawn if target == Platform.Review.WITHDRAWN else changes.restored
    tells(platform, number=latest(platform), reason=reason.strip(), by=by)
    platform.review_status, platform.review_reason = target, reason.strip()
    keep(platform, verb, by, reason=reason.strip(), before=source, after=target)
    return platform
