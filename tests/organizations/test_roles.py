"""Roles from–to: who may give and end them, and what refuses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from govsocial.core.models import Event
from organizations import actions
from organizations.models import Membership, Organization, User
from tests.factories import people

SignIn = Callable[[User], Client]
PEOPLE = "/en/people/organizations/parks/people/"


def verbs() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("verb", flat=True))


@pytest.mark.parametrize("path", ["", "add/", "invite/"])
def test_only_administrators_manage_people(
    as_user: SignIn, administrator: User, author: User, stranger: User, path: str
) -> None:
    assert as_user(administrator).get(PEOPLE + path).status_code == 200
    assert as_user(author).get(PEOPLE + path).status_code == 403
    assert as_user(stranger).get(PEOPLE + path).status_code == 404


def test_the_entitys_administrator_manages_people_everywhere(
    as_user: SignIn, entity: Organization, department: Organization
) -> None:
    keeper = people.member("Keeper", "administrator", entity)

    assert as_user(keeper).get(PEOPLE).status_code == 200


def test_an_administrator_adds_a_role_and_it_counts_at_the_next_click(
    as_user: SignIn, administrator: User, author: User
) -> None:
    given = {"email": author.email.upper(), "role": "advisor", "area": "privacy", "valid_from": timezone.localdate()}

    page = as_user(administrator).post(PEOPLE + "add/", given)

    assert page.status_code == 302
    assert people.again(author).has_role("advisor", area="privacy")
    assert verbs() == ["membership.granted"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"email": "nobody@people.example"}, "Nobody signs in here with this address"),
        ({"role": "advisor"}, "Choose the policy area that this person advises on"),
        ({"area": "privacy"}, "Only an advisor has a policy area"),
        ({"role": "reviewer"}, "Select a valid choice"),
        ({"valid_to": "2020-01-01"}, "The last day is before the first"),
        ({"role": "author"}, "holds this role in these days already"),
    ],
)
def test_an_impossible_role_is_refused_with_what_to_do(
    as_user: SignIn, administrator: User, author: User, changed: dict[str, str], message: str
) -> None:
    given = {"email": author.email, "role": "coordinator", "valid_from": timezone.localdate(), **changed}

    page = as_user(administrator).post(PEOPLE + "add/", given)

    assert page.status_code == 422
    assert message in page.content.decode()
    assert verbs() == []


def test_a_role_ends_at_once(as_user: SignIn, administrator: User, author: User) -> None:
    membership = author.memberships.get()
    client = as_user(author)
    assert client.get("/en/people/organizations/parks/").status_code == 200

    page = as_user(administrator).post(f"/en/people/roles/{membership.pk}/end/", {"when": "now", "reason": "Left."})

    assert page.status_code == 302
    assert client.get("/en/people/organizations/parks/").status_code == 404
    assert Event.objects.get().verb == "membership.ended"
    assert Event.objects.get().personal.reason == "Left."


def test_a_role_that_began_today_ends_at_once_too(administrator: User, author: User) -> None:
    here = author.memberships.get().organization
    given = actions.grant_role(organization=here, person=author, role="head", by=administrator)

    actions.end_role(given, last_day=None, by=administrator)

    assert not people.again(author).has_role("head")


def test_a_role_ends_after_a_last_day(as_user: SignIn, administrator: User, author: User) -> None:
    membership = author.memberships.get()
    last_day = timezone.localdate() + timedelta(days=3)

    given = {"when": "later", "last_day": last_day}
    as_user(administrator).post(f"/en/people/roles/{membership.pk}/end/", given)

    membership.refresh_from_db()
    assert membership.valid_to == last_day
    assert people.again(author).has_role("author")


def test_a_role_does_not_end_in_the_past(as_user: SignIn, administrator: User, author: User) -> None:
    address = f"/en/people/roles/{author.memberships.get().pk}/end/"

    page = as_user(administrator).post(address, {"when": "later", "last_day": "2026-02-01"})

    assert page.status_code == 422
    assert "a role cannot end in the past" in page.content.decode()


def test_a_last_day_is_asked_for(as_user: SignIn, administrator: User, author: User) -> None:
    page = as_user(administrator).post(f"/en/people/roles/{author.memberships.get().pk}/end/", {"when": "later"})

    assert "Give the last day" in page.content.decode()


def test_the_last_administrator_stays(administrator: User) -> None:
    with pytest.raises(ValidationError, match="Nobody else administers"):
        actions.end_role(administrator.memberships.get(), last_day=None, by=administrator)


def test_a_stranger_and_a_colleague_cannot_end_a_role(as_user: SignIn, author: User, stranger: User) -> None:
    address = f"/en/people/roles/{author.memberships.get().pk}/end/"

    assert as_user(stranger).get(address).status_code == 404
    assert as_user(author).get(address).status_code == 403


def test_the_verb_itself_asks_who_it_is(author: User, department: Organization) -> None:
    with pytest.raises(PermissionDenied):
        actions.grant_role(organization=department, person=author, role="head", by=author)
    assert not Membership.objects.filter(role="head").exists()
