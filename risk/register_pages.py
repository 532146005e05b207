"""Which pages show the register of a document: its risks, what is done about them, and who accepts what remains?"""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Document
from documents.rules import READ, WRITE
from govsocial.core.views import FormPage, Page
from organizations.models import Organization, User
from risk import acceptance, register_forms, register_shown, rules, scale
from risk.acceptance import Standing
from risk.actions import accepting, rescaling, treating
from risk.models import Acceptance, RegisteredTreatment
from risk.register import RATINGS, tables

Context = dict[str, Any]


class OfDocument:
    """Mixed into a page about the risks of one document; a document without a register has none."""

    object: Any
    request: Any
    model = Document

    def rows(self) -> Any:
        return super().rows().select_related("organization", "overlay", "owner")  # type: ignore[misc]

    def load(self) -> Any:
        found = super().load()  # type: ignore[misc]
        if not tables(found.outline):
            raise Http404
        return found

    @property
    def person(self) -> User:
        return self.request.user

    def standing(self) -> Standing:
        """Return the registers that this person may read: of the version in review, in force, or of the draft."""
        document = self.object
        if not READ.allows(self.person, document):
            if document.effective_version is None:
                raise Http404
            return acceptance.standing(document, document.effective_version)
        return acceptance.standing(document, acceptance.candidate(document))

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """Return the way from the document to this page."""
        found = [{"label": self.object.title, "url": self.object.get_absolute_url()}]
        found += [{"label": label, "url": url} if url else {"label": label} for label, url in more]
        return found

    @property
    def home(self) -> str:
        return reverse("risk:register", args=[self.object.pk])

    def back(self) -> str:
        return self.home


class RegisterPage(OfDocument, Page):
    """The register: its matrix at one of the three ratings, every risk in words, treatments, acceptances."""

    rule, template_name = rules.SEE_REGISTER, "risk/register.html"

    def context(self) -> Context:
        standing, when = self.standing(), self.request.GET.get("rating", "residual")
        when = when if when in RATINGS else "residual"
        return {
            "breadcrumbs": self.crumbs((_("Register of risks"), "")),
            "standing": standing,
            "switch": [
                {"label": label, "url": f"{self.home}?rating={name}", "current": name == when}
                for name, label in scale.captions().items()
            ],
            "registers": [register_shown.register(one, when) for one in standing.registers],
            "treatments": register_shown.treatments(self.object, standing, self.person),
            "acceptances": register_shown.acceptances(standing, self.person),
            "may_ask": bool(standing.open_ones) and rules.ASK_ACCEPTANCE.allows(self.person, self.object),
            "may_accept": standing.is_asked(self.person) and standing.version is not None,
            "may_rescale": self.object.is_editable and WRITE.allows(self.person, self.object) and self.scales,
        }

    @property
    def scales(self) -> list[Any]:
        return rescaling.newer(self.object)


class AcceptanceAsk(OfDocument, FormPage):
    """Ask a manager to accept what remains."""

    rule, template_name = rules.ASK_ACCEPTANCE, "risk/acceptance_ask.html"
    done = gettext_lazy("They were asked, and find it on their home page.")

    def form(self, data: Any = None, files: Any = None) -> Any:
        return register_forms.AskForm(data, document=self.object)

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        accepting.ask(self.object, person=said["person"], note=said["note"], by=self.person)
        return self.home

    def context(self) -> Context:
        return {
            "breadcrumbs": self.crumbs((_("Register of risks"), self.home), (_("Ask for acceptance"), "")),
            "standing": self.standing(),
            "back_url": self.home,
        }


class AcceptancePage(OfDocument, FormPage):
    """Where a named manager reads what remains and accepts it by name (App. A, IT security)."""

    rule, template_name = rules.ACCEPT, "risk/acceptance.html"
    done = gettext_lazy("Accepted, in your name.")

    def form(self, data: Any = None, files: Any = None) -> Any:
        standing = self.standing()
        latest = acceptance.longest(self.object, timezone.localdate())
        sha = standing.version.sha256 if standing.version else ""
        rows = [risk.uuid for risk in standing.open_ones]
        return register_forms.AcceptForm(
            data,
            standing=standing,
            latest=latest,
            initial={"seen_sha": sha, "rows": rows, "expires_on": latest},
        )

    def perform(self, form: Any) -> str:
        accepting.accept(self.object, by=self.person, **form.cleaned_data)
        return self.home

    def context(self) -> Context:
        standing = self.standing()
        return {
            "breadcrumbs": self.crumbs((_("Register of risks"), self.home), (_("Acceptance"), "")),
            "standing": standing,
            "risks": register_shown.cards(standing),
            "back_url": self.home,
        }


class AcceptanceRevoke(FormPage):
    """Take an acceptance back."""

    model, rule = Acceptance, rules.REVOKE_ACCEPTANCE
    form_class, template_name = register_forms.ReasonForm, "risk/acceptance_revoke.html"
    done = gettext_lazy("The acceptance was taken back.")

    def perform(self, form: Any) -> str:
        accepting.revoke(self.object, reason=form.cleaned_data["reason"], by=self.request.user)
        return reverse("risk:register", args=[self.object.document_id])

    def context(self) -> Context:
        document = self.object.document
        home = reverse("risk:register", args=[document.pk])
        return {
            "breadcrumbs": [
                {"label": document.title, "url": document.get_absolute_url()},
                {"label": _("Register of risks"), "url": home},
                {"label": _("Take the acceptance back")},
            ],
            "document": document,
            "back_url": home,
        }


class TreatmentReport(FormPage):
    """Say how a treatment of the version in force goes, without reopening the version.

    An address that a letter kept from an earlier version leads to the same treatment as it stands in force.
    """

    model, rule, template_name = RegisteredTreatment, rules.REPORT_TREATMENT, "risk/treatment_report.html"
    done = gettext_lazy("Kept beside the register.")

    def load(self) -> Any:
        asked = super().load()
        found = self.rows().in_force().filter(document=asked.document_id, row=asked.row).select_related("document")
        if (now := found.first()) is None:
            raise Http404
        return now

    def subject(self) -> Document:
        return self.object.document

    @property
    def home(self) -> str:
        return f"{reverse('risk:register', args=[self.object.document_id])}#treatments"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return register_forms.ReportForm(data, document=self.object.document)

    def perform(self, form: Any) -> str:
        treating.report(self.object.document, row=self.object.row, by=self.request.user, **form.cleaned_data)
        return self.home

    def context(self) -> Context:
        document = self.object.document
        return {
            "breadcrumbs": [
                {"label": document.title, "url": document.get_absolute_url()},
                {"label": _("Register of risks"), "url": reverse("risk:register", args=[document.pk])},
                {"label": _("Report on a treatment")},
            ],
            "document": document,
            "reports": register_shown.reports(document, str(self.object.row)),
            "back_url": self.home,
        }


class Rescale(OfDocument, FormPage):
    """Rate a draft on another scale: says what follows, and asks."""

    rule, template_name = WRITE, "risk/rescale.html"
    done = gettext_lazy("The document is on the new scale. Rate every risk anew.")

    def form(self, data: Any = None, files: Any = None) -> Any:
        scales = rescaling.newer(self.object)
        if not (scales and self.object.is_editable):
            raise Http404
        return register_forms.ScaleForm(data, scales=scales)

    def perform(self, form: Any) -> str:
        rescaling.rescale(self.object, form.cleaned_data["scale"], by=self.person)
        section = tables(self.object.outline)[0][0]
        return reverse("documents:section", args=[self.object.pk, section])

    def context(self) -> Context:
        standing = acceptance.standing(self.object, None)
        return {
            "breadcrumbs": self.crumbs((_("Register of risks"), self.home), (_("Another scale"), "")),
            "registers": [register_shown.register(one, "residual") for one in standing.registers],
            "rated": sum(any(risk.levels.values()) for one in standing.registers for risk in one.risks),
            "back_url": self.home,
        }


class PreferScale(FormPage):
    """The scales of the pack on which an organization rates its new documents."""

    model, rule, template_name = Organization, rules.PREFER_SCALE, "risk/prefer_scale.html"
    lookup: ClassVar[dict[str, str]] = {"code": "code"}
    done = gettext_lazy("Kept. Documents begun from now on are rated on it; the others keep theirs.")

    @property
    def offered(self) -> dict[str, tuple[Any, ...]]:
        found = {kind: self.object.framework.offered_scales(kind) for kind in ("matrix", "product")}
        return {kind: scales for kind, scales in found.items() if scales}

    def form(self, data: Any = None, files: Any = None) -> Any:
        chosen = dict(self.object.preferred_scales.values_list("kind", "code"))
        initial = {kind: chosen.get(kind, scales[0].code) for kind, scales in self.offered.items()}
        return register_forms.PreferForm(data, offered=self.offered, initial=initial)

    def perform(self, form: Any) -> str:
        for kind, code in form.cleaned_data.items():
            rescaling.prefer(self.object, kind=kind, code=code, by=self.request.user)
        return self.object.get_absolute_url()

    def context(self) -> Context:
        return {
            "breadcrumbs": [
                {"label": self.object.name, "url": self.object.get_absolute_url()},
                {"label": _("Risk scales")},
            ],
            "scales": [register_shown.scale_told(one) for scales in self.offered.values() for one in scales],
            "back_url": self.object.get_absolute_url(),
        }
