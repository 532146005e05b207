"""Does a condition stop what it blocks, until its area accepts what was done, and nobody else?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from approvals import conditions
from approvals.models import Condition, SignOff
from documents.models import Document
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, offered, perform
from organizations.models import Organization, User
from plans.models import Plan
from reminders import duties
from tests.factories import accounts as registering
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]


@pytest.fixture
def sent(department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User) -> Document:
    """Return a plan in consultation."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    return perform(document, "consult", by=author)


@pytest.mark.obligation("G008")
def test_a_condition_of_approval_stops_the_document_until_the_area_accepts_it(
    sent: Document, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    condition = make.condition(sent, privacy_advisor, owner=author)

    with pytest.raises(TransitionError, match="is not met yet: “Link the notice"):
        perform(sent, "submit", by=coordinator)
    conditions.report(condition, text="Linked.", link="https://example.gc.ca/notice", by=author)
    with pytest.raises(TransitionError, match="is not met yet"):
        perform(sent, "submit", by=coordinator)
    conditions.judge(condition, accepts=False, text="Not on Sundays.", by=privacy_advisor)
    with pytest.raises(TransitionError, match="is not met yet"):
        perform(sent, "submit", by=coordinator)
    conditions.report(condition, text="On Sundays too.", by=coordinator)
    conditions.judge(condition, accepts=True, text="Seen.", by=privacy_advisor)
    document = perform(sent, "submit", by=coordinator)

    assert make.approve(document, by=head).state == "approved"
    told = Event.objects.about(sent).filter(verb__startswith="document.condition_").order_by("seq")
    steps = ["asked", "reported", "refused", "reported", "accepted"]
    assert [one.verb for one in told] == [f"document.condition_{step}" for step in steps]
    with pytest.raises(ValidationError, match="is closed"):
        conditions.report(condition, text="Again.", by=author)


def test_nothing_but_acceptance_closes_a_condition(
    sent: Document, author: User, coordinator: User, privacy_advisor: User
) -> None:
    condition = make.condition(sent, privacy_advisor, owner=author)
    make.sign(sent, privacy_advisor)  # concurs anew, without a word about the condition

    document = perform(sent, "recall", by=coordinator, reason="Mend it.")
    document = perform(document, "consult", by=author)

    assert SignOff.objects.filter(round__number=2, carried_from__isnull=False).exists()
    assert list(conditions.unmet(document)) == [condition]
    with pytest.raises(TransitionError, match="is not met yet"):
        perform(document, "submit", by=coordinator)


def test_who_reports_does_not_accept_and_strangers_do_neither(
    sent: Document, author: User, coordinator: User, head: User, privacy_advisor: User, stranger: User, as_user: SignIn
) -> None:
    condition = make.condition(sent, privacy_advisor, owner=author)
    judging = reverse("approvals:judge_condition", args=[condition.pk])

    with pytest.raises(PermissionDenied):
        conditions.report(condition, text="Done.", by=head)
    with pytest.raises(ValidationError, match="Nothing is reported"):
        conditions.judge(condition, accepts=True, text="Yes.", by=privacy_advisor)
    conditions.report(condition, text="Done.", by=author)
    with pytest.raises(PermissionDenied):
        conditions.judge(condition, accepts=True, text="Yes.", by=coordinator)
    people.join(privacy_advisor, "coordinator", sent.organization)
    again = people.again(privacy_advisor)
    conditions.report(condition, text="I did it myself.", by=again)
    with pytest.raises(ValidationError, match="reported this yourself"):
        conditions.judge(condition, accepts=True, text="Yes.", by=again)
    assert as_user(stranger).get(judging).status_code == 404
    assert as_user(author).get(judging).status_code == 403
    assert as_user(head).get(condition.get_absolute_url()).status_code == 200


def test_the_form_asks_for_a_condition_with_its_owner_and_date(
    sent: Document, author: User, privacy_advisor: User, as_user: SignIn
) -> None:
    client, address = as_user(privacy_advisor), reverse("approvals:sign_off", args=[sent.pk, "privacy"])
    sha = client.get(address).context["form"]["seen_sha"].value()
    said = {"seen_sha": sha, "decision": "concur_with_conditions", "text_1": "Link the notice."}
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    whole = {**said, "blocks_1": "creation", "owner_1": str(author.pk), "due_on_1": day}

    nothing = client.post(address, {"seen_sha": sha, "decision": "concur_with_conditions"})
    partly = client.post(address, said)
    more = client.post(address, {**said, "more": "1"})
    beside = client.post(address, {**whole, "decision": "concur"})
    done = client.post(address, {**whole, "text_2": ""})

    assert "Write at least one condition" in nothing.content.decode()
    assert set(partly.context["form"].errors) == {"blocks_1", "owner_1", "due_on_1"}
    assert (more.status_code, more.context["form"].count) == (200, 2)
    assert "Link the notice." in more.content.decode()
    assert "or empty the condition" in beside.content.decode()
    assert done.status_code == 302
    assert Condition.objects.get().owner == author


def test_a_condition_of_creation_stops_putting_the_account_into_use(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User, reviewer: User
) -> None:
    company = registering.Cast(department, author, coordinator, head, privacy_advisor, reviewer)
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)
    condition = make.condition(document, privacy_advisor, owner=author, blocks="creation")
    document = perform(document, "submit", by=coordinator)
    make.approve(document, by=head)
    submission = registering.sent_submission(company, Plan.objects.get(pk=plan.pk))
    under_review = perform(submission.document, "take", by=reviewer)

    with pytest.raises(TransitionError, match=r"A condition of .* is not met yet"):
        perform(under_review, "accept", by=reviewer)
    conditions.report(condition, text="Linked.", by=author)
    conditions.judge(condition, accepts=True, text="Seen.", by=privacy_advisor)

    assert perform(under_review, "accept", by=reviewer).state == "accepted"


def test_a_date_that_is_past_stands_against_approval_and_is_told_to_all_who_answer_for_it(
    sent: Document, author: User, coordinator: User, head: User, privacy_advisor: User, as_user: SignIn
) -> None:
    condition = make.condition(sent, privacy_advisor, owner=author, blocks="date", days=0)
    offer = next(one for one in offered(sent, coordinator) if one.step.verb == "submit")
    assert offer.is_ready

    later = timezone.now() + timedelta(days=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_args: later.date())
        offer = next(one for one in offered(sent, coordinator) if one.step.verb == "submit")
        assert "is overdue: “Link the notice" in str(offer.problems[0])
        for person in (author, coordinator, head):
            person = people.again(person)
            assert "Meet the condition of Privacy" in as_user(person).get(reverse("reports:home")).content.decode()
    (due,) = (one for one in duties.conditions(later) if one.key == f"condition:{condition.pk}")
    assert (due.code, due.people) == ("condition.overdue", {author.pk})


def test_the_conditions_stand_on_the_document_and_the_area_is_asked_to_accept(
    sent: Document, author: User, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    condition = make.condition(sent, privacy_advisor, owner=author)
    client = as_user(author)

    client.post(reverse("approvals:report_condition", args=[condition.pk]), {"text": "Linked on every page."})

    assert "Reported as met" in client.get(sent.get_absolute_url()).content.decode()
    advisor = as_user(privacy_advisor)
    assert "Accept what was done about your condition" in advisor.get(reverse("reports:home")).content.decode()
    assert "Linked on every page." in advisor.get(condition.get_absolute_url()).content.decode()
    said = {"answer": "accept", "text": "Seen today."}
    assert advisor.post(reverse("approvals:judge_condition", args=[condition.pk]), said).status_code == 302
    assert not conditions.unmet(sent).exists()
