"""The pages of closing: ask for it, the request itself, and its submission to the entity (§4.2(j), §4.3)."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rules
from accounts.actions import dispositions, submissions
from accounts.content import of_draft
from accounts.forms import DispositionForm
from accounts.models import Disposition, OfficialAccount
from accounts.notice import short_notice
from accounts.views.frame import OfAccount
from approvals.views import DocumentHome
from govsocial.core.views import Act, FormPage


class StartDisposition(OfAccount, FormPage):
    """Ask for an account to be closed, by default together with its equivalent."""

    rule = rules.START_DISPOSITION
    template_name = "accounts/account_form.html"
    done = gettext_lazy("Request to close started. Complete its sections, then send it for approval.")

    def accounts(self) -> Any:
        """Return what may be closed together: the account, its equivalent and the others of its plan, when in use."""
        account = self.object
        group = Q(pk__in=[account.pk, account.equivalent_id])
        if account.plan_id:
            group |= Q(plan=account.plan_id)
        same = OfficialAccount.objects.filter(group, organization=account.organization_id, state="active")
        return same.select_related("platform").order_by("sort_name", "pk")

    def form(self, data: Any = None, files: Any = None) -> DispositionForm:
        chosen = [pk for pk in (self.object.pk, self.object.equivalent_id) if pk]
        return DispositionForm(data, accounts=self.accounts(), initial={"accounts": chosen})

    def perform(self, form: DispositionForm) -> str:
        return dispositions.start(list(form.cleaned_data["accounts"]), by=self.request.user).get_absolute_url()

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": self.crumbs((_("Ask for it to be closed"), "")),
            "heading": _("Ask for it to be closed"),
            "lead": _(
                "You say why, how followers are told and where the records are. The head of communications approves; "
                "then the central entity closes the account, which stays listed as closed."
            ),
            "submit_label": _("Start the request"),
            "is_empty": self.object.state != "active",
            "empty_title": _("Only an account in use can be closed"),
            "empty_text": _("It is “%(state)s”.") % {"state": self.object.state_info.label},
            "empty_url": self.object.get_absolute_url(),
            "empty_label": _("Open the account"),
        }


class DispositionPage(DocumentHome):
    """A request to close: its sections, its approval, and the submission that follows."""

    kind = "disposition"
    template_name = "accounts/disposition.html"

    @cached_property
    def disposition(self) -> Disposition:
        return Disposition.objects.select_related("document__organization", "plan__document").get(pk=self.object.pk)

    def context(self) -> dict[str, Any]:
        disposition = self.disposition
        sent = list(disposition.submissions.select_related("document").order_by("-pk"))
        living = [one for one in sent if one.document.state not in {"declined", "withdrawn"}]
        in_force = submissions.in_force(self.object)
        return {
            **super().context(),
            "disposition": disposition,
            "accounts": list(disposition.accounts.select_related("platform").order_by("pk")),
            "submissions": sent,
            "may_submit": bool(in_force) and not living and rules.START.allows(self.request.user, self.object),
            "short": short_notice(self.object, of_draft(self.object)) if self.object.state != "approved" else None,
        }


class StartClosingSubmission(Act):
    """Start the submission to close, from the approved request."""

    rule = rules.START
    model = Disposition
    done = gettext_lazy("Submission started. What the approved request says is filled in: check it and send it.")
    address = ""

    def rows(self) -> Any:
        return super().rows().select_related("document__organization", "plan")

    def perform(self) -> None:
        self.address = submissions.start_closing(self.object, by=self.request.user).get_absolute_url()

    def back(self) -> str:
        return self.address or reverse("accounts:disposition", args=[self.object.pk])
