"""Who reaches which page of platforms and assessments, what it says, and how many queries it takes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from organizations.models import Organization, User
from risk import actions
from risk.models import Assessment, Platform
from tests.factories import risk as make

SignIn = Callable[[User], Client]
TODAY = timezone.localdate()
PLATFORM_PAGES = ["platform_edit", "platform_review", "platform_withdraw", "platform_restore"]


@pytest.fixture
def facebook(db: None) -> Platform:
    return make.platform(
        "facebook",
        description_en="Pages and groups.",
        description_fr="Pages et groupes.",
        terms_url="https://www.facebook.com/terms.php",
        terms_dated=TODAY - timedelta(days=400),
        reviewed_on=TODAY - timedelta(days=200),
        next_review_on=TODAY + timedelta(days=20),
    )


def text(response: object) -> str:
    return response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client: Client, facebook: Platform) -> None:
    for address in (reverse("risk:platforms"), facebook.get_absolute_url(), reverse("risk:assessments")):
        assert client.get(address).status_code == 302


@pytest.mark.obligation("G053", "G040", "G041", "G042", "G043", "G108", "G160")
def test_everybody_signed_in_reads_a_platform_in_both_languages(
    facebook: Platform, stranger: User, as_user: SignIn
) -> None:
    Platform.objects.filter(pk=facebook.pk).update(guidelines_en="Use captions.", visuals_en="Square, 400 pixels.")
    client = as_user(stranger)

    english = text(client.get(facebook.get_absolute_url()))
    with translation.override("fr"):
        french = text(client.get(facebook.get_absolute_url()))

    for told in ("Pages and groups.", "Use captions.", "Square, 400 pixels.", "At most 75 characters"):
        assert told in english
    assert "https://www.facebook.com/terms.php" in english
    assert "Pages et groupes." in french
    assert reverse("risk:platform_edit", args=["facebook"]) not in english


@pytest.mark.parametrize("name", PLATFORM_PAGES)
def test_only_the_entity_opens_the_pages_that_change_a_platform(
    name: str, facebook: Platform, coordinator: User, reviewer: User, as_user: SignIn
) -> None:
    address = reverse(f"risk:{name}", args=["facebook"])

    assert as_user(coordinator).get(address).status_code == 403
    assert as_user(coordinator).post(address).status_code == 403
    assert as_user(reviewer).get(address).status_code == 200
    assert as_user(reviewer).get(reverse(f"risk:{name}", args=["nowhere"])).status_code == 404


@pytest.mark.obligation("G053")
def test_the_list_puts_pre_reviewed_platforms_first(facebook: Platform, coordinator: User, as_user: SignIn) -> None:
    make.platform("bluesky", reviewed=False)

    page = text(as_user(coordinator).get(reverse("risk:platforms")))

    assert page.index("Pre-reviewed") < page.index("Facebook") < page.index("Not pre-reviewed") < page.index("Bluesky")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_platforms_takes_the_same_queries(
    count: int, coordinator: User, as_user: SignIn, django_assert_num_queries: Callable
) -> None:
    for code in list(make.PLATFORMS)[:count]:
        make.platform(code)
    client = as_user(coordinator)

    with django_assert_num_queries(5):
        client.get(reverse("risk:platforms"))


def platform_form(platform: Platform, **changes: object) -> dict[str, object]:
    plain = {
        "name": platform.name,
        "hosts": " ".join(platform.hosts),
        "url_template": platform.url_template,
        "path_pattern": platform.path_pattern,
        "handle_pattern": platform.handle_pattern,
        "handle_max": platform.handle_max,
        "name_max": platform.name_max,
        "supports_english": "on",
        "supports_french": "on",
    }
    return {**plain, **changes}


@pytest.mark.obligation("G059")
def test_the_entity_records_new_terms(facebook: Platform, reviewer: User, coordinator: User, as_user: SignIn) -> None:
    said = {
        "token": "0" * 32,
        "kind": "terms",
        "what_en": "The platform may now train its models on what is posted.",
        "what_fr": "La plateforme peut désormais entraîner ses modèles avec ce qui est publié.",
        "effective_on": TODAY.isoformat(),
        "text_dated": TODAY.isoformat(),
        "asks": "yes",
    }

    response = as_user(reviewer).post(reverse("risk:change_add", args=["facebook"]), said)

    assert response.status_code == 302
    assert "has changed since it was reviewed" in text(as_user(coordinator).get(facebook.get_absolute_url()))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("path_pattern", "([", "not a regular expression"),
        ("path_pattern", "^/(x)$", "a group called handle"),
        ("url_template", "https://facebook.com/", "exactly once"),
        ("url_template", "https://facebook.com/{handle}{0}", "exactly once"),
        ("handle_pattern", "*", "not a regular expression"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    facebook: Platform, reviewer: User, as_user: SignIn, field: str, value: str, told: str
) -> None:
    address = reverse("risk:platform_edit", args=["facebook"])
    typed = platform_form(facebook, description_en="Typed with care.", **{field: value})

    response = as_user(reviewer).post(address, typed)

    assert response.status_code == 422
    assert told in text(response)
    assert "Typed with care." in text(response)


def test_a_stale_page_is_noticed_and_keeps_what_was_typed(facebook: Platform, reviewer: User, as_user: SignIn) -> None:
    seen = actions.latest(facebook)
    actions.describe_platform(facebook, {"name": "Facebook (Meta)"}, by=reviewer)

    response = as_user(reviewer).post(
        reverse("risk:platform_edit", args=["facebook"]), platform_form(facebook, name="FB", seen=seen)
    )

    assert response.status_code == 422
    assert "Somebody changed this" in text(response)
    assert 'value="FB"' in text(response)


def test_the_entity_adds_a_platform(reviewer: User, as_user: SignIn) -> None:
    typed = platform_form(make.unsaved("tiktok"), code="tiktok")

    response = as_user(reviewer).post(reverse("risk:platform_add"), typed)
    taken = as_user(reviewer).post(reverse("risk:platform_add"), {**typed, "code": "assessments"})

    assert response.status_code == 302
    assert Platform.objects.get(code="tiktok").hosts == ["tiktok.com"]
    assert taken.status_code == 422


@pytest.mark.obligation("G053", "G159")
def test_the_entity_records_a_pre_review(reviewer: User, as_user: SignIn) -> None:
    platform = make.platform("tiktok", reviewed=False)
    typed = {
        "analysis_en": "Fine.",
        "analysis_fr": "Acceptable.",
        "reviewer": reviewer.pk,
        "reviewed_on": TODAY.isoformat(),
        "next_review_on": (TODAY + timedelta(days=365)).isoformat(),
    }
    address = reverse("risk:platform_review", args=["tiktok"])

    assert as_user(reviewer).post(address, {**typed, "analysis_fr": ""}).status_code == 422
    assert as_user(reviewer).post(address, typed).status_code == 302
    assert Platform.objects.get(pk=platform.pk).is_pre_reviewed


@pytest.mark.obligation("G062")
def test_a_withdrawal_says_what_follows_and_is_read_by_departments(
    facebook: Platform, reviewer: User, coordinator: User, as_user: SignIn
) -> None:
    address = reverse("risk:platform_withdraw", args=["facebook"])
    assert "leaves the public index" in text(as_user(reviewer).get(address))
    assert as_user(reviewer).post(address, {"reason": ""}).status_code == 422

    as_user(reviewer).post(address, {"reason": "New terms take our rights."})

    page = text(as_user(coordinator).get(facebook.get_absolute_url()))
    assert "New terms take our rights." in page
    assert "Pre-review withdrawn" in page


SIGNED = {
    "signed_on": TODAY.isoformat(),
    "reference": "GCdocs 1402",
    "way": "email",
    "evidence": "From: the ATIP coordinator. I sign.",
    "form": "Template, 2024-10",
}


def assessment_form(platform: Platform, organization: Organization, **changes: object) -> dict[str, object]:
    plain = {
        "organization": organization.pk,
        "kind": "pia",
        "platform": platform.pk,
        "title_en": "Contests on Facebook",
        "title_fr": "Concours sur Facebook",
        "uses": ["contests"],
    }
    return {**plain, **changes}


@pytest.mark.obligation("G055", "G145", "G056")
def test_a_department_records_signs_and_shares_its_own_pia(
    facebook: Platform, department: Organization, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    as_user(coordinator).post(reverse("risk:assessment_add"), assessment_form(facebook, department))
    pia = Assessment.objects.get()
    sign = reverse("risk:assessment_sign", args=[pia.pk])
    assert as_user(coordinator).get(sign).status_code == 403

    signed = as_user(privacy_advisor).post(sign, {**SIGNED, "name": privacy_advisor.name, "has_read": "on"})
    as_user(coordinator).post(reverse("risk:assessment_share", args=[pia.pk]))

    pia.refresh_from_db()
    assert signed.status_code == 302
    assert (pia.scope, pia.signed_by, pia.sharing) == ("own", privacy_advisor, "shared")
    page = text(as_user(coordinator).get(pia.get_absolute_url()))
    assert "Version 1, recorded from outside" in page
    assert "GCdocs 1402" in page


def test_a_signature_without_reading_is_refused(
    facebook: Platform, department: Organization, privacy_advisor: User, as_user: SignIn
) -> None:
    pia = make.assessment("pia", facebook, department)

    response = as_user(privacy_advisor).post(
        reverse("risk:assessment_sign", args=[pia.pk]), {**SIGNED, "name": "Priya"}
    )

    assert response.status_code == 422
    assert not Assessment.objects.get().signed_on


@pytest.mark.parametrize(
    "changes",
    [{"uses": []}, {"uses": ["flying"]}, {"title_fr": ""}, {"platform": 0}, {"kind": "tra"}, {"organization": 0}],
)
def test_an_assessment_that_cannot_be_is_refused_and_kept_on_the_page(
    facebook: Platform,
    department: Organization,
    privacy_advisor: User,
    as_user: SignIn,
    changes: dict[str, object],
) -> None:
    response = as_user(privacy_advisor).post(
        reverse("risk:assessment_add"), {**assessment_form(facebook, department), **changes}
    )

    assert response.status_code == 422
    assert "Contests on Facebook" in text(response)
    assert not Assessment.objects.exists()


def test_the_form_of_a_use_names_platform_and_kind_from_the_address(
    facebook: Platform, coordinator: User, as_user: SignIn
) -> None:
    page = text(as_user(coordinator).get(f"{reverse('risk:assessment_add')}?platform=facebook&kind=tra"))

    assert f'<option value="{facebook.pk}" selected>' in page


def test_authors_do_not_record_assessments(author: User, as_user: SignIn) -> None:
    assert as_user(author).get(reverse("risk:assessment_add")).status_code == 403


@pytest.mark.parametrize(
    ("name", "method", "member_may"),
    [
        ("assessment", "get", True),
        ("assessment_edit", "get", False),
        ("assessment_sign", "get", False),
        ("assessment_share", "post", False),
        ("assessment_answer", "get", False),
        ("assessment_take_back", "get", False),
    ],
)
def test_strangers_see_no_assessment_and_authors_change_none(
    facebook: Platform,
    department: Organization,
    author: User,
    stranger: User,
    as_user: SignIn,
    name: str,
    method: str,
    member_may: bool,
) -> None:
    address = reverse(f"risk:{name}", args=[make.assessment("pia", facebook, department).pk])

    assert getattr(as_user(stranger), method)(address).status_code == 404
    assert getattr(as_user(author), method)(address).status_code == (200 if member_may else 403)


def test_sharing_is_a_button_not_a_link(
    facebook: Platform, department: Organization, coordinator: User, as_user: SignIn
) -> None:
    pia = make.assessment("pia", facebook, department)

    assert as_user(coordinator).get(reverse("risk:assessment_share", args=[pia.pk])).status_code == 405


@pytest.mark.obligation("G145")
def test_changing_a_signed_assessment_asks_for_a_new_signature(
    facebook: Platform, department: Organization, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    pia = make.assessment("pia", facebook, department, by=privacy_advisor, uses=["contests"])
    address = reverse("risk:assessment_edit", args=[pia.pk])
    client = as_user(coordinator)
    assert "the signature comes off" in text(client.get(address))

    client.post(address, assessment_form(facebook, department, uses=["contests", "live_video"]))

    pia.refresh_from_db()
    assert (pia.uses, pia.signed_on) == (["contests", "live_video"], None)


def test_assessments_are_filtered_and_paged(
    facebook: Platform, department: Organization, coordinator: User, as_user: SignIn
) -> None:
    other = make.platform("flickr")
    make.assessment("pia", other, department, title_en="On Flickr")
    for number in range(51):
        make.assessment("pia", facebook, department, title_en=f"Number {number}.")
    client = as_user(coordinator)
    address = reverse("risk:assessments")

    page = client.get(address)
    last = client.get(address + page.context["older_url"])

    assert "Number 50." in text(page)
    assert "On Flickr" in text(last)
    assert "On Flickr" in text(client.get(f"{address}?platform=flickr"))
    assert "Number 50." not in text(client.get(f"{address}?platform=flickr"))
    assert "No assessment matches" in text(client.get(f"{address}?platform=flickr&kind=tra"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_assessments_takes_the_same_queries(
    count: int,
    facebook: Platform,
    department: Organization,
    coordinator: User,
    as_user: SignIn,
    django_assert_num_queries: Callable,
) -> None:
    for _number in range(count):
        make.assessment("pia", facebook, department)
    client = as_user(coordinator)

    with django_assert_num_queries(6):
        client.get(reverse("risk:assessments"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_platform_takes_the_same_queries(
    count: int,
    facebook: Platform,
    department: Organization,
    privacy_advisor: User,
    coordinator: User,
    as_user: SignIn,
    django_assert_max_num_queries: Callable,
) -> None:
    for _number in range(count):
        make.assessment("pia", facebook, department, by=privacy_advisor)
    client = as_user(coordinator)

    with django_assert_max_num_queries(16):
        client.get(facebook.get_absolute_url())


def test_an_unknown_kind_of_resting_thing_is_not_found(facebook: Platform, coordinator: User, as_user: SignIn) -> None:
    address = reverse("risk:platform_resting", args=["facebook", "castles"])

    assert as_user(coordinator).get(address).status_code == 404
