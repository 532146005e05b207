"""What does somebody see who arrives at a button's address without pressing it?"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import User

SignIn = Callable[[User], Client]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def button(db: None) -> str:
    return reverse("reminders:read_all")


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(button: str, coordinator: User) -> None:
    browser = Client()
    sent_away = browser.post(button)
    browser.force_login(coordinator, backend=BACKEND)

    answer = browser.get(button, follow=True)

    assert sent_away.status_code == 302
    assert answer.redirect_chain == [(reverse("reminders:notices"), 302)]
    assert "Press the button again." in answer.content.decode()


def test_its_address_alone_does_nothing_and_says_so_on_a_page(button: str, coordinator: User, as_user: SignIn) -> None:
    answer = as_user(coordinator).get(button)

    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert "The request could not be read" in answer.content.decode()
    assert "Go to the home page" in answer.content.decode()
