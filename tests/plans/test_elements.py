"""Do people write what the guideline asks for, and does it reach the version that is signed, in both languages?"""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from approvals import rounds
from documents.completeness import missing
from documents.draft import Draft
from documents.models import Document, Row
from documents.places import cell_name
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans.models import Plan
from strategy.models import Strategy
from tests.factories import documents as make

SignIn = Callable[[User], Client]


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)


@pytest.fixture
def plan(strategy: Strategy, author: User) -> Plan:
    return make.draft_plan(strategy, make.platform(), by=author)


def frozen(document: Document) -> dict[str, Any]:
    """Return {field: what was frozen} of the version under review or in force."""
    round_ = rounds.current(document)
    version = round_.version if round_ else document.effective_version
    sections = json.loads(version.content)["sections"]
    return {k: v for section in sections for part in ("answers", "tables") for k, v in section[part].items()}


def assert_asked_and_frozen(document: Document, said: dict[str, Any], keys: list[str]) -> None:
    """Each key is required before sending, and stands in the frozen version: both languages, or at least one row."""
    for key in keys:
        field = document.outline.field(key)
        assert field.is_required_by("submit"), key
        if field.is_table:
            assert said[key], key
            required = {column.key for column in field.columns if column.required}
            assert all(required <= set(row["cells"]) for row in said[key]), key
        else:
            languages = {"both": {"en", "fr"}, "either": set(said[key]), "none": {""}}[field.bilingual]
            assert set(said[key]) == languages, key
            assert all(said[key].values()), key


@pytest.mark.obligation("G022")
@pytest.mark.obligation("G023")
@pytest.mark.obligation("G025")
@pytest.mark.obligation("G026")
@pytest.mark.obligation("G027")
def test_a_strategy_carries_its_elements_into_the_version_that_is_approved(strategy: Strategy) -> None:
    said = frozen(strategy.document)

    for keys in (
        ["value_statement", "value_objectives"],
        ["governance_coordinator", "governance_process", "governance_roles", "governance_resources"],
        ["approach_narrative", "approach_platforms"],
        ["success_definition", "success_criteria"],
        ["lessons_process"],
    ):
        assert_asked_and_frozen(strategy.document, said, keys)


@pytest.mark.obligation("G032")
@pytest.mark.obligation("G035")
@pytest.mark.obligation("G036")
@pytest.mark.obligation("G038")
@pytest.mark.obligation("G044")
@pytest.mark.obligation("G045")
@pytest.mark.obligation("G046")
@pytest.mark.obligation("G063")
@pytest.mark.obligation("G064")
@pytest.mark.obligation("G065")
@pytest.mark.obligation("G066")
@pytest.mark.obligation("G069")
@pytest.mark.obligation("G072")
def test_a_plan_carries_its_elements_into_the_version_that_is_signed(
    plan: Plan, author: User, privacy_advisor: User
) -> None:
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)

    said = frozen(document)

    for keys in (
        ["a_mandate", "a_drivers", "a_objectives", "a_uses"],
        ["b_audiences", "b_reasons"],
        ["c_resources", "c_training", "c_continuity"],
        ["g_moderation", "g_style", "g_user_management", "g_access", "g_continuity"],
        ["h_success", "h_measures"],
        ["i_plan", "i_advisor_consulted"],
    ):
        assert_asked_and_frozen(document, said, keys)
    assert said["h_measures"][0]["cells"]["strategy_objective"] == "O1"


@pytest.mark.obligation("G030")
@pytest.mark.obligation("G153")
def test_one_plan_is_for_an_english_french_pair_and_its_header_says_who_prepared_it(
    department: Organization, strategy: Strategy, coordinator: User, as_user: SignIn
) -> None:
    typed = {
        "platform": make.platform().pk,
        "title_en": "Parks Canada on X",
        "title_fr": "Parcs Canada sur X",
        "name_en": "@ParksCanada",
        "handle_en": "https://twitter.com/ParksCanada?lang=en",
        "name_fr": "@ParcsCanada",
        "handle_fr": "@ParcsCanada",
        "prepared_by": "Alex Author, Officer",
    }

    as_user(coordinator).post(reverse("plans:start", args=[department.code]), typed)

    plan = Plan.objects.get()
    assert [(a.language, a.handle) for a in plan.planned_accounts.all()] == [
        ("en", "ParksCanada"),
        ("fr", "ParcsCanada"),
    ]
    assert plan.prepared_by == "Alex Author, Officer"
    assert plan.strategy_version == strategy.version


def test_an_address_of_another_platform_is_refused_and_kept(
    department: Organization, strategy: Strategy, coordinator: User, as_user: SignIn
) -> None:
    typed = {
        "platform": make.platform().pk,
        "title_en": "Parks Canada on X",
        "title_fr": "Parcs Canada sur X",
        "name_en": "@ParksCanada",
        "handle_en": "https://www.facebook.com/ParksCanada",
        "prepared_by": "Alex",
    }

    answer = as_user(coordinator).post(reverse("plans:start", args=[department.code]), typed)

    assert answer.status_code == 422
    assert "is neither a username nor an address on X" in answer.content.decode()
    assert "https://www.facebook.com/ParksCanada" in answer.content.decode()
    assert not Plan.objects.exists()


@pytest.mark.obligation("G039")
def test_a_social_scan_is_recorded_with_keywords_in_both_languages(plan: Plan, author: User, as_user: SignIn) -> None:
    row = uuid4()
    typed = {
        cell_name("b_scan", row, column.key, lang): f"{column.key} {lang}".strip()
        for column in plan.document.outline.field("b_scan").columns
        for lang in (("en", "fr") if column.is_bilingual else ("",))
    }

    answer = as_user(author).post(reverse("documents:section", args=[plan.pk, "b"]), typed)

    assert answer.status_code == 302
    cells = Row.objects.get(document=plan.document, table="b_scan", uuid=row).cells
    assert cells["keywords"] == {"en": "keywords en", "fr": "keywords fr"}
    assert {"who", "what", "where", "when", "why"} <= set(cells)


@pytest.mark.obligation("G074")
def test_a_short_term_account_must_say_which_alternatives_were_considered(plan: Plan, author: User) -> None:
    make.complete(
        plan.document,
        author,
        a_uses=[{"use": "broadcasting"}],
        f_applies="covered",
        j_short_term="yes",
        j_alternatives=" ",
    )

    with pytest.raises(TransitionError, match="which alternatives were considered"):
        perform(Document.objects.get(pk=plan.pk), "consult", by=author)


@pytest.mark.obligation("G130")
def test_one_bilingual_account_must_say_why_there_are_not_two(plan: Plan, author: User, as_user: SignIn) -> None:
    chosen = {"a_uses": [{"use": "broadcasting"}], "f_applies": "covered", "b_bilingual_reason": " "}
    document = make.complete(plan.document, author, **chosen, b_structure="pair")
    assert [gap.field for gap in missing(Draft(document))] == []

    make.actions.save_section(document, "b", {("b_structure", ""): "bilingual"}, by=author)

    [gap] = missing(Draft(document))
    assert (gap.section, gap.field) == ("b", "b_bilingual_reason")
    assert gap.message == (
        "“Why one bilingual account rather than one in each language?” is not answered in English. "
        "Required because “How will the two languages be served?” is answered “One bilingual account”."
    )
    page = as_user(author).get(reverse("documents:section", args=[plan.pk, "b"])).content.decode()
    assert page.count(gap.why) == 2  # at the question, and beside what is missing
    with pytest.raises(TransitionError, match="is answered “One bilingual account”"):
        perform(document, "consult", by=author)


@pytest.mark.obligation("G034")
def test_a_plan_is_reviewed_on_a_schedule_and_each_approved_version_stays(
    strategy: Strategy, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    people = {"author": author, "coordinator": coordinator, "head": head, "privacy_advisor": privacy_advisor}
    plan = make.approved_plan(strategy, make.platform(), **people)
    first = plan.document.effective_version
    assert plan.document.review_due_on is not None

    document = perform(plan.document, "revise", by=coordinator, reason="Yearly review.")
    better = {("i_plan", "en"): "A better plan", ("i_plan", "fr"): "Un meilleur plan"}
    make.actions.save_section(document, "i", better, by=author)
    document = perform(document, "consult", by=author)
    document = perform(document, "submit", by=coordinator)
    document = make.approve(document, by=head)

    assert document.effective_version.number == 2
    assert [version.number for version in document.versions.order_by("number")] == [1, 2]
    assert first.sha256 == document.versions.get(number=1).sha256


def test_nothing_is_missing_in_what_the_factories_call_complete(plan: Plan, author: User) -> None:
    document = make.complete(plan.document, author)

    assert missing(Draft(document)) == []
