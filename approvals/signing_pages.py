"""The pages on which an area signs, a signature is transcribed, an objection is answered and a condition is met."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import conditions, dissent, rounds, rules, signing
from approvals.models import Condition
from approvals.signing_forms import DissentForm, JudgeForm, ReportForm, SignOffForm, TranscribeForm, WithdrawForm
from approvals.views import Reviewed
from documents.reading import Reading
from govsocial.core.confirming import Confirming, confirmed
from govsocial.core.declare import panels_for
from govsocial.core.views import FormPage, Page
from organizations.models import Role


class AreaPage(Reviewed, FormPage):
    """A page about what one policy area says of the version under review."""

    @cached_property
    def standing(self) -> rounds.Standing:
        for standing in self.standings:
            if standing.area.code == self.kwargs["area"]:
                return standing
        raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.takes_answers or not self.standing.is_asked:
            return HttpResponseRedirect(self.review_url())
        return super().get(request, *args, **kwargs)

    def review_url(self) -> str:
        return reverse("approvals:document", args=[self.object.pk])

    def seen(self) -> dict[str, str]:
        return {"seen_sha": self.round.version.sha256 if self.round else ""}

    def context(self) -> dict[str, Any]:
        """Return where the area stands, what it covers, and its conditions that are not met."""
        standing = self.standing if self.standings else None
        return {
            "standing": standing,
            "round": self.round,
            "unmet": list(conditions.unmet(self.object, standing.area.code)) if standing else [],
            "covered": self.covered(standing) if standing else [],
        }

    def covered(self, standing: rounds.Standing) -> list[Any]:
        """Return the frozen sections that the area's sign-off covers."""
        reading = Reading(self.round.version.content, self.round.version.section_hashes)
        keys = standing.covers
        return [section for section in reading.sections() if keys == ("all",) or section.key in keys]


class Signing(AreaPage):
    """A page with a sign-off, whose button “Add another condition” shows one row more and judges nothing yet."""

    form_type: Any = SignOffForm

    def form(self, data: Any = None, files: Any = None) -> SignOffForm:
        self.refuse()
        if data is not None and "more" in data:
            return self.form_type(self.object, initial={**data.dict(), **self.seen()}, more=1)
        return self.form_type(self.object, data, files, initial=self.seen())

    def refuse(self) -> None:
        """Raise PermissionDenied for who may not sign here."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "more" in request.POST:
            return self.show(form=self.form(request.POST))
        return super().post(request, *args, **kwargs)


class SignOffPage(Confirming, Signing):
    """What one policy area says about the frozen version; one whose objection blocks proves first who signs."""

    rule = rules.SIGN_OFF
    template_name = "approvals/sign_off.html"
    done = gettext_lazy("Signed off.")

    def refuse(self) -> None:
        if not self.request.user.has_role(Role.ADVISOR, self.object.organization_id, self.kwargs["area"]):
            raise PermissionDenied(rules.SIGN_OFF.name)

    def must_confirm(self) -> bool:
        advises = self.request.user.has_role(Role.ADVISOR, self.object.organization_id, self.kwargs["area"])
        if not advises or self.round is None or "more" in self.request.POST:
            return False
        return bool(rounds.takes_answers(self.round, self.object) and self.standing.blocking)

    def perform(self, form: SignOffForm) -> str:
        proof = confirmed(self.request) if self.must_confirm() else None
        signing.sign_off(self.object, area=self.kwargs["area"], by=self.request.user, confirmed=proof, **form.signed)
        return self.review_url()

    def context(self) -> dict[str, Any]:
        found = super().context()
        section_panels = [
            panel
            for section in found["covered"]
            for panel in panels_for(f"section:{section.key}", self.object, self.request.user)
        ]
        return {
            **found,
            "breadcrumbs": self.crumbs((_("Sign off"), "")),
            "since": self.since_areas.get(self.kwargs["area"]),
            "panels": section_panels,
        }


class Transcribe(Signing):
    """Put on the record a signature that an area gave outside, with its evidence."""

    rule = rules.TRANSCRIBE
    template_name = "approvals/transcribe.html"
    done = gettext_lazy("Transcribed. It says everywhere that you did it.")
    form_type = TranscribeForm

    def perform(self, form: Any) -> str:
        signing.transcribe(
            self.object, area=self.kwargs["area"], outside=form.outside, by=self.request.user, **form.signed
        )
        return self.review_url()

    def context(self) -> dict[str, Any]:
        found = super().context()
        return {**found, "breadcrumbs": self.crumbs((_("Transcribe"), "")), "against": self.against(found["standing"])}

    def against(self, standing: rounds.Standing | None) -> str:
        """Return why this coordinator may not transcribe for the area, or ""."""
        try:
            if standing is not None:
                signing.refuse_transcribing(self.object, standing, self.request.user)
        except ValidationError as error:
            return error.messages[0]
        return ""


class AnswerDissent(AreaPage):
    """What the authors answer to an area that does not concur."""

    rule = rules.ANSWER_DISSENT
    template_name = "approvals/dissent.html"
    form_class = DissentForm
    done = gettext_lazy("Answered. The answer stands beside the objection.")

    def perform(self, form: Any) -> str:
        dissent.respond(self.object, area=self.kwargs["area"], by=self.request.user, **form.cleaned_data)
        return self.review_url()

    def context(self) -> dict[str, Any]:
        answered = [one for one in self.dissents if one.standing.area.code == self.kwargs["area"]]
        crumbs = self.crumbs((_("Answer an objection"), ""))
        return {**super().context(), "breadcrumbs": crumbs, "dissent": answered[0] if answered else None}


class OfCondition:
    """Mixed into the pages of one condition."""

    model = Condition
    object: Condition
    request: HttpRequest

    def rows(self) -> Any:
        related = ("document__organization", "document__overlay", "document__effective_version", "owner", "sign_off")
        return Condition.objects.visible_to(self.request.user).select_related(*related)

    def context(self) -> dict[str, Any]:
        """Return where the condition stands, and what this reader may do about it now."""
        person, standing = self.request.user, conditions.of(self.object)
        document = self.object.document
        kind = document.kind_info
        home = [{"label": kind.label_plural, "url": reverse(kind.list_url_name)}] if kind.list_url_name else []
        may_judge = standing.is_reported and rules.JUDGE_CONDITION.allows(person, self.object)
        return {
            "breadcrumbs": [
                *home,
                {"label": document.title, "url": document.get_absolute_url()},
                {"label": _("Condition"), "url": ""},
            ],
            "document": document,
            "standing": standing,
            "today": timezone.localdate(),
            "may_withdraw": not standing.is_closed and self.may_withdraw(),
            "may_report": not standing.is_closed and rules.REPORT_CONDITION.allows(person, self.object),
            "may_judge": may_judge and standing.last is not None and standing.last.by_id != person.pk,
        }

    def may_withdraw(self) -> bool:
        """Say whether this reader may take the condition back: for its area, and not what they must meet themselves."""
        person = self.request.user
        is_theirs = rules.WITHDRAW_CONDITION.allows(person, self.object)
        return is_theirs and not conditions.answers_for(self.object, person)


class ConditionPage(OfCondition, Page):
    """One condition: who asked for what, and all that was said about it since."""

    rule = rules.READ_CONDITION
    template_name = "approvals/condition.html"


class ReportCondition(OfCondition, FormPage):
    """Say what was done about a condition."""

    rule = rules.REPORT_CONDITION
    template_name = "approvals/condition_report.html"
    form_class = ReportForm
    done = gettext_lazy("Reported. The condition is closed once the area accepts it.")

    def perform(self, form: Any) -> str:
        conditions.report(self.object, by=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class WithdrawCondition(OfCondition, FormPage):
    """Take a condition back, for the area that asked for it."""

    rule = rules.WITHDRAW_CONDITION
    template_name = "approvals/condition_withdraw.html"
    form_class = WithdrawForm
    done = gettext_lazy("Withdrawn. Nothing waits for this condition any more.")

    def perform(self, form: Any) -> str:
        conditions.withdraw(self.object, by=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class JudgeCondition(OfCondition, FormPage):
    """Accept what was done about a condition, or say why not."""

    rule = rules.JUDGE_CONDITION
    template_name = "approvals/condition_judge.html"
    form_class = JudgeForm
    done = gettext_lazy("Your answer is on the record.")

    def perform(self, form: Any) -> str:
        said = form.cleaned_data
        conditions.judge(self.object, accepts=said["answer"] == "accept", text=said["text"], by=self.request.user)
        return self.object.get_absolute_url()
