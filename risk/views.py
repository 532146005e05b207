"""Which pages show platforms? They load what the person may see; the verbs are in `actions`."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core import declare, keyset
from govsocial.core.views import FormPage, Listing, Page
from organizations import told
from organizations.models import in_language
from risk import actions, change_shown, forms, resting, rules, shown, uses_shown
from risk.models import Assessment, Platform

Context = dict[str, Any]
Crumbs = list[dict[str, str]]


def platform_crumbs(*more: dict[str, str]) -> Crumbs:
    """Return the way from the list of platforms to this page."""
    return [{"label": _("Platforms"), "url": reverse("risk:platforms")}, *more]


def assessment_crumbs(*more: dict[str, str]) -> Crumbs:
    """Return the way from the list of assessments to this page."""
    return platform_crumbs({"label": _("Assessments"), "url": reverse("risk:assessments")}, *more)


def link(obj: Any) -> dict[str, str]:
    """Return the breadcrumb of an object's own page."""
    return {"label": str(obj), "url": obj.get_absolute_url()}


class Platforms(Listing):
    """Every platform, the pre-reviewed ones first."""

    model, rule, template_name = Platform, rules.SEE, "risk/platform_list.html"
    order = ("group", "name", "pk")

    def rows(self) -> QuerySet:
        return super().rows().in_groups()

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        reviewed = [one for one in extra["rows"] if one.is_pre_reviewed]
        others = [one for one in extra["rows"] if not one.is_pre_reviewed]
        tables = {"reviewed": shown.platforms_table(reviewed), "others": shown.platforms_table(others)}
        return super().show(status=status, **tables, **extra)

    def context(self) -> Context:
        return {
            "breadcrumbs": [{"label": _("Platforms")}],
            "may_manage": rules.MANAGE_PLATFORMS.allows(self.request.user),
        }


class Uses(Page):
    """The controlled list of uses, and which of them the government-wide assessments may cover."""

    rule, template_name = rules.SEE, "risk/uses.html"

    def context(self) -> Context:
        framework = uses_shown.framework_of(self.request.user)
        return {
            "breadcrumbs": platform_crumbs({"label": _("Uses")}),
            "table": uses_shown.uses_table(framework),
            "leverage": framework.leverage,
        }


class OfPlatform(Page):
    """A page about one platform."""

    model, rule = Platform, rules.SEE
    lookup: ClassVar[dict[str, str]] = {"code": "code"}

    def rows(self) -> QuerySet:
        return super().rows().select_related("reviewed_by")


class PlatformPage(OfPlatform):
    """Everything that the entity records of a platform, what was assessed, and what rests on it."""

    template_name = "risk/platform_detail.html"

    def context(self) -> Context:
        platform, user = self.object, self.request.user
        assessments = Assessment.objects.visible_to(user).filter(platform=platform)
        found = assessments.select_related("organization", "effective").order_by("-scope", "kind", "-signed_on", "pk")
        enterprise = list(found.filter(scope=Assessment.Scope.ENTERPRISE)[:20])
        own = list(found.filter(scope=Assessment.Scope.OWN)[:20])
        return {
            "breadcrumbs": platform_crumbs({"label": platform.name}),
            "review_tag": shown.review_tag(platform),
            "about": shown.about(platform),
            "terms": shown.terms(platform),
            "limits": shown.limits(platform),
            "review": shown.review(platform),
            "guidelines": in_language(platform, "guidelines"),
            "enterprise": shown.assessments_table(enterprise) if enterprise else None,
            "own": shown.assessments_table(own) if own else None,
            "uses": uses_shown.covered_table(platform, user),
            "leverage": uses_shown.framework_of(user).leverage,
            "panels": declare.panels_for("platform", platform, user),
            "resting": resting.counts(platform, None, user),
            "changes": change_shown.of_platform(platform, user),
            "entries": told.history(platform),
            "may_manage": rules.MANAGE_PLATFORMS.allows(user, platform),
            "may_assess": rules.START_ASSESSMENT.allows(user),
        }


class PlatformForm(FormPage):
    """The form of a platform: one page to add and to change."""

    model, template_name, form_class = Platform, "risk/platform_form.html", forms.PlatformForm
    rule = rules.MANAGE_PLATFORMS
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    done = gettext_lazy("Platform saved.")

    def form_arguments(self) -> Context:
        return {"instance": self.load()} if self.object else {}

    def values(self, form: Any) -> dict[str, Any]:
        return {name: value for name, value in form.cleaned_data.items() if name != "seen"}


class PlatformAdd(PlatformForm):
    """Add a platform."""

    def context(self) -> Context:
        title = _("Add a platform")
        crumbs = platform_crumbs({"label": title})
        return {"title": title, "cancel_url": reverse("risk:platforms"), "breadcrumbs": crumbs}

    def perform(self, form: Any) -> str:
        return actions.add_platform(self.values(form), by=self.request.user).get_absolute_url()


class PlatformEdit(PlatformForm):
    """Change what is recorded of a platform."""

    def form_arguments(self) -> Context:
        return {**super().form_arguments(), "initial": {"seen": actions.latest(self.object)}}

    def context(self) -> Context:
        title = _("Change what is recorded")
        return {
            "title": title,
            "over": self.object.name,
            "cancel_url": self.object.get_absolute_url(),
            "breadcrumbs": platform_crumbs(link(self.object), {"label": title}),
        }

    def perform(self, form: Any) -> str:
        values, seen = self.values(form), form.cleaned_data["seen"]
        return actions.describe_platform(self.object, values, by=self.request.user, seen=seen).get_absolute_url()


class PlatformStep(FormPage):
    """A decision of the entity about a platform's review."""

    model, rule = Platform, rules.MANAGE_PLATFORMS
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    title: Any = ""

    def context(self) -> Context:
        return {
            "title": self.title,
            "breadcrumbs": platform_crumbs(link(self.object), {"label": self.title}),
            "cancel_url": self.object.get_absolute_url(),
            "panels": declare.panels_for("platform", self.object, self.request.user),
            "resting": resting.counts(self.object, None, self.request.user),
        }


class PlatformReview(PlatformStep):
    """Record a pre-review, or a review done again."""

    template_name, form_class = "risk/platform_review.html", forms.ReviewForm
    title, done = gettext_lazy("Record a pre-review"), gettext_lazy("Pre-review recorded.")

    def form_arguments(self) -> Context:
        platform = self.object
        kept = {"analysis_en": platform.analysis_en, "analysis_fr": platform.analysis_fr}
        return {"initial": {**kept, "reviewer": self.request.user.pk, "reviewed_on": timezone.localdate()}}

    def perform(self, form: Any) -> str:
        return actions.pre_review(self.object, by=self.request.user, **form.cleaned_data).get_absolute_url()


class PlatformWithdraw(PlatformStep):
    """Withdraw a pre-review, after seeing what follows from it."""

    template_name, form_class = "risk/platform_withdraw.html", forms.ReasonForm
    title, done = gettext_lazy("Withdraw the pre-review"), gettext_lazy("Pre-review withdrawn.")

    def context(self) -> Context:
        table = shown.resting_table(resting.by_organization(self.object, self.request.user))
        return {**super().context(), "places": table}

    def perform(self, form: Any) -> str:
        return actions.withdraw(self.object, by=self.request.user, **form.cleaned_data).get_absolute_url()


class PlatformRestore(PlatformStep):
    """Put a withdrawn pre-review back."""

    template_name, form_class = "risk/platform_restore.html", forms.ReasonForm
    title, done = gettext_lazy("Restore the pre-review"), gettext_lazy("Pre-review restored.")

    def context(self) -> Context:
        table = shown.resting_table(resting.by_organization(self.object, self.request.user))
        return {**super().context(), "places": table}

    def perform(self, form: Any) -> str:
        return actions.restore(self.object, by=self.request.user, **form.cleaned_data).get_absolute_url()


class RestingList(Page):
    """All things of one kind that rest on a platform or an assessment, by keyset."""

    rule, template_name, page_size = rules.SEE, "risk/resting_list.html", 50

    def on(self) -> tuple[Any, Any]:
        raise NotImplementedError

    def context(self) -> Context:
        try:
            kind = resting.get(self.kwargs["kind"])
        except KeyError as error:
            raise Http404 from error
        platform, assessment = self.on()
        asked = {name: self.request.GET.get(name, "") for name in ("after", "before")}
        rows = kind.rows(platform, assessment, self.request.user)
        page = keyset.page(rows, order=kind.order, size=self.page_size, **asked)
        return {
            "kind": kind,
            "columns": list(kind.columns),
            "rows": [kind.cells(row) for row in page.rows],
            "newer_url": f"?before={page.newer}" if page.newer else "",
            "older_url": f"?after={page.older}" if page.older else "",
            "breadcrumbs": self.crumbs(kind),
        }

    def crumbs(self, kind: resting.Resting) -> Crumbs:
        return platform_crumbs(link(self.object), {"label": str(kind.label)})


class PlatformResting(RestingList):
    """What rests on a platform."""

    model = Platform
    lookup: ClassVar[dict[str, str]] = {"code": "code"}

    def on(self) -> tuple[Any, Any]:
        return self.object, None
