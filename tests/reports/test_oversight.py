"""The overview of an organization for its head, and the pages about the site."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions import configuration
from accounts.actions.configuration import Tick
from organizations.models import Organization, User
from tests.factories import accounts as make
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


@pytest.mark.obligation("G018")
def test_a_head_reads_whether_accounts_are_identified_managed_and_of_use(
    as_user: SignIn,
    department: Organization,
    author: User,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    reviewer: User,
) -> None:
    cast = make.Cast(department, author, coordinator, head, privacy_advisor, reviewer)
    plan = make.approved_plan(cast, a_purposes=["communication", "collaboration"])
    english, _french = make.active_accounts(cast, plan)
    configuration.save_checklist(english, "configuration", {"avatar": Tick(False)}, by=coordinator)
    plan.document.__class__.objects.filter(pk=plan.pk).update(review_due_on="2020-01-01")

    page = as_user(head).get(OVERVIEW)

    [panel] = [one for one in page.context["panels"] if one.template_name == "reports/results.html"]
    points = {one.words: one.met for one in panel.context["identified"] + panel.context["managed"]}
    assert points == {
        "Identification checked line by line": 1,
        "Listed in the public index": 2,
        "Equivalent account in the other official language": 2,
        "Approved plan in force": 2,
        "Plan reviewed on time": 0,
        "Managed through the management tool": 2,
        "Everybody with access has acknowledged their duties": 2,
    }
    assert [one["count"] for one in panel.context["purposes"]] == [2, 0, 2, 0, 0]
    assert "1 of 2" in page.content.decode()


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

    with django_assert_max_num_queries(16):
        client.get(OVERVIEW)


@pytest.mark.parametrize("path", ["about/", "accessibility/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_anybody_reads_about_the_site(path: str, language: str, db: None) -> None:
    page = Client().get(f"/{language}/home/{path}")

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()
