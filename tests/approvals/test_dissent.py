"""Is an objection answered before the decision, overridden only with a reason that stays, and never if it blocks?"""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from approvals import dissent
from approvals.models import Decision, Override, SignOff
from approvals.pdf_appendix import approval_record
from documents.models import Document
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
D = SignOff.Decision
WHY = "The campaign is about safety; both moderators are trained."


@pytest.fixture
def security(department: Organization) -> User:
    return people.member("Ivan Security", "advisor", department, area="it_security")


@pytest.fixture
def sent(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User, security: User
) -> Document:
    """Return a plan with which privacy concurs and IT security does not."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    make.sign(document, security, "it_security", D.DO_NOT_CONCUR, comment="Shared passwords.")
    return document


@pytest.fixture
def with_head(sent: Document, author: User, coordinator: User) -> Document:
    dissent.respond(sent, area="it_security", text="Each has a key of their own since May.", by=author)
    return perform(sent, "submit", by=coordinator)


def test_the_authors_answer_an_objection_before_the_head_decides(
    sent: Document, author: User, coordinator: User, security: User, head: User, stranger: User, as_user: SignIn
) -> None:
    address = reverse("approvals:dissent", args=[sent.pk, "it_security"])
    with pytest.raises(TransitionError, match="Answer the objection on the record first"):
        perform(sent, "submit", by=coordinator)
    assert "which does not concur with" in as_user(author).get(reverse("reports:home")).content.decode()

    assert as_user(stranger).get(address).status_code == 404
    assert as_user(head).post(address, {"text": "No."}).status_code == 403
    with pytest.raises(PermissionDenied):
        dissent.respond(sent, area="it_security", text="No.", by=security)
    with pytest.raises(ValidationError, match="No objection"):
        dissent.respond(sent, area="privacy", text="What?", by=author)
    assert as_user(author).post(address, {"text": "Each has a key."}).status_code == 302

    assert perform(sent, "submit", by=coordinator).state == "final_approval"
    assert "Each has a key." in as_user(head).get(reverse("approvals:document", args=[sent.pk])).content.decode()


def test_the_head_overrides_with_a_reason_that_stays_everywhere(
    with_head: Document, head: User, as_user: SignIn
) -> None:
    client, address = as_user(head), reverse("approvals:move", args=[with_head.pk, "approve"])
    page = client.get(address)
    said = {name: page.context["form"][name].value() for name in ("revision", "seen_sha")} | make.ticked(with_head)
    assert "Shared passwords." in page.content.decode()
    assert "Each has a key of their own since May." in page.content.decode()

    refused = client.post(address, said)
    assert refused.status_code == 422
    assert not Decision.objects.filter(round__document=with_head).exists()
    client.post(address, {**said, "override_it_security": WHY})

    override = Override.objects.get()
    version = override.decision.round.version
    assert (override.reason, override.area) == (WHY, "it_security")
    record = approval_record(version)
    assert record is not None
    assert record.context["consultations"][0].overrides == [override]
    assert WHY in client.get(version.get_absolute_url()).content.decode()
    assert WHY in client.get(with_head.get_absolute_url()).content.decode()
    assert Event.objects.get(verb="document.dissent_overridden").personal.reason == WHY
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE approvals_override SET reason = 'None'")


def test_no_way_round_the_reason(with_head: Document, head: User, coordinator: User) -> None:
    for said in ({}, {"overrides": {"it_security": "  "}}, {"overrides": {"privacy": "Yes."}}):
        with pytest.raises(TransitionError, match="Write why you approve"):
            make.approve(with_head, by=head, **said)

    assert Document.objects.get(pk=with_head.pk).state == "final_approval"
    assert not Decision.objects.filter(round__document=with_head).exists()


def test_an_objection_that_blocks_is_never_overridden(
    sent: Document, author: User, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    make.sign(sent, privacy_advisor, decision=D.DO_NOT_CONCUR)
    for area in ("privacy", "it_security"):
        dissent.respond(sent, area=area, text="We see it otherwise.", by=author)

    with pytest.raises(TransitionError, match="objection blocks"):
        perform(sent, "submit", by=coordinator)
    page = as_user(coordinator).get(reverse("approvals:document", args=[sent.pk])).content.decode()
    assert "nobody can override it" in page


def test_an_objection_and_its_answer_survive_a_return_when_nothing_changed(
    with_head: Document, author: User, coordinator: User, head: User
) -> None:
    document = perform(with_head, "return", by=head, reason="Think again.")
    document = perform(document, "consult", by=author)
    document = perform(document, "submit", by=coordinator)

    with pytest.raises(TransitionError, match="Write why you approve"):
        make.approve(document, by=head)
    assert make.approve(document, by=head, overrides={"it_security": WHY}).state == "approved"


def test_a_strategy_with_an_objection_does_not_slip_past_the_area(
    department: Organization, coordinator: User, head: User, security: User
) -> None:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    document = perform(document, "consult", by=coordinator)
    make.sign(document, security, "it_security", D.DO_NOT_CONCUR, comment="No.")
    document = perform(document, "recall", by=coordinator, reason="Change a word.")

    with pytest.raises(TransitionError, match="did not concur with the last version"):
        perform(document, "submit", by=coordinator)
