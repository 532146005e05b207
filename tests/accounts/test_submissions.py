"""How does a submission travel from an approved plan to accounts, and what stops it?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F

from accounts.actions import submissions
from accounts.content import of_draft
from accounts.models import OfficialAccount, Submission
from documents.models import Document, Version
from govsocial.core import ledger
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from plans.models import Plan
from tests.factories import accounts as make
from tests.factories import documents, people, risk
from tests.factories.accounts import Cast


@pytest.mark.obligation("G079")
def test_a_submission_starts_prefilled_from_the_approved_plan(cast: Cast) -> None:
    plan = make.approved_plan(cast, f_banks=["psu_914"])

    submission = make.draft_submission(cast, plan)

    said = of_draft(submission.document)
    assert (said.answer("contact_name"), said.answer("contact_email")) == (
        cast.coordinator.name,
        cast.coordinator.email,
    )
    assert said.answers["identification_handle"] == {"en": "ParksCanada", "fr": "ParcsCanada"}
    assert said.answers["identification_name"] == {"en": "@ParksCanada", "fr": "@ParcsCanada"}
    assert said.answer("privacy_banks") == ["psu_914"]
    assert "privacy_authority" in said.answers
    assert [row.get("role") for row in said.tables["users_authorized"]] == ["owner"]
    assert submission.approved_version_id == plan.document.effective_version_id


@pytest.mark.obligation("G013")
def test_no_submission_without_an_approved_plan(cast: Cast) -> None:
    strategy = documents.approved_strategy(cast.department, coordinator=cast.coordinator, head=cast.head)
    plan = documents.draft_plan(strategy, documents.platform(), by=cast.author)

    with pytest.raises(ValidationError, match="no approved version in force"):
        submissions.start_creation(plan, by=cast.coordinator)

    assert not Submission.objects.exists()


@pytest.mark.obligation("G015")
def test_only_a_coordinator_starts_a_submission(cast: Cast) -> None:
    plan = make.approved_plan(cast)

    for person in (cast.author, cast.head, cast.reviewer):
        with pytest.raises(PermissionDenied):
            submissions.start_creation(plan, by=person)


def test_one_submission_at_a_time_for_a_plan(cast: Cast) -> None:
    submission = make.draft_submission(cast)

    with pytest.raises(ValidationError, match="under way already"):
        submissions.start_creation(submission.plan, by=cast.coordinator)


@pytest.mark.obligation("G078")
def test_an_incomplete_submission_is_not_sent_and_says_what_is_missing(cast: Cast) -> None:
    submission = make.draft_submission(cast)

    with pytest.raises(TransitionError) as refused:
        perform(submission.document, "submit", by=cast.coordinator)

    assert any("Telephone" in message for message in refused.value.messages)
    assert Document.objects.get(pk=submission.pk).state == "drafting"


@pytest.mark.obligation("G015", "G078")
def test_sending_freezes_the_text_and_shares_it_with_the_plan(cast: Cast) -> None:
    submission = make.draft_submission(cast)
    document = make.complete(submission, cast.coordinator)

    document = perform(document, "submit", by=cast.coordinator)

    submission = make.again(submission)
    assert document.state == "submitted"
    assert submission.submitted_at is not None
    assert submission.version.number == 1
    assert Document.objects.visible_to(cast.reviewer).filter(pk=submission.plan_id).exists()
    assert Version.objects.visible_to(cast.reviewer).filter(pk=submission.approved_version_id).exists()
    line = Event.objects.about(document)[0]
    assert (line.verb, line.version_sha) == ("submission.submit", submission.version.sha256)


def test_the_entity_sees_nothing_before_it_is_sent(cast: Cast) -> None:
    submission = make.draft_submission(cast)

    assert not Submission.objects.visible_to(cast.reviewer).filter(pk=submission.pk).exists()


@pytest.mark.obligation("G080")
def test_a_question_and_its_answer_stay_on_record(cast: Cast) -> None:
    submission = make.reviewed_submission(cast)
    document = perform(submission.document, "ask", by=cast.reviewer, reason="Which page holds the notice?")
    assert document.is_editable
    page = {("identification_terms_link", lang): f"https://parks.example/{lang}/terms" for lang in ("en", "fr")}
    documents.actions.save_section(document, "identification", page, by=cast.coordinator)

    document = perform(document, "answer", by=cast.coordinator, reason="The page is parks.example/terms.")

    said = list(submission.exchanges.order_by("pk").values_list("is_from_entity", "body"))
    assert said == [(True, "Which page holds the notice?"), (False, "The page is parks.example/terms.")]
    assert document.state == "under_review"
    assert make.again(submission).version.number == 2


@pytest.mark.parametrize("verb", ["ask", "decline"])
def test_a_question_and_a_refusal_need_their_reason(cast: Cast, verb: str) -> None:
    submission = make.reviewed_submission(cast)

    with pytest.raises(TransitionError, match="Write the reason"):
        perform(submission.document, verb, by=cast.reviewer, reason="  ")


@pytest.mark.obligation("G080")
def test_a_declined_submission_can_be_changed_and_sent_again(cast: Cast) -> None:
    submission = make.reviewed_submission(cast)
    document = perform(submission.document, "decline", by=cast.reviewer, reason="The name is too long.")
    assert submission.exchanges.get().body == "The name is too long."

    document = perform(document, "reopen", by=cast.coordinator)
    document = perform(document, "submit", by=cast.coordinator)

    assert document.state == "submitted"


@pytest.mark.obligation("G081")
def test_accepting_registers_the_accounts_of_the_plan_as_a_pair(cast: Cast) -> None:
    submission = make.accepted_submission(cast)

    english, french = submission.accounts.order_by("language")
    assert (english.name, english.handle, english.url) == ("Parks Canada", "ParksCanada", "https://x.com/ParksCanada")
    assert (french.name, french.handle, french.language) == ("Parcs Canada", "ParcsCanada", "fr")
    assert (english.equivalent, french.equivalent) == (french, english)
    assert {english.state, french.state} == {"creating"}
    assert english.plan_id == submission.plan_id
    assert list(ledger.faults()) == []


def test_a_second_acceptance_in_another_tab_is_told_that_it_moved_on(cast: Cast) -> None:
    submission = make.reviewed_submission(cast)
    seen = submission.document.revision
    perform(submission.document, "accept", by=cast.reviewer, expected_revision=seen)

    with pytest.raises(TransitionError, match="has moved on") as refused:
        perform(submission.document, "accept", by=cast.reviewer, expected_revision=seen)

    assert refused.value.code == "stale"
    assert OfficialAccount.objects.count() == 2


def test_a_username_of_another_organization_is_refused_by_name(cast: Cast) -> None:
    platform = documents.platform()
    other = people.organization("museum", name_en="Museum of Nature")
    make.bare_account(other, platform, "parkscanada")
    submission = make.draft_submission(cast, make.approved_plan(cast, platform))

    with pytest.raises(TransitionError) as refused:
        perform(make.complete(submission, cast.coordinator), "submit", by=cast.coordinator)

    assert "official account of Museum of Nature" in refused.value.messages[0]
    assert "Choose another username" in refused.value.messages[0]


def test_a_username_of_a_closed_account_is_free_again(cast: Cast) -> None:
    platform = documents.platform()
    make.bare_account(people.organization("museum"), platform, "ParksCanada", state="closed")

    submission = make.accepted_submission(cast, make.approved_plan(cast, platform))

    assert submission.accounts.count() == 2


def test_a_username_taken_during_the_review_stops_the_acceptance(cast: Cast) -> None:
    submission = make.reviewed_submission(cast)
    make.bare_account(people.organization("museum"), submission.plan.platform, "ParcsCanada")

    with pytest.raises(TransitionError, match="already registered"):
        perform(submission.document, "accept", by=cast.reviewer)

    assert not submission.accounts.exists()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("https://facebook.com/ParksCanada", "is not the address of an account on X"),
        ("far_too_long_for_this_platform", "cannot be a username on X"),
        ("Parks Canada", "cannot be a username on X"),
        ("ParcsCanada", "cannot share the username"),
    ],
)
def test_a_username_that_cannot_be_is_refused(cast: Cast, typed: str, problem: str) -> None:
    submission = make.draft_submission(cast)
    document = make.complete(submission, cast.coordinator, handles=(typed, "ParcsCanada"))

    with pytest.raises(TransitionError) as refused:
        perform(document, "submit", by=cast.coordinator)

    assert any(problem in message for message in refused.value.messages)


def test_an_address_of_the_platform_counts_as_its_username(cast: Cast) -> None:
    submission = make.accepted_submission(cast, handles=("https://twitter.com/ParksCanada", "@ParcsCanada"))

    assert [a.handle for a in submission.accounts.order_by("language")] == ["ParksCanada", "ParcsCanada"]


@pytest.mark.obligation("G013", "G078")
def test_a_plan_whose_approval_was_revoked_stops_the_submission(cast: Cast) -> None:
    submission = make.reviewed_submission(cast)
    perform(submission.plan.document, "revoke", by=cast.head, reason="The mandate changed.")

    with pytest.raises(TransitionError, match="no approved version in force"):
        perform(submission.document, "accept", by=cast.reviewer)


def test_a_submission_follows_a_newer_version_of_its_plan(cast: Cast) -> None:
    submission = make.draft_submission(cast)
    document = make.complete(submission, cast.coordinator)
    approve_again(cast, submission.plan)
    with pytest.raises(TransitionError, match="approved again since"):
        perform(document, "submit", by=cast.coordinator)

    submissions.rest_on_current(make.again(submission), by=cast.coordinator)
    document = perform(document, "submit", by=cast.coordinator)

    assert document.state == "submitted"
    assert make.again(submission).approved_version.number == 2


def approve_again(cast: Cast, plan: Plan) -> None:
    """Approve a revision of the plan."""
    document = perform(plan.document, "revise", by=cast.coordinator, reason="Yearly review.")
    documents.actions.save_section(document, "j", {("j_short_term", ""): "yes"}, by=cast.author)
    document = perform(Document.objects.get(pk=document.pk), "consult", by=cast.author)
    document = perform(document, "submit", by=cast.coordinator)
    documents.approve(document, by=cast.head)


def test_nobody_accepts_what_they_wrote(cast: Cast) -> None:
    people.join(cast.coordinator, "reviewer", cast.reviewer.memberships.get().organization)
    both = people.again(cast.coordinator)
    submission = make.reviewed_submission(cast)

    with pytest.raises(TransitionError, match="another reviewer must decide"):
        perform(submission.document, "accept", by=both)


@pytest.mark.obligation("G086")
def test_a_platform_that_is_not_pre_reviewed_is_worked_through_all_the_same(cast: Cast) -> None:
    platform = documents.platform(reviewed=False)
    for kind in ("pia", "tra"):
        risk.assessment(kind, platform, cast.department, by=cast.privacy_advisor)
    plan = make.approved_plan(cast, platform, f_applies="own_assessment")

    submission = make.accepted_submission(cast, plan)

    account = submission.accounts.first()
    assert account.state == "creating"
    assert not account.is_listed


def test_a_withdrawn_submission_makes_room_for_another(cast: Cast) -> None:
    submission = make.sent_submission(cast)
    perform(submission.document, "withdraw", by=cast.coordinator)

    other = submissions.start_creation(submission.plan, by=cast.coordinator)

    assert other.pk != submission.pk
    with pytest.raises(TransitionError, match="Another submission"):
        perform(submission.document, "reopen", by=cast.coordinator)


def test_the_state_says_since_when(cast: Cast) -> None:
    submission = make.sent_submission(cast)

    assert Document.objects.filter(pk=submission.pk, state_changed_at__gte=F("created_at")).exists()
