"""How does an official account come into use, and how does it end?"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import checklists, wanted
from accounts.actions import configuration, dispositions, registering, submissions
from accounts.actions.configuration import Tick
from accounts.actions.registering import Existing
from accounts.content import of_draft
from accounts.models import OfficialAccount
from accounts.notice import short_notice
from documents.models import Document
from govsocial.core import ledger
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from tests.factories import accounts as make
from tests.factories import documents, people
from tests.factories.accounts import Cast

TODAY = timezone.localdate()


@pytest.mark.obligation("G082", "G083", "G084", "G085", "G088")
def test_an_account_is_put_into_use_only_when_everything_is_recorded(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()

    with pytest.raises(TransitionError) as refused:
        perform(account, "activate", by=cast.reviewer)

    *missing, unacknowledged = refused.value.messages
    assert unacknowledged.startswith("Usha User has not acknowledged the duties of a spokesperson yet")
    assert missing == [
        "23 required lines of the checklist are not checked yet.",
        "No acceptance of terms is recorded.",
        "No information given to the platform’s provider is recorded.",
        "The link to the platform management tool is missing.",
    ]


@pytest.mark.obligation("G003", "G081", "G089")
def test_putting_into_use_gives_access_to_the_authorized_users_and_only_then(cast: Cast) -> None:
    submission = make.accepted_submission(cast)
    account = submission.accounts.order_by("language").first()
    assert not account.access_grants.exists()

    account = perform(make.configured(account, cast.reviewer), "activate", by=cast.reviewer)

    grant = account.access_grants.get()
    assert (grant.person, grant.email, grant.role) == ("Usha User", "usha.user@people.example", "editor")
    assert (grant.authorized_by, grant.submission_id) == (cast.head.name, submission.pk)
    assert (grant.valid_from, grant.valid_to) == (TODAY, None)
    assert (account.state, account.opened_on) == ("active", TODAY)
    assert OfficialAccount.objects.listed().filter(pk=account.pk).exists()


@pytest.mark.obligation("G081", "G087")
def test_the_submission_completes_itself_with_its_last_account(cast: Cast) -> None:
    submission = make.accepted_submission(cast)
    first, second = submission.accounts.order_by("pk")

    perform(make.configured(first, cast.reviewer), "activate", by=cast.reviewer)
    assert Document.objects.get(pk=submission.pk).state == "accepted"
    perform(make.configured(second, cast.reviewer), "activate", by=cast.reviewer)

    assert Document.objects.get(pk=submission.pk).state == "completed"


@pytest.mark.obligation("G013")
def test_an_account_whose_plan_was_revoked_is_not_put_into_use(cast: Cast) -> None:
    account = make.configured(make.accepted_submission(cast).accounts.first(), cast.reviewer)
    perform(account.plan.document, "revoke", by=cast.head, reason="Not any more.")

    with pytest.raises(TransitionError, match="No approved plan is in force"):
        perform(account, "activate", by=cast.reviewer)


@pytest.mark.obligation("G014", "G015", "G073", "G076", "G077", "G087")
def test_an_account_is_closed_after_approval_review_and_checklist(cast: Cast) -> None:
    english, french = make.closed_accounts(cast)

    assert (english.state, french.state) == ("closed", "closed")
    assert english.closed_on == TODAY
    assert english.access_grants.get().valid_to == TODAY
    assert OfficialAccount.objects.listed().filter(pk=english.pk).exists()
    assert set(Document.objects.of_kind("submission_close").values_list("state", flat=True)) == {"completed"}
    verbs = list(Event.objects.about(english).order_by("seq").values_list("verb", flat=True))
    assert [v for v in verbs if v in {"account.activate", "account.start_closing", "account.close"}] == [
        "account.activate",
        "account.start_closing",
        "account.close",
    ]
    assert list(ledger.faults()) == []


@pytest.mark.obligation("G077", "G087")
def test_closing_needs_its_checklist_and_the_note_in_both_languages(cast: Cast) -> None:
    account = make.closing_accounts(cast)[0]

    with pytest.raises(TransitionError) as refused:
        perform(account, "close", by=cast.reviewer)

    assert refused.value.messages == [
        "9 required lines of the checklist are not checked yet.",
        "The public note on the closing is missing in English.",
        "The public note on the closing is missing in French.",
    ]


def test_a_stopped_closing_leaves_the_account_in_use(cast: Cast) -> None:
    first, second = make.closing_accounts(cast)

    first = perform(first, "stop_closing", by=cast.reviewer, reason="An election was called.")
    perform(second, "stop_closing", by=cast.reviewer, reason="An election was called.")

    assert first.state == "active"
    assert first.access_grants.get().valid_to is None
    assert set(Document.objects.of_kind("submission_close").values_list("state", flat=True)) == {"completed"}


@pytest.mark.obligation("G087")
def test_a_closing_submission_is_prefilled_and_needs_an_approved_request(cast: Cast) -> None:
    accounts = make.active_accounts(cast)
    disposition = dispositions.start(accounts, by=cast.coordinator)
    with pytest.raises(ValidationError, match="no approved version in force"):
        submissions.start_closing(disposition, by=cast.coordinator)
    document = documents.complete(
        disposition.document, cast.coordinator, notice_days=45, closing_date="2027-06-30", notice_posted_on="2027-05-01"
    )
    documents.approve(perform(document, "submit", by=cast.coordinator), by=cast.head)

    submission = submissions.start_closing(disposition, by=cast.coordinator)

    said = of_draft(submission.document)
    assert said.answer("closure_date") == "2027-06-30"
    assert said.answer("closure_followers_told_on") == "2027-05-01"
    assert said.answer("closure_reason") == of_draft(document).answer("reason_code")
    assert set(said.answers["closure_redirect"]) == {"en", "fr"}


def test_one_request_to_close_an_account_at_a_time(cast: Cast) -> None:
    accounts = make.active_accounts(cast)
    dispositions.start(accounts, by=cast.coordinator)

    with pytest.raises(ValidationError, match="under way already"):
        dispositions.start(accounts[:1], by=cast.coordinator)


def test_only_an_account_in_use_can_be_closed(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()

    with pytest.raises(ValidationError, match="Only an account in use"):
        dispositions.start([account], by=cast.coordinator)


@pytest.mark.obligation("G076")
@pytest.mark.parametrize(
    ("days", "closes_in", "told"), [(10, 90, (10, 30)), (45, 12, (12, 30)), (45, 90, None), (30, 30, None)]
)
def test_a_short_notice_to_followers_is_noticed(cast: Cast, days: int, closes_in: int, told: object) -> None:
    disposition = dispositions.start(make.active_accounts(cast), by=cast.coordinator)
    closing = (TODAY + timedelta(days=closes_in)).isoformat()
    documents.actions.save_section(disposition.document, "notice", {("notice_days", ""): days}, by=cast.coordinator)
    documents.actions.save_section(
        disposition.document, "closing", {("closing_date", ""): closing}, by=cast.coordinator
    )

    short = short_notice(disposition.document, of_draft(disposition.document))

    assert (short and (short.days, short.advised)) == told


@pytest.mark.obligation("G017", "G091", "G092", "G093")
def test_the_coordinator_confirms_layout_and_notices_but_nothing_else(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()

    configuration.save_checklist(
        account, "configuration", {"notice_link": Tick(True, "https://x.com/ParksCanada")}, by=cast.coordinator
    )

    item = account.checklist_items.get()
    assert (item.key, item.by, item.evidence) == ("notice_link", cast.coordinator, "https://x.com/ParksCanada")
    with pytest.raises(PermissionDenied):
        configuration.save_checklist(account, "configuration", {"credentials": Tick(True)}, by=cast.coordinator)


@pytest.mark.obligation("G084")
def test_a_line_that_asks_for_evidence_is_not_ticked_without(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()

    with pytest.raises(ValidationError, match="Write where the evidence is"):
        configuration.save_checklist(account, "configuration", {"tool_linked": Tick(True, " ")}, by=cast.reviewer)


def test_a_line_keeps_who_ticked_it_first(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()
    configuration.save_checklist(account, "configuration", {"avatar": Tick(True)}, by=cast.coordinator)

    changed = configuration.save_checklist(account, "configuration", {"avatar": Tick(True)}, by=cast.reviewer)

    assert changed == []
    assert account.checklist_items.get().by == cast.coordinator


def test_what_was_recorded_about_a_closed_account_stays(cast: Cast) -> None:
    account = make.closed_accounts(cast)[0]

    with pytest.raises(ValidationError, match="This account is closed"):
        configuration.save_checklist(account, "disposition", {"links_removed": Tick(False)}, by=cast.reviewer)


def test_the_name_on_the_platform_may_differ_from_what_was_asked(cast: Cast) -> None:
    submission = make.accepted_submission(cast)
    account, other = submission.accounts.order_by("language")

    configuration.change_details(
        account, name="Parks Canada", handle="https://x.com/ParksCan", management_tool_url="", by=cast.reviewer
    )

    account.refresh_from_db()
    assert (account.handle, account.handle_key, account.url) == ("ParksCan", "parkscan", "https://x.com/ParksCan")
    with pytest.raises(ValidationError, match="already registered"):
        configuration.change_details(
            account, name="Parks", handle=other.handle, management_tool_url="", by=cast.reviewer
        )


@pytest.mark.obligation("G031")
def test_an_existing_account_is_registered_and_planned_afterwards(cast: Cast) -> None:
    plan = make.approved_plan(cast)
    known = Existing(plan.platform, "en", "Parks Canada", "https://x.com/ParksCanada")

    account = registering.register(cast.department, known, by=cast.coordinator)
    assert (account.state, account.plan) == ("active", None)
    assert list(OfficialAccount.objects.without_plan()) == [account]
    registering.link_plan(account, plan, by=cast.coordinator)

    assert not OfficialAccount.objects.without_plan().exists()
    submission = submissions.start_creation(plan, by=cast.coordinator)
    assert [one["language"] for one in wanted.planned(submission)] == ["fr"]


def test_an_account_registered_by_somebody_else_is_refused(cast: Cast) -> None:
    platform = documents.platform()
    make.bare_account(people.organization("museum", name_en="Museum of Nature"), platform, "ParksCanada")

    with pytest.raises(ValidationError, match="Museum of Nature"):
        registering.register(cast.department, Existing(platform, "en", "Parks", "@parkscanada"), by=cast.coordinator)


@pytest.mark.obligation("G002")
def test_what_is_not_official_use_leaves_a_line_and_nothing_else(cast: Cast) -> None:
    registering.turn_away(cast.department, use="personal", by=cast.coordinator)

    line = Event.objects.about(cast.department)[0]
    assert (line.verb, line.details) == ("account.turned_away", {"use": "personal"})
    assert not OfficialAccount.objects.exists()


def test_a_plan_of_another_platform_is_not_linked(cast: Cast) -> None:
    plan = make.approved_plan(cast)
    account = make.bare_account(cast.department, documents.platform("instagram", name="Instagram"), "parks.canada")

    with pytest.raises(ValidationError, match="for this platform"):
        registering.link_plan(account, plan, by=cast.coordinator)


def test_owed_lines_are_the_required_ones(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()

    make.tick_all(account, checklists.CONFIGURATION, cast.reviewer)

    assert checklists.owed(account, checklists.CONFIGURATION) == []


@pytest.mark.obligation("G099")
@pytest.mark.obligation("G100")
@pytest.mark.obligation("G120")
def test_access_controls_and_accessibility_are_each_on_record_before_an_account_is_used(cast: Cast) -> None:
    account = make.accepted_submission(cast).accounts.first()
    owed = {"authentication", "credentials", "accessibility_options", "equivalent_content"}
    make.acknowledged(account.organization, cast.coordinator)
    account = make.configured(account, cast.reviewer)
    for key in owed:
        configuration.save_checklist(account, checklists.CONFIGURATION, {key: Tick(False, "")}, by=cast.reviewer)

    with pytest.raises(TransitionError, match="4 required lines of the checklist are not checked yet"):
        perform(account, "activate", by=cast.reviewer)
