"""The pages of submissions: start one from an approved plan, the queue, and one submission for both sides (§4.3)."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import checklists, rules
from accounts.actions import submissions
from accounts.actions.submissions import in_force
from accounts.content import of_version
from accounts.forms import EmptyForm, SubmissionFilters
from accounts.models import ChecklistItem, Exchange, Submission
from accounts.workflow import SUBMISSION
from approvals.views import DocumentHome
from documents.rules import WRITE
from govsocial.core.views import Act, FormPage, Listing
from plans.models import Plan

OPEN = ("submitted", "under_review", "information_requested", "accepted")
KINDS = ("submission_create", "submission_close")
WITH_ENTITY = ("submitted", "under_review")


class StartSubmission(FormPage):
    """Start the submission to create the accounts of an approved plan."""

    rule = rules.START
    model = Plan
    template_name = "accounts/start_submission.html"
    form_class = EmptyForm
    done = gettext_lazy("Submission started. What the approved plan says is filled in: check it and complete the rest.")

    def rows(self) -> Any:
        return super().rows().select_related("document__organization", "document__effective_version", "platform")

    def perform(self, form: EmptyForm) -> str:
        return submissions.start_creation(self.object, by=self.request.user).get_absolute_url()

    def context(self) -> dict[str, Any]:
        plan, version = self.object, in_force(self.object.document)
        return {
            "breadcrumbs": [
                {"label": plan.document.title, "url": plan.get_absolute_url()},
                {"label": _("Start the submission"), "url": ""},
            ],
            "plan": plan,
            "version": version,
            "accounts": of_version(version).header.get("accounts", []) if version else [],
            "existing": plan.submissions.living().select_related("document").order_by("-pk").first(),
        }


class SubmissionList(Listing):
    """The submissions that this person may see; for the entity, its queue, oldest first."""

    rule = rules.LIST
    model = Submission
    template_name = "accounts/submission_list.html"
    order = ("document__state_changed_at", "pk")

    def filters(self) -> SubmissionFilters:
        return SubmissionFilters(self.request.GET, states=list(SUBMISSION.states.values()))

    def rows(self) -> Any:
        said = Exchange.objects.filter(submission=OuterRef("pk"), is_from_entity=True)
        found = super().rows().select_related("document__organization", "reviewer", "plan__platform")
        found = found.annotate(was_answered=Exists(said))
        chosen = self.filters().chosen
        found = self.in_state(found, chosen.get("state", ""))
        if "age" in chosen:
            found = found.filter(document__state_changed_at__lt=timezone.now() - timedelta(days=int(chosen["age"])))
        if "again" in chosen:
            found = found.filter(was_answered=True, document__state__in=WITH_ENTITY)
        return found

    def in_state(self, found: Any, state: str) -> Any:
        """Narrow to a state; without one, to what is open (a department sees its drafts too)."""
        if state == "all":
            return found
        opened = OPEN if rules.QUEUE.allows(self.request.user) else ("drafting", *OPEN)
        return found.filter(document__state__in=[state] if state else opened)

    def context(self) -> dict[str, Any]:
        filters = self.filters()
        return {
            "filters": filters,
            "is_filtered": bool(filters.chosen),
            "address": self.request.path,
            "again": WITH_ENTITY,
            "is_queue": rules.QUEUE.allows(self.request.user),
        }


class SubmissionPage(DocumentHome):
    """One submission: the department’s task list or what the entity was sent, the exchange, and the moves of both."""

    template_name = "accounts/submission.html"

    def rows(self) -> Any:
        return super(DocumentHome, self).rows().filter(kind__in=KINDS)

    @cached_property
    def submission(self) -> Submission:
        related = (
            "document__organization",
            "plan__platform",
            "plan__document__effective_version",
            "disposition__document__effective_version",
            "approved_version__document",
            "reviewer",
        )
        return Submission.objects.select_related(*related).get(pk=self.object.pk)

    def context(self) -> dict[str, Any]:
        shown = super().context()
        submission = self.submission
        source = submission.plan.document if submission.is_to_create else submission.disposition.document
        current = in_force(source)
        is_old = current is not None and current.pk != submission.approved_version_id
        return {
            **shown,
            "submission": submission,
            "sent": shown["versions"][0].version if shown["versions"] else None,
            "source": source,
            "newer_version": current if is_old and self.object.is_editable else None,
            "exchanges": list(submission.exchanges.select_related("author").order_by("at", "pk")),
            "work": self.work(),
            "may_share": False,
        }

    def work(self) -> list[dict[str, Any]]:
        """Return the accounts that were asked for, with how far their checklist is, once the entity accepted."""
        if self.object.state not in {"accepted", "completed"}:
            return []
        submission = self.submission
        accounts = list(submission.accounts_concerned().select_related("platform").order_by("pk"))
        code = checklists.CONFIGURATION if submission.is_to_create else checklists.DISPOSITION
        ticked = ChecklistItem.objects.filter(account__in=accounts, checklist=code, is_done=True)
        done = list(ticked.values_list("account_id", flat=True))
        total = len(self.object.framework.checklist(code).checks)
        may = rules.CONFIGURE.allows(self.request.user, self.object)
        return [
            {
                "title": account.name,
                "url": reverse("accounts:configure" if may else "accounts:account", args=[account.pk]),
                "hint": _("%(done)d of %(total)d lines checked") % {"done": done.count(account.pk), "total": total},
                "status": account.state_info.label,
                "tone": account.state_info.tone,
            }
            for account in accounts
        ]


class RestOnCurrent(Act):
    """Base the submission on the approved version that is in force now."""

    rule = WRITE
    model = Submission
    done = gettext_lazy("The submission now rests on the version in force. Check what it says.")

    def rows(self) -> Any:
        return super().rows().select_related("document", "plan__document", "disposition__document")

    def subject(self) -> Any:
        return self.object.document

    def perform(self) -> None:
        submissions.rest_on_current(self.object, by=self.request.user)
