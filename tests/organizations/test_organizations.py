"""Who sees which organization, and what its pages say."""

from collections.abc import Callable

import pytest
from django.test import Client

from organizations.models import Organization, User
from tests.factories import people

SignIn = Callable[[User], Client]


def test_a_member_sees_the_page_of_the_own_organization(as_user: SignIn, author: User) -> None:
    page = as_user(author).get("/en/people/organizations/parks/")

    assert page.status_code == 200
    assert "Alex Author" in page.content.decode()
    assert "Manage people and roles" not in page.content.decode()


def test_a_stranger_finds_nothing(as_user: SignIn, stranger: User, department: Organization) -> None:
    assert as_user(stranger).get("/en/people/organizations/parks/").status_code == 404


def test_the_entitys_reviewer_sees_every_organization(
    as_user: SignIn, reviewer: User, department: Organization
) -> None:
    client = as_user(reviewer)

    assert client.get("/en/people/organizations/parks/").status_code == 200
    assert "Parks Canada" in client.get("/en/people/organizations/").content.decode()


def test_the_list_holds_only_the_own_organization(
    as_user: SignIn, author: User, stranger: User, entity: Organization
) -> None:
    page = as_user(author).get("/en/people/organizations/").content.decode()

    assert "Parks Canada" in page
    assert "Service Canada" not in page
    assert "Elsewhere" not in page


def test_search_ignores_accents_and_language(as_user: SignIn, reviewer: User, department: Organization) -> None:
    client = as_user(reviewer)

    assert "Parks Canada" in client.get("/en/people/organizations/?q=parcs").content.decode()
    assert "No organization has such a name" in client.get("/en/people/organizations/?q=zzz").content.decode()


@pytest.mark.obligation("G010")
def test_the_contact_of_each_policy_area_is_named_or_missed(
    as_user: SignIn, author: User, privacy_advisor: User
) -> None:
    page = as_user(author).get("/en/people/organizations/parks/").content.decode()

    assert page.count("Nobody named") == 8
    assert privacy_advisor.email in page


def test_the_page_is_french_under_fr(as_user: SignIn, author: User) -> None:
    page = as_user(author).get("/fr/people/organizations/parks/").content.decode()

    assert '<html lang="fr">' in page
    assert "Parcs Canada" in page


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_the_same_whatever_the_number(
    as_user: SignIn, reviewer: User, administrator: User, count: int, django_assert_max_num_queries: Callable
) -> None:
    department = administrator.memberships.get().organization
    for number in range(count):
        people.member(f"Number {number}", "author", department)
        people.organization(f"other{number}")
    client, theirs = as_user(reviewer), as_user(administrator)

    with django_assert_max_num_queries(6):
        client.get("/en/people/organizations/")
    with django_assert_max_num_queries(10):
        client.get("/en/people/organizations/parks/")
    with django_assert_max_num_queries(10):
        theirs.get("/en/people/organizations/parks/people/")


def test_a_role_held_in_a_department_is_no_role_of_the_entity(
    entity: Organization, department: Organization, administrator: User
) -> None:
    somebody = people.member("Both Places", "reviewer", entity)
    people.join(somebody, "administrator", department)

    assert somebody.has_entity_role("reviewer")
    assert not somebody.has_entity_role("administrator")
