"""The pages on which an organization adds questions of its own and guidance to the pack's outlines."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import outline_shown, overlays, rules
from documents.models import Overlay, OwnQuestion
from documents.outlines import GUIDANCE
from documents.own_forms import QuestionForm, SeenForm
from frameworks import Outline
from govsocial.core.views import Act, FormPage, Page
from organizations.models import Organization


class OfOrganization:
    """Mixed into a page about what one organization adds; `kind` names the kind of document."""

    model, rule = Organization, rules.OWN_QUESTIONS
    lookup = {"code": "organization"}

    @property
    def organization(self) -> Organization:
        return self.object

    @property
    def kind(self) -> str:
        return self.kwargs["kind"]

    @cached_property
    def outline(self) -> Outline:
        """Return the pack's newest outline of this kind; 404 when there is none."""
        if self.kind not in overlays.kinds_of(self.organization):
            raise Http404(self.kind)
        return self.organization.framework.outline(self.kind)

    @cached_property
    def published(self) -> Overlay | None:
        return overlays.newest(self.organization, self.kind)

    def crumbs(self, *more: str) -> list[dict[str, str]]:
        """Return the way here: the organization, its additions, this outline, and `more` without addresses."""
        code, title = self.organization.code, str(self.outline.title)
        outline = {"label": title, "url": reverse("documents:own_outline", args=[code, self.kind]) if more else ""}
        return [*own_crumbs(self.organization), outline, *({"label": label, "url": ""} for label in more)]

    def back(self) -> str:
        return reverse("documents:own_outline", args=[self.organization.code, self.kind])


def own_crumbs(organization: Organization, *, last: bool = False) -> list[dict[str, str]]:
    """Return the way to the list of what the organization adds."""
    here = reverse("documents:own_outlines", args=[organization.code])
    return [
        {"label": _("Organizations"), "url": reverse("organizations:organizations")},
        {"label": organization.name, "url": organization.get_absolute_url()},
        {"label": _("Own questions"), "url": "" if last else here},
    ]


class OwnOutlines(OfOrganization, Page):
    """The outlines to which the organization may add, and what it has added to each."""

    template_name = "documents/own_outlines.html"

    def context(self) -> dict[str, Any]:
        return {"outlines": overlays.standing(self.object), "breadcrumbs": own_crumbs(self.object, last=True)}


class OwnOutline(OfOrganization, Page):
    """One outline, section by section: what the pack asks, and what the organization adds."""

    template_name = "documents/own_outline.html"

    def context(self) -> dict[str, Any]:
        questions = overlays.prepared(self.object, self.kind)
        found = overlays.changes(self.published, questions)
        return {
            "outline": self.outline,
            "kind": self.kind,
            "sections": outline_shown.sections(self.outline, questions, self.published),
            "changes": len(found),
            "left_out": [one.was for one in found if one.what == "left_out"],
            "overlays": list(overlays.published(self.object, self.kind)[:20]),
            "breadcrumbs": self.crumbs(),
        }


class OwnQuestionForm(FormPage):
    """The form of a question: one page to add and to change."""

    template_name = "documents/own_question.html"
    form_class = QuestionForm
    done = gettext_lazy("Saved. Documents will ask it once it is published.")


class OwnAdd(OfOrganization, OwnQuestionForm):
    """Add a question, or guidance, to a section."""

    def form(self, data: Any = None, files: Any = None) -> QuestionForm:
        asked = OwnQuestion.Type.GUIDANCE if self.request.GET.get("what") == GUIDANCE else OwnQuestion.Type.TEXT
        return QuestionForm(self.outline, data, initial={"section": self.section, "type": asked})

    @property
    def section(self) -> str:
        """Return the key of the section that the address names; 404 when the outline has none such."""
        if self.kwargs["section"] not in {section.key for section in self.outline.sections}:
            raise Http404(self.kwargs["section"])
        return self.kwargs["section"]

    def perform(self, form: QuestionForm) -> str:
        overlays.add(self.object, self.outline, form.cleaned_data, by=self.request.user)
        return f"{self.back()}#section-{form.cleaned_data['section']}"

    def context(self) -> dict[str, Any]:
        title = _("Add a question or guidance")
        return {"title": title, "over": self.outline.title, "back_url": self.back(), "breadcrumbs": self.crumbs(title)}


class OfQuestion(OfOrganization):
    """Mixed into a page about one question that is being prepared."""

    model = OwnQuestion
    lookup = {"pk": "pk"}

    @property
    def organization(self) -> Organization:
        return self.object.organization

    @property
    def kind(self) -> str:
        return self.object.kind

    def rows(self) -> Any:
        return OwnQuestion.objects.visible_to(self.request.user).select_related("organization")


class OwnChange(OfQuestion, OwnQuestionForm):
    """Change a question: documents that ask it already stay on what they ask."""

    def form(self, data: Any = None, files: Any = None) -> QuestionForm:
        return QuestionForm(self.outline, data, instance=OwnQuestion.objects.get(pk=self.object.pk))

    def perform(self, form: QuestionForm) -> str:
        overlays.change(self.object, form.cleaned_data, by=self.request.user)
        return f"{self.back()}#section-{form.cleaned_data['section']}"

    def context(self) -> dict[str, Any]:
        title = _("Change what the organization adds")
        return {
            "title": title,
            "over": self.outline.title,
            "back_url": self.back(),
            "is_published": overlays.is_published(self.object),
            "breadcrumbs": self.crumbs(title),
        }


class OwnRemove(OfQuestion, Act):
    """Take a question out: gone if it was never published, else left out from the next publication on."""

    done = gettext_lazy("Taken out. Documents that ask it already go on asking it.")

    def perform(self) -> None:
        overlays.take_out(self.object, by=self.request.user)


class OwnMove(OfQuestion, Act):
    """Move a question one place up or down in its section."""

    def perform(self) -> None:
        overlays.move(self.object, up=self.request.POST.get("way") == "up", by=self.request.user)

    def back(self) -> str:
        return f"{super().back()}#section-{self.object.section}"


class OwnKeep(OfOrganization, Act):
    """Go on asking what was published and then taken out."""

    done = gettext_lazy("It stays.")

    def perform(self) -> None:
        overlays.keep(self.object, self.outline.kind, self.request.POST.get("key", ""), by=self.request.user)


class OwnPublish(OfOrganization, FormPage):
    """What publishing changes, before it is done; then it is done."""

    template_name = "documents/own_publish.html"
    form_class = SeenForm
    done = gettext_lazy("Published. Documents started from now on ask it.")

    def perform(self, form: SeenForm) -> str:
        seen = form.cleaned_data["seen"]
        overlays.publish(self.object, self.kind, seen=int(seen) if seen.isdecimal() else -1, by=self.request.user)
        return self.back()

    def context(self) -> dict[str, Any]:
        found = overlays.changes(self.published, overlays.prepared(self.object, self.kind))
        number = self.published.number if self.published else 0
        return {
            "changes": [outline_shown.change(one, self.outline) for one in found],
            "number": number + 1,
            "seen": number,
            "over": self.outline.title,
            "back_url": self.back(),
            "breadcrumbs": self.crumbs(_("Publish")),
        }
