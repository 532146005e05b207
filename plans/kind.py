"""What kind of document is a plan? Its header, its objectives to choose from, and what must hold before it moves."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.workflow import MACHINE
from documents import kinds, referring
from documents.models import Document
from govsocial.core.transitions import Move, Problem
from plans import coverage, facts, protocols
from plans.models import Plan
from risk.register_kinds import keeps_register
from strategy.models import objectives


def header(document: Document) -> dict[str, Any]:
    """Return what App. C puts at the head of a plan, and the strategy version that it rests on (G029)."""
    plan = Plan.objects.of(document)
    strategy = plan.strategy_version
    return {
        "platform": {"code": plan.platform.code, "name": plan.platform.name, "review": plan.platform.review_status},
        "accounts": [
            {
                "group": a.group,
                "language": a.language,
                "name": a.name,
                "handle": a.handle,
                "url": plan.platform.url_for(a.handle),
            }
            for a in plan.accounts_named
        ],
        "prepared_by": plan.prepared_by,
        "coverage": coverage.frozen(document),
        "strategy": {
            "version": strategy.number,
            "sha256": strategy.sha256,
            "en": strategy.document.title_en,
            "fr": strategy.document.title_fr,
        },
    }


def choices(document: Document, name: str) -> kinds.Choices:
    """Return the strategy's approved objectives, which plan objectives and measures point at."""
    if name != "objectives":
        return []
    return objectives(Plan.objects.of(document).strategy_version)


KIND = kinds.register(
    kinds.Kind(
        code="plan",
        label=gettext_lazy("Implementation plan"),
        label_plural=gettext_lazy("Implementation plans"),
        machine=MACHINE,
        url_name="plans:plan",
        list_url_name="plans:list",
        header=header,
        header_template="plans/header.html",
        facts=facts.of_plan,
        choices=choices,
    )
)


referring.sources[KIND.code] = protocols.Kept()
keeps_register(KIND)


@KIND.guard("consult", "submit", "approve")
def strategy_is_in_force(move: Move) -> Iterator[Problem]:
    """A plan implements an approved strategy (§4.2), the version that is in force now."""
    plan = Plan.objects.of(move.obj)
    in_force = plan.strategy.version
    if in_force is None:
        yield Problem(
            _("The departmental strategy has no approved version in force. It must be approved first."),
            plan.strategy.get_absolute_url(),
        )
    elif move.step.verb == "consult" and in_force.pk != plan.strategy_version_id:
        yield Problem(
            _("The strategy was approved again since this plan was started. Base the plan on the new version."),
            reverse("plans:header", args=[plan.pk]),
        )


@KIND.guard("consult", "submit")
def accounts_are_named(move: Move) -> Iterator[Problem]:
    """A plan is for at least one account, whose name heads it (App. C)."""
    if not Plan.objects.of(move.obj).accounts_named:
        yield Problem(_("Name at least one account."), reverse("plans:header", args=[move.obj.pk]))
