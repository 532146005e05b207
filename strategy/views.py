"""The pages of strategies: the list, a start, and a strategy's home."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from approvals import flags, waiting
from approvals.views import DocumentHome
from documents import overlays
from documents.forms import TitleForm
from documents.models import Document
from documents.views.beginning import StartPage
from govsocial.core.views import Listing
from organizations.models import Organization
from strategy import actions, rules
from strategy.models import ENDED, Strategy, objectives


class StrategyList(Listing):
    """The strategies that this person may open."""

    rule = rules.SEE_LIST
    model = Document
    template_name = "strategy/list.html"
    order = ("organization__name_en", "pk")

    def rows(self) -> Any:
        return super().rows().of_kind("strategy").select_related("organization", "owner", "effective_version")

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        waiting.show(extra["rows"])
        flags.show(extra["rows"])
        return super().show(status=status, **extra)

    def context(self) -> dict[str, Any]:
        return {
            "may_start": [one for one in _homes(self.request.user) if rules.START.allows(self.request.user, one)],
            "own_questions": overlays.kept_by(self.request.user),
        }


def _homes(person: Any) -> Any:
    """Return the person's organizations that have no living strategy."""
    living = Strategy.objects.exclude(document__state__in=ENDED).values("document__organization")
    return Organization.objects.filter(pk__in=person.organization_ids).exclude(pk__in=living).order_by("name_en")


class StrategyStart(StartPage):
    """Start the departmental strategy."""

    kind = "strategy"
    rule = rules.START
    model = Organization
    lookup = {"code": "organization"}
    template_name = "strategy/start.html"

    def form(self, data: Any = None, files: Any = None) -> TitleForm:
        organization = self.object
        return TitleForm(
            data,
            initial={
                "title_en": f"Social media strategy – {organization.name_en}",
                "title_fr": f"Stratégie relative aux médias sociaux – {organization.name_fr}",
            },
        )

    def form_again(self, data: Any) -> TitleForm:
        return TitleForm(initial=data.dict())

    def perform(self, form: TitleForm) -> str:
        source = self.source()
        strategy = actions.start(organization=self.object, by=self.request.user, source=source, **form.cleaned_data)
        return strategy.get_absolute_url()


class StrategyHome(DocumentHome):
    """A strategy's home, with the objectives that plans may serve."""

    kind = "strategy"
    template_name = "strategy/strategy.html"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "objectives": objectives(self.object.effective_version),
            "over": _("Departmental strategy"),
        }
