"""Where do one organization's strategy, plans and accounts stand, from planning to disposition? (G014, §5)"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount, Submission
from approvals import affirming, flags, waiting
from approvals.models import ReviewRound
from documents.models import Document
from organizations.models import Organization, Role, User
from plans.models import Plan

SHOWN = 200
OVER = ("withdrawn", "refused")
SETTLED = ("completed", "withdrawn", "declined")


def organizations(user: User) -> QuerySet:
    """Return the organizations whose whole work this person oversees."""
    if user.has_entity_role(Role.REVIEWER) or user.has_entity_role(Role.AUDITOR):
        return Organization.objects.all()
    held = [hat.organization_id for hat in user.hats if hat.role in {Role.HEAD, Role.COORDINATOR}]
    return Organization.objects.filter(pk__in=held)


def overview(organization: Organization, user: User) -> dict[str, Any]:
    """Return the documents and accounts of `organization` that `user` sees, with a figure for each stage."""
    documents = Document.objects.visible_to(user).filter(organization=organization).select_related("effective_version")
    documents = documents.defer("effective_version__content")
    strategies = list(documents.of_kind("strategy").exclude(state__in=OVER))
    plans = _flagged(_plans(organization, user))
    accounts = list(
        OfficialAccount.objects.visible_to(user)
        .filter(organization=organization)
        .select_related("platform")
        .order_by("sort_name", "pk")[:SHOWN]
    )
    submissions = _submissions(organization, user)
    documents_shown = [*strategies, *(plan.document for plan in plans)]
    waiting.show(documents_shown)
    flags.show(documents_shown)
    return {
        "strategies": strategies,
        "plans": plans,
        "submissions": submissions,
        "accounts": accounts,
        "stages": _stages([*strategies, *(plan.document for plan in plans)], submissions, accounts),
    }


def _plans(organization: Organization, user: User) -> list[Plan]:
    plans = Plan.objects.visible_to(user).filter(document__organization=organization)
    plans = plans.exclude(document__state__in=OVER).select_related("document", "platform")
    return list(plans.prefetch_related("planned_accounts").order_by("document__review_due_on", "pk")[:SHOWN])


def _flagged(plans: list[Plan]) -> list[Plan]:
    """Give each plan `flags`, what its last round marked it for (“Advertising”): one query (App. A, Communications)."""
    rounds = ReviewRound.objects.filter(document__in=[plan.pk for plan in plans])
    # In order of their numbers, so that the last round of a document is the one that stays.
    policies = dict(rounds.order_by("number").values_list("document", "policy"))
    for plan in plans:
        plan.flags = affirming.flags(policies.get(plan.pk, {}))  # type: ignore[attr-defined] -- for the page alone
    return plans


def _submissions(organization: Organization, user: User) -> list[Submission]:
    found = Submission.objects.visible_to(user).filter(document__organization=organization)
    return list(found.exclude(document__state__in=SETTLED).select_related("document").order_by("-pk")[:SHOWN])


def _stages(
    documents: list[Document], submissions: list[Submission], accounts: list[OfficialAccount]
) -> list[dict[str, Any]]:
    planning = sum(one.effective_version_id is None for one in documents)
    overdue = sum(one.is_review_overdue for one in documents)

    def in_state(state: str) -> int:
        return sum(account.state == state for account in accounts)

    return [
        {"value": planning, "label": _("In planning")},
        {"value": len(submissions), "label": _("With the central entity")},
        {"value": in_state("creating"), "label": _("Being configured")},
        {"value": in_state("active"), "label": _("In use")},
        {"value": overdue, "label": _("Review overdue"), "tone": "danger" if overdue else ""},
        {"value": in_state("closing"), "label": _("Being closed")},
        {"value": in_state("closed"), "label": _("Closed")},
    ]
