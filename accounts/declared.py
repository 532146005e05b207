"""What do accounts declare for shared pages? Menu entries, what waits for whom, and panels on lower rooms' pages."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rules, usernames, wanted
from accounts.actions.submissions import in_force
from accounts.models import Disposition, OfficialAccount, Submission
from govsocial.core.declare import NavItem, Panel, WorkItem, navigates, panels, says, works
from organizations.models import Role
from plans.models import Plan

#: A home page shows the longest waits; the lists show all.
SHOWN = 20

navigates(
    NavItem(gettext_lazy("Accounts"), "accounts:accounts", rules.LIST, order=30),
    NavItem(gettext_lazy("Submissions"), "accounts:submissions", rules.QUEUE, order=35),
)

says(
    {
        "account.created": gettext_lazy("The submission was accepted; the account is being created"),
        "account.activate": gettext_lazy("Put into use"),
        "account.register": gettext_lazy("Registered as an existing account"),
        "account.start_closing": gettext_lazy("The closing began"),
        "account.stop_closing": gettext_lazy("The closing was stopped"),
        "account.close": gettext_lazy("Closed"),
        "account.details_changed": gettext_lazy("Name, username or link changed"),
        "account.checked": gettext_lazy("Checklist updated"),
        "account.terms_accepted": gettext_lazy("Acceptance of terms recorded"),
        "account.provider_informed": gettext_lazy("Information given to the provider recorded"),
        "account.line_removed": gettext_lazy("A line recorded by mistake was removed"),
        "account.closing_note_written": gettext_lazy("Public note on the closing written"),
        "account.specifications_signed": gettext_lazy("Technical specifications as applied: the area’s answer"),
        "account.duties_acknowledged": gettext_lazy("Duties of a spokesperson acknowledged"),
        "account.duties_transcribed": gettext_lazy("Duties of a spokesperson: signature given outside, transcribed"),
        "account.closing_asked": gettext_lazy("Closing asked for"),
        "account.plan_linked": gettext_lazy("Put under an approved plan"),
        "submission.based_on_version": gettext_lazy("Based on the version in force"),
    }
)


@works
def for_reviewers(user: Any) -> Iterator[WorkItem]:
    """Yield the submissions that wait for the entity, and the accounts to configure or close: two queries."""
    if not rules.QUEUE.allows(user):
        return
    waiting = Submission.objects.visible_to(user).filter(document__state__in=["submitted", "under_review"])
    for one in _oldest(waiting, "document__organization"):
        title = _("Review: %(submission)s") if one.document.state == "submitted" else _("Decide: %(submission)s")
        yield WorkItem(
            "waits",
            title % {"submission": one.document.title},
            one.get_absolute_url(),
            detail=one.document.organization.name,
            since=one.document.state_changed_at,
        )
    accounts = OfficialAccount.objects.visible_to(user).filter(state__in=["creating", "closing"])
    for account in accounts.select_related("organization", "platform").order_by("state_changed_at", "pk")[:SHOWN]:
        title = _("Configure: %(account)s") if account.state == "creating" else _("Close: %(account)s")
        yield WorkItem(
            "waits",
            title % {"account": f"{account.name} ({account.platform})"},
            reverse("accounts:configure", args=[account.pk]),
            detail=account.organization.name,
            since=account.state_changed_at,
        )


@works
def for_coordinators(user: Any) -> Iterator[WorkItem]:
    """Yield the questions to answer, and what is approved and waits to be sent on: three queries."""
    own = {hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR}
    if not own:
        return
    asked = Submission.objects.filter(document__organization__in=own, document__state="information_requested")
    for one in _oldest(asked, "document"):
        yield WorkItem(
            "waits",
            _("Answer: %(submission)s") % {"submission": one.document.title},
            one.get_absolute_url(),
            detail=_("The central entity asks for information."),
            since=one.document.state_changed_at,
        )
    yield from chain(_plans_to_submit(own), _closings_to_submit(own))


@works
def accounts_without_plan_in_force(user: Any) -> Iterator[WorkItem]:
    """Tell coordinators and heads which accounts rest on a plan that is not in force any more: one query."""
    places = {hat.organization_id for hat in user.hats if hat.role in {Role.COORDINATOR, Role.HEAD}}
    if not places:
        return
    found = OfficialAccount.objects.without_plan_in_force().filter(organization__in=places)
    for account in found.select_related("platform", "plan__document").order_by("pk")[:SHOWN]:
        yield WorkItem(
            "due",
            _("No plan in force: %(account)s") % {"account": f"{account.name} ({account.platform})"},
            account.get_absolute_url(),
            detail=_("“%(plan)s” was revoked: have it approved again, choose another plan or close the account.")
            % {"plan": account.plan.document.title},
            since=account.plan.document.state_changed_at,
        )


def _plans_to_submit(organizations: set[int]) -> Iterator[WorkItem]:
    plans = Plan.objects.in_force().filter(document__organization__in=organizations)
    unasked = plans.filter(submissions__isnull=True, official_accounts__isnull=True).select_related("document")
    for plan in unasked.order_by("document__effective_at", "pk")[:SHOWN]:
        yield WorkItem(
            "waits",
            _("Start the submission: %(plan)s") % {"plan": plan.document.title},
            reverse("accounts:start_submission", args=[plan.pk]),
            detail=_("The plan is approved; the central entity creates its accounts."),
            since=plan.document.effective_at,
        )


def _closings_to_submit(organizations: set[int]) -> Iterator[WorkItem]:
    requests = Disposition.objects.filter(
        document__organization__in=organizations, document__state="approved", submissions__isnull=True
    )
    for one in requests.select_related("document").order_by("document__effective_at", "pk")[:SHOWN]:
        yield WorkItem(
            "waits",
            _("Start the submission: %(request)s") % {"request": one.document.title},
            one.get_absolute_url(),
            detail=_("The request to close is approved; the central entity closes the accounts."),
            since=one.document.effective_at,
        )


def _oldest(found: Any, *related: str) -> Any:
    return found.select_related(*related).order_by("document__state_changed_at", "pk")[:SHOWN]


def taken_usernames(document: Any) -> list[str]:
    """Say, while a plan is still written, which of its usernames another plan or organization has already."""
    plan = Plan.objects.of(document)
    keys = [plan.platform.handle_key(planned.handle) for planned in plan.accounts_named]
    bearers = OfficialAccount.objects.living().filter(platform=plan.platform, handle_key__in=keys)
    # One's own account without a plan is what a plan may well be written for.
    others = bearers.exclude(plan=plan.pk).exclude(plan=None, organization=document.organization_id)
    found = others.select_related("organization", "platform").order_by("pk")
    return [usernames.taken(account, document.organization_id) for account in found]


@panels("plan")
def on_plan(document: Any, user: Any) -> Panel:
    """Show the plan's submissions and accounts, and the way to start a submission."""
    version = in_force(document)
    submissions = list(
        Submission.objects.visible_to(user).filter(plan=document.pk).select_related("document").order_by("-pk")[:SHOWN]
    )
    accounts = list(
        OfficialAccount.objects.visible_to(user)
        .filter(plan=document.pk)
        .select_related("platform")
        .order_by("sort_name", "pk")[:SHOWN]
    )
    is_asked = any(one.is_to_create and one.document.state not in {"declined", "withdrawn"} for one in submissions)
    return Panel(
        gettext_lazy("Submission and accounts"),
        "accounts/panel_plan.html",
        {
            "plan": document.pk,
            "submissions": submissions,
            "accounts": accounts,
            "taken": [] if version else taken_usernames(document),
            "is_approved": version is not None,
            "may_start": version is not None and not is_asked and not accounts and rules.START.allows(user, document),
        },
        order=40,
    )


@panels("section:identification")
def kept_as_planned(document: Any, user: Any) -> Panel | None:
    """Show, where a submission names its accounts, those of the plan that the section does not ask about."""
    submission = Submission.objects.filter(pk=document.pk, type=Submission.Type.CREATE).first()
    named = wanted.planned(submission) if submission else []
    kept = [account for account in named if wanted.keeps_its_plan(account)]
    if not kept:
        return None
    return Panel(
        gettext_lazy("The other accounts of the plan"), "accounts/panel_kept.html", {"accounts": kept}, order=40
    )


@panels("organization")
def on_organization(organization: Any, user: Any) -> Panel | None:
    """Show the organization's official accounts."""
    if not rules.SEE.allows(user, organization):
        return None
    living = OfficialAccount.objects.visible_to(user).filter(organization=organization)
    accounts = list(living.select_related("platform").order_by("sort_name", "pk")[: SHOWN + 1])
    return Panel(
        gettext_lazy("Official accounts"),
        "accounts/panel_organization.html",
        {
            "accounts": accounts[:SHOWN],
            "has_more": len(accounts) > SHOWN,
            "without_plan": any(account.plan_id is None and account.state != "closed" for account in accounts),
        },
        order=40,
    )
