"""Is every decision made on a live authority, by who proved who they are, and said so on the record?"""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from approvals import conditions, dissent
from approvals.models import Decision, SignOff
from approvals.pdf_appendix import approval_record
from documents.models import Document
from documents.pdf import _page
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations import actions as roles
from organizations import delegations, standing
from organizations.models import Delegation, Organization, User
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
LETTER = "Letter of 20 November 2026"


@pytest.fixture
def sent(department: Organization, coordinator: User, head: User) -> Document:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    return perform(document, "submit", by=coordinator)


@pytest.fixture
def deputy(department: Organization) -> User:
    return people.member("Dana Deputy", "advisor", department, area="legal")


def give(head: User, to: User, capacity: str = "acting", *, kinds: tuple[str, ...] = (), days: int = 5) -> Delegation:
    today = timezone.localdate()
    return delegations.designate(
        organization=head.memberships.get(role="head").organization,
        delegate=to,
        capacity=capacity,
        kinds=list(kinds),
        instrument=LETTER,
        valid_from=today,
        valid_to=today + timedelta(days=days),
        by=head,
    )


def last_day(delegation: Delegation, days: int) -> None:
    today = timezone.localdate()
    Delegation.objects.filter(pk=delegation.pk).update(
        valid_from=today - timedelta(days=30), valid_to=today + timedelta(days=days)
    )


@pytest.mark.obligation("G012")
@pytest.mark.parametrize(
    ("capacity", "english", "french"),
    [
        ("acting", "as acting head, for Hélène Head", "à titre de chef par intérim, pour Hélène Head"),
        ("designate", "as designate of Hélène Head", "à titre de personne désignée par Hélène Head"),
    ],
)
def test_a_decision_says_who_made_it_for_whom_and_under_which_letter(
    sent: Document, head: User, deputy: User, as_user: SignIn, capacity: str, english: str, french: str
) -> None:
    delegation = give(head, deputy, capacity)

    make.approve(sent, by=people.again(deputy))

    decision = Decision.objects.get()
    assert (decision.capacity, decision.on_behalf_of) == (capacity, head.name)
    assert (decision.delegation, decision.instrument) == (delegation, LETTER)
    line = Event.objects.select_related("personal").get(verb="document.approve")
    assert line.personal.on_behalf_of == head.name
    assert (line.details["capacity"], line.details["delegation"]) == (capacity, delegation.pk)
    for language, words in (("en", english), ("fr", french)):
        with translation.override(language):
            printed = _page(decision.round.version, language)
            shown = as_user(head).get(sent.get_absolute_url()).content.decode()
        assert words in printed
        assert LETTER in printed
        assert words in shown
        assert LETTER in shown


def test_a_designate_decides_on_what_the_head_wrote_and_the_record_says_so(
    department: Organization, coordinator: User, head: User, deputy: User
) -> None:
    document = make.draft_strategy(department, coordinator).document
    people.join(head, "coordinator", department)
    document = perform(make.complete(document, head), "submit", by=coordinator)
    give(head, deputy, "designate")

    with pytest.raises(TransitionError, match="You wrote part"):
        make.approve(document, by=head)
    make.approve(document, by=people.again(deputy))

    assert Decision.objects.get().principal_wrote
    record = approval_record(Decision.objects.get().round.version)
    assert "as designate of Hélène Head" in record.state


def test_who_wrote_it_decides_under_no_letter(sent: Document, head: User, coordinator: User) -> None:
    give(head, coordinator)

    with pytest.raises(TransitionError, match="You wrote part"):
        make.approve(sent, by=people.again(coordinator))


def test_a_letter_for_other_documents_gives_nothing(sent: Document, head: User, deputy: User) -> None:
    give(head, deputy, kinds=("plan",))

    with pytest.raises(PermissionDenied):
        make.approve(sent, by=people.again(deputy))


def test_the_last_day_counts_and_the_day_after_does_not(sent: Document, head: User, deputy: User) -> None:
    delegation = give(head, deputy)
    last_day(delegation, -1)
    with pytest.raises(PermissionDenied):
        make.approve(sent, by=people.again(deputy))

    last_day(delegation, 0)
    assert make.approve(sent, by=people.again(deputy)).state == "approved"


def revoke(delegation: Delegation, head: User, administrator: User) -> None:
    delegations.revoke(delegation, by=head)


def end_the_heads_role(delegation: Delegation, head: User, administrator: User) -> None:
    roles.end_role(head.memberships.get(role="head"), last_day=None, by=administrator)


def deactivate(delegation: Delegation, head: User, administrator: User) -> None:
    standing.set_active(User.objects.get(pk=delegation.delegate_id), is_active=False, reason="Left")


@pytest.mark.parametrize("ends", [revoke, end_the_heads_role, deactivate])
def test_what_ends_between_the_page_and_the_click_no_longer_counts(
    sent: Document, head: User, deputy: User, administrator: User, ends: Callable[..., None]
) -> None:
    """The person was read, roles and all, when the request began: what holds is judged again under the lock."""
    delegation = give(head, deputy)
    clicking = people.again(deputy)
    assert clicking.has_role("head")

    ends(delegation, head, administrator)

    with pytest.raises(PermissionDenied):
        make.approve(sent, by=clicking)
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_revocation_committed_by_another_connection_counts(
    transactional_db: None, sent: Document, head: User, deputy: User
) -> None:
    from tests.core.test_ledger import at_once

    delegation = give(head, deputy)
    clicking = people.again(deputy)
    assert clicking.has_role("head")

    (revoked,) = at_once(lambda: delegations.revoke(delegation, by=head))

    assert isinstance(revoked, Delegation)
    with pytest.raises(PermissionDenied):
        make.approve(sent, by=clicking)


def test_signing_and_conditions_are_judged_afresh_too(
    sent: Document, privacy_advisor: User, coordinator: User, administrator: User
) -> None:
    document = perform(perform(sent, "recall", by=coordinator, reason="Ask the areas."), "consult", by=coordinator)
    condition = make.condition(document, privacy_advisor, owner=coordinator)
    assert privacy_advisor.has_role("advisor")
    for person in (privacy_advisor, coordinator):
        roles.end_role(person.memberships.get(), last_day=None, by=administrator)
        assert person.hats

    with pytest.raises(PermissionDenied):
        make.sign(document, privacy_advisor)
    with pytest.raises(PermissionDenied):
        conditions.report(condition, text="Done.", by=coordinator)
    with pytest.raises(PermissionDenied):
        dissent.respond(document, area="privacy", text="No.", by=coordinator)
    assert SignOff.objects.count() == 1


# -- is it still the same person at the keyboard?


def long_ago(client: Client) -> None:
    """Let the proof of identity in the session be an hour old."""
    session = client.session
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": time.time() - 3600} for one in records]
    session.save()


def test_a_decision_asks_for_the_password_and_keeps_what_was_typed(sent: Document, head: User, as_user: SignIn) -> None:
    client, address = as_user(head), reverse("approvals:move", args=[sent.pk, "return"])
    assert "You will be asked for your password" not in client.get(address).content.decode()
    long_ago(client)
    page = client.get(address)
    assert "You will be asked for your password" in page.content.decode()
    form = {name: page.context["form"][name].value() for name in ("revision", "seen_sha")}

    asked = client.post(address, {**form, "reason": "Say who answers at night."})

    assert asked.headers["Location"] == f"/en/sign-in/again/?next={address.replace('/', '%2F')}"
    assert "What you typed is kept" in client.get(asked.headers["Location"]).content.decode()
    assert client.post("/en/sign-in/again/", {"password": "wrong", "next": address}).status_code == 200
    assert not Decision.objects.exists()
    back = client.post("/en/sign-in/again/", {"password": people.PASSWORD, "next": address})
    assert back.headers["Location"] == address
    again = client.get(address)
    assert "Say who answers at night." in again.content.decode()
    assert not Decision.objects.exists()

    sent_again = {name: again.context["form"][name].value() for name in ("revision", "seen_sha", "reason")}
    assert client.post(address, sent_again).status_code == 302
    decision = Decision.objects.get()
    assert (decision.outcome, decision.confirmed_by) == ("returned", "password")
    assert timezone.now() - decision.confirmed_at < timedelta(minutes=1)
    assert Event.objects.get(verb="document.return").details["confirmed_by"] == "password"


def test_the_way_back_leads_nowhere_else(head: User, as_user: SignIn) -> None:
    page = as_user(head).get("/en/sign-in/again/?next=https://elsewhere.example/").content.decode()

    assert 'href="https://elsewhere.example/' not in page


def test_a_blocking_areas_sign_off_asks_too_and_a_draft_does_not(
    sent: Document, head: User, coordinator: User, privacy_advisor: User, as_user: SignIn
) -> None:
    """Privacy does not block a strategy, so nothing is asked of it there; nor of who takes the document back."""
    document = perform(perform(sent, "recall", by=coordinator, reason="Ask."), "consult", by=coordinator)
    client = as_user(privacy_advisor)
    long_ago(client)
    address = reverse("approvals:sign_off", args=[document.pk, "privacy"])
    assert "You will be asked" not in client.get(address).content.decode()

    round_ = document.rounds.latest("number")
    policy = round_.policy
    for row in policy["requirements"]:
        row["blocking"] = row["area"] == "privacy"
    round_.save(update_fields=["policy"])

    assert "You will be asked" in client.get(address).content.decode()
    said = {"seen_sha": round_.version.sha256, "decision": "concur", "comment": "Read."}
    assert "/sign-in/again/" in client.post(address, said).headers["Location"]
    assert not SignOff.objects.exists()


def test_one_click_proves_it_in_the_demonstration_only(
    sent: Document, head: User, as_user: SignIn, settings: object
) -> None:
    client = as_user(head)
    assert client.post("/en/demo/people/confirm/").status_code == 404


# -- refused attempts


def refused() -> list[Event]:
    return list(Event.objects.select_related("personal").filter(verb="access.refused").order_by("seq"))


def test_a_refused_attempt_is_in_the_ledger_once(
    sent: Document, author: User, stranger: User, coordinator: User, as_user: SignIn, auditor: User
) -> None:
    address = reverse("approvals:move", args=[sent.pk, "approve"])
    client = as_user(author)
    assert client.get(address).status_code == 403
    assert refused() == []

    assert [client.post(address).status_code for _ in range(3)] == [403] * 3
    assert as_user(stranger).post(address).status_code == 404
    assert as_user(stranger).get(address).status_code == 404

    first, hidden = refused()
    assert (first.actor, first.details) == (author, {"attempt": "document.approve", "why": "approvals.approve"})
    assert (first.organization_code, first.personal.actor_role, first.before) == ("parks", "author", "final_approval")
    assert (hidden.actor, hidden.details["why"]) == (stranger, "hidden")
    page = as_user(auditor).get("/en/home/audit/ledger/?verb=access.refused").content.decode()
    assert "Attempt refused: Approve – Social media strategy" in page
    assert "The person does not see it at all." in page


def test_deciding_on_ones_own_writing_is_refused_on_the_record(
    sent: Document, head: User, coordinator: User, as_user: SignIn
) -> None:
    give(head, coordinator)
    client, address = as_user(coordinator), reverse("approvals:move", args=[sent.pk, "refuse"])
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in ("revision", "seen_sha")}

    assert client.post(address, {**said, "reason": "Mine."}).status_code == 422

    (line,) = refused()
    assert line.details == {"attempt": "document.refuse", "why": "own_writing"}
    assert "You wrote part of this document" in line.personal.reason
    assert Document.objects.get(pk=sent.pk).state == "final_approval"


@pytest.mark.pdf
def test_a_copy_taken_along_is_in_the_ledger(sent: Document, head: User, as_user: SignIn, auditor: User) -> None:
    version = sent.versions.get()
    address = reverse("documents:pdf", args=[version.pk, "fr"])
    client = as_user(head)

    assert client.get(address).status_code == 200

    line = Event.objects.get(verb="document.exported")
    assert (line.actor, line.version_sha) == (head, version.sha256)
    assert (line.details["format"], line.details["language"]) == ("pdf", "fr")
    assert "PDF, in French, version 1" in as_user(auditor).get("/en/home/audit/ledger/").content.decode()
    assert "Copy taken along" not in client.get(sent.get_absolute_url()).content.decode()
