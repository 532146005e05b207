"""One plan for a group of accounts: several pairs, each pair equivalent, none lost on the way to the index (§4.2)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts import wanted
from accounts.actions import registering, submissions
from accounts.actions.registering import Existing
from accounts.content import of_draft
from accounts.models import OfficialAccount
from govsocial.core.declare import panels_for
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from plans import actions as plans
from plans.models import Plan, PlannedAccount
from risk.models import Platform
from strategy.models import Strategy
from tests.factories import accounts as making
from tests.factories import documents as make

TWO_PAIRS = (
    ("en", "Parks Canada", "ParksCanada", 1),
    ("fr", "Parcs Canada", "ParcsCanada", 1),
    ("en", "Banff National Park", "BanffNP", 2),
    ("fr", "Parc national Banff", "pnBanff", 2),
)


@pytest.fixture
def cast(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User, reviewer: User
) -> making.Cast:
    return making.Cast(department, author, coordinator, head, privacy_advisor, reviewer)


def typed(**more: str) -> dict[str, str]:
    """Return what somebody types for the English account of a plan, and `more`."""
    platform = Platform.objects.first() or make.platform()
    return {
        "platform": str(platform.pk),
        "title_en": "Parks Canada",
        "title_fr": "Parcs Canada",
        "prepared_by": "Alex Author",
        "name_en": "Parks Canada",
        "handle_en": "ParksCanada",
        **more,
    }


@pytest.mark.obligation("G030")
def test_a_second_pair_is_added_without_losing_what_was_typed(
    department: Organization, coordinator: User, head: User, author: User, as_user: Callable[[User], Client]
) -> None:
    make.approved_strategy(department, coordinator=coordinator, head=head)
    address, client = reverse("plans:start", args=["parks"]), as_user(author)
    sent = typed(name_fr="Parcs Canada", handle_fr="ParcsCanada")

    page = client.post(address, {**sent, "then": "group"}).content.decode()

    assert not PlannedAccount.objects.exists()
    assert 'name="name_fr_2"' in page
    assert 'value="ParcsCanada"' in page
    assert 'id="error-summary' not in page

    more = {"name_en_2": "Banff", "handle_en_2": "BanffNP", "name_fr_2": "Banff", "handle_fr_2": "pnBanff"}
    assert client.post(address, {**sent, **more}).status_code == 302
    named = Plan.objects.get().planned_accounts.values_list("group", "language", "handle")
    assert list(named) == [
        (1, "en", "ParksCanada"),
        (1, "fr", "ParcsCanada"),
        (2, "en", "BanffNP"),
        (2, "fr", "pnBanff"),
    ]


def test_emptying_a_group_removes_it_and_a_username_stands_once(
    department: Organization, coordinator: User, head: User, author: User, as_user: Callable[[User], Client]
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author, pair=TWO_PAIRS)
    address, client = reverse("plans:header", args=[plan.pk]), as_user(author)
    third = {"name_en_2": "", "handle_en_2": "", "name_en_3": "Jasper", "handle_en_3": "parkscanada"}

    refused = client.post(address, typed(**third))
    assert "cannot share the username" in refused.content.decode()

    client.post(address, typed(**{**third, "handle_en_3": "JasperNP"}))
    assert list(plan.planned_accounts.values_list("group", "handle")) == [(1, "ParksCanada"), (2, "JasperNP")]


@pytest.mark.obligation("G030")
def test_two_pairs_of_one_plan_come_through_the_submission_and_are_equivalent_by_pair(cast: making.Cast) -> None:
    plan = making.approved_plan(cast, pair=TWO_PAIRS)
    draft = making.draft_submission(cast, plan)
    panels = panels_for("section:identification", draft.document, cast.coordinator)
    (accounts,) = [one.context["accounts"] for one in panels if "accounts" in one.context]
    assert [account["handle"] for account in accounts] == ["BanffNP", "pnBanff"]

    document = making.complete(draft, cast.coordinator, handles=("ParksCan", "ParcsCan"))
    asked = wanted.accounts(draft, of_draft(document))
    assert [one.handle for one in asked] == ["ParksCan", "ParcsCan", "BanffNP", "pnBanff"]
    for verb, by in (("submit", cast.coordinator), ("take", cast.reviewer), ("accept", cast.reviewer)):
        document = perform(document, verb, by=by)

    made = OfficialAccount.objects.filter(plan=plan)
    pairs = {frozenset((one.handle, one.equivalent.handle)) for one in made.select_related("equivalent")}
    assert pairs == {frozenset(("ParksCan", "ParcsCan")), frozenset(("BanffNP", "pnBanff"))}
    assert wanted.planned(draft) == []


@pytest.mark.obligation("G030")
@pytest.mark.obligation("G031")
def test_an_existing_account_takes_its_place_in_the_group_and_only_the_rest_is_created(cast: making.Cast) -> None:
    plan = making.approved_plan(cast, pair=TWO_PAIRS)
    existing = Existing(platform=plan.platform, language="fr", name="Parc national Banff", handle="PNBanff")
    account = registering.register(cast.department, existing, by=cast.coordinator)

    account = registering.link_plan(account, plan, by=cast.coordinator)

    assert account.group == 2
    submission = submissions.start_creation(plan, by=cast.coordinator)
    assert [one["handle"] for one in wanted.planned(submission)] == ["ParksCanada", "ParcsCanada", "BanffNP"]


def test_a_group_has_one_account_a_language(strategy_in_force: Strategy, author: User) -> None:
    plan = make.draft_plan(strategy_in_force, make.platform(), by=author, pair=TWO_PAIRS)

    plans.name_accounts(plan, [plans.Named("en", "One", "One"), plans.Named("en", "Two", "Two", 2)])

    assert plan.planned_accounts.count() == 2


@pytest.fixture
def strategy_in_force(department: Organization, coordinator: User, head: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)
