"""The overview of an organization for its head, and the pages about the site."""

from collections.abc import Callable

import pytest
from django.test import Client

from organizations.models import Organization, User
from tests.factories import documents

SignIn = Callable[[User], Client]
OVERVIEW = "/en/home/overview/parks/"


@pytest.mark.obligation("G014")
def test_a_head_sees_strategy_plans_and_accounts_on_one_page(
    as_user: SignIn, coordinator: User, head: User, author: User, department: Organization
) -> None:
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    documents.draft_plan(strategy, documents.platform(), by=author)

    page = as_user(head).get(OVERVIEW).content.decode()

    assert "Social media strategy" in page
    assert "Parks Canada on X" in page
    assert "@ParcsCanada" in page
    assert "No official account exists yet." in page


def test_who_may_oversee(
    as_user: SignIn, head: User, coordinator: User, reviewer: User, author: User, stranger: User
) -> None:
    for one in (head, coordinator, reviewer):
        assert as_user(one).get(OVERVIEW).status_code == 200
    assert as_user(author).get(OVERVIEW).status_code == 403
    assert as_user(stranger).get(OVERVIEW).status_code == 404


def test_the_list_leads_to_the_own_organizations_only(as_user: SignIn, head: User, stranger: User) -> None:
    page = as_user(head).get("/en/home/overview/").content.decode()

    assert OVERVIEW in page
    assert "elsewhere" not in page


def test_the_organizations_page_leads_heads_to_the_overview(as_user: SignIn, head: User, author: User) -> None:
    assert OVERVIEW in as_user(head).get("/en/people/organizations/parks/").content.decode()
    assert OVERVIEW not in as_user(author).get("/en/people/organizations/parks/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_asks_the_same_whatever_the_number(
    as_user: SignIn,
    coordinator: User,
    head: User,
    author: User,
    department: Organization,
    count: int,
    django_assert_max_num_queries: Callable,
) -> None:
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    platform = documents.platform()
    for number in range(count):
        documents.draft_plan(strategy, platform, by=author, pair=(("en", f"Name {number}", f"name{number}"),))
    client = as_user(head)

    with django_assert_max_num_queries(14):
        client.get(OVERVIEW)


@pytest.mark.parametrize("path", ["about/", "accessibility/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_anybody_reads_about_the_site(path: str, language: str, db: None) -> None:
    page = Client().get(f"/{language}/home/{path}")

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()
