"""Does a document go from a blank page to an approved version, and nowhere else?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from approvals.models import Decision, SignOff
from demo import clock
from documents.models import Version
from govsocial.core import ledger
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans.models import Plan
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]


@pytest.mark.obligation("G011")
@pytest.mark.obligation("G019")
@pytest.mark.obligation("G020")
def test_a_complete_strategy_is_approved_and_falls_due_a_year_later(
    coordinator: User, head: User, department: Organization
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)

    document = strategy.document
    assert document.state == "approved"
    assert document.effective_version.number == 1
    assert (document.review_due_on - document.effective_at.date()).days in {364, 365, 366}
    assert Decision.objects.get(round__document=document).version_sha == document.effective_version.sha256


def test_an_incomplete_strategy_says_what_is_missing_in_which_language(
    coordinator: User, department: Organization
) -> None:
    strategy = make.draft_strategy(department, coordinator)

    with pytest.raises(TransitionError) as refusal:
        perform(strategy.document, "submit", by=coordinator)

    messages = refusal.value.messages
    assert any("is not answered in French" in message for message in messages)
    assert any("needs at least" in message for message in messages)


@pytest.mark.obligation("G029")
@pytest.mark.obligation("G145")
def test_a_plan_needs_the_privacy_sign_off_before_the_head_decides(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}])
    document = perform(document, "consult", by=author)

    with pytest.raises(TransitionError, match="has not signed off"):
        perform(document, "submit", by=coordinator)
    make.sign(document, privacy_advisor)

    assert perform(document, "submit", by=coordinator).state == "final_approval"


def test_a_privacy_objection_blocks(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author)
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor, decision=SignOff.Decision.DO_NOT_CONCUR)

    with pytest.raises(TransitionError, match="objection blocks"):
        perform(document, "submit", by=coordinator)


@pytest.mark.obligation("G013")
def test_the_author_cannot_approve(department: Organization, coordinator: User, head: User) -> None:
    people.join(coordinator, "head", department)
    strategy = make.draft_strategy(department, coordinator)
    document = make.complete(strategy.document, coordinator)
    document = perform(document, "submit", by=coordinator)

    with pytest.raises(TransitionError, match="You wrote part of this document"):
        make.approve(document, by=coordinator)
    assert make.approve(document, by=head).state == "approved"


def test_who_gave_the_document_its_title_cannot_approve_it(
    department: Organization, coordinator: User, head: User
) -> None:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    make.actions.invite_writer(document, head, by=coordinator)
    make.actions.rename(document, title_en="A title of my own", title_fr="Un titre à moi", by=head)
    document = perform(document, "submit", by=coordinator)

    with pytest.raises(TransitionError, match="You wrote part of this document"):
        make.approve(document, by=head)


def test_who_wrote_what_was_revoked_does_not_approve_it_once_it_is_reopened(
    department: Organization, author: User, coordinator: User, head: User
) -> None:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    make.actions.invite_writer(document, author, by=coordinator)
    key = next(field.key for field in document.outline.sections[0].fields if field.is_bilingual)
    words = {(key, "en"): "Words of an author", (key, "fr"): "Mots d’une autrice"}
    make.actions.save_section(document, document.outline.sections[0].key, words, by=author)
    document = make.approve(perform(document, "submit", by=coordinator), by=head)
    document = perform(document, "revoke", by=head, reason="A mistake.")
    document = perform(document, "reopen", by=coordinator, reason="Mend it.")
    words = {(key, "en"): "Words of an author, mended", (key, "fr"): "Mots d’une autrice, corrigés"}
    make.actions.save_section(document, document.outline.sections[0].key, words, by=coordinator)
    document = perform(document, "submit", by=coordinator)
    people.join(author, "head", department)

    with pytest.raises(TransitionError, match="You wrote part of this document"):
        make.approve(document, by=author)


def test_a_stranger_can_neither_see_nor_move(
    department: Organization, coordinator: User, stranger: User, as_user: SignIn
) -> None:
    strategy = make.draft_strategy(department, coordinator)

    assert as_user(stranger).get(strategy.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        perform(strategy.document, "withdraw", by=stranger, reason="No")


def test_a_second_decision_on_the_same_round_is_refused_plainly(
    department: Organization, coordinator: User, head: User, as_user: SignIn
) -> None:
    strategy = make.draft_strategy(department, coordinator)
    document = make.complete(strategy.document, coordinator)
    document = perform(document, "submit", by=coordinator)
    address = reverse("approvals:move", args=[document.pk, "return"])
    client = as_user(head)
    page = client.get(address)
    form = {"revision": page.context["form"]["revision"].value(), "seen_sha": page.context["form"]["seen_sha"].value()}
    make.approve(document, by=head)

    answer = client.post(address, {**form, "reason": "Too late, but my words must stay."})

    assert answer.status_code == 409
    assert "my words must stay" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_an_approved_version_cannot_change_by_any_path(department: Organization, coordinator: User, head: User) -> None:
    version = make.approved_strategy(department, coordinator=coordinator, head=head).document.effective_version

    with pytest.raises(Exception, match="never be changed"):
        version.save()
    with pytest.raises(Exception, match="never be changed"):
        Version.objects.update(number=9)
    for statement in ("UPDATE documents_version SET number = 9", "DELETE FROM documents_version"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_returned_work_keeps_sign_offs_on_sections_that_did_not_change(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)
    signed = make.sign(document, privacy_advisor)
    document = perform(document, "submit", by=coordinator)
    document = perform(document, "return", by=head, reason="Say more about replies.")

    document = perform(document, "consult", by=author)

    assert SignOff.objects.get(round__number=2).carried_from == signed


@pytest.mark.obligation("G009")
def test_a_later_review_asks_areas_anew_although_nothing_changed(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)
    with clock.at(timezone.now() - timedelta(days=290)):
        make.sign(document, privacy_advisor)
    document = perform(document, "recall", by=coordinator, reason="Nobody looked at it for months.")

    document = perform(document, "consult", by=author)

    assert not SignOff.objects.filter(round__number=2).exists()


def test_every_move_leaves_a_line_and_the_chain_is_whole(
    department: Organization, coordinator: User, head: User
) -> None:
    document = make.approved_strategy(department, coordinator=coordinator, head=head).document

    verbs = [event.verb for event in ledger.Event.objects.about(document)]
    assert verbs == ["document.approve", "document.submit", "document.started"]
    assert list(ledger.faults()) == []


def test_a_move_counts_as_a_change_in_lists(department: Organization, coordinator: User, head: User) -> None:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    written_at = document.updated_at

    document = perform(document, "submit", by=coordinator)

    assert document.updated_at > written_at


def test_a_revision_leaves_the_approved_version_in_force(
    department: Organization, coordinator: User, head: User
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    document = perform(strategy.document, "revise", by=coordinator, reason="Yearly review.")

    assert document.state == "drafting"
    assert strategy.version is not None
    section = document.outline.sections[0]
    key = next(field.key for field in section.fields if not field.is_table)
    make.actions.save_section(document, section.key, {(key, "en"): "New words"}, by=coordinator)
    back = perform(document, "abandon", by=coordinator, reason="Next quarter.")
    assert back.state == "approved"
    assert back.answers.get(field=key, lang="en").value != "New words"


def test_a_plan_cannot_start_on_a_strategy_that_is_not_approved(
    department: Organization, coordinator: User, as_user: SignIn
) -> None:
    make.draft_strategy(department, coordinator)
    platform = make.platform()
    typed = {
        "platform": platform.pk,
        "title_en": "Parks on X",
        "title_fr": "Parcs sur X",
        "name_en": "@ParksCanada",
        "handle_en": "ParksCanada",
        "prepared_by": "Camille",
    }

    answer = as_user(coordinator).post(reverse("plans:start", args=["parks"]), typed)

    assert answer.status_code == 422
    assert "rests on an approved strategy" in answer.content.decode()
    assert "Parks on X" in answer.content.decode()
    assert not Plan.objects.exists()
