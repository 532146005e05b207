"""What do people see and do on the pages of accounts, in a browser without JavaScript?"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Disposition, OfficialAccount, Submission
from documents.models import Document
from govsocial.core.models import Event
from organizations.models import User
from tests.factories import accounts as make
from tests.factories import documents, people
from tests.factories.accounts import Cast

SignIn = Callable[[User], Client]


def url(name: str, *args: Any) -> str:
    return reverse(f"accounts:{name}", args=args)


def move(client: Client, document: Document, verb: str, **said: str) -> Any:
    """Press a move's button on its own page, as the page was when it was opened."""
    address = reverse("approvals:move", args=[document.pk, verb])
    page = client.get(address)
    assert page.status_code == 200, verb
    initial = page.context["form"].initial
    return client.post(address, {"revision": initial["revision"], "seen_sha": initial["seen_sha"], **said})


def move_account(client: Client, account: OfficialAccount, verb: str, **said: str) -> Any:
    address = url("move", account.pk, verb)
    revision = client.get(address).context["form"].initial["revision"]
    return client.post(address, {"revision": revision, **said})


def state(thing: Any) -> str:
    return type(thing).objects.get(pk=thing.pk).state


@pytest.mark.obligation("G078", "G079", "G080", "G081", "G082", "G083", "G084", "G085", "G088", "G089")
def test_a_pair_of_accounts_from_approved_plan_to_use(cast: Cast, as_user: SignIn) -> None:
    plan = make.approved_plan(cast)
    coordinator, reviewer = as_user(cast.coordinator), as_user(cast.reviewer)

    assert b"Start the submission" in coordinator.get(plan.get_absolute_url()).content
    assert coordinator.get(url("start_submission", plan.pk)).status_code == 200
    started = coordinator.post(url("start_submission", plan.pk))
    submission = Submission.objects.get()
    assert started.url == url("submission", submission.pk)
    assert b"not possible yet" in coordinator.get(started.url).content

    make.complete(submission, cast.coordinator)
    assert move(coordinator, submission.document, "submit").status_code == 302
    queue = reviewer.get(url("submissions"))
    assert submission.document.title in queue.content.decode()
    assert move(reviewer, submission.document, "take").status_code == 302
    assert move(reviewer, submission.document, "ask", reason="Who answers at night?").status_code == 302
    assert "Who answers at night?" in coordinator.get(started.url).content.decode()
    assert move(coordinator, submission.document, "answer", reason="The duty officer.").status_code == 302
    assert "The duty officer." in reviewer.get(started.url).content.decode()
    assert move(reviewer, submission.document, "accept").status_code == 302

    make.acknowledged(cast.department, cast.coordinator)
    for account in submission.accounts.all():
        put_into_use(reviewer, account)
    assert state(submission.document) == "completed"
    page = coordinator.get(submission.accounts.first().get_absolute_url()).content.decode()
    assert "Usha User" in page
    assert "Managed through the tool" in page
    assert reviewer.get(submission.accounts.first().get_absolute_url()).status_code == 200


def put_into_use(reviewer: Client, account: OfficialAccount) -> None:
    """Record everything about `account` through the pages and put it into use."""
    assert "To do" in reviewer.get(url("configure", account.pk)).content.decode()
    tool = {"name": account.name, "handle": account.handle, "management_tool_url": "https://tool.example/1"}
    assert reviewer.post(url("details", account.pk), tool).status_code == 302
    terms = {"title": "Terms of service", "terms_version": "2026-01", "accepted_on": "2026-02-01"}
    assert reviewer.post(url("terms", account.pk), terms).status_code == 302
    given = {"what": "E-mail address", "given": "social@parks.example", "given_on": "2026-02-01"}
    assert reviewer.post(url("provider", account.pk), given).status_code == 302
    tick(reviewer, account, "configuration")
    assert move_account(reviewer, account, "activate").status_code == 302
    assert state(account) == "active"


def tick(reviewer: Client, account: OfficialAccount, code: str) -> None:
    checks = account.organization.framework.checklist(code).checks
    said = {check.key: "on" for check in checks} | {f"{c.key}_evidence": "File 12" for c in checks if c.evidence}
    assert reviewer.post(url("checklist", account.pk, code), said).status_code == 302


@pytest.mark.obligation("G076", "G077", "G087")
def test_a_pair_of_accounts_from_request_to_closed(cast: Cast, as_user: SignIn) -> None:
    english, french = make.active_accounts(cast)
    coordinator, head, reviewer = as_user(cast.coordinator), as_user(cast.head), as_user(cast.reviewer)

    page = coordinator.get(url("start_disposition", english.pk))
    assert page.context["form"].initial["accounts"] == [english.pk, french.pk]
    started = coordinator.post(url("start_disposition", english.pk), {"accounts": [english.pk, french.pk]})
    disposition = Disposition.objects.get()
    assert started.url == url("disposition", disposition.pk)
    documents.complete(disposition.document, cast.coordinator, notice_days=10, notice_posted_on="2027-06-01")
    assert "Followers would have 10 days of notice" in coordinator.get(started.url).content.decode()

    assert move(coordinator, disposition.document, "submit").status_code == 302
    assert move(head, disposition.document, "approve").status_code == 302
    sent = coordinator.post(url("start_closing_submission", disposition.pk))
    submission = Submission.objects.get(type="close")
    assert sent.url == url("submission", submission.pk)
    make.complete(submission, cast.coordinator)
    move(coordinator, submission.document, "submit")
    move(reviewer, submission.document, "take")
    assert move(reviewer, submission.document, "accept").status_code == 302

    for account in (english, french):
        assert state(account) == "closing"
        tick(reviewer, account, "disposition")
        note = {"closing_note_en": "Follow us on the web.", "closing_note_fr": "Suivez-nous sur le Web."}
        assert reviewer.post(url("closing_note", account.pk), note).status_code == 302
        assert move_account(reviewer, account, "close").status_code == 302
    assert state(submission.document) == "completed"
    assert "Follow us on the web." in coordinator.get(english.get_absolute_url()).content.decode()
    assert english.name in coordinator.get(url("accounts") + "?state=closed").content.decode()


def pages_of(account: OfficialAccount) -> list[str]:
    names = ("account", "configure", "details", "terms", "provider", "closing_note", "link_plan", "start_disposition")
    return [*(url(name, account.pk) for name in names), url("checklist", account.pk, "configuration")]


def test_a_stranger_finds_nothing(cast: Cast, stranger: User, as_user: SignIn) -> None:
    submission = make.accepted_submission(cast)
    client = as_user(stranger)
    addresses = [*pages_of(submission.accounts.first()), url("submission", submission.pk)]
    addresses += [url("start_submission", submission.plan_id), url("move", submission.accounts.first().pk, "activate")]

    assert {client.get(address).status_code for address in addresses} == {404}
    assert "ParksCanada" not in client.get(url("accounts")).content.decode()


def test_a_member_without_the_role_is_refused(cast: Cast, as_user: SignIn) -> None:
    account = make.accepted_submission(cast).accounts.first()
    author = as_user(cast.author)

    codes = {address: author.get(address).status_code for address in pages_of(account)}

    assert codes.pop(url("account", account.pk)) == 200
    assert codes.pop(url("checklist", account.pk, "configuration")) == 200
    assert set(codes.values()) == {403}
    assert author.post(url("checklist", account.pk, "configuration"), {"avatar": "on"}).status_code == 403
    assert author.get(url("register")).status_code == 403


def test_a_plan_without_approval_gets_no_submission(cast: Cast, as_user: SignIn) -> None:
    strategy = documents.approved_strategy(cast.department, coordinator=cast.coordinator, head=cast.head)
    plan = documents.draft_plan(strategy, documents.platform(), by=cast.author)
    client = as_user(cast.coordinator)

    assert "The plan is not approved" in client.get(url("start_submission", plan.pk)).content.decode()
    refused = client.post(url("start_submission", plan.pk))

    assert refused.status_code == 422
    assert "no approved version in force" in refused.content.decode()


def test_a_wrong_address_is_told_and_what_was_typed_is_kept(cast: Cast, as_user: SignIn) -> None:
    account = make.accepted_submission(cast).accounts.first()
    typed = {"name": "Parks", "handle": "https://facebook.com/parks", "management_tool_url": "https://tool.example/1"}

    refused = as_user(cast.reviewer).post(url("details", account.pk), typed)

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "is not the address of an account on X" in page
    assert 'value="https://facebook.com/parks"' in page


def test_a_line_without_evidence_keeps_the_other_ticks(cast: Cast, as_user: SignIn) -> None:
    account = make.accepted_submission(cast).accounts.first()

    refused = as_user(cast.reviewer).post(
        url("checklist", account.pk, "configuration"), {"avatar": "on", "created": "on", "created_evidence": ""}
    )

    assert refused.status_code == 422
    assert "Write where the evidence is" in refused.content.decode()
    assert refused.context["form"]["avatar"].value() is True
    assert not account.checklist_items.exists()


def test_a_stale_move_of_an_account_keeps_the_reason(cast: Cast, as_user: SignIn) -> None:
    account = make.closing_accounts(cast)[0]
    client = as_user(cast.reviewer)
    client.post(url("move", account.pk, "stop_closing"), {"revision": account.revision, "reason": "An election."})

    late = client.post(url("move", account.pk, "stop_closing"), {"revision": account.revision, "reason": "Too late?"})

    assert late.status_code == 422
    assert "This has moved on" in late.content.decode()
    assert "Too late?" in late.content.decode()


def test_a_form_of_an_expired_session_comes_back(cast: Cast, client: Client) -> None:
    account = make.accepted_submission(cast).accounts.first()
    typed = {"title": "Terms of service", "terms_version": "2026-01", "accepted_on": "2026-02-01"}

    sent = client.post(url("terms", account.pk), typed)
    assert sent.status_code == 302
    client.force_login(cast.reviewer, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert 'value="Terms of service"' in client.get(url("terms", account.pk)).content.decode()


@pytest.mark.obligation("G002")
@pytest.mark.parametrize("use", ["professional", "personal", "internal"])
def test_what_is_not_official_use_is_turned_away_with_the_reason(cast: Cast, as_user: SignIn, use: str) -> None:
    platform = documents.platform()
    typed = register_form(cast, platform.pk, use=use)

    refused = as_user(cast.coordinator).post(url("register"), typed)

    assert refused.status_code == 422
    assert "This register is for" in refused.content.decode()
    assert 'value="@ParksCanada"' in refused.content.decode()
    assert not OfficialAccount.objects.exists()
    assert Event.objects.about(cast.department)[0].details == {"use": use}


def register_form(cast: Cast, platform: int, **changed: Any) -> dict[str, Any]:
    plain = {"use": "official", "organization": cast.department.pk, "platform": platform, "language": "en"}
    return {**plain, "name": "Parks Canada", "handle": "@ParksCanada", "opened_on": "2015-05-04", **changed}


@pytest.mark.obligation("G031")
def test_an_existing_pair_is_registered_and_listed_as_owing_a_plan(cast: Cast, as_user: SignIn) -> None:
    platform, client = documents.platform(), as_user(cast.coordinator)
    client.post(url("register"), register_form(cast, platform.pk))
    english = OfficialAccount.objects.get()

    french = {"language": "fr", "name": "Parcs Canada", "handle": "https://x.com/ParcsCanada", "equivalent": english.pk}
    done = client.post(url("register"), register_form(cast, platform.pk, **french))

    english.refresh_from_db()
    assert done.url == english.equivalent.get_absolute_url()
    listed = client.get(url("without_plan")).content.decode()
    assert "Parks Canada" in listed
    assert "Parcs Canada" in listed
    assert "This account has no plan" in client.get(english.get_absolute_url()).content.decode()


@pytest.mark.parametrize("handle", ["\u200bParksCanada", "@ParksCanada\u200e", "https://x.com/ParksCanada\ufeff"])
def test_invisible_marks_around_a_pasted_username_do_not_count(cast: Cast, as_user: SignIn, handle: str) -> None:
    done = as_user(cast.coordinator).post(url("register"), register_form(cast, documents.platform().pk, handle=handle))

    assert done.status_code == 302
    assert OfficialAccount.objects.get().handle == "ParksCanada"


def test_the_entity_registers_for_any_organization_and_a_coordinator_for_their_own(
    cast: Cast, stranger: User, as_user: SignIn
) -> None:
    platform = documents.platform()

    refused = as_user(stranger).post(url("register"), register_form(cast, platform.pk))
    done = as_user(cast.reviewer).post(url("register"), register_form(cast, platform.pk))

    assert refused.status_code == 422
    assert done.status_code == 302


@pytest.mark.obligation("G004", "G005")
def test_an_account_shows_its_purposes_and_approved_uses(cast: Cast, as_user: SignIn) -> None:
    account = make.accepted_submission(cast, make.approved_plan(cast, a_purposes=["collaboration"])).accounts.first()

    page = as_user(cast.head).get(account.get_absolute_url()).content.decode()

    assert "Collaboration" in page
    assert "Broadcasting" in page


@pytest.mark.obligation("G016", "G090")
def test_the_list_shows_accounts_of_all_platforms_and_which_the_tool_manages(cast: Cast, as_user: SignIn) -> None:
    on_x, on_instagram = documents.platform(), documents.platform("instagram", name="Instagram")
    make.bare_account(cast.department, on_x, "ParksCanada", management_tool_url="https://tool.example/1")
    make.bare_account(cast.department, on_instagram, "parks.canada")
    client = as_user(cast.head)

    everything = client.get(url("accounts")).content.decode()
    unmanaged = [row.handle for row in client.get(url("accounts") + "?tool=no").context["rows"]]
    found = [row.handle for row in client.get(url("accounts") + "?q=PARKScanada&platform=x").context["rows"]]

    assert "ParksCanada" in everything
    assert "parks.canada" in everything
    assert unmanaged == ["parks.canada"]
    assert found == ["ParksCanada"]


def test_the_queue_is_narrowed_by_state_age_and_what_was_sent_again(cast: Cast, as_user: SignIn) -> None:
    submission = make.reviewed_submission(cast)
    client = as_user(cast.reviewer)

    def found(query: str) -> int:
        return len(client.get(url("submissions") + query).context["rows"])

    assert [found(q) for q in ("", "?state=submitted", "?state=under_review", "?age=5", "?again=yes")] == [
        1,
        0,
        1,
        0,
        0,
    ]
    documents.perform(submission.document, "ask", by=cast.reviewer, reason="Who?")
    documents.perform(submission.document, "answer", by=cast.coordinator, reason="She.")
    Document.objects.filter(pk=submission.pk).update(state_changed_at="2026-01-01T12:00Z")
    assert [found(q) for q in ("?again=yes", "?age=30", "?state=nonsense", "?after=nonsense")] == [1, 1, 1, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_need_as_many_queries_for_one_row_as_for_three(
    cast: Cast, as_user: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    platform = documents.platform()
    for number in range(count):
        make.bare_account(cast.department, platform, f"parks{number}")
    client = as_user(cast.coordinator)

    with django_assert_num_queries(6):
        client.get(url("accounts"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_needs_as_many_queries_for_one_row_as_for_three(
    cast: Cast, as_user: SignIn, django_assert_num_queries: Any, count: int
) -> None:
    submission = make.sent_submission(cast)
    for _number in range(count - 1):
        another(submission)
    client = as_user(cast.reviewer)

    with django_assert_num_queries(5):
        assert len(client.get(url("submissions")).context["rows"]) == count


def another(submission: Submission) -> None:
    """Copy a submission, as a list sees it."""
    document = Document.objects.get(pk=submission.pk)
    document.pk = None
    document.save()
    Submission.objects.create(
        document=document, type="create", plan=submission.plan, approved_version=submission.approved_version
    )


def test_every_page_speaks_french(cast: Cast, as_user: SignIn) -> None:
    submission = make.accepted_submission(cast)
    account = submission.accounts.first()
    client = as_user(cast.reviewer)
    addresses = [url("account", account.pk), url("configure", account.pk), url("submission", submission.pk)]
    addresses += [url("checklist", account.pk, "configuration"), url("provider", account.pk), url("submissions")]

    for address in addresses:
        page = client.get(address.replace("/en/", "/fr/", 1))
        assert page.status_code == 200
        assert '<html lang="fr">' in page.content.decode()


def test_another_organization_may_not_be_entered_through_the_lists(cast: Cast, as_user: SignIn) -> None:
    other = people.organization("museum")
    make.bare_account(other, documents.platform(), "museum")

    assert as_user(cast.coordinator).get(url("accounts") + "?q=museum").context["rows"] == []
    assert len(as_user(cast.reviewer).get(url("accounts") + "?q=museum").context["rows"]) == 1
