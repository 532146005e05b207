"""Approved texts shared as examples: found by kind, platform and words, begun with, and gone once unshared (G028)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from documents.draft import Draft
from documents.models import Document
from organizations.models import Organization, User
from plans.models import Plan
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
LIST = "documents:examples"


@pytest.fixture
def plan(department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User) -> Plan:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    cast = {"author": author, "coordinator": coordinator, "head": head, "privacy_advisor": privacy_advisor}
    return make.approved_plan(strategy, make.platform(), **cast)


@pytest.mark.obligation("G028")
def test_a_plan_is_shared_found_begun_with_and_unshared(
    plan: Plan, coordinator: User, author: User, stranger: User, as_user: SignIn
) -> None:
    make.platform("flickr", name="Flickr")
    other, title = as_user(stranger), plan.document.title_en
    assert title not in other.get(reverse(LIST)).content.decode()
    assert as_user(author).post(reverse("approvals:share", args=[plan.pk])).status_code == 403

    as_user(coordinator).post(reverse("approvals:share", args=[plan.pk]))

    for query, is_there in (
        ("kind=plan&platform=x", True),
        ("platform=flickr", False),
        ("kind=strategy", False),
        ("q=parks", True),
    ):
        assert (title in other.get(f"{reverse(LIST)}?{query}").content.decode()) is is_there, query
    elsewhere = stranger.memberships.get().organization
    make.approved_strategy(elsewhere, coordinator=stranger, head=people.member("Hal", "head", elsewhere))
    version = plan.document.effective_version
    begin = f"{reverse('plans:start', args=[elsewhere.code])}?source={version.pk}"
    assert begin in other.get(version.get_absolute_url()).content.decode()
    assert "What would be copied" in other.get(begin).content.decode()

    as_user(coordinator).post(reverse("approvals:unshare", args=[plan.pk]))
    assert title not in other.get(reverse(LIST)).content.decode()
    assert other.get(version.get_absolute_url()).status_code == 404


def test_an_empty_section_is_copied_and_a_begun_one_no_longer_offers_it(
    plan: Plan, author: User, as_user: SignIn
) -> None:
    document: Document = make.draft_plan(
        plan.strategy, plan.platform, by=author, pair=(("en", "Banff", "BanffNP"),)
    ).document
    client, copy = as_user(author), reverse("documents:copy", args=[document.pk, "h"])
    section = reverse("documents:section", args=[document.pk, "h"])
    assert copy in client.get(section).content.decode()
    chosen = {"source": str(plan.document.effective_version_id)}

    assert "Performance measurement" in client.post(copy, {**chosen, "then": "preview"}).content.decode()
    assert "Choose a text" in client.post(copy, {"source": ""}).content.decode()
    page = client.post(copy, chosen, follow=True).content.decode()

    assert "answers and rows were copied" in page
    assert copy not in page
    assert "Carried over, not reviewed yet:" in page
    assert set(Draft(document).answers) == {"h_success", "h_reporting"}

    page = client.post(
        section, {"page": "answers", "revision": "1", "then": "carried-all"}, follow=True
    ).content.decode()
    assert "Carried over, not reviewed yet:" not in page
