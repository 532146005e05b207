"""The life of an invitation: sent, sent again, withdrawn, expired, accepted – and its link works once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from govsocial.core.models import Event
from organizations import invitations
from organizations.models import Invitation, User
from tests.factories import people

SignIn = Callable[[User], Client]
INVITE = "/en/people/organizations/parks/people/invite/"
GIVEN = {"name": "Nadia Newcomer", "email": "Nadia@people.example", "language": "en", "role": "author"}


@pytest.fixture
def invite(as_user: SignIn, administrator: User, django_capture_on_commit_callbacks: Callable) -> Callable[..., str]:
    """Return a function that invites somebody through the page and gives the path of the link in the letter."""

    def send(**changed: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            page = as_user(administrator).post(INVITE, {**GIVEN, **changed})
        assert page.status_code == 302
        return link()

    return send


def link() -> str:
    return re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def accept(address: str, password: str = people.PASSWORD) -> tuple[Client, object]:
    client = Client()
    answer = client.post(address, {"name": "Nadia Newcomer", "password": password, "password_again": password})
    return client, answer


def test_somebody_invited_chooses_a_password_and_is_in(invite: Callable[..., str]) -> None:
    address = invite()
    assert mail.outbox[0].to == ["nadia@people.example"]
    assert Client().get(address).status_code == 200

    client, answer = accept(address)

    assert answer.headers["Location"] == "/en/home/"
    newcomer = User.objects.get(email="nadia@people.example")
    assert newcomer.has_role("author")
    assert client.get("/en/people/organizations/parks/").status_code == 200
    said = list(Event.objects.order_by("seq").values_list("verb", flat=True))
    assert said == ["invitation.sent", "invitation.accepted", "membership.granted"]


def test_the_letter_and_its_page_are_in_the_language_of_the_invited(invite: Callable[..., str]) -> None:
    address = invite(language="fr")

    assert address.startswith("/fr/")
    assert "Parcs Canada" in mail.outbox[0].subject
    _client, answer = accept(address)
    assert answer.headers["Location"] == "/fr/home/"


def test_the_link_works_once(invite: Callable[..., str]) -> None:
    address = invite()
    accept(address)

    page = Client().get(address)

    assert page.status_code == 410
    assert "It was used already" in page.content.decode()
    assert accept(address)[1].status_code == 410


def test_an_expired_link_says_whom_to_ask(invite: Callable[..., str], administrator: User) -> None:
    address = invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    page = Client().get(address)

    assert page.status_code == 410
    assert administrator.email in page.content.decode()


def test_an_unknown_link_says_what_to_do(db: None) -> None:
    page = Client().get("/en/people/invitation/made-up/")

    assert page.status_code == 404
    assert "Copy the whole address from the letter" in page.content.decode()


def test_sending_again_kills_the_earlier_link(
    invite: Callable[..., str], as_user: SignIn, administrator: User, django_capture_on_commit_callbacks: Callable
) -> None:
    earlier = invite()
    pk = Invitation.objects.get().pk

    with django_capture_on_commit_callbacks(execute=True):
        as_user(administrator).post(f"/en/people/invitations/{pk}/resend/")

    assert Client().get(earlier).status_code == 404
    assert Client().get(link()).status_code == 200


def test_a_withdrawn_invitation_is_dead(invite: Callable[..., str], as_user: SignIn, administrator: User) -> None:
    address = invite()
    pk = Invitation.objects.get().pk

    as_user(administrator).post(f"/en/people/invitations/{pk}/withdraw/")
    again = as_user(administrator).post(f"/en/people/invitations/{pk}/withdraw/", follow=True)

    assert Client().get(address).status_code == 410
    assert "accepted or withdrawn already" in again.content.decode()


@pytest.mark.parametrize("verb", ["resend", "withdraw"])
def test_others_cannot_touch_an_invitation(
    invite: Callable[..., str], as_user: SignIn, author: User, stranger: User, verb: str
) -> None:
    invite()
    address = f"/en/people/invitations/{Invitation.objects.get().pk}/{verb}/"

    assert as_user(author).post(address).status_code == 403
    assert as_user(stranger).post(address).status_code == 404
    assert as_user(author).get(address).status_code in {403, 405}


@pytest.mark.parametrize(
    ("password", "message"),
    [("short", "at least 12 characters"), ("nadia@people.example", "too similar"), ("password1234", "too common")],
)
def test_a_weak_password_is_refused_and_the_link_still_works(
    invite: Callable[..., str], password: str, message: str
) -> None:
    address = invite()

    _client, answer = accept(address, password)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not User.objects.filter(email="nadia@people.example").exists()
    assert accept(address)[1].status_code == 302


def test_two_different_passwords_are_refused(invite: Callable[..., str]) -> None:
    given = {"name": "Nadia", "password": people.PASSWORD, "password_again": "another river at noon"}

    assert "The two passwords differ" in Client().post(invite(), given).content.decode()


def test_somebody_known_is_not_invited(as_user: SignIn, administrator: User, author: User) -> None:
    page = as_user(administrator).post(INVITE, {**GIVEN, "email": author.email})

    assert page.status_code == 422
    assert "add a role to them" in page.content.decode()
    assert "Nadia Newcomer" in page.content.decode()


def test_nobody_is_invited_twice(invite: Callable[..., str], as_user: SignIn, administrator: User) -> None:
    invite()

    assert "An invitation to this address is open" in as_user(administrator).post(INVITE, GIVEN).content.decode()


def test_who_joined_meanwhile_signs_in_to_accept(invite: Callable[..., str], as_user: SignIn, author: User) -> None:
    address = invite(role="coordinator")
    meanwhile = people.person("Nadia")
    User.objects.filter(pk=meanwhile.pk).update(email="nadia@people.example")

    assert "Sign in as that person" in Client().get(address).content.decode()
    assert as_user(author).post(address).status_code == 403
    assert as_user(meanwhile).post(address).status_code == 302
    assert people.again(meanwhile).has_role("coordinator")


def test_the_verb_asks_who_it_is(author: User) -> None:
    with pytest.raises(PermissionDenied):
        invitations.invite(organization=author.memberships.get().organization, area="", by=author, **GIVEN)


def test_no_token_is_stored(invite: Callable[..., str]) -> None:
    token = invite().rstrip("/").rsplit("/", 1)[1]

    assert token not in str(list(Invitation.objects.values()))
    assert Invitation.objects.get().token_digest == Invitation.digest(token)
