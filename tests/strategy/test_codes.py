"""Objectives get codes that are never used again, and a code that plans point at does not change (§4.1; App. B)."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from documents import actions, places
from documents.models import Document, DraftSection, Row
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from tests.factories import documents as make

SignIn = Callable[[User], Client]
OBJECTIVES = "value_objectives"


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


def add(document: Document, by: User, text: str = "Reach people", **cells: str) -> Row:
    return actions.add_row(document, OBJECTIVES, {"objective": {"en": text}, **cells}, by=by)


def codes(document: Document) -> list[str]:
    return [row.cells["code"] for row in Row.objects.of(document, OBJECTIVES)]


@pytest.mark.obligation("G022")
def test_objectives_get_codes_that_are_never_given_again(document: Document, coordinator: User) -> None:
    first, second = add(document, coordinator), add(document, coordinator)
    actions.remove_row(second, by=coordinator)

    third = add(document, coordinator)
    assert codes(document) == ["O1", "O3"]

    actions.undo(document, "value", DraftSection.objects.get(document=document, key="value").revision, by=coordinator)
    retyped = add(document, coordinator, code="O2")
    assert (first.cells["code"], third.cells["code"], retyped.cells["code"]) == ("O1", "O3", "O4")


def test_a_code_of_a_version_long_replaced_is_not_given_again(
    document: Document, coordinator: User, head: User
) -> None:
    document = make.complete(document, coordinator, value_objectives=[{"code": f"O{n}"} for n in (1, 2, 7)])
    document = make.approve(perform(document, "submit", by=coordinator), by=head)
    document = perform(document, "revise", by=coordinator, reason="Yearly review.")
    Row.objects.filter(document=document, cells__code="O7").delete()

    assert add(document, coordinator).cells["code"] == "O8"


def save(client: Client, document: Document, row: UUID, **cells: str) -> dict[str, object]:
    """Autosave cells of a row and return the answer."""
    state = DraftSection.objects.get(document=document, key="value")
    fields = {places.cell_name(OBJECTIVES, row, *key.split("__")): text for key, text in cells.items()}
    address = reverse("documents:autosave", args=[document.pk, "value"])
    sent = json.dumps({"page": state.revision, "fields": fields, "seen": {}})
    answer = client.post(address, sent, content_type="application/json")
    return {"status": answer.status_code, **answer.json()}


def test_a_new_row_gets_its_code_while_it_is_typed_and_the_page_is_told(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    row = uuid4()

    said = save(as_user(coordinator), document, row, objective__en="Warn in time")

    assert codes(document) == ["O1"]
    assert said["taken"][places.cell_name(OBJECTIVES, row, "code")]["value"] == "O1"


@pytest.mark.parametrize("typed", [" o2 ", "O3"])
def test_a_code_that_is_or_was_anothers_is_refused_and_the_rest_is_saved(
    document: Document, coordinator: User, as_user: SignIn, typed: str
) -> None:
    one, _two, three = (add(document, coordinator) for _n in range(3))
    actions.remove_row(three, by=coordinator)

    said = save(as_user(coordinator), document, one.uuid, code=typed, objective__en="New words")

    assert said["status"] == 422
    (why,) = said["errors"].values()
    assert ("was dropped" if typed == "O3" else "Another objective has the code") in why
    assert Row.objects.get(uuid=one.uuid).cells == {"code": "O1", "objective": {"en": "New words"}}


def test_without_scripts_the_refused_code_is_shown_again_with_the_reason(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    one, _two = add(document, coordinator), add(document, coordinator)
    name = places.cell_name(OBJECTIVES, one.uuid, "code")
    revision = DraftSection.objects.get(document=document, key="value").revision

    page = as_user(coordinator).post(
        reverse("documents:section", args=[document.pk, "value"]), {name: "O2", "revision": revision, "then": "stay"}
    )

    assert page.status_code == 422
    assert "Another objective has the code “O2” already." in page.content.decode()
    assert codes(document) == ["O1", "O2"]


@pytest.mark.obligation("G022")
def test_a_code_that_a_plan_points_at_is_not_changed_and_another_is(
    document: Document, coordinator: User, head: User, author: User, as_user: SignIn
) -> None:
    document = make.complete(document, coordinator, value_objectives=[{"code": "O1"}, {"code": "O2"}])
    document = make.approve(perform(document, "submit", by=coordinator), by=head)
    plan = make.draft_plan(document.strategy, make.platform(), by=author)
    actions.add_row(plan.document, "a_objectives", {"strategy_objective": "O1"}, by=author)
    document = perform(document, "revise", by=coordinator, reason="Yearly review.")
    used, free = Row.objects.of(document, OBJECTIVES)
    client = as_user(coordinator)

    said = save(client, document, used.uuid, code="R1")
    assert "Plans point at “O1”" in next(iter(said["errors"].values()))
    assert save(client, document, free.uuid, code="R2")["errors"] == {}

    assert codes(document) == ["O1", "R2"]
