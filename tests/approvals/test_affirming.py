"""What does whoever approves affirm, about which plans, and can anybody approve without it? (App. A)"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from approvals.models import Decision
from approvals.pdf_appendix import approval_record
from documents import completeness
from documents.draft import Draft
from documents.models import Document
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from risk.models import Platform
from strategy.models import Strategy
from tests.factories import documents as make
from tests.factories import risk as make_risk

SignIn = Callable[[User], Client]
DELICATE = ("advertising", "public_opinion_research")
PARTIES = ["Parks Canada", "Friends of the Parks"]


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)


@pytest.fixture
def x(entity: Organization, department: Organization, reviewer: User, privacy_advisor: User) -> Platform:
    platform = make_risk.platform("x")
    make_risk.government_wide(platform, entity=entity, by=reviewer)
    for kind in ("pia", "tra"):
        make_risk.assessment(kind, platform, department, by=privacy_advisor, uses=list(DELICATE))
    return platform


@pytest.fixture
def delicate(
    strategy: Strategy, x: Platform, author: User, coordinator: User, head: User, privacy_advisor: User
) -> Document:
    """Return a plan with the head that advertises, does research and is run with somebody else."""
    plan = make.draft_plan(strategy, x, by=author)
    document = make.complete(
        plan.document,
        author,
        a_uses=[{"use": use} for use in ("broadcasting", *DELICATE)],
        a_joint="yes",
        a_parties=[{"party": {"en": name, "fr": f"{name} (fr)"}} for name in PARTIES],
        f_applies="covered_with_supplement",
    )
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    return perform(document, "submit", by=coordinator)


@pytest.mark.obligation("G107", "G147", "G148")
def test_every_affirmation_is_ticked_or_nothing_is_approved(delicate: Document, head: User, as_user: SignIn) -> None:
    client, address = as_user(head), reverse("approvals:move", args=[delicate.pk, "approve"])
    form = client.get(address).context["form"]
    seen = {name: form[name].value() for name in ("revision", "seen_sha")}
    ticked = make.ticked(delicate)

    for left_out in ticked:
        answer = client.post(address, seen | {name: on for name, on in ticked.items() if name != left_out})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [left_out]
    with pytest.raises(TransitionError, match="non-partisan and impartial"):
        perform(delicate, "approve", by=head, checks=[code.removeprefix("affirm_") for code in list(ticked)[1:]])
    assert not Decision.objects.filter(round__document=delicate).exists()
    client.post(address, seen | ticked)

    decision = Decision.objects.get(round__document=delicate)
    codes = ["non_partisan", "respectful", "no_advantage", "joint", "public_opinion_research", "advertising"]
    assert [check["code"] for check in decision.checks] == codes
    assert decision.checks[0]["fr"] == "Le contenu et les comptes prévus sont non partisans et impartiaux."
    assert Event.objects.get(verb="document.approve", subject_id=delicate.pk).details["affirmed"] == codes
    record = approval_record(decision.round.version)
    assert record is not None
    assert record.context["consultations"][0].decision.checks == decision.checks
    assert "marketing subsidy" in client.get(delicate.get_absolute_url()).content.decode()


@pytest.mark.obligation("G104", "G105", "G106")
def test_research_advertising_and_partners_are_flagged_to_the_head_with_what_backs_them(
    delicate: Document, head: User, department: Organization, as_user: SignIn
) -> None:
    client = as_user(head)
    pages = [
        client.get(reverse("approvals:document", args=[delicate.pk])).content.decode(),
        client.get(reverse("approvals:move", args=[delicate.pk, "approve"])).content.decode(),
    ]
    oversight = client.get(reverse("reports:oversight", args=[department.code])).content.decode()

    for page in pages:
        assert "registration number and contract number" in page
        assert "advertising plan and ADV number" in page
        assert all(f"{name} (fr)" in page and name in page for name in PARTIES)
    assert all(flag in oversight for flag in ("Advertising", "Public opinion research", "Joint activities"))


def test_nothing_of_it_is_asked_where_nothing_calls_for_it(
    strategy: Strategy, x: Platform, author: User, privacy_advisor: User
) -> None:
    plan = make.draft_plan(strategy, x, by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    section = document.outline.section("a")
    owed = [field for field in section.fields if field.required_when and not field.is_table]
    langs = {True: ("en", "fr"), False: ("",)}
    empty = {(field.key, lang): "" for field in owed for lang in langs[field.is_bilingual]}
    make.actions.save_section(document, "a", empty, by=author)
    document.rows.filter(table="a_parties").delete()

    assert list(completeness.section_missing(Draft(document, section), section)) == []
    document = perform(document, "consult", by=author)
    assert [one["code"] for one in document.rounds.get().policy["affirmations"]] == [
        "non_partisan", "respectful", "no_advantage"
    ]  # fmt: skip


def test_a_use_owes_its_compliance_in_the_row_of_which_it_stands(strategy: Strategy, x: Platform, author: User) -> None:
    plan = make.draft_plan(strategy, x, by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "advertising"}], f_applies="own_assessment")
    make.actions.save_section(document, "a", {("a_advertising_reference", ""): ""}, by=author)
    section = document.outline.section("a")

    with translation.override("fr"):
        [gap] = completeness.section_missing(Draft(document, section), section)

    assert gap.field == "a_advertising_reference"
    assert "Publicité" in gap.why


@pytest.mark.obligation("G117", "G119")
def test_a_plan_owes_the_sensitivity_of_its_information_who_confirmed_it_and_who_does_what(
    strategy: Strategy, x: Platform, author: User
) -> None:
    plan = make.draft_plan(strategy, x, by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    empty = {(key, lang): "" for key in ("f_sensitivity", "f_release_confirmed") for lang in ("en", "fr")}
    make.actions.save_section(document, "f", empty, by=author)
    role = document.rows.filter(table="d_roles").first()
    make.actions.save_row(role, {**role.cells, "area": {"en": "", "fr": ""}}, by=author)

    with pytest.raises(TransitionError) as refused:
        perform(document, "consult", by=author)

    told = " ".join(refused.value.messages)
    assert "How sensitive is the information" in told
    assert "fit for release to the public, and when" in told
    assert "Function 1: “Area of responsibility” is not answered in French." in told
