"""What the verbs of platforms and assessments do, refuse, and leave behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from approvals.signing import Outside
from govsocial.core import ledger
from govsocial.core.models import Event
from organizations.models import Organization, User
from risk import actions
from risk.models import Assessment, AssessmentVersion, Platform
from tests.factories import people
from tests.factories import risk as make

TODAY = timezone.localdate()
ANALYSIS = {"analysis_en": "Acceptable, with captions.", "analysis_fr": "Acceptable, avec sous-titres."}


def review(platform: Platform, by: User, **changes: object) -> Platform:
    plain = {"reviewer": by, "reviewed_on": TODAY, "next_review_on": TODAY + timedelta(days=365), **ANALYSIS}
    return actions.pre_review(platform, by=by, **{**plain, **changes})


@pytest.fixture
def tiktok(db: None) -> Platform:
    return make.platform("tiktok", reviewed=False)


@pytest.fixture
def facebook(db: None) -> Platform:
    return make.platform("facebook")


def sign(made: Assessment, by: User, *, on: date = TODAY, until: date | None = None) -> Assessment:
    """Record that `by` signed outside, on the official form."""
    titles = {"title_en": "Coordinator", "title_fr": "Coordonnatrice"}
    outside = Outside(by.name, **titles, given_on=on, way="scan", reference="GCdocs 14-2", sha256="a" * 64)
    return actions.record_from_outside(made, outside, valid_until=until, form="Template, 2024-10", by=by)


def last_line() -> Event:
    return Event.objects.order_by("-seq").first()


@pytest.mark.obligation("G053", "G159")
def test_a_pre_review_is_recorded_with_its_analysis(tiktok: Platform, reviewer: User) -> None:
    platform = review(tiktok, reviewer)

    assert platform.is_pre_reviewed
    assert (platform.reviewed_by, platform.reviewed_on, platform.analysis_fr) == (
        reviewer,
        TODAY,
        ANALYSIS["analysis_fr"],
    )
    assert (last_line().verb, last_line().before, last_line().after) == (
        "platform.pre_reviewed",
        "not_reviewed",
        "pre_reviewed",
    )
    assert platform.history.first().history_change_reason == "platform.pre_reviewed"
    assert list(ledger.faults()) == []


@pytest.mark.obligation("G159")
@pytest.mark.parametrize(
    "changes",
    [
        {"analysis_fr": "  "},
        {"reviewed_on": TODAY + timedelta(days=1)},
        {"next_review_on": TODAY},
    ],
)
def test_a_pre_review_without_analysis_or_with_odd_dates_is_refused(
    tiktok: Platform, reviewer: User, changes: dict[str, object]
) -> None:
    with pytest.raises(ValidationError):
        review(tiktok, reviewer, **changes)

    assert not Platform.objects.get(pk=tiktok.pk).is_pre_reviewed


def test_only_the_entity_reviews_platforms(tiktok: Platform, coordinator: User, head: User) -> None:
    for person in (coordinator, head):
        with pytest.raises(PermissionDenied):
            review(tiktok, person)


def test_a_reviewer_of_a_department_is_nobody_here(tiktok: Platform, department: Organization) -> None:
    with pytest.raises(PermissionDenied):
        review(tiktok, people.member("Rita", "reviewer", department))


@pytest.mark.obligation("G053", "G062")
def test_a_withdrawal_needs_a_reason_and_can_be_undone(facebook: Platform, reviewer: User) -> None:
    with pytest.raises(ValidationError):
        actions.withdraw(facebook, reason=" ", by=reviewer)

    withdrawn = actions.withdraw(facebook, reason="New terms.", by=reviewer)
    assert (withdrawn.review_status, withdrawn.review_reason) == ("withdrawn", "New terms.")
    assert (last_line().verb, last_line().personal.reason) == ("platform.withdrawn", "New terms.")
    with pytest.raises(ValidationError):
        actions.withdraw(facebook, reason="Again.", by=reviewer)

    assert actions.restore(facebook, reason="The terms were mended.", by=reviewer).is_pre_reviewed
    assert [state.review_status for state in facebook.history.all()] == ["pre_reviewed", "withdrawn", "pre_reviewed"]


@pytest.mark.obligation("G059")
def test_new_terms_are_told_apart_and_flag_the_review(facebook: Platform, reviewer: User) -> None:
    facebook = review(facebook, reviewer, reviewed_on=TODAY - timedelta(days=10))

    changed = actions.describe_platform(facebook, {"terms_dated": TODAY}, by=reviewer)

    assert changed.changed_since_review
    assert (last_line().verb, last_line().details) == ("platform.terms_changed", {"fields": ["terms_dated"]})


def test_saving_nothing_new_leaves_no_trace(facebook: Platform, reviewer: User) -> None:
    before = facebook.history.count()

    actions.describe_platform(facebook, {"name": facebook.name}, by=reviewer)

    assert (facebook.history.count(), last_line()) == (before, None)


def test_a_stale_description_is_refused(facebook: Platform, reviewer: User) -> None:
    seen = actions.latest(facebook)
    actions.describe_platform(facebook, {"name": "Facebook!"}, by=reviewer, seen=seen)

    with pytest.raises(ValidationError) as refused:
        actions.describe_platform(facebook, {"name": "FB"}, by=reviewer, seen=seen)

    assert refused.value.code == "stale"


def values(platform: Platform, **changes: object) -> dict[str, object]:
    plain = {"kind": "pia", "scope": "own", "platform": platform, "uses": ["contests"]}
    return {**plain, "title_en": "Our PIA", "title_fr": "Notre EFVP", **changes}


@pytest.mark.obligation("G055", "G144", "G145")
def test_the_privacy_advisor_records_and_signs_the_departments_pia(
    facebook: Platform, department: Organization, privacy_advisor: User
) -> None:
    pia = actions.record_assessment(department, values(facebook), by=privacy_advisor)
    assert not pia.is_signed

    signed = sign(pia, privacy_advisor)

    assert (signed.signed_by, signed.is_signed, last_line().verb) == (privacy_advisor, True, "assessment.signed")
    assert list(Assessment.objects.current()) == [signed]


@pytest.mark.obligation("G145")
def test_a_coordinator_records_a_pia_but_does_not_sign_it(
    facebook: Platform, department: Organization, coordinator: User
) -> None:
    pia = actions.record_assessment(department, values(facebook), by=coordinator)

    with pytest.raises(PermissionDenied):
        sign(pia, coordinator)


def test_each_area_keeps_its_own_kind(facebook: Platform, department: Organization, privacy_advisor: User) -> None:
    security = people.member("Said", "advisor", department, area="it_security")

    tra = actions.record_assessment(department, values(facebook, kind="tra"), by=security)
    sign(tra, security)

    with pytest.raises(PermissionDenied):
        actions.record_assessment(department, values(facebook, kind="tra"), by=privacy_advisor)


def test_a_department_cannot_record_for_all(facebook: Platform, department: Organization, coordinator: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.record_assessment(department, values(facebook, scope="enterprise"), by=coordinator)


@pytest.mark.obligation("G053")
def test_the_entity_keeps_the_government_wide_ones(facebook: Platform, entity: Organization, reviewer: User) -> None:
    pia = actions.record_assessment(entity, values(facebook, scope="enterprise"), by=reviewer)

    assert sign(pia, reviewer).is_enterprise


@pytest.mark.parametrize(
    ("signed_on", "valid_until"),
    [(TODAY + timedelta(days=1), None), (TODAY, TODAY - timedelta(days=1))],
)
def test_a_signature_with_odd_dates_is_refused(
    facebook: Platform, department: Organization, privacy_advisor: User, signed_on: object, valid_until: object
) -> None:
    pia = make.assessment("pia", facebook, department)

    with pytest.raises(ValidationError):
        sign(pia, privacy_advisor, on=signed_on, until=valid_until)


def test_a_newer_signature_names_the_next_version_and_an_older_one_is_refused(
    facebook: Platform, department: Organization, privacy_advisor: User
) -> None:
    pia = make.assessment("pia", facebook, department, by=privacy_advisor)
    first = pia.effective

    with pytest.raises(ValidationError, match="signed already"):
        sign(pia, privacy_advisor, on=first.signed_on)
    renewed = sign(pia, privacy_advisor)

    assert [(one.number, one.is_from_outside) for one in renewed.versions.order_by("number")] == [(1, True), (2, True)]
    assert (renewed.effective.number, renewed.signed_on, renewed.effective.kept_at) == (2, TODAY, "GCdocs 14-2")
    with pytest.raises(ValidationError):
        AssessmentVersion.objects.filter(pk=first.pk).update(uses=[])


@pytest.mark.obligation("G057", "G145")
def test_a_change_of_what_was_signed_takes_the_signature_off(
    facebook: Platform, department: Organization, coordinator: User, privacy_advisor: User
) -> None:
    pia = make.assessment("pia", facebook, department, by=privacy_advisor)

    changed = actions.change_assessment(pia, {"uses": ["contests", "live_video"]}, by=coordinator)

    assert (changed.signed_by, changed.signed_on) == (None, None)
    assert last_line().details["fields"] == ["uses"]


@pytest.mark.obligation("G056")
def test_the_entity_sees_every_assessment(facebook: Platform, department: Organization, reviewer: User) -> None:
    pia = make.assessment("pia", facebook, department)

    assert list(Assessment.objects.visible_to(reviewer)) == [pia]
