"""Is this account official? In every spelling that people paste, and never yes to an imitation."""

from datetime import date

import pytest

from organizations.models import Organization
from registry.verification import verify
from risk.models import Platform
from tests.factories.registry import listed, pair
from tests.factories.risk import platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def x() -> Platform:
    return platform("x")


@pytest.fixture
def youtube() -> Platform:
    return platform("youtube")


@pytest.mark.parametrize(
    "typed",
    [
        "https://x.com/ParksCanada",
        "http://x.com/ParksCanada",
        "x.com/ParksCanada",
        "X.COM/parkscanada",
        "www.x.com/ParksCanada/",
        "mobile.twitter.com/ParksCanada",
        "https://m.twitter.com/@ParksCanada",
        "https://twitter.com/ParksCanada?lang=fr&s=20#top",
        "//x.com/ParksCanada",
        "https://x.com:443/ParksCanada",
        "https://x.com./ParksCanada",
        "https://x.com/%50arksCanada",
        "https://x.com/ParksCanada/media",
        "  https://x.com/ParksCanada\u200b\n",
        "@ParksCanada",
        "@parkscanada ",
        "ParksCanada",
    ],
)
@pytest.mark.obligation("G060")
def test_verify_says_yes_to_every_spelling_of_an_official_account(
    department: Organization, x: Platform, typed: str
) -> None:
    english, _french = pair(department, x)

    verdict = verify(typed)

    assert (verdict.answer, verdict.account, verdict.asked.strange) == ("yes", english, ())


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("https://x.com/ParksCanada2", "not_listed"),
        ("@nobody", "not_listed"),
        ("https://x.com/ParksCanada/status/1234", "no_username"),
        ("https://x.com/", "no_username"),
        ("https://x.com", "no_username"),
        ("", "no_username"),
        ("x" * 900, "no_username"),
        ("https://x.com.evil.example/ParksCanada", "platform_unknown"),
        ("https://evil.example/x.com/ParksCanada", "platform_unknown"),
        ("https://notx.com/ParksCanada", "platform_unknown"),
        ("https://x.com@evil.example/ParksCanada", "unsafe"),
        ("https://evil.example\\@x.com/ParksCanada", "unsafe"),
        ("https://evil.example@x.com/ParksCanada", "unsafe"),
        ("javascript:alert(1)//x.com/ParksCanada", "unsafe"),
        ("https://[x.com/ParksCanada", "unsafe"),
        ("https://x.com/ParksCanada%0A", "unsafe"),
        ("https://x.com/ParksCanada%2F..%2Fevil", "no_username"),
    ],
)
def test_verify_says_yes_to_nothing_else(department: Organization, x: Platform, typed: str, why: str) -> None:
    pair(department, x)

    verdict = verify(typed)

    assert (verdict.answer in {"no", "unknown"}, verdict.why, verdict.accounts) == (True, why, [])


@pytest.mark.parametrize(
    "typed",
    [
        "@P\u0430rksCanada",
        "https://x.com/P\u0430rksCanada",
        "https://x.com/P%D0%B0rksCanada",
        "@Par\u212asCanada",
        "@ParksC\u200banada",
        "@\uff30arksCanada",
        "ParksCan\u0430da",
        "https://x.com/Parks\u202eCanada",
    ],
)
def test_verify_warns_of_letters_that_imitate_others(department: Organization, x: Platform, typed: str) -> None:
    english, _french = pair(department, x)

    verdict = verify(typed)

    assert (verdict.answer, verdict.accounts, verdict.near) == ("no", [], [english])
    assert len(verdict.asked.strange) == 1
    assert "U+" in verdict.asked.strange[0]


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.linkedin.com/showcase/pensez-cybers%C3%A9curit%C3%A9/about/",
        "linkedin.com/showcase/Pensez-Cyberse\u0301curite\u0301",
        "@pensez-cybersécurité",
    ],
)
def test_verify_says_yes_to_an_official_account_with_accents(department: Organization, typed: str) -> None:
    listed(department, platform("linkedin"), "pensez-cybersécurité", language="fr")

    assert verify(typed).answer == "yes"


def test_verify_says_no_to_an_accent_that_the_official_account_lacks_without_alarm(
    department: Organization, x: Platform, youtube: Platform
) -> None:
    official = listed(department, youtube, "ParksCanada")

    verdict = verify("https://www.youtube.com/@ParksCanad\u00e0")

    assert (verdict.answer, verdict.near, verdict.asked.strange) == ("no", [official], ())


def test_verify_reads_a_username_behind_a_question_mark(department: Organization) -> None:
    listed(department, platform("facebook"), "100072520562001")

    assert verify("https://www.facebook.com/profile.php?id=100072520562001&locale=fr_CA").answer == "yes"
    assert verify("https://www.facebook.com/profile.php?id=100072520562002").answer == "no"


@pytest.mark.parametrize(
    "typed", ["https://x.com/ParksCanada/status/1234", "https://twitter.com/ParksCanada/status/1234?s=20"]
)
def test_verify_does_not_vouch_for_a_post_that_only_names_an_official_account(
    department: Organization, x: Platform, typed: str
) -> None:
    english, _french = pair(department, x)

    verdict = verify(typed)

    assert (verdict.answer, verdict.why, verdict.near) == ("unknown", "no_username", [english])


def test_verify_does_not_take_a_host_in_another_alphabet_for_the_platform(
    department: Organization, x: Platform
) -> None:
    pair(department, x)

    verdict = verify("https://\u0445.com/ParksCanada")

    assert (verdict.answer, verdict.why) == ("unknown", "platform_unknown")
    assert verdict.asked.strange == ("\u0445 (U+0445)",)


def test_verify_says_was_with_the_day_of_closing(department: Organization, x: Platform) -> None:
    closed = listed(department, x, "OldParks", state="closed", closed_on=date(2026, 3, 1))

    verdict = verify("twitter.com/oldparks")

    assert (verdict.answer, verdict.account) == ("was", closed)


def test_verify_prefers_a_living_account_to_a_closed_one_with_the_same_username(
    department: Organization, x: Platform
) -> None:
    listed(department, x, "ParksCanada", state="closed", closed_on=date(2020, 1, 1))
    living = listed(department, x, "ParksCanada")

    assert verify("@ParksCanada").accounts == [living]
    assert verify("@ParksCanada").answer == "yes"


def test_verify_answers_for_the_platform_that_the_address_names(
    department: Organization, x: Platform, youtube: Platform
) -> None:
    on_x, _french = pair(department, x)

    verdict = verify("https://www.youtube.com/@ParksCanada")

    assert (verdict.answer, verdict.accounts, verdict.near) == ("no", [], [on_x])


def test_verify_lists_every_platform_for_a_bare_username(
    department: Organization, x: Platform, youtube: Platform
) -> None:
    on_x, _french = pair(department, x)
    on_youtube = listed(department, youtube, "parkscanada")

    assert verify("@ParksCanada").accounts == [on_x, on_youtube]


@pytest.mark.obligation("G061")
@pytest.mark.parametrize("handle", ["ParksCanada", "nobody"])
def test_verify_tells_nothing_of_accounts_on_platforms_that_are_not_pre_reviewed(
    department: Organization, handle: str
) -> None:
    bluesky = platform("bluesky", reviewed=False)
    listed(department, bluesky, "ParksCanada")

    for typed in (f"https://bsky.app/profile/{handle}", f"@{handle}"):
        verdict = verify(typed)

        assert (verdict.answer, verdict.accounts, verdict.near) == ("no", [], [])
    assert verify(f"bsky.app/profile/{handle}").why == "platform_not_listed"


@pytest.mark.parametrize("state", ["planned", "submitted", "creating", "configuring"])
def test_verify_says_no_to_an_account_that_is_not_in_use_yet(department: Organization, x: Platform, state: str) -> None:
    listed(department, x, "ParksCanada", state=state)

    assert verify("@ParksCanada").answer == "no"
