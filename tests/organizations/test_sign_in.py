"""Sign-in by e-mail and password, a forgotten password, one's profile, and an expired session that loses no word."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from organizations.context import person
from organizations.models import Organization, User
from tests.factories import people

SignIn = Callable[[User], Client]


def sign_in(client: Client, user: User, address: str = "/en/sign-in/", password: str = people.PASSWORD) -> object:
    return client.post(address, {"login": user.email, "password": password})


def test_somebody_signs_in_and_reaches_home_in_their_language(department: Organization) -> None:
    answer = sign_in(Client(), people.member("Luc", "author", department, language="fr"))

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/fr/home/"


def test_a_wrong_password_is_refused_without_telling_who_exists(author: User) -> None:
    known = sign_in(Client(), author, password="not the river").content.decode()
    unknown = Client().post("/en/sign-in/", {"login": "nobody@people.example", "password": "x"}).content.decode()

    assert "error-summary" in known
    assert re.findall(r"The email[^<]+", known) == re.findall(r"The email[^<]+", unknown)


def test_sign_out_is_a_button(as_user: SignIn, author: User) -> None:
    client = as_user(author)

    assert client.get("/en/sign-in/out/").status_code == 200
    assert client.get("/en/home/").status_code == 200
    assert client.post("/en/sign-in/out/").status_code == 302
    assert client.get("/en/home/").headers["Location"].startswith("/en/sign-in/")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["", "inactive/", "invited-only/", "password/reset/", "password/reset/sent/", "out/"])
def test_every_page_of_sign_in_is_ours(path: str, language: str, db: None) -> None:
    page = Client().get(f"/{language}/sign-in/{path}", follow=True).content.decode()

    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1


def test_there_is_no_sign_up(db: None) -> None:
    client = Client()

    assert "By invitation only" in client.get("/en/sign-in/invited-only/").content.decode()
    client.post("/en/sign-in/invited-only/", {"email": "me@people.example", "password1": people.PASSWORD})
    assert not User.objects.exists()


@pytest.mark.parametrize(("language", "start"), [("en", "/en/"), ("fr", "/fr/")])
def test_a_forgotten_password_is_replaced_by_a_letter_in_the_persons_language(
    author: User, language: str, start: str
) -> None:
    User.objects.filter(pk=author.pk).update(language=language)
    client = Client()

    client.post("/en/sign-in/password/reset/", {"email": author.email})

    address = re.search(r"http://[^/]+(/\S+)", mail.outbox[0].body)[1]
    assert address.startswith(start)
    form = client.get(address, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": "a louder river", "password2": "a louder river"})
    assert answer.status_code == 302
    assert "/home/" in sign_in(Client(), author, password="a louder river").headers["Location"]
    assert "no longer works" in Client().get(address.replace("/fr/", "/en/"), follow=True).content.decode()


def test_an_unknown_address_gets_the_same_page_and_another_letter(db: None) -> None:
    answer = Client().post("/en/sign-in/password/reset/", {"email": "nobody@people.example"}, follow=True)

    assert "Look at your mail" in answer.content.decode()
    assert "Nobody signs in with this address" in mail.outbox[0].subject


def test_the_own_password_is_changed(as_user: SignIn, author: User) -> None:
    given = {"oldpassword": people.PASSWORD, "password1": "a louder river", "password2": "a louder river"}

    answer = as_user(author).post("/en/sign-in/password/", given, follow=True)

    assert "Password saved." in answer.content.decode()
    assert people.again(author).check_password("a louder river")


def test_the_password_page_needs_somebody_signed_in(db: None) -> None:
    assert Client().get("/en/sign-in/password/").headers["Location"].startswith("/en/sign-in/?next=")


def test_the_profile_is_changed_and_the_language_followed(as_user: SignIn, author: User) -> None:
    given = {"name": "Alex A. Author", "title_en": "Officer", "title_fr": "Agente", "language": "fr"}

    answer = as_user(author).post("/en/people/profile/", given)

    assert answer.headers["Location"] == "/fr/people/profile/"
    assert people.again(author).name == "Alex A. Author"


def test_a_refused_profile_does_not_change_the_name_in_the_frame(as_user: SignIn, author: User) -> None:
    page = as_user(author).post("/en/people/profile/", {"name": "", "language": "en"})

    assert page.status_code == 422
    assert "Alex Author" in page.content.decode()


def test_an_expired_session_loses_no_word(author: User) -> None:
    client = Client()
    typed = {"name": "Alex Typed", "title_en": "Officer typed", "title_fr": "Agente", "language": "en"}

    kept = client.post("/en/people/profile/", typed)
    back = sign_in(client, author, kept.headers["Location"])
    page = client.get(back.headers["Location"]).content.decode()

    assert back.headers["Location"] == "/en/people/profile/"
    assert "Officer typed" in page
    assert "You had been signed out" in page
    assert people.again(author).name == "Alex Author"
    assert "Officer typed" not in client.get("/en/people/profile/").content.decode()


def test_the_frame_knows_who_reads(as_user: SignIn, author: User, rf: Callable) -> None:
    request = rf.get("/en/people/profile/")
    request.user = author

    frame = person(request)

    assert frame["user_menu"]["name"] == "Alex Author"
    assert frame["user_menu"]["role"] == "Author"
    assert [item["label"] for item in frame["user_menu"]["items"]][-1] == "Sign out"
    assert frame["acting_as"] is None
