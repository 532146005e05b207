"""What kinds of document do accounts bring? Submissions to the central entity, and requests to close."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.content import of_version
from accounts.facts import of_submission
from accounts.models import Disposition, OfficialAccount, Submission
from accounts.workflow import SUBMISSION
from approvals import conditions, revoking
from approvals import rules as approval_rules
from approvals.workflow import MACHINE
from documents import kinds
from documents.models import Document, Version
from govsocial.core.transitions import Move, Problem
from plans.kind import KIND as PLAN
from plans.models import Plan

# A plan’s approval leads to accounts being put into use: an area may make that wait for a condition.
conditions.leads_to_creation.add(PLAN.code)
# The central entity creates and closes accounts on an approved plan, so that it may take the approval back.
approval_rules.acted_on_by_entity.add(PLAN.code)


def has_no_living_account(document: Document) -> bool:
    """Say whether a plan is over: it is needed as long as one of its accounts lives (§4.2(j))."""
    return not OfficialAccount.objects.living().filter(plan=document.pk).exists()


revoking.ends_with_use[PLAN.code] = has_no_living_account


def _source(version: Version) -> dict[str, Any]:
    document = version.document
    return {
        "document": document.pk,
        "version": version.number,
        "sha256": version.sha256,
        "en": document.title_en,
        "fr": document.title_fr,
    }


def _platform(platform: Any) -> dict[str, str]:
    return {"code": platform.code, "name": platform.name, "review": platform.review_status}


def _account(account: OfficialAccount) -> dict[str, str]:
    return {"language": account.language, "name": account.name, "handle": account.handle, "url": account.url}


def creation_header(document: Document) -> dict[str, Any]:
    """Return the plan, the approved version's hash, the platform and the accounts that the plan names (§4.3)."""
    submission = Submission.objects.select_related("plan__platform", "approved_version__document").get(pk=document.pk)
    return {
        "plan": _source(submission.approved_version),
        "platform": _platform(submission.plan.platform),
        "accounts": of_version(submission.approved_version).header.get("accounts", []),
    }


def closing_header(document: Document) -> dict[str, Any]:
    """Return the approved request to close and the accounts that it names."""
    submission = Submission.objects.select_related("disposition", "approved_version__document").get(pk=document.pk)
    return {"disposition": _source(submission.approved_version), **_accounts(submission.disposition)}


def disposition_header(document: Document) -> dict[str, Any]:
    """Return the plan in force, the platform and the accounts to close (§4.2(j))."""
    disposition = Disposition.objects.select_related("plan__document__effective_version__document").get(pk=document.pk)
    return {**_plan(disposition.plan), **_accounts(disposition)}


def _plan(plan: Plan | None) -> dict[str, Any]:
    version = plan.document.effective_version if plan else None
    return {"plan": _source(version)} if version else {}


def _accounts(disposition: Disposition) -> dict[str, Any]:
    accounts = list(disposition.accounts.select_related("platform").order_by("pk"))
    platform = {"platform": _platform(accounts[0].platform)} if accounts else {}
    return {**platform, "accounts": [_account(account) for account in accounts]}


CREATION = kinds.register(
    kinds.Kind(
        code="submission_create",
        label=gettext_lazy("Submission to create accounts"),
        label_plural=gettext_lazy("Submissions"),
        machine=SUBMISSION,
        url_name="accounts:submission",
        list_url_name="accounts:submissions",
        header=creation_header,
        header_template="accounts/header.html",
        facts=of_submission,
    )
)
CLOSING = kinds.register(
    kinds.Kind(
        code="submission_close",
        label=gettext_lazy("Submission to close accounts"),
        label_plural=gettext_lazy("Submissions"),
        machine=SUBMISSION,
        url_name="accounts:submission",
        list_url_name="accounts:submissions",
        header=closing_header,
        header_template="accounts/header.html",
        facts=of_submission,
    )
)
DISPOSITION = kinds.register(
    kinds.Kind(
        code="disposition",
        label=gettext_lazy("Request to close accounts"),
        label_plural=gettext_lazy("Official accounts"),
        machine=MACHINE,
        url_name="accounts:disposition",
        list_url_name="accounts:accounts",
        is_living=False,
        header=disposition_header,
        header_template="accounts/header.html",
        facts=of_submission,
    )
)


@DISPOSITION.guard("consult", "submit", "approve")
def accounts_are_in_use(move: Move) -> Iterator[Problem]:
    """Only accounts in use can be closed."""
    accounts = move.obj.disposition.accounts.exclude(state="active").select_related("platform")
    for account in accounts:
        yield Problem(
            _("“%(account)s” is “%(state)s”. Only an account in use can be closed.")
            % {"account": account, "state": account.state_info.label},
            account.get_absolute_url(),
        )
