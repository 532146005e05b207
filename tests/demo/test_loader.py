"""Does the seeded demo hold what a newcomer should find, made as the product itself makes it?"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import OfficialAccount, Submission
from approvals.models import AttestationRequest, Decision, ReviewRound, SignOff
from demo import clock, content, loader
from documents.models import Document
from govsocial.core import ledger
from govsocial.core.models import Event
from organizations.models import User
from plans import coverage
from reminders.models import Notification, OutgoingMail
from risk.models import Platform, PlatformChange
from tests import databases

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    databases.once("the demo is made by verbs that are asked on both"),
]


@pytest.fixture(scope="module")
def _seeded(django_db_setup, django_db_blocker):
    """One demo for all the tests of this file, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        loader.seed(timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _use(_seeded):
    """Every test looks at the same demo and changes nothing in it."""


def states(kind):
    return set(Document.objects.of_kind(kind).values_list("state", flat=True))


def test_the_ledger_is_whole_and_in_order():
    moments = list(Event.objects.order_by("seq").values_list("at", flat=True))

    assert list(ledger.faults()) == []
    assert moments == sorted(moments)
    assert moments[-1] < timezone.now()


def test_strategies_and_plans_stand_in_every_state():
    assert states("strategy") == {"drafting", "consultation", "final_approval", "returned", "approved"}
    assert states("plan") == {
        "drafting",
        "consultation",
        "final_approval",
        "returned",
        "approved",
        "refused",
        "withdrawn",
        "closed",
    }


def test_one_strategy_is_overdue():
    overdue = Document.objects.of_kind("strategy").filter(review_due_on__lt=timezone.localdate())

    assert [document.organization.code for document in overdue] == ["transport-canada"]


def test_submissions_wait_are_asked_about_and_are_worked_on():
    found = {"submitted", "information_requested", "accepted", "completed"}

    assert set(Submission.objects.values_list("document__state", flat=True)) == found
    assert Submission.objects.filter(document__state="submitted").count() == 1


def test_accounts_stand_in_every_state_and_the_index_is_full():
    assert set(OfficialAccount.objects.values_list("state", flat=True)) == {"creating", "active", "closing", "closed"}
    assert OfficialAccount.objects.listed().count() >= 50


def test_the_index_leaves_out_a_platform_that_is_not_pre_reviewed():
    bluesky = OfficialAccount.objects.filter(platform__code="bluesky")

    assert bluesky.count() == 2
    assert not OfficialAccount.objects.listed().filter(platform__code="bluesky").exists()


def test_accounts_in_use_have_an_approved_plan_or_owe_one():
    planned = OfficialAccount.objects.filter(plan__isnull=False)

    assert all(account.plan.document.effective_version_id for account in planned.select_related("plan__document"))
    assert OfficialAccount.objects.without_plan().count() >= 15


def test_every_approval_names_the_bytes_and_nobody_approved_their_own():
    for decision in Decision.objects.select_related("round__version"):
        assert decision.version_sha == decision.round.version.sha256
        assert decision.decided_by_id not in decision.round.version.contributors


def test_an_acting_head_decided_in_the_place_of_the_head():
    acted = Decision.objects.filter(capacity=Decision.Capacity.ACTING)

    assert {(one.name, one.on_behalf_of) for one in acted} == {("Marcus Littlechild", "Geneviève Arsenault")}
    assert all("2-114" in one.instrument for one in acted)


def test_what_was_approved_goes_on_changed_owed_and_asked_about():
    editorial = Decision.objects.get(round__amendment__change_class="editorial")
    owing = ReviewRound.objects.owing().get()

    assert editorial.round.version.number == 2
    assert SignOff.objects.filter(round=owing, area="communications", at__gt=owing.closed_at).exists()
    changed = PlatformChange.objects.get(kind="terms")
    assert set(AttestationRequest.objects.open().values_list("cause", flat=True)) == {changed.cause}


def test_privacy_signed_every_plan_that_was_decided():
    decided = ReviewRound.objects.filter(document__kind="plan", decision__isnull=False)

    assert set(decided) == {sign.round for sign in SignOff.objects.filter(round__in=decided, area="privacy")}


def test_plans_say_of_coverage_what_the_register_finds_today():
    for document in Document.objects.of_kind("plan").filter(effective_version__isnull=False):
        found = coverage.of_plan(document)
        assert (found.not_covered, coverage.disagreement_of(document, found)) == ((), "")


def test_a_platform_changed_since_its_review():
    changed = {platform.code for platform in Platform.objects.pre_reviewed() if platform.changed_since_review}
    assert changed == {"instagram", "pinterest"}


def test_nobody_is_written_to_about_the_past():
    assert set(OutgoingMail.objects.values_list("outcome", flat=True)) == {"sent"}
    assert Notification.objects.unread().exists()
    assert not Notification.objects.unread().filter(created_at__lt=timezone.now() - timedelta(days=14)).exists()


def test_everybody_signs_in_with_the_same_password_and_holds_a_role():
    somebody = User.objects.get(email="genevieve.arsenault@parks-canada.example")

    assert User.objects.count() == len(content.people())
    assert len(set(User.objects.values_list("password", flat=True))) == 1
    assert somebody.check_password(content.read("people")["password_hint"])
    assert all(person.hats for person in User.objects.all())


def test_seeding_again_does_nothing(capsys):
    before = Event.objects.count()

    call_command("seed_demo")

    assert Event.objects.count() == before
    assert "was not made" in capsys.readouterr().out


def test_the_list_of_people_says_whom_to_be(capsys):
    call_command("demo_people")

    told = capsys.readouterr().out
    assert "sophie.tremblay-nakamura@parks-canada.example" in told
    assert "acting head for Geneviève Arsenault" in told
    assert content.read("people")["password_hint"] in told


def test_the_clock_is_right_again_after_the_story():
    real = timezone.now()
    with clock.at(real - timedelta(days=400)):
        then = timezone.now()

    assert real - then > timedelta(days=399)
    assert timezone.now() >= real
