"""Section f answers itself: which assessment covers each use of a plan, and what follows when none does."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from documents import actions as documents
from documents import completeness
from documents.draft import Draft as Drafted
from documents.models import Document, DraftSection
from govsocial.core.declare import panels_for
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans import coverage, reliance
from plans.models import Plan
from risk import actions as risk
from risk.leverage import Outcome
from risk.models import Platform
from strategy.models import Strategy
from tests.factories import documents as make
from tests.factories import risk as make_risk

TODAY = timezone.localdate()
Draft = Callable[..., Plan]


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)


@pytest.fixture
def x(entity: Organization, reviewer: User) -> Platform:
    platform = make_risk.platform("x")
    make_risk.government_wide(platform, entity=entity, by=reviewer)
    return platform


@pytest.fixture
def draft(strategy: Strategy, x: Platform, author: User, privacy_advisor: User) -> Draft:
    """Return a function that gives a complete plan with these uses and this answer in section f."""

    def make_draft(*uses: str, claims: str = "covered", platform: Platform | None = None) -> Plan:
        plan = make.draft_plan(strategy, platform or x, by=author)
        make.complete(plan.document, author, a_uses=[{"use": use} for use in uses], f_applies=claims)
        return Plan.objects.get(pk=plan.pk)

    return make_draft


def own(platform: Platform, of: Organization, by: User, *uses: str, **fields: Any) -> None:
    for kind in ("pia", "tra"):
        make_risk.assessment(kind, platform, of, by=by, uses=list(uses), **fields)


def answer(document: Document, claim: str, *, by: User) -> None:
    revision = DraftSection.objects.get(document=document, key="f").revision
    documents.save_section(document, "f", {("f_applies", ""): claim}, by=by, expected_revision=revision)


@pytest.mark.obligation("G052", "G054")
def test_a_plan_with_covered_uses_goes_on(draft: Draft, author: User) -> None:
    plan = draft("broadcasting", "engaging")

    assert coverage.of_plan(plan.document).outcome == Outcome.COVERED
    assert list(reliance.problems(plan.document)) == []
    assert perform(plan.document, "consult", by=author).state == "consultation"


@pytest.mark.obligation("G052", "G054", "G055")
def test_a_use_that_nothing_covers_stops_the_plan_and_says_where_to_mend_it(draft: Draft, author: User) -> None:
    plan = draft("broadcasting", "contests")

    with pytest.raises(TransitionError) as refused:
        perform(plan.document, "consult", by=author)

    (message,) = refused.value.messages
    assert message.startswith("“Contests” is not covered. This use was not assessed for the whole government.")
    (problem,) = reliance.problems(plan.document)
    assert problem.url == reverse("documents:section", args=[plan.pk, "f"]) + "#f_applies"


@pytest.mark.obligation("G055", "G144")
def test_the_departments_own_signed_assessment_opens_the_way(
    draft: Draft, x: Platform, department: Organization, author: User, privacy_advisor: User
) -> None:
    plan = draft("broadcasting", "contests")
    own(x, department, privacy_advisor, "contests")

    problem, unconfirmed = reliance.problems(plan.document)
    assert "Covered, with our own supplement" in str(problem)
    assert unconfirmed.url == reverse("plans:coverage", args=[plan.pk])

    answer(plan.document, "covered_with_supplement", by=author)
    make.relied_on(plan.document, author)
    assert perform(plan.document, "consult", by=author).state == "consultation"


def test_removing_the_use_opens_the_way(draft: Draft, author: User) -> None:
    plan = draft("broadcasting", "contests")

    documents.remove_row(plan.document.rows.get(cells__use="contests"), by=author)

    assert [str(problem) for problem in reliance.problems(plan.document)] == [
        "Nobody has confirmed yet what covers this plan. Confirm it, with the reason."
    ]
    make.relied_on(plan.document, author)
    assert list(reliance.problems(plan.document)) == []


@pytest.mark.obligation("G055")
def test_a_platform_that_is_not_pre_reviewed_needs_own_assessments(
    draft: Draft, department: Organization, privacy_advisor: User, author: User
) -> None:
    tiktok = make_risk.platform("tiktok", reviewed=False)
    plan = draft("broadcasting", claims="own_assessment", platform=tiktok)
    assert coverage.of_plan(plan.document).outcome == Outcome.NOT_COVERED

    own(tiktok, department, privacy_advisor, "broadcasting")
    make.relied_on(plan.document, author)

    assert list(reliance.problems(plan.document)) == []


@pytest.mark.obligation("G056")
def test_another_departments_shared_assessment_may_be_relied_on(
    draft: Draft, x: Platform, stranger: User, author: User
) -> None:
    plan = draft("contests", claims="own_assessment")
    elsewhere = stranger.memberships.get().organization
    own(x, elsewhere, stranger, "contests")
    assert len(list(reliance.problems(plan.document))) == 1

    x.assessments.filter(organization=elsewhere).update(sharing="offered")
    make.relied_on(plan.document, author)

    assert list(reliance.problems(plan.document)) == []
    assert coverage.of_plan(plan.document).uses[0].pia.organization == elsewhere


@pytest.mark.obligation("G054")
def test_a_claim_of_more_than_was_found_is_refused(draft: Draft) -> None:
    plan = draft("broadcasting", claims="own_assessment")

    (problem,) = reliance.problems(plan.document)

    assert str(problem) == (
        "Section f answers “Our own assessment”, but the platform and the uses say "
        "“Covered by the government-wide PIA and TRA”. Change the answer."
    )


@pytest.mark.obligation("G057", "G059")
def test_a_withdrawal_between_consultation_and_approval_stops_the_approval(
    draft: Draft, x: Platform, author: User, coordinator: User, head: User, privacy_advisor: User, reviewer: User
) -> None:
    document = perform(draft("broadcasting").document, "consult", by=author)
    make.sign(document, privacy_advisor)
    document = perform(document, "submit", by=coordinator)

    risk.withdraw(x, reason="New terms.", by=reviewer)

    with pytest.raises(TransitionError, match="pre-review was withdrawn"):
        make.approve(document, by=head)
    risk.restore(x, reason="Mended.", by=reviewer)
    assert make.approve(document, by=head).state == "approved"


def test_the_problem_is_told_in_french(draft: Draft) -> None:
    plan = draft("contests")

    with translation.override("fr"):
        (problem,) = reliance.problems(plan.document)
        assert "Concours" in str(problem)


@pytest.mark.obligation("G052", "G144")
def test_the_version_freezes_what_covered_each_use(
    draft: Draft, x: Platform, author: User, reviewer: User, entity: Organization
) -> None:
    document = perform(draft("broadcasting").document, "consult", by=author)
    version = document.rounds.get().version
    frozen = json.loads(version.content)["header"]["coverage"]

    x.assessments.all().update(valid_until=TODAY - timedelta(days=1))

    assert (frozen["outcome"], frozen["answer"]) == ("covered", "covered")
    assert frozen["uses"][0]["name"] == {"en": "Broadcasting", "fr": "Diffusion"}
    assert frozen["uses"][0]["pia"]["title"] == {"en": "PIA: X", "fr": "EFVP : X"}
    assert coverage.of_plan(document).outcome == Outcome.NOT_COVERED
    shown = [
        panel.context["coverage"] for panel in panels_for("version", version, author) if "coverage" in panel.context
    ]
    assert shown == [frozen]


def test_the_same_coverage_freezes_to_the_same_bytes(draft: Draft, author: User) -> None:
    plan = draft("broadcasting")

    first, second = (documents.freeze(plan.document, by=author) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_takes_five_queries(draft: Draft, count: int, django_assert_num_queries: Callable) -> None:
    document = draft(*make_risk.COVERED[:count]).document

    with django_assert_num_queries(5):
        coverage.frozen(document)


@pytest.mark.obligation("G052", "G054")
@pytest.mark.parametrize(("language", "told"), [("en", "Government-wide"), ("fr", "Diffusion")])
def test_section_f_shows_use_by_use_what_covers_it(
    draft: Draft, author: User, as_user: Callable[[User], Client], language: str, told: str
) -> None:
    plan = draft("broadcasting", "contests")

    with translation.override(language):
        page = as_user(author).get(reverse("documents:section", args=[plan.pk, "f"])).content.decode()

    assert told in page
    assert page.count("table--stack") >= 1


@pytest.mark.obligation("G048")
def test_section_e_shows_the_matrix(draft: Draft, author: User, as_user: Callable[[User], Client]) -> None:
    plan = draft("broadcasting")

    page = as_user(author).get(reverse("documents:section", args=[plan.pk, "e"])).content.decode()

    assert 'class="matrix"' in page
    assert "R1" in page


@pytest.mark.obligation("G057", "G059")
def test_a_platform_and_an_assessment_name_the_plans_that_rest_on_them(
    draft: Draft, x: Platform, author: User, stranger: User, as_user: Callable[[User], Client]
) -> None:
    plan = draft("broadcasting")
    pia = x.assessments.filter(kind="pia").first()
    addresses = [
        reverse("risk:platform_resting", args=["x", "plans"]),
        reverse("risk:assessment_resting", args=[pia.pk, "plans"]),
    ]

    for address in addresses:
        assert plan.document.title in as_user(author).get(address).content.decode()
        assert plan.document.title not in as_user(stranger).get(address).content.decode()


def test_an_assessment_of_other_uses_is_not_what_the_plan_rests_on(
    draft: Draft, x: Platform, department: Organization, author: User, as_user: Callable[[User], Client]
) -> None:
    plan = draft("broadcasting")
    other = make_risk.assessment("pia", x, department, uses=["contests"])

    page = as_user(author).get(reverse("risk:assessment_resting", args=[other.pk, "plans"])).content.decode()

    assert plan.document.title not in page


def owed(strategy: Strategy, x: Platform, author: User) -> set[str]:
    """Return the questions that a plan just started still owes before it may be sent."""
    plan = make.draft_plan(strategy, x, by=author)
    return {gap.field for gap in completeness.missing(Drafted(plan.document), "submit")}


@pytest.mark.obligation("G140")
def test_a_plan_owes_the_authority_to_collect(strategy: Strategy, x: Platform, author: User) -> None:
    assert "f_authority" in owed(strategy, x, author)


@pytest.mark.obligation("G141")
def test_a_plan_owes_the_minimum_of_personal_information(strategy: Strategy, x: Platform, author: User) -> None:
    assert "f_personal_information" in owed(strategy, x, author)


@pytest.mark.obligation("G142")
def test_a_plan_owes_its_personal_information_bank(strategy: Strategy, x: Platform, author: User) -> None:
    assert "f_banks" in owed(strategy, x, author)


@pytest.mark.obligation("G143")
def test_a_plan_owes_use_disclosure_retention_and_disposal(strategy: Strategy, x: Platform, author: User) -> None:
    assert "f_retention" in owed(strategy, x, author)


@pytest.mark.obligation("G098")
def test_a_plan_owes_how_accessible_its_platform_is(strategy: Strategy, x: Platform, author: User) -> None:
    assert {"b_accessibility", "b_alternatives"} <= owed(strategy, x, author)


@pytest.mark.obligation("G058")
def test_a_plan_owes_who_was_consulted_and_why(strategy: Strategy, x: Platform, author: User) -> None:
    assert {"f_consulted", "f_rationale", "f_applies"} <= owed(strategy, x, author)


def test_a_plan_owes_its_risk_tools_and_its_risks(strategy: Strategy, x: Platform, author: User) -> None:
    assert {"e_tools", "e_risks"} <= owed(strategy, x, author)


@pytest.mark.obligation("G145")
def test_the_atip_coordinator_signs_even_what_the_government_covers(
    draft: Draft, author: User, coordinator: User, privacy_advisor: User
) -> None:
    document = perform(draft("broadcasting").document, "consult", by=author)

    with pytest.raises(TransitionError, match="has not signed off yet"):
        perform(document, "submit", by=coordinator)

    make.sign(document, privacy_advisor)
    assert perform(document, "submit", by=coordinator).state == "final_approval"
