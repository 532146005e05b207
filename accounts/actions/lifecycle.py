"""What happens to official accounts when somebody moves them: made, paired, opened, closed (§4.3–4.4)."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import usernames
from accounts.content import of_version
from accounts.models import AccessGrant, OfficialAccount, Submission
from accounts.wanted import Wanted
from approvals.models import Decision
from govsocial.core import ledger
from govsocial.core.transitions import Move, perform
from organizations.models import User
from plans.models import Plan

EQUIVALENT = {"en": "fr", "fr": "en"}


def create(submission: Submission, wanted: Wanted, *, by: User) -> OfficialAccount:
    """Register one account that the entity is about to make on the platform."""
    platform = submission.plan.platform
    handle = usernames.username(platform, wanted.handle)
    account = OfficialAccount(
        organization=submission.document.organization,
        platform=platform,
        plan=submission.plan,
        submission=submission,
        group=wanted.group,
        language=wanted.language,
        name=wanted.name,
        handle=handle,
        url=platform.url_for(handle),
    )
    account.set_derived()
    account.save()
    ledger.record("account.created", subject=account, by=by, after=account.state, details={"submission": submission.pk})
    return account


def pair(plan: Plan) -> None:
    """Make the English and the French account of each group of a plan each other's equivalent."""
    groups: dict[int, dict[str, OfficialAccount]] = {}
    for account in plan.official_accounts.living().filter(language__in=list(EQUIVALENT)).order_by("pk"):
        groups.setdefault(account.group, {})[account.language] = account
    for pair_ in groups.values():
        if len(pair_) == len(EQUIVALENT):
            make_equivalent(pair_["en"], pair_["fr"])


def make_equivalent(one: OfficialAccount, other: OfficialAccount) -> None:
    """Point two accounts at each other, unless one of them has another equivalent already."""
    if one.equivalent_id not in {None, other.pk} or other.equivalent_id not in {None, one.pk}:
        return
    for account, equivalent in ((one, other), (other, one)):
        account.equivalent = equivalent
        account.save(update_fields=["equivalent"])


def open_account(move: Move) -> None:
    """Note the day, and give access to exactly the users whom the submission authorized (§4.4)."""
    account = move.obj
    account.opened_on = account.opened_on or timezone.localdate()
    account.save(update_fields=["opened_on"])
    if account.submission_id:
        _give_access(account, account.submission)


def _give_access(account: OfficialAccount, submission: Submission) -> None:
    authority = approved_by(submission)
    rows = of_version(submission.version).tables.get("users_authorized", [])
    for row in rows:
        # One by one: what is created in bulk leaves no history.
        AccessGrant.objects.create(
            account=account,
            person=row["name"],
            email=row["email"],
            role=row["role"],
            authorized_by=authority,
            submission=submission,
        )


def approved_by(submission: Submission) -> str:
    """Return who approved the version that the submission rests on: the authority for every access that it names."""
    sha = submission.approved_version.sha256
    decision = Decision.objects.approvals().filter(round__document=submission.plan_id, version_sha=sha).first()
    return decision.name if decision else submission.approved_version.created_by_name


def begin_closing(submission: Submission, *, by: User) -> None:
    """Begin to close every account of an accepted request that is in use."""
    for account in submission.disposition.accounts.filter(state="active").order_by("pk"):
        perform(account, "start_closing", by=by, system=True)


def close_account(move: Move) -> None:
    """Note the day and end every access that is still open."""
    account, today = move.obj, timezone.localdate()
    account.closed_on = today
    account.save(update_fields=["closed_on"])
    for grant in account.access_grants.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today)):
        grant.valid_to = today
        grant.save(update_fields=["valid_to"])


def end_plan(move: Move) -> None:
    """Close the plan with the last of its accounts: nobody is to review what nothing needs any more (§4.2(j))."""
    plan = move.obj.plan
    if plan is None or plan.document.state != "approved" or plan.official_accounts.living().exists():
        return
    perform(plan.document, "close", by=move.by, system=True, reason=_("The last account of the plan was closed."))


def finish_submission(move: Move) -> None:
    """Complete the submission when this was the last of its accounts."""
    for submission in submissions_of(move.obj):
        if not unfinished(submission).exists():
            perform(submission.document, "complete", by=move.by, system=True)


def submissions_of(account: OfficialAccount) -> list[Submission]:
    """Return the accepted submissions that wait for `account`: the one that asked for it, and those to close it."""
    waiting = Submission.objects.filter(document__state="accepted").select_related("document")
    asked = waiting.filter(pk=account.submission_id) if account.submission_id else waiting.none()
    return [*asked, *waiting.filter(disposition__accounts=account)]


def unfinished(submission: Submission):
    """Return the accounts on which the entity still has to do what the submission asks."""
    state = "creating" if submission.is_to_create else "closing"
    return submission.accounts_concerned().filter(state=state)
