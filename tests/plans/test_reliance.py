"""A plan rests on named versions: somebody says that conditions are met and confirms the result, and it stays so."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Answer, Document
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans import actions, coverage, reliance, reliance_panels
from plans.models import Determination, Reliance
from risk.models import Assessment, Platform
from tests.factories import documents as make
from tests.factories import risk as assessing

SignIn = Callable[[User], Client]
CONDITION = {"en": "No private messages.", "fr": "Aucun message privé.", "uses": []}


@pytest.fixture
def x(entity: Organization, reviewer: User) -> Platform:
    platform = assessing.platform("x")
    assessing.government_wide(platform, entity=entity, by=reviewer, conditions=[CONDITION])
    return platform


@pytest.fixture
def document(department: Organization, coordinator: User, head: User, author: User, x: Platform) -> Document:
    """Return a plan that broadcasts on X, whole but for what it relies on."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, x, by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document.condition_answers.all().delete()
    return document


def waiting(document: Document) -> list[str]:
    return [str(problem) for problem in reliance.problems(document)]


def typed(document: Document, **changes: str) -> dict[str, str]:
    """Return what a form sends that says yes to every condition."""
    found = coverage.find(document)
    said = {f"met_{one.key}": "yes" for one in found.coverage.asked}
    return {**said, "seen": coverage.result(found.coverage), "do": "confirm", **changes}


@pytest.mark.obligation("G054", "G058")
def test_conditions_are_said_to_be_met_and_the_result_is_confirmed_with_its_reason(
    document: Document, author: User, stranger: User, as_user: SignIn
) -> None:
    address = reverse("plans:coverage", args=[document.pk])
    page = as_user(author).get(address).content.decode()
    assert "No private messages." in page
    assert as_user(stranger).get(address).status_code == 404
    assert waiting(document) == ["Say whether 4 conditions for relying on the assessments are met."]

    refused = as_user(author).post(address, typed(document, reason_en="", reason_fr=""))
    assert (refused.status_code, "why do the assessments apply" in refused.content.decode()) == (422, True)
    done = as_user(author).post(
        address, typed(document, reason_fr="Mêmes utilisations.", how_p_notice="canada.ca/avis")
    )

    assert (done.status_code, waiting(document)) == (302, [])
    reason = Answer.objects.get(document=document, field="f_rationale", lang="fr")
    assert reason.value == "Mêmes utilisations."
    line = Event.objects.order_by("-seq").first()
    assert line.verb == "plan.coverage_confirmed"
    frozen = coverage.frozen(document)
    notice = next(one for one in frozen["conditions"] if one["key"] == "p_notice")
    today = timezone.localdate().isoformat()
    assert (notice["met"], notice["how"], notice["by"], notice["on"]) == (True, "canada.ca/avis", author.name, today)
    assert (frozen["confirmed"], frozen["uses"][0]["pia"]["version"]) == ({"by": author.name, "on": today}, 1)


def test_a_condition_that_is_not_met_says_why_and_bars_what_it_is_set_for(
    document: Document, author: User, as_user: SignIn
) -> None:
    address = reverse("plans:coverage", args=[document.pk])
    key = next(one.key for one in coverage.of_plan(document).asked if one.en == CONDITION["en"])

    no = {f"met_{key}": "no", "do": "answer"}
    assert as_user(author).post(address, typed(document, **no)).status_code == 422
    as_user(author).post(address, typed(document, **no, **{f"how_{key}": "On y répond aux messages."}))

    (problem,) = waiting(document)
    assert "applies only on this condition, which is not met: No private messages." in problem
    seen = coverage.result(coverage.of_plan(document))
    with pytest.raises(ValidationError, match="Not every use is covered"):
        actions.confirm_coverage(document, reason={"en": "Why not."}, seen=seen, by=author)


@pytest.mark.obligation("G145")
def test_a_newer_version_stops_the_plan_wherever_it_is_until_somebody_confirms_again(
    document: Document, x: Platform, author: User, coordinator: User, head: User, privacy_advisor: User, reviewer: User
) -> None:
    make.relied_on(document, author)
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    pia = x.assessments.get(kind="pia")
    document = perform(document, "submit", by=coordinator)

    assessing.signed(pia, reviewer, timezone.localdate())

    with pytest.raises(TransitionError, match="is at version 2 now: the plan was confirmed on version 1"):
        perform(document, "approve", by=head)
    document = perform(document, "return", by=head, reason="The PIA is newer.")
    with pytest.raises(TransitionError, match="Confirm it again"):
        perform(document, "consult", by=author)
    make.relied_on(document, author)
    document = perform(document, "consult", by=author)
    assert json.loads(document.rounds.last().version.content)["header"]["coverage"]["uses"][0]["pia"]["version"] == 2


def test_what_covers_the_plan_may_lapse_between_the_steps(
    document: Document, x: Platform, author: User, coordinator: User, privacy_advisor: User
) -> None:
    make.relied_on(document, author)
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    x.assessments.update(valid_until=timezone.localdate() - timedelta(days=1))

    with pytest.raises(TransitionError, match="has expired"):
        perform(document, "submit", by=coordinator)


def test_a_result_that_is_another_one_now_is_not_confirmed_nor_by_who_does_not_write(
    document: Document, x: Platform, author: User, privacy_advisor: User, reviewer: User
) -> None:
    seen = coverage.result(coverage.of_plan(document))
    with pytest.raises(PermissionDenied):
        actions.answer_conditions(document, {}, by=privacy_advisor)
    actions.answer_conditions(
        document, {one.key: actions.Said(True) for one in coverage.of_plan(document).asked}, by=author
    )
    assessing.signed(x.assessments.get(kind="tra"), reviewer, timezone.localdate())

    with pytest.raises(ValidationError, match="another one now"):
        actions.confirm_coverage(document, reason={"en": "Same uses."}, seen=seen, by=author)


@pytest.mark.obligation("G057")
def test_who_rests_on_an_older_version_is_found_and_told(
    document: Document, x: Platform, author: User, coordinator: User, head: User, privacy_advisor: User, reviewer: User
) -> None:
    make.relied_on(document, author)
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    make.approve(perform(document, "submit", by=coordinator), by=head)
    rests = Reliance.objects.in_force()
    assert {(one.version.assessment.kind, one.use) for one in rests} == {
        ("pia", "broadcasting"),
        ("tra", "broadcasting"),
    }
    assert not rests.superseded().exists()
    assert list(reliance_panels.plans_on_older_versions(coordinator)) == []

    assessing.signed(x.assessments.get(kind="pia"), reviewer, timezone.localdate())

    assert [one.version.assessment.kind for one in rests.superseded()] == ["pia"]
    (told,) = reliance_panels.plans_on_older_versions(coordinator)
    assert str(told.title) == "“Parks Canada on X” rests on an assessment that has changed"
    document.refresh_from_db()
    panel = reliance_panels.coverage_panel(document, author)
    assert panel.context["changes"] == [
        "“PIA: X” is at version 2 now: the plan was confirmed on version 1, which is superseded."
    ]
    with pytest.raises(ValidationError):
        Determination.objects.update(answer="own_assessment")


def test_taking_back_what_others_rely_on_flags_them(
    document: Document, x: Platform, author: User, stranger: User, reviewer: User
) -> None:
    elsewhere = stranger.memberships.get().organization
    x.assessments.all().update(valid_until=timezone.localdate() - timedelta(days=1))
    for kind in ("pia", "tra"):
        assessing.assessment(kind, x, elsewhere, by=reviewer, uses=["broadcasting"])
    Assessment.objects.filter(organization=elsewhere).update(sharing="offered")
    make.relied_on(document, author)
    assert waiting(document) == []

    Assessment.objects.filter(organization=elsewhere).update(sharing="private")

    (problem,) = waiting(document)
    assert problem.startswith("“Broadcasting” is not covered.")
