"""On which page is an official account moved: put into use, closed, kept after all?"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property

from accounts import rules
from accounts.forms import MoveForm
from accounts.views.frame import OfAccount
from govsocial.core import transitions
from govsocial.core.transitions import Transition, TransitionError
from govsocial.core.views import FormPage


class MoveAccount(OfAccount, FormPage):
    """One move of an account: what it means, what stands against it, and the reason where one is asked."""

    rule = rules.CONFIGURE
    template_name = "accounts/move.html"

    @cached_property
    def step(self) -> Transition:
        try:
            step = self.object.machine.step_for(self.kwargs["verb"], self.object, self.request.user)
        except TransitionError as error:
            raise Http404 from error
        if not step.rule.allows(self.request.user, self.object):
            raise PermissionDenied(step.rule.name)
        return step

    def form(self, data: Any = None, files: Any = None) -> MoveForm:
        return MoveForm(self.step, data, initial={"revision": self.object.revision})

    def perform(self, form: MoveForm) -> str:
        said = form.cleaned_data
        transitions.perform(
            self.object,
            self.step.verb,
            by=self.request.user,
            reason=said.get("reason", ""),
            expected_revision=said["revision"],
        )
        self.done = self.step.done
        return self.object.get_absolute_url()

    def context(self) -> dict[str, Any]:
        offers = transitions.offered(self.object, self.request.user)
        return {
            "breadcrumbs": self.crumbs((str(self.step.label), "")),
            "step": self.step,
            "is_gone": not self.step.starts_from(self.object),
            "problems": next((offer.problems for offer in offers if offer.step is self.step), ()),
        }

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        # A failed move was judged on a fresh reading: show the state as it is now.
        self.object.refresh_from_db(fields=["state", "revision"])
        return super().show(status=status, **extra)
