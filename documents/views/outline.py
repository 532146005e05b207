"""The pages on which a document moves to a newer outline, and on which answers without a question are placed."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import moving, rules, unplaced
from documents.draft import Draft
from documents.own_forms import PlaceForm, SeenForm
from documents.reading import Reading
from documents.views.frame import OfDocument
from govsocial.core import access
from govsocial.core.views import FormPage


class NewerOutline(OfDocument, FormPage):
    """What moving to the newer outline would change and leave without a question; then it is done."""

    rule = rules.WRITE
    template_name = "documents/outline.html"
    form_class = SeenForm

    @cached_property
    def target(self) -> Any:
        return moving.target(self.object)

    def perform(self, form: SeenForm) -> str:
        moved = moving.move(self.object, seen=form.cleaned_data["seen"], by=self.request.user)
        self.done = _("The document is on the newer outline. Nothing that was written is lost.")
        has_lost = bool(Draft(moved).unplaced)
        return reverse("documents:unplaced", args=[moved.pk]) if has_lost else moved.get_absolute_url()

    def context(self) -> dict[str, Any]:
        crumbs = {"breadcrumbs": self.crumbs((_("Newer outline"), ""))}
        if self.target is None:
            return {**crumbs, "target": None}
        seen = moving.preview(self.draft, self.target)
        return {
            **crumbs,
            "target": self.target,
            "changes": seen.changes,
            "orphans": read(self.object, self.draft, seen.orphans),
            "returning": read(self.object, self.draft, seen.returning),
            "is_editable": self.object.is_editable,
        }


def read(document: Any, draft: Any, lost: list[unplaced.Unplaced]) -> list[dict[str, Any]]:
    """Return answers without a question as a page shows them: the question that they had, and what they say."""
    if not lost:
        return []
    content = {**draft.content(), "unplaced": [one.frozen() for one in lost]}
    parts = Reading(content).unplaced().parts
    return [{"lost": one, "label": part.label, "parts": [part]} for one, part in zip(lost, parts, strict=True)]


class AnswersWithoutQuestion(OfDocument, FormPage):
    """What was answered under an earlier outline: to read, to copy, and to place under another question."""

    rule = rules.READ
    template_name = "documents/unplaced.html"
    form_class = PlaceForm
    done = gettext_lazy("Placed.")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        access.require(request.user, rules.WRITE, self.object)
        return super().post(request, *args, **kwargs)

    def perform(self, form: PlaceForm) -> str:
        said = form.cleaned_data
        document = moving.place(self.object, said["key"], said["onto"], replace=said["replace"], by=self.request.user)
        section = document.outline.section_of(said["onto"])
        return reverse("documents:section", args=[document.pk, section.key]) + f"#{said['onto']}"

    def context(self) -> dict[str, Any]:
        lost = read(self.object, self.draft, self.draft.unplaced)
        for one in lost if self.may_write else []:
            one["homes"] = self.homes(one["lost"])
        return {
            "answers": lost,
            "may_write": self.may_write,
            "breadcrumbs": self.crumbs((_("Answers without a question"), "")),
        }

    def homes(self, lost: unplaced.Unplaced) -> list[dict[str, Any]]:
        """Return the questions under which it fits, by section, with a mark at those that are answered."""
        found: dict[str, dict[str, Any]] = {}
        for section, field in unplaced.homes(self.object.outline, self.object.framework, lost):
            group = found.setdefault(section.key, {"heading": section.heading, "fields": []})
            group["fields"].append({"field": field, "is_answered": field.key in self.draft.answers})
        return list(found.values())
