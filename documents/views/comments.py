"""The two buttons of a conversation: say something about a section, and record how it was answered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents import comments, rules
from documents.forms import CommentForm, ResponseForm
from documents.models import Comment, Document
from documents.views.frame import OfDocument
from govsocial.core.views import FormPage


class CommentAdd(OfDocument, FormPage):
    """Say something about a section."""

    rule = rules.COMMENT
    template_name = "documents/comment.html"
    form_class = CommentForm
    done = _("Comment added.")

    def perform(self, form: CommentForm) -> str:
        said = form.cleaned_data
        section = self.section_or_404(self.kwargs["key"]).key
        comments.add(self.object, section=section, kind=said["kind"], body=said["body"], by=self.request.user)
        return reverse("documents:section", args=[self.object.pk, section]) + "#comments"

    def context(self) -> dict[str, Any]:
        section = self.section_or_404(self.kwargs["key"])
        address = reverse("documents:section", args=[self.object.pk, section.key])
        return {"section": section, "back_url": address, "breadcrumbs": self.crumbs((section.heading, address))}


class CommentAnswer(FormPage):
    """Record how a comment was answered, and close it."""

    rule = rules.RESOLVE
    model = Comment
    template_name = "documents/comment_answer.html"
    form_class = ResponseForm
    done = _("Answer recorded.")

    def rows(self) -> Any:
        visible = Document.objects.visible_to(self.request.user).values("pk")
        return Comment.objects.filter(document__in=visible).select_related("document__organization", "author")

    def subject(self) -> Document:
        return self.object.document

    def perform(self, form: ResponseForm) -> str:
        comments.answer(self.object, response=form.cleaned_data["response"], by=self.request.user)
        return self.section_url

    @property
    def section_url(self) -> str:
        return reverse("documents:section", args=[self.object.document_id, self.object.section]) + "#comments"

    def context(self) -> dict[str, Any]:
        return {"back_url": self.section_url}
