"""Who may return a document from consultation, who may take a condition back, and what stays signed?"""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from approvals import conditions, rounds
from approvals.models import Condition
from documents import actions as writing
from documents.models import Document
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, offered, perform
from organizations.models import Organization, User
from reminders.models import Notification
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


def verbs(document: Document, user: User) -> set[str]:
    return {offer.step.verb for offer in offered(document, people.again(user))}


def test_an_area_that_blocks_returns_the_document_and_sign_offs_are_kept(
    sent: Document, department: Organization, author: User, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    lawyer = people.member("Lena Legal", "advisor", department, area="official_languages")
    make.sign(sent, privacy_advisor)
    address = reverse("approvals:move", args=[sent.pk, "return"])
    client = as_user(privacy_advisor)
    shown = client.get(address).context["form"].initial

    assert verbs(sent, privacy_advisor) == {"return"}
    assert "return" in verbs(sent, coordinator)
    assert verbs(sent, lawyer) == verbs(sent, author) == set()
    with pytest.raises(PermissionDenied):
        perform(sent, "return", by=lawyer, reason="Not mine to say.")
    assert client.post(address, {**shown, "reason": " "}).status_code == 422
    assert client.post(address, {**shown, "reason": "Name the bank of information."}).status_code == 302

    line = Event.objects.about(sent).first()
    assert (line.verb, line.before, line.after) == ("document.return", "consultation", "returned")
    assert (line.details["areas"], line.personal.reason) == (["privacy"], "Name the bank of information.")
    told = Notification.objects.filter(code="document.return").values_list("recipient", flat=True)
    assert set(told) == {author.pk, coordinator.pk}
    home = as_user(author).get(sent.get_absolute_url()).content.decode()
    assert "Name the bank of information." in home
    again = perform(Document.objects.get(pk=sent.pk), "consult", by=author)
    carried = rounds.standing(rounds.current(again), again, "privacy").sign_off
    assert carried.carried_from is not None


def test_after_a_return_a_changed_section_is_asked_again(sent: Document, author: User, privacy_advisor: User) -> None:
    make.sign(sent, privacy_advisor)
    document = perform(sent, "return", by=privacy_advisor, reason="Say more.")
    changed = {("f_rationale", lang): f"Said more – {lang}" for lang in ("en", "fr")}
    writing.save_section(document, "f", changed, by=author)

    again = perform(document, "consult", by=author)

    assert rounds.standing(rounds.current(again), again, "privacy").sign_off is None


def test_who_is_recused_does_not_return_it(sent: Document, department: Organization, privacy_advisor: User) -> None:
    other = people.member("Petra Privacy", "advisor", department, area="privacy")
    make.sign(sent, privacy_advisor, decision="recused", comment="My sister wrote it.")

    with pytest.raises(TransitionError, match="recused yourself"):
        perform(sent, "return", by=people.again(privacy_advisor), reason="No.")
    assert perform(sent, "return", by=other, reason="No.").state == "returned"


@pytest.fixture
def condition(sent: Document, privacy_advisor: User, author: User) -> Condition:
    return make.condition(sent, privacy_advisor, owner=author)


def test_only_its_area_withdraws_a_condition_and_the_record_shows_it(
    sent: Document, condition: Condition, author: User, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    address = reverse("approvals:withdraw_condition", args=[condition.pk])
    client = as_user(privacy_advisor)

    for other in (author, coordinator):
        with pytest.raises(PermissionDenied):
            conditions.withdraw(condition, text="Away with it.", by=other)
        assert as_user(other).get(address).status_code == 403
    assert address in client.get(condition.get_absolute_url()).content.decode()
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "The bank was renamed."}).status_code == 302

    assert conditions.of(condition).is_withdrawn
    assert not conditions.unmet(sent).exists()
    assert "Withdrawn by the area" in as_user(author).get(sent.get_absolute_url()).content.decode()
    assert Event.objects.about(sent).first().verb == "document.condition_withdrawn"
    assert Notification.objects.filter(recipient=author, code="condition.withdrawn").exists()
    assert perform(sent, "submit", by=coordinator).state == "final_approval"
    with pytest.raises(ValidationError, match="has withdrawn this condition"):
        conditions.report(condition, text="Done after all.", by=author)


def test_nobody_withdraws_what_they_must_meet_themselves(
    sent: Document, condition: Condition, author: User, department: Organization
) -> None:
    people.join(author, "advisor", department, area="privacy")

    with pytest.raises(ValidationError, match="another advisor of the area"):
        conditions.withdraw(condition, text="Let me off.", by=people.again(author))
