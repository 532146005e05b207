"""What do people see first, what does an auditor see, and what does a head of communications oversee?"""

import json
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

import frameworks
from govsocial.core import checkpoints, refusals
from govsocial.core.declare import panels_for
from govsocial.core.models import Event
from govsocial.core.views import Listing, Page, RuledView
from organizations import told
from organizations.models import Organization, Role
from reports import audit, forms, home, in_words, oversight, rules


class Home(Page):
    """What waits for me, what is due, what changed; and what to begin."""

    rule = rules.HOME
    template_name = "reports/home.html"

    def context(self) -> dict[str, Any]:
        user = self.request.user
        work = home.gather(user)
        return {
            "waits": home.lines(work.waits),
            "due": home.lines(work.due),
            "changed": home.lines(work.changed),
            "waits_count": len(work.waits),
            "due_count": len(work.due),
            "tiles": home.tiles(user, work),
            "steps": home.steps(user),
        }


class AuditDocuments(Listing):
    """Every document with an approved version, and where to read and download it."""

    rule = rules.AUDIT
    template_name = "reports/audit_documents.html"
    order = ("-effective_at", "-pk")

    def rows(self) -> Any:
        self.filter = forms.DocumentFilter(self.request.GET, user=self.request.user)
        return audit.documents(self.request.user, **self.filter.chosen)

    def context(self) -> dict[str, Any]:
        return {"filter": self.filter, "tabs": tabs("reports:audit"), "here": reverse("reports:audit")}


class Ledger(Listing):
    """The ledger, newest line first."""

    rule = rules.AUDIT
    template_name = "reports/ledger.html"
    order = ("-seq",)

    def rows(self) -> Any:
        self.filter = forms.LedgerFilter(self.request.GET, user=self.request.user)
        return audit.events(self.request.user, **self.filter.chosen)

    def context(self) -> dict[str, Any]:
        return {"filter": self.filter, "tabs": tabs("reports:ledger"), "here": reverse("reports:ledger")}

    def show(self, *, status: int = 200, **extra: Any) -> HttpResponse:
        labels = told.words()
        subjects = audit.subjects(list(extra["rows"]))
        entries = [entry(one, labels, subjects.get(one.seq, "")) for one in extra["rows"]]
        return super().show(status=status, entries=entries, **extra)


class LedgerVerify(Page):
    """Walk the whole chain and say whether it is whole, or where it is not."""

    rule = rules.AUDIT
    template_name = "reports/ledger_verify.html"

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": [{"label": _("Ledger"), "url": reverse("reports:ledger")}, {"label": _("Verification")}]}

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.show(was_walked=True, **audit.verification())


class LedgerExport(RuledView):
    """The whole chain as lines of JSON for the stand-alone verifier; names and words of what one audits only."""

    rule = rules.AUDIT
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    def post(self, request: HttpRequest) -> StreamingHttpResponse:
        audit.export_is_recorded(request.user)
        names_of = None if request.user.has_entity_role(Role.AUDITOR) else audit.codes(request.user)
        lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in checkpoints.lines(names_of=names_of))
        response = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="ledger.jsonl"'
        return response


class OversightList(Page):
    """The organizations that one oversees; with only one, its page."""

    rule = rules.OVERSEE
    template_name = "reports/oversight_list.html"

    def context(self) -> dict[str, Any]:
        return {"organizations": oversight.organizations(self.request.user).order_by("name_en")}


class Oversight(Page):
    """One organization's strategy, plans, submissions and accounts with where each stands (G014, G096)."""

    rule, model = rules.OVERSEE, Organization
    lookup = {"code": "code"}
    template_name = "reports/oversight.html"

    def context(self) -> dict[str, Any]:
        return {
            "breadcrumbs": [
                {"label": _("Overview of accounts"), "url": reverse("reports:oversight_list")},
                {"label": self.object.name},
            ],
            "panels": panels_for("oversight", self.object, self.request.user),
            **oversight.overview(self.object, self.request.user),
        }


class About(Page):
    """What this is, who runs it, under which licence."""

    rule = rules.READ_ABOUT
    template_name = "reports/about.html"

    def context(self) -> dict[str, Any]:
        return {"packs": [frameworks.get(code) for code in frameworks.codes()]}


class Accessibility(Page):
    """What was done so that everybody can use this, and what is known not to work."""

    rule = rules.READ_ABOUT
    template_name = "reports/accessibility.html"


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the parts of the auditor's workspace."""
    parts = (("reports:audit", _("Approved documents")), ("reports:ledger", _("Ledger")))
    return [{"label": label, "url": reverse(name), "current": name == current} for name, label in parts]


def entry(event: Event, labels: dict[str, str], subject: str) -> dict[str, Any]:
    """Return one line of the ledger as the timeline shows it: its number, its subject and its own hash."""
    label = labels.get(event.verb, event.verb)
    if event.verb == refusals.VERB:
        label = _("%(refused)s: %(attempt)s") % {"refused": label, "attempt": in_words.attempt(event, labels)}
    what = f"{event.seq}. {label} – {subject}" if subject else f"{event.seq}. {label}"
    return {**told.told(event), "what": what, "hash": event.hash, "more": in_words.more(event)}
