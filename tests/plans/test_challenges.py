"""Short-term and bilingual accounts are questioned, with the guideline's reasons, before anybody approves them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from documents import actions
from documents.models import Document
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from strategy.models import Strategy
from tests.factories import documents as make

SignIn = Callable[[User], Client]
BILINGUAL = (("bilingual", "Parks Canada", "ParksParcs"),)


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User, privacy_advisor: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)


def written(strategy: Strategy, by: User, pair: Any = make.PAIR, **chosen: Any) -> Document:
    plan = make.draft_plan(strategy, make.platform(), by=by, pair=pair)
    chosen = {"a_uses": [{"use": "broadcasting"}], "f_applies": "covered", **chosen}
    return make.complete(plan.document, by, **chosen)


def page(client: Client, document: Document, section: str) -> str:
    return client.get(reverse("documents:section", args=[document.pk, section])).content.decode()


@pytest.mark.obligation("G074")
def test_a_short_term_account_is_challenged_with_what_serves_instead(
    strategy: Strategy, author: User, as_user: SignIn
) -> None:
    document, client = written(strategy, author), as_user(author)
    assert "A short-term account" not in page(client, document, "j")

    actions.save_section(document, "j", {("j_short_term", ""): "yes"}, by=author)

    assert "less than 12 months" in page(client, document, "j")
    names = [item.name for item in document.framework.lists["short_term_alternatives"]]
    with translation.override("fr"):
        shown = page(client, document, "j")
    assert all(name.fr in shown for name in names)


@pytest.mark.obligation("G074")
def test_whoever_coordinates_is_warned_with_the_reasons_given(
    strategy: Strategy, author: User, coordinator: User, as_user: SignIn
) -> None:
    document, client = written(strategy, author), as_user(coordinator)
    assert "What the guideline discourages" not in client.get(document.get_absolute_url()).content.decode()

    said = {("j_short_term", ""): "yes", ("j_alternatives", "en"): "A tag is lost."}
    actions.save_section(document, "j", said, by=author)

    home = client.get(document.get_absolute_url()).content.decode()
    assert "A short-term account. Alternatives considered:" in home
    assert "A tag is lost." in home


@pytest.mark.obligation("G130")
def test_a_bilingual_account_is_asked_why_not_two(strategy: Strategy, author: User, as_user: SignIn) -> None:
    document = written(strategy, author, BILINGUAL, b_structure="bilingual")

    shown = page(as_user(author), document, "b")

    assert "Two single-language accounts are the recommended practice" in shown
    assert "disagree" not in shown
    assert perform(document, "consult", by=author).state == "consultation"


def test_a_pair_is_asked_nothing(strategy: Strategy, author: User, as_user: SignIn) -> None:
    assert "why not two" not in page(as_user(author), written(strategy, author), "b")


@pytest.mark.parametrize(
    ("structure", "pair"),
    [
        ("pair", BILINGUAL),
        ("bilingual", make.PAIR),
        ("pair", (*((*one, 1) for one in make.PAIR), ("en", "Banff", "BanffNP", 2))),
    ],
)
@pytest.mark.obligation("G130")
def test_a_head_that_says_otherwise_than_section_b_stops_the_plan(
    strategy: Strategy, author: User, as_user: SignIn, structure: str, pair: Any
) -> None:
    document = written(strategy, author, pair, b_structure=structure)

    client = as_user(author)
    assert "The accounts and this section disagree" in page(client, document, "b")
    assert "Open section b" in client.get(reverse("plans:header", args=[document.pk])).content.decode()
    with pytest.raises(TransitionError, match="the head of the plan names other accounts"):
        perform(document, "consult", by=author)
