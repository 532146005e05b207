"""On which pages does the entity make, configure and close an account, and the department confirm? (§4.3–4.5)"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import checklists, rules
from accounts.actions import configuration
from accounts.forms import ChecklistForm, ClosingNoteForm, DetailsForm, ProviderForm, TermsForm
from accounts.models import Submission
from accounts.views.frame import OfAccount
from documents.models import Version
from documents.reading import Reading
from govsocial.core import transitions
from govsocial.core.views import Act, FormPage, Page
from risk import shown

DONE, OWED = gettext_lazy("Recorded"), gettext_lazy("To do")


def _task(title: Any, url: str, is_done: bool, hint: str = "") -> dict[str, Any]:
    status = {"status": DONE} if is_done else {"status": OWED, "tone": "warning"}
    return {"title": title, "url": url, "hint": hint, **status}


class Configure(OfAccount, Page):
    """The entity's page of work on one account: what is to be recorded, and the move that it leads to."""

    rule = rules.CONFIGURE
    template_name = "accounts/configure.html"

    def context(self) -> dict[str, Any]:
        account, code = self.object, checklists.due(self.object)
        return {
            "breadcrumbs": self.crumbs((_("Configuration"), "")),
            "heading": _("Close the account") if code == checklists.DISPOSITION else _("Create and configure"),
            "checklist": account.organization.framework.checklist(code),
            "tasks": self.tasks(code),
            "offers": transitions.offered(account, self.request.user),
            "reading": self.asked(),
        }

    def asked(self) -> Any:
        """Return the sections of what the department asked for, from the frozen version."""
        version = self.source()
        return Reading(version.content, version.section_hashes).sections() if version else []

    def source(self) -> Version | None:
        """Return what the department asked for, as sent: to close an account that is closing, else to create it."""
        submission = self.object.submission
        if checklists.due(self.object) == checklists.DISPOSITION:
            asked = Submission.objects.filter(disposition__accounts=self.object, document__state="accepted")
            submission = asked.order_by("-pk").first()
        return submission.version if submission else None

    def tasks(self, code: str) -> list[dict[str, Any]]:
        """Return what is to be recorded, with what is."""
        account = self.object
        groups = checklists.groups(account, code)
        done = sum(group.done for group in groups)
        total = sum(len(group.lines) for group in groups)
        is_done = not any(line.is_owed for group in groups for line in group.lines)
        hint = _("%(done)d of %(total)d lines checked") % {"done": done, "total": total}
        checklist = _task(_("Checklist"), self.address("checklist", code), is_done, hint)
        if code == checklists.DISPOSITION:
            noted = bool(account.closing_note_en and account.closing_note_fr)
            return [checklist, _task(_("Public note on the closing"), self.address("closing_note"), noted)]
        return [
            _task(
                _("Name, username and management tool"),
                self.address("details"),
                bool(account.management_tool_url),
                account.url,
            ),
            _task(
                _("Information given to the platform’s provider"),
                self.address("provider"),
                account.provider_information.exists(),
            ),
            _task(_("Terms accepted"), self.address("terms"), account.terms_accepted.exists()),
            checklist,
        ]

    def address(self, name: str, *more: str) -> str:
        return reverse(f"accounts:{name}", args=[self.object.pk, *more])


class Recording(OfAccount, FormPage):
    """One form of the entity's work; afterwards back to the page of work."""

    rule = rules.CONFIGURE
    template_name = "accounts/account_form.html"
    done = gettext_lazy("Recorded.")
    heading: Any = ""
    lead: Any = ""

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": self.crumbs((str(self.heading), "")),
            "heading": self.heading,
            "lead": self.lead,
            "back_url": self.back(),
        }

    def back(self) -> str:
        return reverse("accounts:configure", args=[self.object.pk])


class Details(Recording):
    """The name and username that the account really bears, and its link to the management tool."""

    template_name = "accounts/details.html"
    heading = gettext_lazy("Name, username and management tool")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "limits": shown.limits(self.object.platform)}

    def form(self, data: Any = None, files: Any = None) -> DetailsForm:
        names = ("name", "handle", "management_tool_url")
        return DetailsForm(data, account=self.object, initial={name: getattr(self.object, name) for name in names})

    def perform(self, form: DetailsForm) -> str:
        configuration.change_details(self.object, by=self.request.user, **form.cleaned_data)
        return self.back()


class ChecklistPage(OfAccount, FormPage):
    """A checklist of the pack for one account: ticked by those who may, read by the others."""

    rule = rules.SEE
    template_name = "accounts/checklist.html"
    done = gettext_lazy("Checklist saved.")

    @cached_property
    def checklist(self) -> Any:
        if self.kwargs["code"] not in {checklists.CONFIGURATION, checklists.DISPOSITION}:
            raise Http404
        return self.object.organization.framework.checklist(self.kwargs["code"])

    @property
    def may_check(self) -> bool:
        return rules.CHECK.allows(self.request.user, self.object) and self.object.state != "closed"

    def form(self, data: Any = None, files: Any = None) -> ChecklistForm:
        may = configuration.may_tick(self.object, self.checklist.code, self.request.user) if self.may_check else []
        if data is not None and not may:
            raise PermissionDenied(rules.CHECK.name)
        return ChecklistForm(data, groups=may)

    def perform(self, form: ChecklistForm) -> str:
        configuration.save_checklist(self.object, self.checklist.code, form.ticks, by=self.request.user)
        return self.back()

    def back(self) -> str:
        may_configure = rules.CONFIGURE.allows(self.request.user, self.object)
        return reverse("accounts:configure" if may_configure else "accounts:account", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        checklist = self.checklist
        return {
            "breadcrumbs": self.crumbs((str(checklist.title), "")),
            "checklist": checklist,
            "groups": checklists.groups(self.object, checklist.code),
            "back_url": self.back(),
        }


class TermsRecord(Recording):
    """Terms accepted on the department's behalf: what is on record, and a form for one more."""

    template_name = "accounts/terms.html"
    heading = gettext_lazy("Terms accepted")
    lead = gettext_lazy(
        "The central entity accepts the platform’s terms on the department’s behalf. Record each of them."
    )
    form_class = TermsForm

    def perform(self, form: TermsForm) -> str:
        configuration.record_terms(self.object, by=self.request.user, **form.cleaned_data)
        return reverse("accounts:terms", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        lines = self.object.terms_accepted.select_related("accepted_by").order_by("-accepted_on", "-pk")
        return {**super().context(), "lines": list(lines), "may_remove": self.object.state == "creating"}


class ProviderRecord(Recording):
    """User information given to the provider: what is on record, what the submission says, and a form for one more."""

    template_name = "accounts/provider.html"
    heading = gettext_lazy("Information given to the platform’s provider")
    form_class = ProviderForm

    def perform(self, form: ProviderForm) -> str:
        configuration.record_provider_information(self.object, by=self.request.user, **form.cleaned_data)
        return reverse("accounts:provider", args=[self.object.pk])

    def context(self) -> dict[str, Any]:
        lines = self.object.provider_information.select_related("given_by").order_by("-given_on", "-pk")
        return {
            **super().context(),
            "lines": list(lines),
            "may_remove": self.object.state == "creating",
            "asked": self.asked(),
        }

    def asked(self) -> list[dict[str, str]]:
        """Return what the submission says should be given, for a summary list."""
        submission = self.object.submission
        version = submission.version if submission else None
        sections = Reading(version.content, version.section_hashes).sections() if version else []
        values = [part for section in sections if section.key == "provider" for part in section.parts]
        own, other = ("fr", "en") if self.request.LANGUAGE_CODE.startswith("fr") else ("en", "fr")
        return [
            {"key": value.label, "value": value.text or getattr(value, own) or getattr(value, other)}
            for value in values
        ]


class _Remove(OfAccount, Act):
    """Take back a line that was recorded by mistake."""

    rule = rules.CONFIGURE
    done = gettext_lazy("Removed.")
    relation, page = "", ""

    def perform(self) -> None:
        line = getattr(self.object, self.relation).filter(pk=self.kwargs["line"]).first()
        if line is None:
            raise Http404
        configuration.remove_line(line, by=self.request.user)

    def back(self) -> str:
        return reverse(f"accounts:{self.page}", args=[self.object.pk])


class RemoveTerms(_Remove):
    """Take back an acceptance of terms."""

    relation, page = "terms_accepted", "terms"


class RemoveProvider(_Remove):
    """Take back a line of information given to the provider."""

    relation, page = "provider_information", "provider"


class ClosingNote(Recording):
    """The note that the index shows beside the closed account."""

    template_name = "accounts/closing_note.html"
    heading = gettext_lazy("Public note on the closing")
    lead = gettext_lazy("The index shows it beside the closed account: since when, and where people can turn now.")

    def form(self, data: Any = None, files: Any = None) -> ClosingNoteForm:
        # A copy: a form that fails must not change what the rest of the page shows.
        account = type(self.object).objects.get(pk=self.object.pk)
        return ClosingNoteForm(data, instance=account)

    def perform(self, form: ClosingNoteForm) -> str:
        said = form.cleaned_data
        configuration.write_closing_note(
            self.object, note_en=said["closing_note_en"], note_fr=said["closing_note_fr"], by=self.request.user
        )
        return self.back()
