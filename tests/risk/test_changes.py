"""Is everything that a change concerns listed, exactly and once, and when is it answered? (§4.2(f); App. E)"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import OfficialAccount
from approvals import attesting
from approvals.models import AttestationRequest
from govsocial.core.models import Event
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from plans.models import Plan
from reminders.actions import scan
from reminders.models import Notification
from reports.bench_changes import Builder, Oracle, listed
from risk import actions, answers, tasks
from risk.actions import changing
from risk.models import Affected, Assessment, Platform, PlatformChange
from tests.factories import changes as make
from tests.factories import documents, registry
from tests.factories import risk as assessing

SignIn = Callable[[User], Client]
TODAY = timezone.localdate()


# ---------------------------------------------------------------- whom it concerns


@pytest.mark.parametrize("seed", range(4))
def test_everything_that_a_change_concerns_is_listed_exactly(seed: int, reviewer: User) -> None:
    world = Builder(60, seed).build()
    oracle = Oracle()

    of_platform = make.change(world.platform, by=reviewer)
    of_assessment = changing.note(
        world.platform, "version", cause="a", words=lambda: "New.", by=reviewer, assessment=world.assessment
    )

    assert listed(of_platform) == oracle.concerned(world.platform, None)
    assert listed(of_assessment) == oracle.concerned(world.platform, world.assessment)
    kinds = {kind for kind, _pk in listed(of_platform)}
    assert kinds == {"assessments", "plans", "accounts"}
    for change in (of_platform, of_assessment):
        asked = set(AttestationRequest.objects.filter(cause=change.cause).values_list("document", flat=True))
        assert asked == {paper for _place, paper, _owner in listed(change).values() if paper}


def test_it_takes_as_many_queries_however_many_it_concerns(reviewer: User) -> None:
    asked = []
    for seed, number in ((11, 30), (12, 240)):
        world = Builder(number, seed).build()
        change = make.change(world.platform, by=reviewer, at_once=-1)  # left to a job
        with CaptureQueriesContext(connection) as queries:
            changing.work_out(change)
        # What people are told is written in batches of as many rows as the database takes at once.
        asked.append(len([one for one in queries if "reminders_" not in one["sql"]]))

        with CaptureQueriesContext(connection) as reads:
            tally = answers.tally(change, reviewer)
        assert (len(reads), tally.total) == (1, Affected.objects.filter(change=change).count())

    assert asked[0] == asked[1]


def test_a_change_that_concerns_many_is_left_to_a_job_and_done_once(
    reviewer: User, as_user: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    world = Builder(30, 21).build()
    with django_capture_on_commit_callbacks() as waiting:
        change = make.change(world.platform, by=reviewer, at_once=3)
    page = as_user(reviewer).get(change.get_absolute_url())

    assert (len(waiting), change.affected.count()) == (1, 0)
    assert b"Whom it concerns is being worked out" in page.content
    tasks.work_out(change.pk)
    tasks.work_out(change.pk)
    before = (change.affected.count(), AttestationRequest.objects.count(), Notification.objects.count())
    changing.work_out(change)
    assert tasks.catch_up() == 0
    assert (change.affected.count(), AttestationRequest.objects.count(), Notification.objects.count()) == before
    assert listed(change) == Oracle().concerned(world.platform, None)
    assert b"being worked out" not in as_user(reviewer).get(change.get_absolute_url()).content


# ---------------------------------------------------------------- a department with a plan, and an account without one


@pytest.fixture
def x(department: Organization, entity: Organization) -> Platform:
    return documents.platform(terms_url="https://x.com/tos", terms_version="4", terms_dated=TODAY - timedelta(days=90))


@pytest.fixture
def plan(
    x: Platform, department: Organization, coordinator: User, head: User, author: User, privacy_advisor: User
) -> Plan:
    strategy = documents.approved_strategy(department, coordinator=coordinator, head=head)
    whole = {"author": author, "coordinator": coordinator, "head": head, "privacy_advisor": privacy_advisor}
    return documents.approved_plan(strategy, x, **whole)


@pytest.fixture
def accounts(plan: Plan, department: Organization, x: Platform) -> list[OfficialAccount]:
    """Return an account under the plan, and one without a plan."""
    return [registry.listed(department, x, "ParksCanada", plan=plan), registry.listed(department, x, "ParksOld")]


def standings(change: PlatformChange) -> dict[tuple[str, int], str]:
    rows = answers.with_standing(Affected.objects.filter(change=change))
    return {(kind, pk): standing for kind, pk, standing in rows.values_list("kind", "object_id", "standing")}


@pytest.mark.obligation("G057", "G059")
def test_owners_are_told_once_and_answer_or_amend(
    x: Platform, plan: Plan, accounts: list[OfficialAccount], coordinator: User, head: User, author: User,
    reviewer: User, as_user: SignIn,
) -> None:  # fmt: skip
    text = {"dated": TODAY, "version": "5"}
    change = make.change(x, by=reviewer, kind="terms", text=text)
    x.refresh_from_db()
    told = Notification.objects.filter(key=f"change:{change.pk}")
    own, without = ("accounts", accounts[0].pk), ("accounts", accounts[1].pk)

    assert (x.terms_version, x.terms_dated, change.before["version"]) == ("5", TODAY, "4")
    assert {one.recipient_id: one.params["count"] for one in told} == {coordinator.pk: "3", author.pk: "2"}
    assert {standings(change)[thing] for thing in (("plans", plan.pk), own, without)} == {"silent"}

    # The account without a plan is answered for by the coordinator; nobody else does.
    row = Affected.objects.get(change=change, kind="accounts", object_id=accounts[1].pk)
    with pytest.raises(PermissionDenied):
        actions.answer_change(row, text="Nothing.", by=author)
    with pytest.raises(ValidationError, match="why nothing changes"):
        actions.answer_change(row, text=" ", by=coordinator)
    place = reverse("risk:answer_change", args=[row.pk])
    assert as_user(author).get(place).status_code == 403
    assert as_user(coordinator).post(place, {"text": "It only says hello."}).status_code == 302
    with pytest.raises(ValidationError, match="answered already"):
        actions.answer_change(row, text="Again.", by=coordinator)
    assert (standings(change)[without], Event.objects.filter(verb="platform.change_answered").count()) == ("held", 1)

    # The plan answers for itself and for its account: by a statement, or by an approved change.
    request = AttestationRequest.objects.get(cause=change.cause, document=plan.pk)
    attesting.attest(request, text="Our uses stay.", seen_sha=request.version.sha256, by=author)
    assert {standings(change)[thing] for thing in (("plans", plan.pk), own)} == {"held"}
    again = make.change(x, by=reviewer)
    document = perform(plan.document, "revise", by=coordinator, change_class="emergency", reason="New default.")
    assert standings(again)[own] == "amending"
    document = perform(documents.reworded(document, author), "submit", by=coordinator)
    documents.approve(document, by=head, reason="Now.")
    assert (standings(again)[own], standings(again)[without]) == ("amended", "silent")
    assert answers.tally(again, coordinator).owed == 1


def test_pages_show_each_reader_their_own_and_the_entity_everything(
    x: Platform, plan: Plan, accounts: list[OfficialAccount], coordinator: User, reviewer: User, stranger: User,
    as_user: SignIn,
) -> None:  # fmt: skip
    client = as_user(reviewer)
    day = TODAY.isoformat()
    said = {"kind": "terms", "what_en": "New.", "what_fr": "Neuf.", "effective_on": day, "asks": "yes"}
    form = {"token": "a" * 32, **said}
    address = reverse("risk:change_add", args=[x.code])
    assert as_user(coordinator).get(address).status_code == 403
    assert "text_dated" in client.post(address, form).context["form"].errors
    done = client.post(address, {**form, "text_dated": day})
    again = client.post(address, {**form, "text_dated": day})
    change = PlatformChange.objects.get()
    assert done.url == again.url == change.get_absolute_url()

    with CaptureQueriesContext(connection) as queries:
        page = client.get(change.get_absolute_url()).content.decode()
    assert len(queries) < 40
    assert "By organization" in page
    assert "ParksOld" in page
    own = as_user(coordinator).get(change.get_absolute_url()).content.decode()
    row = Affected.objects.get(object_id=accounts[1].pk, kind="accounts")
    assert row.get_absolute_url() in own
    assert "Government-wide pia" not in own.split("What it concerns")[-1]
    assert "Nothing of yours is concerned" in as_user(stranger).get(change.get_absolute_url()).content.decode()
    platform = client.get(x.get_absolute_url()).content.decode()
    assert "Versions of the terms and the privacy policy" in platform
    assert "Changes that concern it" in as_user(coordinator).get(accounts[1].get_absolute_url()).content.decode()

    taken = as_user(coordinator).get(reverse("risk:change_csv", args=[change.pk])).content.decode()
    assert taken.count("Parks") > taken.count("Service Canada") == 0
    assert Event.objects.filter(verb="document.exported").count() == 1


def test_a_change_is_called_off_and_what_is_late_is_reminded_of_once_an_organization(
    x: Platform, plan: Plan, accounts: list[OfficialAccount], coordinator: User, reviewer: User, as_user: SignIn
) -> None:
    change = make.change(x, by=reviewer, due_on=TODAY + timedelta(days=5))
    scan(now=timezone.now())
    assert not Notification.objects.filter(code__in=["change.due", "attestation.due"]).exists()  # told just now
    scan(now=timezone.now() + timedelta(days=5))
    scan(now=timezone.now() + timedelta(days=5))
    reminded = Notification.objects.filter(code="change.due", key__startswith=f"change:{change.pk}:")
    assert reminded.filter(recipient=coordinator).count() == 1
    assert not Notification.objects.filter(code="attestation.due").exists()

    with pytest.raises(PermissionDenied):
        actions.call_off(change, reason="Wrong.", by=coordinator)
    place = reverse("risk:change_call_off", args=[change.pk])
    assert as_user(reviewer).post(place, {"reason": "Recorded by mistake."}).status_code == 302
    assert set(standings(change).values()) == {"lifted"}
    assert not AttestationRequest.objects.open().exists()
    assert Notification.objects.filter(code="change.called_off", recipient=coordinator).exists()
    with pytest.raises(ValidationError, match="called off already"):
        actions.call_off(change, reason="Again.", by=reviewer)


# ---------------------------------------------------------------- the index


@pytest.mark.obligation("G061")
def test_a_withdrawn_pre_review_takes_accounts_out_of_the_index_visibly_and_restoring_brings_them_back(
    x: Platform, plan: Plan, accounts: list[OfficialAccount], reviewer: User, author: User, as_user: SignIn,
    client: Client,
) -> None:  # fmt: skip
    page, index = reverse("registry:account", args=[accounts[0].pk]), reverse("registry:search")
    before = as_user(reviewer).get(reverse("risk:platform_withdraw", args=[x.code])).content.decode()
    assert "What rests on it, by organization" in before
    assert before.split("by organization")[1].count("Parks Canada") == 1

    actions.withdraw(x, reason="A breach.", by=reviewer)
    assert not OfficialAccount.objects.listed().exists()
    shown = client.get(page).content.decode()
    assert "not in the index at present" in shown
    assert "withdrew its pre-review" in shown
    assert "Accounts on X are not listed at present" in client.get(index).content.decode()
    assert "withdrew its pre-review" in client.get(reverse("registry:verify"), {"q": accounts[0].url}).content.decode()

    change = PlatformChange.objects.get(kind="withdrawn")
    request = AttestationRequest.objects.get(cause=change.cause, document=plan.pk)
    with pytest.raises(ValidationError, match="Nothing covers these uses any more"):
        attesting.attest(request, text="All is well.", seen_sha=request.version.sha256, by=author)

    actions.restore(x, reason="Mended.", by=reviewer)
    assert OfficialAccount.objects.listed().count() == len(accounts)
    assert "not in the index at present" not in client.get(page).content.decode()
    assert not AttestationRequest.objects.open().exists()
    assert set(standings(change).values()) == {"lifted"}
    verbs = list(Event.objects.filter(subject_type="risk.platform").order_by("seq").values_list("verb", flat=True))
    wanted = ["platform.withdrawn", "platform.change_called_off", "document.attestation_lifted", "platform.restored"]
    assert [verb for verb in verbs if verb in wanted] == wanted


# ---------------------------------------------------------------- what plans rest on


def test_plans_that_rest_on_an_assessment_hear_of_its_renewal_and_of_its_end(
    x: Platform, plan: Plan, accounts: list[OfficialAccount], entity: Organization, reviewer: User
) -> None:
    pia = Assessment.objects.get(kind="pia")
    assessing.signed(pia, reviewer, TODAY)
    renewed = PlatformChange.objects.get(kind="version")
    assert set(standings(renewed)) == {("plans", plan.pk), ("accounts", accounts[0].pk)}

    Assessment.objects.filter(kind="tra").update(valid_until=TODAY - timedelta(days=1))
    assert (tasks.catch_up(), tasks.catch_up()) == (1, 0)
    expired = PlatformChange.objects.get(kind="expired")
    assert (expired.assessment.kind, expired.by, set(standings(expired).values())) == ("tra", None, {"silent"})
    # What nothing rests on is nobody's news.
    assessing.signed(assessing.assessment("pia", x, entity, by=reviewer, title_en="Other"), reviewer, TODAY)
    assert PlatformChange.objects.filter(kind="version").count() == 1
