"""What waits for whom, and what falls due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organizations.models import Organization, User
from risk import declared
from tests.factories import people
from tests.factories import risk as make

TODAY = timezone.localdate()


def titles(items: object) -> list[tuple[str, str]]:
    return [(item.kind, str(item.title)) for item in items]


@pytest.mark.obligation("G053", "G059")
def test_reviewers_are_told_of_platform_reviews_due_and_of_changed_terms(reviewer: User, coordinator: User) -> None:
    make.platform("facebook", next_review_on=TODAY + timedelta(days=30), reviewed_on=TODAY - timedelta(days=300))
    make.platform("flickr", next_review_on=TODAY - timedelta(days=1), reviewed_on=TODAY - timedelta(days=300))
    make.platform("x", next_review_on=TODAY + timedelta(days=31), reviewed_on=TODAY - timedelta(days=300))
    make.platform(
        "youtube",
        next_review_on=TODAY + timedelta(days=99),
        reviewed_on=TODAY - timedelta(days=300),
        privacy_dated=TODAY - timedelta(days=2),
    )

    told = titles(declared.platform_reviews(reviewer))

    assert told == [
        ("due", "Review the platform Flickr"),
        ("due", "Review the platform Facebook"),
        ("changed", "YouTube changed its terms or privacy policy: review it again"),
    ]
    assert list(declared.platform_reviews(coordinator)) == []


@pytest.mark.obligation("G057")
def test_keepers_are_told_of_assessments_that_end_and_of_platforms_that_change(
    department: Organization,
    entity: Organization,
    coordinator: User,
    privacy_advisor: User,
    reviewer: User,
    author: User,
) -> None:
    facebook = make.platform("facebook", terms_dated=TODAY - timedelta(days=400))
    flickr = make.platform("flickr", terms_dated=TODAY - timedelta(days=5))
    make.assessment("pia", facebook, department, by=privacy_advisor, ends=TODAY + timedelta(days=10))
    make.assessment("tra", flickr, department, by=privacy_advisor)
    make.assessment("tra", facebook, entity, by=reviewer, ends=TODAY - timedelta(days=1), title_en="For all")

    assert titles(declared.assessments_to_keep(coordinator)) == [
        ("due", "Renew “PIA: Facebook”"),
        ("changed", "Flickr changed: check whether “TRA: Flickr” still holds"),
    ]
    assert titles(declared.assessments_to_keep(privacy_advisor)) == [("due", "Renew “PIA: Facebook”")]
    assert titles(declared.assessments_to_keep(reviewer)) == [("due", "Renew “For all”")]
    assert titles(declared.assessments_to_keep(author)) == []


@pytest.mark.obligation("G145")
def test_advisors_are_told_what_waits_for_their_signature(
    department: Organization, privacy_advisor: User, coordinator: User
) -> None:
    facebook = make.platform("facebook")
    make.assessment("pia", facebook, department)
    make.assessment("tra", facebook, department)
    make.assessment("pia", facebook, people.organization("other"))
    security = people.member("Said", "advisor", department, area="it_security")

    assert titles(declared.assessments_to_sign(privacy_advisor)) == [
        ("waits", "Record the signature of “PIA: Facebook”")
    ]
    assert titles(declared.assessments_to_sign(security)) == [("waits", "Record the signature of “TRA: Facebook”")]
    assert titles(declared.assessments_to_sign(coordinator)) == []
