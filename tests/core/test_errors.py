"""Does a form that is too old lose nothing, and give nothing to another site's page?"""

import pytest
from django.test import Client

from organizations.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HERE, ELSEWHERE = "http://testserver", "https://evil.example"
TYPED = {"name": "Camille", "title_en": "<script>alert(1)</script>", "oldpassword": "a secret", "tag": ["a", "b"]}


@pytest.fixture
def browser(coordinator: User) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator, backend=BACKEND)
    return browser


def send(browser: Client, **headers: str) -> str:
    answer = browser.post("/en/people/profile/?x=1", TYPED, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.mark.parametrize("headers", [{"origin": HERE}, {"referer": f"{HERE}/en/people/profile/"}])
def test_a_page_of_this_site_gets_its_text_back(browser: Client, headers: dict[str, str]) -> None:
    page = send(browser, **headers)

    assert '<input type="hidden" name="name" value="Camille">' in page
    assert page.count('name="tag"') == 2
    assert 'action="/en/people/profile/?x=1"' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ELSEWHERE},
        {"origin": ELSEWHERE, "referer": f"{HERE}/en/"},
        {"origin": "null"},
        {"referer": f"{ELSEWHERE}/?{HERE}"},
        {"referer": "http://testserver.evil.example/"},
        {"referer": "http://testserver@evil.example/"},
        {"origin": "http://testserver:8080"},
        {"origin": "http://["},
        {"referer": "http://[::1"},
        {},
    ],
    ids=str,
)
def test_another_site_gets_nothing_that_could_be_sent_on(browser: Client, headers: dict[str, str]) -> None:
    page = send(browser, **headers)

    assert "Camille" not in page.split("<main")[1]
    assert 'name="title_en"' not in page


@pytest.mark.parametrize("origin", [HERE, ELSEWHERE])
def test_a_password_is_never_written_into_a_page(browser: Client, origin: str) -> None:
    assert "a secret" not in send(browser, origin=origin)


def test_nothing_was_changed(browser: Client, coordinator: User) -> None:
    send(browser, origin=HERE)

    assert User.objects.get(pk=coordinator.pk).title_en == "Officer"
