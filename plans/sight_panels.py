"""Where does the line of sight show, beside its own page? On the strategy, on sections a and h, and before sending."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Document
from govsocial.core.declare import Panel, panels
from govsocial.core.transitions import Move, Problem
from plans import sight
from plans.kind import KIND
from plans.models import Plan
from strategy import codes
from strategy.kind import KIND as STRATEGY
from strategy.models import Strategy


@panels("section:a")
@panels("section:h")
def on_plan_section(document: Document, _user: Any) -> Panel | None:
    """Show which objectives of the strategy this plan serves and measures, and what in it points at none."""
    if document.kind != KIND.code:
        return None
    plan = Plan.objects.of(document)
    seen = sight.of_plan(plan)
    return Panel(
        gettext_lazy("Line of sight: what this plan serves"),
        "plans/panel_sight.html",
        {"sight": seen, "strays": lines(seen.strays), "url": reverse("plans:sight", args=[plan.strategy_id])},
        order=40,
    )


@panels("strategy")
def on_strategy(document: Document, user: Any) -> Panel | None:
    """Show how many objectives are served, and the plans that point at what the strategy no longer has."""
    if document.effective_version_id is None:
        return None
    seen = sight.in_force(Strategy.objects.select_related("document__effective_version").get(pk=document.pk), user)
    return Panel(
        gettext_lazy("Line of sight"),
        "plans/panel_strategy_sight.html",
        {"sight": seen, "strays": lines(seen.strays), "url": reverse("plans:sight", args=[document.pk])},
        order=30,
    )


@panels("review:strategy")
def on_strategy_review(document: Document, user: Any) -> Panel | None:
    """Say, before a strategy is approved again, which approved plans would point at an objective that it drops."""
    round_ = document.rounds.order_by("-number").select_related("version").first()
    if round_ is None or document.effective_version_id is None:
        return None
    strategy = Strategy.objects.select_related("document__effective_version").get(pk=document.pk)
    dropped = sight.against(sight.objectives_of(round_.version), strategy, user).dropped
    if not dropped:
        return None
    heading = gettext_lazy("Plans that point at an objective which this text drops")
    return Panel(heading, "plans/_strays.html", {"strays": lines(dropped)}, order=30)


def lines(plans: list[sight.PlanLine]) -> list[dict[str, Any]]:
    """Return plans with what in them points at nothing, and why, for `plans/_strays.html`."""
    return [
        {"plan": plan, "pointers": [{"pointer": one, "why": sight.why(one)} for one in plan.pointers]} for plan in plans
    ]


@KIND.guard("consult", "submit")
def objectives_are_the_strategys(move: Move) -> Iterator[Problem]:
    """What a plan points at is an objective that the strategy in force has (§4.2(a))."""
    plan = Plan.objects.of(move.obj)
    for found in sight.of_plan(plan).dropped:
        for one in found.pointers:
            section, _column = sight.TABLES[one.table]
            words = _("Measure %(number)d: %(why)s") if one.is_measure else _("Objective %(number)d: %(why)s")
            url = reverse("documents:section", args=[plan.pk, section]) + one.anchor
            yield Problem(words % {"number": one.number, "why": sight.why(one)}, url)


@codes.points
def plans_point_at(strategy: Strategy, code: str) -> bool:
    """Say whether a plan, in its draft or in its version in force, points at an objective by this code."""
    return sight.is_pointed_at(strategy, code)


@STRATEGY.guard("consult", "submit")
def codes_are_there_once(move: Move) -> Iterator[Problem]:
    """Plans point at objectives by their codes, so no two share one (App. B)."""
    strategy = Strategy.objects.select_related("document").get(pk=move.obj.pk)
    codes = [line.code for line in sight.as_written(strategy, move.by).lines]
    for code in sorted({one for one in codes if codes.count(one) > 1}):
        url = reverse("documents:section", args=[move.obj.pk, "value"]) + "#value_objectives"
        yield Problem(_("Two objectives have the code “%(code)s”.") % {"code": code}, url)
