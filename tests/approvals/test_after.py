"""What may happen to an approved document: changed in a class, approved in an emergency, attested, revoked, closed?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import lifecycle
from accounts.models import OfficialAccount
from accounts.workflow import ACCOUNT
from approvals import attesting, dissent, emergency, flags, signing, versions
from approvals.models import Attestation, AttestationRequest, Decision, Override, Revocation, SignOff
from approvals.pdf_appendix import approval_record
from documents import actions
from documents.models import Document
from govsocial.core.models import Event
from govsocial.core.transitions import Move, TransitionError, offered, perform
from organizations.models import Organization, User
from reminders import duties
from reminders.models import Notification
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
D = SignOff.Decision
WHY = "The account was taken over last night."


@pytest.fixture
def other(department: Organization) -> User:
    return people.member("Olga Other", "coordinator", department)


@pytest.fixture
def plan(department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User) -> Document:
    """Return an approved plan."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    people_ = {"author": author, "coordinator": coordinator, "head": head, "privacy_advisor": privacy_advisor}
    return make.approved_plan(strategy, make.platform(), **people_).document


def change(document: Document, by: User, code: str, reason: str = "A typing error.") -> Document:
    return perform(Document.objects.get(pk=document.pk), "revise", by=by, change_class=code, reason=reason)


def write(document: Document, section: str, key: str, text: str, by: User) -> None:
    actions.save_section(document, section, {(key, "en"): text, (key, "fr"): text}, by=by)


def said(document: Document, key: str) -> str:
    answer = document.answers.filter(field=key, lang="en").first()
    assert answer is not None
    return str(answer.value)


def problems(document: Document, verb: str, by: User) -> str:
    found = Document.objects.get(pk=document.pk)
    return " ".join(str(one) for offer in offered(found, by) if offer.step.verb == verb for one in offer.problems)


def sign(document: Document, by: User, area: str, decision: str) -> None:
    sha = document.effective_version.sha256
    signing.sign_off(document, area=area, decision=decision, comment="Read.", seen_sha=sha, by=by)


def emergency_version(document: Document, coordinator: User, author: User, head: User) -> Document:
    document = change(document, coordinator, "emergency", WHY)
    write(document, "g", "g_continuity", "The numbers of the duty desk are renewed.", author)
    return make.approve(perform(document, "submit", by=coordinator), by=head, reason=WHY)


# ---------------------------------------------------------------- editorial


def test_a_coordinator_approves_typing_errors_and_the_record_says_so(
    plan: Document, author: User, coordinator: User, other: User, head: User
) -> None:
    review_due_on = plan.review_due_on
    document = change(plan, coordinator, "editorial", "A link was broken.")
    write(document, "g", "g_continuity", said(document, "g_continuity") + "s", coordinator)
    document = perform(document, "submit", by=author)

    assert document.state == "coordinator_approval"
    with pytest.raises(TransitionError, match="You wrote part"):
        perform(document, "approve", by=coordinator)
    with pytest.raises(PermissionDenied):
        perform(document, "approve", by=author)
    document = perform(document, "approve", by=other)

    decision = Decision.objects.order_by("-pk")[0]
    assert (decision.capacity, decision.name) == ("coordinator", other.name)
    assert document.effective_version == decision.round.version
    assert document.review_due_on == review_due_on
    told = versions.listed(document)
    assert (told[0].change, told[0].why) == ("Editorial", "A link was broken.")
    assert (str(told[1].label), told[1].end.split(",")[0]) == ("Superseded", "by version 2")
    line = Event.objects.get(verb="document.approve", details__class="editorial")
    assert line.details["supersedes"] == {"version": 1, "sha256": plan.effective_version.sha256}
    record = approval_record(decision.round.version)
    assert record is not None
    assert "of an editorial change" in record.state


def test_what_is_more_than_editorial_says_where_and_becomes_material_never_the_other_way(
    plan: Document, coordinator: User, as_user: SignIn
) -> None:
    client, address = as_user(coordinator), reverse("approvals:move", args=[plan.pk, "revise"])
    page = client.get(address)
    assert page.context["form"]["change_class"].value() == "material"
    assert "Typing errors, a link" in page.content.decode()
    asked = {"revision": plan.revision, "seen_sha": "", "change_class": "editorial"}
    assert client.post(address, asked).status_code == 422
    assert client.post(address, {**asked, "reason": "A comma was missing."}).status_code == 302
    assert "A comma was missing." in client.get(plan.get_absolute_url()).content.decode()

    document = Document.objects.get(pk=plan.pk)
    assert "Nothing differs" in problems(document, "submit", coordinator)
    write(document, "a", "a_mandate", "Another mandate.", coordinator)
    write(document, "e", "e_narrative", "Other risks.", coordinator)
    write(document, "g", "g_continuity", " ".join(["word"] * 40), coordinator)
    row = document.rows.filter(table="b_audiences").first()
    assert row is not None
    actions.remove_row(row, by=coordinator)
    actions.rename(document, title_en="Another", title_fr="Un autre", by=coordinator)

    told = problems(document, "submit", coordinator)
    privacy = plan.framework.area("privacy").name
    for why in (f"{privacy} must sign", "counts no change of this section", "words changed", "were added, removed"):
        assert why in told
    assert "“Title and facts” makes this more" in told
    with pytest.raises(TransitionError, match="more than an editorial change"):
        perform(document, "submit", by=coordinator)
    document = perform(document, "reclass", by=coordinator, change_class="material", reason="It is more.")
    assert "more than an editorial" not in problems(document, "consult", coordinator)
    with pytest.raises(TransitionError, match="Choose one of the classes"):
        perform(document, "reclass", by=coordinator, change_class="editorial", reason="Smaller.")
    assert Event.objects.get(verb="document.reclass").details == {"class": "material", "was": "editorial"}


# ---------------------------------------------------------------- emergency


def test_an_emergency_is_approved_now_and_its_consultation_is_owed(
    plan: Document, author: User, coordinator: User, head: User, privacy_advisor: User, as_user: SignIn
) -> None:
    security = people.member("Ivan Security", "advisor", plan.organization, area="it_security")
    document = emergency_version(plan, coordinator, author, head)

    round_ = emergency.owed(document)
    assert round_ is not None
    assert round_.owed_by == document.framework.calendar.after(timezone.localdate(), 10)
    assert Notification.objects.filter(recipient=security, code="consultation.owed").count() == 1
    assert "after the emergency approval of" in as_user(security).get(reverse("reports:home")).content.decode()
    assert "approved in an emergency" in as_user(head).get(document.get_absolute_url()).content.decode()
    with pytest.raises(TransitionError, match="Editorial is not possible"):
        change(document, coordinator, "editorial")

    areas = [one.area.code for one in emergency.debt(round_).waited]
    assert "privacy" not in areas  # what it covers did not change: its sign-off is carried
    for area in areas:
        own = {"it_security": security}.get(area) or people.member(f"A {area}", "advisor", plan.organization, area=area)
        sign(document, own, area, D.CONCUR)
    assert emergency.owed(document) is None
    assert SignOff.objects.filter(round=round_, version_sha=round_.version.sha256).count() > len(areas)


def test_nobody_signs_their_own_writing_after_an_emergency_approval_either(
    plan: Document, author: User, coordinator: User, other: User, head: User, department: Organization
) -> None:
    people.join(author, "advisor", department, area="official_languages")
    document = emergency_version(plan, coordinator, author, head)

    with pytest.raises(ValidationError, match="You wrote in the sections"):
        sign(document, User.objects.get(pk=author.pk), "official_languages", "concur")
    colleague = people.member("Lou Languages", "advisor", department, area="official_languages")
    sign(document, colleague, "official_languages", "concur")


def test_an_overdue_consultation_is_told_to_the_head_and_stops_the_next_emergency(
    plan: Document, author: User, coordinator: User, head: User, as_user: SignIn
) -> None:
    document = emergency_version(plan, coordinator, author, head)
    later = timezone.now() + timedelta(days=40)
    due = [one for one in duties.everything(later) if one.key.startswith("consultation:")]
    assert [one.code for one in due] == ["consultation.overdue"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_args: later.date())
        assert "is overdue" in as_user(head).get(document.get_absolute_url()).content.decode()
        assert [str(flag.label) for flag in flags.of_documents([document])[document.pk]] == ["Consultation overdue"]
        document = change(document, coordinator, "emergency", WHY)
        write(document, "g", "g_continuity", "Again.", author)
        assert "is overdue. Finish it first" in problems(document, "submit", coordinator)


def test_an_emergency_goes_past_no_area_that_blocks_nor_past_the_head_nor_past_what_is_missing(
    plan: Document, author: User, coordinator: User, head: User, privacy_advisor: User
) -> None:
    document = change(plan, coordinator, "emergency", WHY)
    write(document, "f", "f_rationale", "A new use.", author)
    assert "must sign before the head decides" in problems(document, "submit", coordinator)
    document = perform(document, "abandon", by=coordinator, reason="Not so.")
    document = change(document, coordinator, "emergency", WHY)
    write(document, "g", "g_continuity", "", author)
    assert "Business continuity plan" in problems(document, "submit", coordinator)
    people.join(head, "author", plan.organization)
    Document.objects.filter(pk=plan.pk).update(owner=head)
    write(document, "g", "g_continuity", "New.", people.again(head))
    document = perform(document, "submit", by=coordinator)
    with pytest.raises(TransitionError, match="You wrote part"):
        perform(document, "approve", by=head, reason=WHY)
    with pytest.raises(PermissionDenied):
        perform(document, "approve", by=coordinator, reason=WHY)


def test_an_objection_afterwards_asks_the_head_to_decide(
    plan: Document, author: User, coordinator: User, head: User, privacy_advisor: User, as_user: SignIn
) -> None:
    security = people.member("Ivan Security", "advisor", plan.organization, area="it_security")
    document = emergency_version(plan, coordinator, author, head)
    for by, area in ((security, "it_security"), (privacy_advisor, "privacy")):
        sign(document, by, area, D.DO_NOT_CONCUR)

    assert Notification.objects.filter(recipient=head, code="consultation.objected").count() >= 1
    page = as_user(head).get(document.get_absolute_url()).content.decode()
    assert "objection blocks: the head of communications revokes" in page
    with pytest.raises(ValidationError, match="authors answer"):
        emergency.keep(document, area="it_security", reason="Why not.", by=head)
    dissent.respond(document, area="it_security", text="Mended.", by=author)
    with pytest.raises(PermissionDenied):
        emergency.keep(document, area="it_security", reason="Why not.", by=coordinator)
    with pytest.raises(ValidationError, match="objection blocks"):
        emergency.keep(document, area="privacy", reason="Why not.", by=head)
    address = reverse("approvals:keep", args=[document.pk, "it_security"])
    assert as_user(coordinator).get(address).status_code == 403
    assert as_user(head).post(address, {"reason": "It is mended."}).status_code == 302
    assert Override.objects.get().reason == "It is mended."
    with pytest.raises(TransitionError, match="Emergency is not possible"):
        change(document, coordinator, "emergency", WHY)
    assert change(document, coordinator, "material", "What privacy asks for.").state == "drafting"


# ---------------------------------------------------------------- attestations


def ask(document: Document, by: User | None = None, cause: str = "platform:1:terms") -> AttestationRequest:
    due_on = timezone.localdate() + timedelta(days=20)
    texts = {"text_en": "X changed its terms.", "text_fr": "X a modifié ses conditions."}
    attesting.ask(Document.objects.filter(pk=document.pk), cause=cause, due_on=due_on, asked_by=by, **texts)
    return AttestationRequest.objects.get(document=document, cause=cause)


@pytest.mark.obligation("G009")
def test_a_cause_asks_every_document_in_force_once_and_whoever_owns_it_answers_on_its_hash(
    plan: Document, author: User, coordinator: User, head: User, stranger: User, as_user: SignIn
) -> None:
    request = ask(plan, coordinator)
    texts = {"text_en": "X changed.", "text_fr": "X a changé.", "due_on": request.due_on, "asked_by": None}
    assert attesting.ask(Document.objects.all(), cause=request.cause, **texts) == 1  # the strategy
    assert attesting.ask(Document.objects.all(), cause=request.cause, **texts) == 0

    assert "still hold" in as_user(author).get(reverse("reports:home")).content.decode()
    assert [str(one.label) for one in flags.of(plan, head)] == ["Attestation required"]
    address = request.get_absolute_url()
    assert as_user(stranger).get(address).status_code == 404
    assert as_user(head).get(address).status_code == 403
    client = as_user(author)
    sha = client.get(address).context["form"]["seen_sha"].value()
    assert client.post(address, {"seen_sha": sha, "text": "We use none of it."}).status_code == 422
    with pytest.raises(ValidationError, match="Another version"):
        attesting.attest(request, text="Yes.", seen_sha="0" * 64, by=author)
    assert client.post(address, {"seen_sha": sha, "text": "We use none of it.", "states": "on"}).status_code == 302

    given = Attestation.objects.get()
    assert (given.version_sha, given.name, given.capacity) == (plan.effective_version.sha256, author.name, "owner")
    assert Event.objects.get(verb="document.attested").personal.reason == "We use none of it."
    assert flags.of(plan, head) == []
    with pytest.raises(ValidationError, match="answered already"):
        attesting.attest(request, text="Again.", seen_sha=sha, by=author)
    assert "We use none of it." in client.get(plan.get_absolute_url()).content.decode()
    assert asked_with(plan, 1) == asked_with(plan, 30)


def asked_with(plan: Document, copies: int) -> int:
    """Return with how many queries a plan and so many copies of it are asked."""
    same = {
        name: getattr(plan, name) for name in ("kind", "organization", "framework_code", "outline_version", "owner")
    }
    in_force = {"effective_version": plan.effective_version, "state": "approved"}
    for number in range(copies):
        Document.objects.create(**same, **in_force, title_en=f"Copy {number}", title_fr="Copie")
    said_ = {"text_en": "X.", "text_fr": "X.", "due_on": timezone.localdate(), "asked_by": None}
    with CaptureQueriesContext(connection) as queries:
        assert attesting.ask(Document.objects.all(), cause=f"many {copies}", about=plan.organization, **said_) > copies
    return len(queries)


def test_an_editorial_change_answers_nothing_and_a_material_one_does(
    plan: Document, author: User, coordinator: User, other: User, head: User, privacy_advisor: User
) -> None:
    request = ask(plan)
    document = change(plan, coordinator, "editorial")
    write(document, "g", "g_continuity", said(document, "g_continuity") + "s", author)
    document = perform(perform(document, "submit", by=author), "approve", by=other)
    assert list(attesting.open_requests(document)) == [request]

    document = make.reviewed(change(document, coordinator, "material"), coordinator)
    write(document, "g", "g_continuity", "Otherwise.", author)
    document = perform(document, "consult", by=author)
    document = make.approve(perform(document, "submit", by=coordinator), by=head)
    assert not attesting.open_requests(document).exists()


def test_a_review_ends_with_nothing_to_change_only_where_the_policy_allows_and_only_when_due(
    plan: Document, coordinator: User
) -> None:
    sha = plan.effective_version.sha256
    with pytest.raises(ValidationError, match="not due yet"):
        attesting.attest_review(plan, text="Nothing.", seen_sha=sha, by=coordinator)
    Document.objects.update(review_due_on=timezone.localdate() + timedelta(days=5))
    strategy = Document.objects.get(kind="strategy")
    with pytest.raises(ValidationError, match="does not end by stating"):
        attesting.attest_review(strategy, text="Nothing.", seen_sha=strategy.effective_version.sha256, by=coordinator)
    attesting.attest_review(plan, text="Nothing.", seen_sha=sha, by=coordinator)
    assert Document.objects.get(pk=plan.pk).review_due_on > timezone.localdate() + timedelta(days=300)


# ---------------------------------------------------------------- revocation and the end


def test_revocation_is_on_the_record_and_reopening_puts_nothing_in_force(
    plan: Document, coordinator: User, head: User, author: User, as_user: SignIn
) -> None:
    document = change(plan, coordinator, "material")
    document = perform(document, "revoke", by=head, reason="The platform was banned.")

    found = Revocation.objects.get()
    assert (found.version, found.capacity, document.state) == (plan.effective_version, "incumbent", "revoked")
    assert found.act_by == document.framework.calendar.after(timezone.localdate(), 20)
    assert "The platform was banned." in as_user(author).get(document.get_absolute_url()).content.decode()
    assert "was revoked: reopen it" in as_user(coordinator).get(reverse("reports:home")).content.decode()
    assert str(versions.listed(document)[0].label) == "Revoked"
    record = approval_record(plan.effective_version)
    assert record is not None
    assert "revoked" in record.state
    document = perform(document, "reopen", by=coordinator)
    assert (document.state, document.effective_version) == ("drafting", None)
    assert not Document.objects.in_force().filter(pk=document.pk).exists()


def test_the_entity_revokes_only_what_it_acts_on(reviewer: User, plan: Document) -> None:
    with pytest.raises(PermissionDenied):
        perform(plan, "revoke", by=reviewer, reason="No.")
    Document.objects.filter(pk=plan.pk).update(shared_with_entity=True)
    document = perform(plan, "revoke", by=reviewer, reason="The account breaks the platform's terms.")
    assert (document.state, Revocation.objects.get().capacity) == ("revoked", "entity")
    strategy = Document.objects.get(kind="strategy")
    Document.objects.filter(pk=strategy.pk).update(shared_with_entity=True)
    with pytest.raises(PermissionDenied):
        perform(strategy, "revoke", by=reviewer, reason="No.")


def test_a_revoked_plan_flags_its_accounts_and_a_revoked_strategy_its_plans(
    plan: Document, coordinator: User, head: User, as_user: SignIn
) -> None:
    account = OfficialAccount.objects.create(
        organization=plan.organization,
        platform=plan.plan.platform,
        plan=plan.plan,
        language="en",
        name="Parks Canada",
        handle="ParksCanada",
        handle_key="parkscanada",
        url="https://x.com/ParksCanada",
        state="active",
    )
    strategy = Document.objects.get(kind="strategy")
    perform(strategy, "revoke", by=head, reason="Out of date.")
    assert "Strategy not in force" in [str(one.label) for one in flags.of(plan, head)]
    with pytest.raises(TransitionError):
        perform(plan, "close", by=coordinator, reason="Nobody needs it.")

    perform(plan, "revoke", by=head, reason="The account was misused.")
    page = as_user(coordinator).get(account.get_absolute_url()).content.decode()
    assert "The account was misused." in page
    assert "No plan in force: Parks Canada" in as_user(coordinator).get(reverse("reports:home")).content.decode()


def test_the_plan_ends_with_its_last_account_and_nobody_is_reminded_of_it(
    reviewer: User, plan: Document, coordinator: User
) -> None:
    account = OfficialAccount(plan=plan.plan)
    lifecycle.end_plan(Move(obj=account, step=ACCOUNT.step("close"), by=reviewer))
    document = Document.objects.get(pk=plan.pk)

    assert (document.state, document.review_due_on) == ("closed", None)
    assert not Document.objects.in_force().filter(pk=plan.pk).exists()
    assert perform(document, "reopen", by=coordinator).effective_version is None
