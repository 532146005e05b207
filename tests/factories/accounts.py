"""Submissions, official accounts and requests to close in the state that a test needs, by the product's verbs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts import checklists, spokespersons
from accounts.actions import acknowledging, configuration, dispositions, submissions
from accounts.actions.acknowledging import Signed
from accounts.actions.configuration import Tick
from accounts.models import Disposition, OfficialAccount, Submission
from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from plans.models import Plan
from risk.models import Platform
from tests.factories import documents as make


@dataclass(frozen=True)
class Cast:
    """The people of one department and one reviewer, for stories that need them all."""

    department: Organization
    author: User
    coordinator: User
    head: User
    privacy_advisor: User
    reviewer: User
    #: The key of a plan that was approved for this cast already, by the same verbs.
    prepared: int | None = None


USERS = [
    {
        "name": "Usha User",
        "email": "usha.user@people.example",
        "role": "editor",
        "trained_on": "2026-09-01",
    }
]
DAY = date(2026, 1, 20)
PUBLIC_NOTE = {"note_en": "Follow Parks Canada instead.", "note_fr": "Suivez plutôt Parcs Canada."}


def approved_plan(cast: Cast, platform: Platform | None = None, **chosen: Any) -> Plan:
    """Return a plan for the pair ParksCanada and ParcsCanada that the head approved."""
    if cast.prepared is not None and platform is None and not chosen:
        return Plan.objects.get(pk=cast.prepared)
    strategy = make.approved_strategy(cast.department, coordinator=cast.coordinator, head=cast.head)
    return make.approved_plan(
        strategy,
        platform or make.platform(),
        author=cast.author,
        coordinator=cast.coordinator,
        head=cast.head,
        privacy_advisor=cast.privacy_advisor,
        **chosen,
    )


def answers(submission: Submission) -> dict[str, Any]:
    """Return what must not be invented: the usernames of the plan, and the users."""
    return {"users_authorized": USERS} if submission.is_to_create else {}


def complete(
    submission: Submission, by: User, *, handles: tuple[str, str] = ("ParksCanada", "ParcsCanada")
) -> Document:
    """Fill everything that the submission's outline asks, keeping the usernames that are wanted."""
    document = submission.document
    document.rows.filter(table="users_authorized").delete()
    make.complete(document, by, **answers(submission))
    if submission.is_to_create:
        save = {
            ("identification_handle", "en"): handles[0],
            ("identification_handle", "fr"): handles[1],
            ("identification_name", "en"): "Parks Canada",
            ("identification_name", "fr"): "Parcs Canada",
        }
        make.actions.save_section(document, "identification", save, by=by)
    return Document.objects.get(pk=document.pk)


def draft_submission(cast: Cast, plan: Plan | None = None) -> Submission:
    """Return a submission to create, just started and prefilled."""
    return submissions.start_creation(plan or approved_plan(cast), by=cast.coordinator)


def sent_submission(cast: Cast, plan: Plan | None = None, **wanted: Any) -> Submission:
    """Return a submission that waits for the entity."""
    submission = draft_submission(cast, plan)
    perform(complete(submission, cast.coordinator, **wanted), "submit", by=cast.coordinator)
    return again(submission)


def reviewed_submission(cast: Cast, plan: Plan | None = None, **wanted: Any) -> Submission:
    """Return a submission that the reviewer has taken."""
    submission = sent_submission(cast, plan, **wanted)
    perform(submission.document, "take", by=cast.reviewer)
    return again(submission)


def accepted_submission(cast: Cast, plan: Plan | None = None, **wanted: Any) -> Submission:
    """Return a submission that the reviewer accepted; its accounts are being created."""
    submission = reviewed_submission(cast, plan, **wanted)
    perform(submission.document, "accept", by=cast.reviewer)
    return again(submission)


def configured(account: OfficialAccount, by: User, *, with_people: bool = True) -> OfficialAccount:
    """Return the account with everything recorded that it needs to be put into use, its users’ duties too."""
    configuration.change_details(
        account,
        name=account.name,
        handle=account.handle,
        management_tool_url=f"https://tool.example/{account.handle}",
        by=by,
    )
    configuration.record_terms(account, title="Terms of service", terms_version="2026-01-15", accepted_on=DAY, by=by)
    configuration.record_provider_information(
        account, what="E-mail address", given="social@parks.example", given_on=DAY, by=by
    )
    tick_all(account, checklists.CONFIGURATION, by)
    if with_people:
        acknowledged(account.organization, make.person_with("coordinator", account.organization))
    return OfficialAccount.objects.get(pk=account.pk)


def acknowledged(organization: Organization, by: User) -> None:
    """Let everybody who is to speak for `organization` acknowledge it; whoever cannot sign in, signed outside."""
    for person in spokespersons.of_organization(organization):
        if person.owes and person.user is not None:
            acknowledging.acknowledge(organization, by=person.user)
        elif person.owes:
            acknowledging.transcribe(organization, signed_outside(person.email), by=by)


def signed_outside(email: str, **facts: Any) -> Signed:
    """Return a signature by e-mail, given today in French."""
    plain = {"person": "", "language": "fr", "given_on": timezone.localdate(), "way": "email"}
    return Signed(email=email, **plain | {"evidence": "Lu et signé."} | facts)


def tick_all(account: OfficialAccount, code: str, by: User) -> None:
    """Tick every line of a checklist, with evidence where it is asked."""
    checks = account.organization.framework.checklist(code).checks
    ticks = {check.key: Tick(True, f"File {check.key}" if check.evidence else "") for check in checks}
    configuration.save_checklist(account, code, ticks, by=by)


def active_accounts(cast: Cast, plan: Plan | None = None) -> list[OfficialAccount]:
    """Return the English and the French account of a plan, in use."""
    submission = accepted_submission(cast, plan)
    for account in submission.accounts.order_by("pk"):
        perform(configured(account, cast.reviewer), "activate", by=cast.reviewer)
    return list(submission.accounts.order_by("language"))


def approved_disposition(cast: Cast, accounts: list[OfficialAccount], **chosen: Any) -> Disposition:
    """Return a request to close `accounts` that the head approved."""
    disposition = dispositions.start(accounts, by=cast.coordinator)
    document = make.complete(disposition.document, cast.coordinator, **{"notice_days": 45, **chosen})
    document = perform(document, "submit", by=cast.coordinator)
    make.approve(document, by=cast.head)
    return Disposition.objects.get(pk=disposition.pk)


def closing_accounts(cast: Cast) -> list[OfficialAccount]:
    """Return a pair of accounts that the entity is closing."""
    accounts = active_accounts(cast)
    submission = submissions.start_closing(approved_disposition(cast, accounts), by=cast.coordinator)
    document = perform(complete(submission, cast.coordinator), "submit", by=cast.coordinator)
    document = perform(document, "take", by=cast.reviewer)
    perform(document, "accept", by=cast.reviewer)
    return [OfficialAccount.objects.get(pk=account.pk) for account in accounts]


def closed_accounts(cast: Cast) -> list[OfficialAccount]:
    """Return a pair of accounts that are closed."""
    accounts = closing_accounts(cast)
    for account in accounts:
        tick_all(account, checklists.DISPOSITION, cast.reviewer)
        configuration.write_closing_note(account, by=cast.reviewer, **PUBLIC_NOTE)
        perform(account, "close", by=cast.reviewer)
    return [OfficialAccount.objects.get(pk=account.pk) for account in accounts]


def bare_account(organization: Organization, platform: Platform, handle: str, **fields: Any) -> OfficialAccount:
    """Return an account as rows of a list need it, without a story."""
    named = {"name": handle, "language": "en", "state": "active", "url": platform.url_for(handle), **fields}
    account = OfficialAccount(organization=organization, platform=platform, handle=handle, **named)
    account.set_derived()
    account.save()
    return account


def again(submission: Submission) -> Submission:
    """Return the submission as the next request would load it."""
    return Submission.objects.get(pk=submission.pk)
