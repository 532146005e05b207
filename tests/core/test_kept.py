"""Is what somebody typed there after they signed in again: to them alone, for an hour, and never a password?"""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from govsocial.core import kept
from govsocial.core.models import StashedPost
from organizations.models import User
from tests.factories.people import PASSWORD

PROFILE = "/en/people/profile/"
TYPED = {"name": "Camille <b>C.</b>", "title_en": "Chief", "title_fr": "Chef", "language": "en"}


@pytest.fixture
def browser(db: None) -> Client:
    """Return a browser whose session ran out while a form was open: it types, and is sent to sign in."""
    browser = Client()
    answer = browser.post(PROFILE, TYPED)
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": [PROFILE]}
    return browser


def sign_in(browser: Client, user: User) -> None:
    answer = browser.post("/en/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_the_text_is_there_after_signing_in(browser: Client, coordinator: User) -> None:
    sign_in(browser, coordinator)

    page = browser.get(PROFILE).content.decode()

    assert "Camille &lt;b&gt;C.&lt;/b&gt;" in page
    assert "Chief" in page
    assert "check it, then save it again" in page


def test_it_is_given_back_once_and_saves_nothing_by_itself(browser: Client, coordinator: User) -> None:
    sign_in(browser, coordinator)
    browser.get(PROFILE)

    assert "Chief" not in browser.get(PROFILE).content.decode()
    assert User.objects.get(pk=coordinator.pk).title_en == "Officer"
    assert not StashedPost.objects.exists()


def test_another_page_of_the_same_browser_does_not_take_it(browser: Client, administrator: User) -> None:
    sign_in(browser, administrator)

    assert "Chief" not in browser.get("/en/people/organizations/parks/people/invite/").content.decode()
    assert "Chief" in browser.get(PROFILE).content.decode()


def test_another_browser_gets_nothing(browser: Client, coordinator: User) -> None:
    another = Client()
    sign_in(another, coordinator)

    assert "Chief" not in another.get(PROFILE).content.decode()


def test_after_an_hour_it_is_gone(browser: Client, coordinator: User) -> None:
    StashedPost.objects.update(created_at=timezone.now() - kept.KEPT_FOR - timedelta(seconds=1))
    sign_in(browser, coordinator)

    assert "Chief" not in browser.get(PROFILE).content.decode()
    assert not StashedPost.objects.exists()


def test_what_nobody_came_back_for_is_forgotten(browser: Client) -> None:
    assert kept.forget_old() == 0
    StashedPost.objects.update(created_at=timezone.now() - kept.KEPT_FOR - timedelta(seconds=1))

    assert kept.forget_old() == 1
    assert not StashedPost.objects.exists()


def test_the_address_keeps_its_question(db: None) -> None:
    answer = Client().post("/en/plans/?state=drafting&q=a%20b", {"x": "1"})

    assert StashedPost.objects.get().path == "/en/plans/?state=drafting&q=a%20b"
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": ["/en/plans/?state=drafting&q=a%20b"]}


def test_passwords_and_tokens_are_never_kept(db: None) -> None:
    secrets = {"oldpassword": "one", "password1": "two", "password2": "three", "csrfmiddlewaretoken": "four"}

    Client().post("/en/sign-in/password/", {**secrets, "note": "five"})

    assert StashedPost.objects.get().data == {"note": ["five"]}


def test_files_are_never_kept(db: None, tmp_path: object) -> None:
    paper = tmp_path / "paper.txt"  # type: ignore[operator]
    paper.write_text("secret")
    with paper.open("rb") as file:
        Client().post(PROFILE, {"name": "Camille", "paper": file})

    assert StashedPost.objects.get().data == {"name": ["Camille"]}


def test_a_nul_does_not_break_the_keeping(db: None) -> None:
    answer = Client().post(PROFILE, {"name": "a\0b", "x\0y": "z"})

    assert answer.status_code == 302
    assert StashedPost.objects.get().data == {"name": ["ab"], "xy": ["z"]}


def test_every_key_is_random_and_long(db: None) -> None:
    for _attempt in range(20):
        Client().post(PROFILE, TYPED)
    keys = list(StashedPost.objects.values_list("key", flat=True))

    assert len(set(keys)) == 20
    assert all(re.fullmatch(r"[\w-]{43}", key) for key in keys)


def test_looking_without_signing_in_keeps_nothing(db: None) -> None:
    answer = Client().get(PROFILE)

    assert answer.status_code == 302
    assert not StashedPost.objects.exists()
