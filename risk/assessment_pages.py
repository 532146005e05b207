"""Which pages show assessments, and record, sign and share them? The verbs are in `actions`."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.views import DocumentHome
from documents.models import Document
from govsocial.core import declare
from govsocial.core.views import Act, FormPage, Listing, Page
from organizations import told
from risk import actions, resting, rules, shown
from risk import assessment_forms as forms
from risk.actions import naming
from risk.models import Assessment, Platform
from risk.views import Context, Crumbs, RestingList, assessment_crumbs, link, platform_crumbs


class Assessments(Listing):
    """Every assessment that the person may see, newest first, by platform and kind."""

    model, rule, template_name = Assessment, rules.SEE, "risk/assessment_list.html"
    order = ("-pk",)

    def rows(self) -> QuerySet:
        found = super().rows().select_related("organization", "platform")
        self.filter = forms.AssessmentFilter(self.request.GET)
        if not self.filter.is_valid():
            return found
        chosen = {name: value for name, value in self.filter.cleaned_data.items() if value}
        return found.filter(**chosen)

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        return super().show(status=status, table=shown.assessments_table(extra["rows"], with_platform=True), **extra)

    def context(self) -> Context:
        return {
            "filter": self.filter,
            "clear_url": reverse("risk:assessments") if self.request.GET else "",
            "may_assess": rules.START_ASSESSMENT.allows(self.request.user),
            "breadcrumbs": platform_crumbs({"label": _("Assessments")}),
        }


class OfAssessment(Page):
    """A page about one assessment."""

    model, rule = Assessment, rules.SEE

    def rows(self) -> QuerySet:
        return super().rows().select_related("organization", "platform", "effective", "record")


class AssessmentPage(OfAssessment):
    """One assessment: what it assessed, whether it holds, what rests on it, and the record."""

    template_name = "risk/assessment_detail.html"

    def context(self) -> Context:
        assessment, user = self.object, self.request.user
        keeps = rules.KEEP_ASSESSMENT.allows(user, assessment)
        return {
            "breadcrumbs": assessment_crumbs({"label": assessment.title}),
            "record": Document.objects.visible_to(user).filter(pk=assessment.record_id).first(),
            "may_start_record": keeps and assessment.record_id is None,
            "tag": shown.standing_tag(assessment),
            "facts": shown.facts(assessment),
            "conditions": shown.conditions(assessment),
            "versions": shown.versions_table(
                assessment,
                list(assessment.versions.order_by("-number")[:20]),
                may_open=rules.READ_SIGNED_FORM.allows(user, assessment),
            ),
            "resting": resting.counts(assessment.platform, assessment, user),
            "panels": declare.panels_for("assessment", assessment, user),
            "entries": told.history(assessment),
            "may_keep": keeps,
            "may_sign": self.is_signed_outside() and rules.SIGN_ASSESSMENT.allows(user, assessment),
            **self.sharing(),
        }

    def is_signed_outside(self) -> bool:
        """Say whether its signature, or a newer one, may be recorded from outside: it is not written here."""
        record = self.object.record
        return record is None or record.state in naming.GIVEN_UP

    def sharing(self) -> Context:
        """Return what this person may do about who else relies on it."""
        assessment, user = self.object, self.request.user
        Sharing = Assessment.Sharing  # noqa: N806 -- a class
        is_shared = assessment.sharing != Sharing.PRIVATE
        shares = rules.SHARE_ASSESSMENT.allows(user, assessment)
        return {
            "may_share": shares and assessment.is_signed and assessment.sharing in {Sharing.PRIVATE, Sharing.KEPT},
            "may_answer": assessment.sharing == Sharing.SHARED and rules.OFFER_ASSESSMENT.allows(user, assessment),
            "may_take_back": (shares and is_shared)
            or (assessment.is_offered and rules.TAKE_BACK_ASSESSMENT.allows(user, assessment)),
        }


class AssessmentForm(FormPage):
    """The form of an assessment: one page to record and to change."""

    model, template_name, form_class = Assessment, "risk/assessment_form.html", forms.AssessmentForm


class AssessmentAdd(AssessmentForm):
    """Record an assessment; the address may name platform and kind."""

    rule, done = rules.START_ASSESSMENT, gettext_lazy("Assessment recorded. It counts once it is signed.")

    def form_arguments(self) -> Context:
        asked = self.request.GET
        platform = Platform.objects.filter(code=asked.get("platform", "")).first()
        return {"by": self.request.user, "initial": {"platform": platform, "kind": asked.get("kind", "")}}

    def context(self) -> Context:
        title = _("Record an assessment")
        crumbs = assessment_crumbs({"label": title})
        return {"title": title, "cancel_url": reverse("risk:assessments"), "breadcrumbs": crumbs}

    def perform(self, form: Any) -> str:
        organization = form.cleaned_data["organization"]
        values = {**form.values(), "scope": forms.scope_of(organization)}
        return actions.record_assessment(organization, values, by=self.request.user).get_absolute_url()


class AssessmentEdit(AssessmentForm):
    """Change an assessment; what was signed must then be signed again."""

    rule, done = rules.KEEP_ASSESSMENT, gettext_lazy("Assessment saved.")

    def form_arguments(self) -> Context:
        return {"by": self.request.user, "instance": self.load(), "initial": {"seen": actions.latest(self.object)}}

    def context(self) -> Context:
        title = _("Change the assessment")
        return {
            "title": title,
            "over": self.object.title,
            "is_signed": self.object.signed_on is not None and self.object.record_id is None,
            "record": self.object.record,
            "cancel_url": self.object.get_absolute_url(),
            "breadcrumbs": assessment_crumbs(link(self.object), {"label": title}),
        }

    def perform(self, form: Any) -> str:
        values, seen = form.values(), form.cleaned_data["seen"]
        return actions.change_assessment(self.object, values, by=self.request.user, seen=seen).get_absolute_url()


class OfOneAssessment(FormPage):
    """A page on which somebody decides something about one assessment."""

    model = Assessment
    title: Any = ""

    def rows(self) -> QuerySet:
        return super().rows().select_related("organization", "platform", "effective", "record")

    def form_arguments(self) -> Context:
        return {"initial": {"seen": actions.latest(self.object)}}

    def context(self) -> Context:
        return {
            "title": self.title,
            "facts": shown.facts(self.object),
            "breadcrumbs": assessment_crumbs(link(self.object), {"label": str(self.title)}),
            "cancel_url": self.object.get_absolute_url(),
        }


class AssessmentSign(OfOneAssessment):
    """Record the signature of an assessment that was made outside, after reading what it covers."""

    rule, template_name, form_class = rules.SIGN_ASSESSMENT, "risk/assessment_sign.html", forms.OutsideForm
    title = gettext_lazy("Record the signature")
    done = gettext_lazy("Signature recorded. Plans may rely on this version now.")

    def form_arguments(self) -> Context:
        user = self.request.user
        signer = {"name": user.name, "title_en": user.title_en, "title_fr": user.title_fr}
        seen = {"valid_until": self.object.valid_until, "seen": actions.latest(self.object)}
        return {"initial": {**signer, **seen, "reference": self.object.reference}}

    def perform(self, form: Any) -> str:
        values = {name: form.cleaned_data[name] for name in ("valid_until", "form", "seen")}
        return actions.record_from_outside(self.object, form.outside, by=self.request.user, **values).get_absolute_url()


class AssessmentShare(Act):
    """Share a department's own assessment with the central entity."""

    model, rule = Assessment, rules.SHARE_ASSESSMENT
    done = gettext_lazy("Shared with the central entity, which decides whether to offer it to other departments.")

    def perform(self) -> None:
        actions.share(self.object, by=self.request.user)


class AssessmentAnswer(OfOneAssessment):
    """Say for the entity whether a shared assessment is offered to all departments."""

    rule, template_name, form_class = rules.OFFER_ASSESSMENT, "risk/assessment_answer.html", forms.AnswerForm
    title, done = gettext_lazy("Offer it to other departments?"), gettext_lazy("Your answer is on the record.")

    def context(self) -> Context:
        return {**super().context(), "conditions": shown.conditions(self.object)}

    def perform(self, form: Any) -> str:
        values = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
        offer = form.cleaned_data["answer"] == "offer"
        return actions.answer(self.object, offer=offer, by=self.request.user, **values).get_absolute_url()


class AssessmentTakeBack(OfOneAssessment):
    """No longer share or offer an assessment, after seeing who relies on it."""

    rule, template_name, form_class = rules.TAKE_BACK_ASSESSMENT, "risk/assessment_take_back.html", forms.TakeBackForm
    title, done = gettext_lazy("No longer share it"), gettext_lazy("Other departments can no longer rely on it.")

    def context(self) -> Context:
        return {
            **super().context(),
            "resting": resting.counts(self.object.platform, self.object, self.request.user),
        }

    def perform(self, form: Any) -> str:
        values = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
        return actions.take_back(self.object, by=self.request.user, **values).get_absolute_url()


class RecordStart(Act):
    """Start the document in which an assessment is written."""

    model, rule = Assessment, rules.KEEP_ASSESSMENT
    done = gettext_lazy("The record is started. Write it section by section.")

    def perform(self) -> None:
        self.record = actions.start_record(self.object, by=self.request.user)

    def back(self) -> str:
        record = getattr(self, "record", None)
        return record.get_absolute_url() if record else super().back()


class RecordHome(DocumentHome):
    """The record of a PIA or a TRA: its sections, who must answer, and what comes next."""

    template_name = "risk/record.html"

    def rows(self) -> QuerySet:
        return super(DocumentHome, self).rows().filter(kind__in=[kind.value for kind in Assessment.Kind])

    def context(self) -> Context:
        assessment = Assessment.objects.visible_to(self.request.user).filter(record=self.object).first()
        return {**super().context(), "assessment": assessment}


class AssessmentResting(RestingList):
    """What rests on an assessment."""

    model = Assessment

    def on(self) -> tuple[Any, Any]:
        return self.object.platform, self.object

    def crumbs(self, kind: resting.Resting) -> Crumbs:
        return assessment_crumbs(link(self.object), {"label": str(kind.label)})
