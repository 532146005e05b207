"""The pages of plans: the list, a start, a plan's home and its head."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals import flags, waiting
from approvals.views import DocumentHome
from approvals.workflow import MACHINE
from documents import overlays
from documents.models import Document
from documents.rules import READ, READ_SENT, WRITE
from documents.views.beginning import StartPage
from documents.views.frame import OfDocument
from govsocial.core.views import Act, FormPage, Listing, Page
from organizations.models import Organization
from plans import actions, challenges, rules, sight, sight_panels
from plans.forms import HeaderForm
from plans.models import Plan
from strategy.models import Strategy


class PlanList(Listing):
    """The plans that this person may open, newest change first."""

    rule = rules.SEE_LIST
    model = Document
    template_name = "plans/list.html"
    order = ("-updated_at", "-pk")

    def rows(self) -> Any:
        asked = self.request.GET
        found = super().rows().of_kind("plan").select_related("organization", "plan__platform", "owner")
        if asked.get("state") in self.states():
            found = found.filter(state=asked["state"])
        if asked.get("q", "").strip():
            words = asked["q"].strip()
            found = found.filter(Q(title_en__icontains=words) | Q(title_fr__icontains=words))
        return found.prefetch_related("plan__planned_accounts")

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        waiting.show(extra["rows"])
        flags.show(extra["rows"])
        return super().show(status=status, **extra)

    def states(self) -> dict[str, Any]:
        return dict(MACHINE.states)

    def context(self) -> dict[str, Any]:
        return {
            "states": self.states().values(),
            "state": self.request.GET.get("state", ""),
            "q": self.request.GET.get("q", ""),
            "may_start": [
                one
                for one in Organization.objects.filter(pk__in=self.request.user.organization_ids).order_by("name_en")
                if rules.START.allows(self.request.user, one)
            ],
            "own_questions": overlays.kept_by(self.request.user),
        }


class HeadForm(FormPage):
    """A page on which the head of a plan is filled in; its other buttons change the page and save nothing yet."""

    template_name = "plans/header_form.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("then") == "group":
            return self.show(form=HeaderForm(initial=request.POST.dict(), more=1))
        return super().post(request, *args, **kwargs)


class PlanStart(StartPage, HeadForm):
    """Start a plan on the approved strategy."""

    kind = "plan"
    rule = rules.START
    model = Organization
    lookup = {"code": "organization"}

    def form(self, data: Any = None, files: Any = None) -> HeaderForm:
        person = self.request.user
        return HeaderForm(
            data, initial={"prepared_by": ", ".join(part for part in (person.name, person.title) if part)}
        )

    @property
    def strategy(self) -> Strategy | None:
        strategies = Strategy.objects.filter(document__organization=self.object).in_force()
        return strategies.select_related("document__effective_version").first()

    def perform(self, form: HeaderForm) -> str:
        chosen = {"organization": self.object, "strategy": self.strategy, "source": self.source()}
        return actions.start(**chosen, by=self.request.user, **form.header).get_absolute_url()

    def form_again(self, data: Any) -> HeaderForm:
        return HeaderForm(initial=data.dict())

    def context(self) -> dict[str, Any]:
        living = Strategy.objects.filter(document__organization=self.object).select_related("document").first()
        return {
            "strategy": self.strategy,
            "unapproved": living if self.strategy is None else None,
            "heading": _("Start an implementation plan"),
            "over": self.object.name,
            "back_url": reverse("plans:list"),
        }


class PlanHome(DocumentHome):
    """A plan's home: ten sections, who must answer, and what comes next."""

    kind = "plan"
    template_name = "plans/plan.html"

    def context(self) -> dict[str, Any]:
        plan = Plan.objects.of(self.object)
        in_force = plan.strategy.version
        return {
            **super().context(),
            "plan": plan,
            "over": _("Implementation plan"),
            "newer_strategy": in_force if in_force and in_force.pk != plan.strategy_version_id else None,
        }


class PlanHeader(OfDocument, HeadForm):
    """Change what heads a plan while it may be written."""

    rule = WRITE
    done = gettext_lazy("Saved.")

    @property
    def plan(self) -> Plan:
        return Plan.objects.select_related("document", "platform", "strategy__document__effective_version").get(
            pk=self.object.pk
        )

    def rows(self) -> Any:
        return super().rows().filter(kind="plan")

    def form(self, data: Any = None, files: Any = None) -> HeaderForm:
        return HeaderForm(data, plan=self.plan)

    def perform(self, form: HeaderForm) -> str:
        actions.change_header(self.plan, by=self.request.user, **form.header)
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        plan = self.plan
        in_force = plan.strategy.version
        return {
            "breadcrumbs": self.crumbs((_("Platform and accounts"), "")),
            "mismatch": challenges.mismatch_of(plan),
            "strategy": plan.strategy,
            "newer_strategy": in_force if in_force and in_force.pk != plan.strategy_version_id else None,
            "heading": _("Platform and accounts"),
            "over": self.object.title,
            "back_url": self.object.get_absolute_url(),
        }


class LineOfSight(OfDocument, Page):
    """Every objective of a strategy with the plans, accounts and measures that serve it, and what serves nothing."""

    rule = READ_SENT
    template_name = "plans/sight.html"

    def rows(self) -> Any:
        return super().rows().filter(kind="strategy")

    @property
    def reads_drafts(self) -> bool:
        return READ.allows(self.request.user, self.object)

    @property
    def is_draft(self) -> bool:
        """Say whether the drafts are read: asked for, or all there is as long as nothing was approved."""
        asked = self.request.GET.get("text") == "draft" or self.object.effective_version_id is None
        return asked and self.reads_drafts

    def context(self) -> dict[str, Any]:
        strategy = Strategy.objects.select_related("document__effective_version").get(pk=self.object.pk)
        reading = sight.as_written if self.is_draft else sight.in_force
        seen = reading(strategy, self.request.user)
        strays = sight_panels.lines(seen.strays)
        return {
            "breadcrumbs": self.crumbs((_("Line of sight"), "")),
            "sight": seen,
            "strays": strays,
            "strays_panel": {"strays": strays},
            "readings": self.readings(),
            "is_partial": not self.reads_drafts,
            "tiles": self.tiles(seen),
        }

    def readings(self) -> list[dict[str, Any]]:
        """Return the two texts to choose from, for whoever may read drafts and where something is in force."""
        if not self.reads_drafts or self.object.effective_version_id is None:
            return []
        return [
            {"label": _("In force"), "url": "?", "current": not self.is_draft},
            {"label": _("As it is being written"), "url": "?text=draft", "current": self.is_draft},
        ]

    def tiles(self, seen: sight.Sight) -> list[dict[str, Any]]:
        lines, plans, unserved = len(seen.lines), len(seen.plans), len(seen.unserved)
        astray = sum(len(plan.pointers) for plan in seen.strays)
        missed = ngettext("objective that no plan serves", "objectives that no plan serves", unserved)
        loose = ngettext(
            "objective or measure that points at none", "objectives and measures that point at none", astray
        )
        return [
            {"value": lines, "label": ngettext("objective of the strategy", "objectives of the strategy", lines)},
            {"value": plans, "label": ngettext("plan", "plans", plans)},
            {"value": unserved, "label": missed, "tone": "warning" if unserved else ""},
            {"value": astray, "label": loose, "tone": "warning" if astray else ""},
        ]


class PlanStrategy(OfDocument, Act):
    """Base the draft on the strategy version that is in force now."""

    rule = WRITE
    done = gettext_lazy("The plan now rests on the strategy in force. Check its objectives.")

    def rows(self) -> Any:
        return super().rows().filter(kind="plan")

    def perform(self) -> None:
        actions.rest_on_current_strategy(Plan.objects.get(pk=self.object.pk), by=self.request.user)
