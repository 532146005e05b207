"""Which plans serve which objectives, what serves nothing, and what points at an objective that is gone? (§4.1–4.2)"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents import actions, places
from documents.models import Document, Row
from govsocial.core.declare import panels_for
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans import sight
from plans.models import Plan
from strategy.models import Strategy
from tests.factories import documents as make

SignIn = Callable[[User], Client]


def objective(code: str) -> dict[str, Any]:
    return {"code": code, "objective": {"en": f"Reach {code}", "fr": f"Atteindre {code}"}}


@pytest.fixture
def strategy(entity: Organization, department: Organization, coordinator: User, head: User) -> Strategy:
    """Return an approved strategy with the objectives O1, O2 and O3."""
    strategy = make.draft_strategy(department, coordinator)
    rows = [objective(code) for code in ("O1", "O2", "O3")]
    return approved(strategy, coordinator, head, value_objectives=rows)


def approved(strategy: Strategy, coordinator: User, head: User, **chosen: Any) -> Strategy:
    document = make.complete(strategy.document, coordinator, **chosen)
    make.approve(perform(document, "submit", by=coordinator), by=head)
    return Strategy.objects.get(pk=strategy.pk)


@pytest.fixture
def plan(strategy: Strategy, author: User, coordinator: User, head: User, privacy_advisor: User) -> Plan:
    """Return an approved plan that serves O1 twice, measures O1, and has a measure that shows nothing."""
    return make.approved_plan(
        strategy,
        make.platform(),
        author=author,
        coordinator=coordinator,
        head=head,
        privacy_advisor=privacy_advisor,
        a_objectives=[{"strategy_objective": "O1"}, {"strategy_objective": "O1"}],
        h_measures=[{"strategy_objective": "O1"}, {"strategy_objective": ""}],
    )


def drop(strategy: Strategy, code: str, coordinator: User, head: User) -> Document:
    """Review the strategy without one of its objectives, and bring it to the head."""
    document = perform(strategy.document, "revise", by=coordinator, reason="Yearly review.")
    Row.objects.filter(document=document, table="value_objectives", cells__code=code).delete()
    return perform(make.reviewed(document, coordinator), "submit", by=coordinator)


@pytest.mark.obligation("G035")
def test_orphans_show_in_both_directions(strategy: Strategy, plan: Plan, author: User) -> None:
    seen = sight.in_force(strategy, author)

    assert [(line.code, line.is_served, line.is_measured) for line in seen.lines] == [
        ("O1", True, True),
        ("O2", False, False),
        ("O3", False, False),
    ]
    assert [line.code for line in seen.unserved] == ["O2", "O3"]
    (served,) = seen.lines[0].plans
    assert (len(served.objectives), len(served.measures), served.accounts) == (2, 1, ("@ParksCanada", "@ParcsCanada"))
    (stray,) = seen.strays
    assert [(one.number, one.is_measure, one.code) for one in stray.pointers] == [(2, True, "")]


def test_others_read_what_was_approved_and_authors_also_what_is_written(
    strategy: Strategy, plan: Plan, author: User, coordinator: User, reviewer: User, stranger: User, as_user: SignIn
) -> None:
    perform(strategy.document, "revise", by=coordinator, reason="Yearly review.")
    Row.objects.filter(document=strategy.document, cells__code="O2").update(cells=objective("O9"))
    address = reverse("plans:sight", args=[strategy.pk])

    assert "Reach O2" in (page := as_user(author).get(address).content.decode())
    assert "Reach O9" not in page
    assert "Reach O9" in as_user(author).get(f"{address}?text=draft").content.decode()

    assert as_user(stranger).get(address).status_code == 404
    assert as_user(reviewer).get(address).status_code == 404
    Document.objects.filter(pk=strategy.pk).update(shared_with_entity=True)
    sent = as_user(reviewer).get(f"{address}?text=draft").content.decode()
    assert "Reach O2" in sent
    assert "Reach O9" not in sent
    assert plan.document.title not in sent


def test_it_takes_as_many_queries_for_three_plans_as_for_one(
    strategy: Strategy, plan: Plan, author: User, as_user: SignIn, django_assert_max_num_queries: Any
) -> None:
    address, client = reverse("plans:sight", args=[strategy.pk]) + "?text=draft", as_user(author)
    client.get(address)
    with django_assert_max_num_queries(25) as one:
        client.get(address)
    for name in ("Two", "Three"):
        make.draft_plan(strategy, plan.platform, by=author, pair=(("en", name, name), ("fr", name, f"{name}fr")))

    with django_assert_max_num_queries(len(one)):
        page = client.get(address).content.decode()

    assert page.count("Serves no objective") == 0


@pytest.mark.obligation("G029")
def test_a_strategy_approved_again_lists_the_plans_that_point_at_what_it_drops(
    strategy: Strategy, plan: Plan, author: User, coordinator: User, head: User, as_user: SignIn
) -> None:
    document = drop(strategy, "O1", coordinator, head)
    (warning,) = panels_for("review:strategy", document, head)
    assert [line["plan"].pk for line in warning.context["strays"]] == [plan.pk]

    make.approve(document, by=head)

    page = as_user(coordinator).get(document.get_absolute_url()).content.decode()
    assert plan.document.title_en in page
    assert "Points at “O1”, which the strategy does not have." in page
    again = sight.in_force(Strategy.objects.get(pk=strategy.pk), author)
    assert [one.code for stray in again.dropped for one in stray.pointers] == ["O1"] * 3


def test_a_plan_is_not_sent_while_it_points_at_a_dropped_objective(strategy: Strategy, author: User) -> None:
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(
        plan.document,
        author,
        a_uses=[{"use": "broadcasting"}],
        f_applies="covered",
        a_objectives=[{"strategy_objective": "O7"}],
    )

    with pytest.raises(TransitionError, match="Points at “O7”"):
        perform(document, "consult", by=author)

    (panel,) = [one for one in panels_for("section:a", document, author) if "sight" in one.context]
    assert [one["pointer"].code for stray in panel.context["strays"] for one in stray["pointers"]] == ["O7"]


def test_saving_the_page_does_not_lose_a_code_that_is_no_longer_offered(
    strategy: Strategy, author: User, as_user: SignIn
) -> None:
    plan = make.draft_plan(strategy, make.platform(), by=author)
    row = actions.add_row(plan.document, "a_objectives", {"strategy_objective": "O7"}, by=author)
    address = reverse("documents:section", args=[plan.pk, "a"])
    name = places.cell_name("a_objectives", row.uuid, "strategy_objective")

    page = as_user(author).get(address).content.decode()
    assert "O7 – no longer offered" in page
    sent = {"revision": "1", "page": f"a_objectives-{row.uuid.hex}", name: "O7", "then": "stay"}
    assert as_user(author).post(address, sent).status_code == 302

    assert Row.objects.get(uuid=row.uuid).cells == {"strategy_objective": "O7"}
