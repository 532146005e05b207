"""The pages of a conversation: say something, read it, reply, record how it was answered, open it again; and all of a
document's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import comments, rules, threads
from documents.comment_forms import CommentFilter, CommentForm, ReopenForm, ReplyForm, ResponseForm
from documents.models import Comment, Document, Version
from documents.quoting import Anchor, Texts
from documents.views.frame import OfDocument
from documents.views.talk import reader_of
from govsocial.core import access, keyset
from govsocial.core.views import FormPage, Listing, RuledView


class CommentAdd(OfDocument, FormPage):
    """Say something about a section, a question, a row, or quoted words.

    The address may prefill it: `about`, `lang`, `quote`, and `version`, the version that is being read. Without
    JavaScript the words are copied from the text, which stands on the page.
    """

    rule = rules.COMMENT
    template_name = "documents/comment.html"
    done = gettext_lazy("Comment added.")

    @cached_property
    def version(self) -> Version | None:
        """Return the version that the person reads, if it is one of this document that they may read."""
        said = self.request.GET.get("version", "")
        if not (said.isascii() and said.isdigit() and len(said) < 19):
            return None
        found = Version.objects.visible_to(self.request.user).filter(document=self.object, pk=int(said))
        return found.first()

    @cached_property
    def texts(self) -> Texts:
        return comments.texts_for(self.object, self.request.user, self.version)

    @cached_property
    def section(self) -> Any:
        section = self.texts.section(self.kwargs["key"])
        if section is None:
            raise Http404(self.kwargs["key"])
        return section

    def form(self, data: Any = None, files: Any = None) -> CommentForm:
        asked = {name: self.request.GET.get(name, "") for name in ("about", "lang", "quote")}
        return CommentForm(self.object, self.request.user, self.texts, self.section.key, data, initial=asked)

    def perform(self, form: CommentForm) -> str:
        said = comments.add(self.object, section=self.section.key, by=self.request.user, texts=self.texts, **form.said)
        return f"{self.back_url}#comment-{said.pk}"

    @property
    def back_url(self) -> str:
        """Return the page that the person came from: the version, or the section."""
        if self.version is not None:
            return f"{self.version.get_absolute_url()}?comments=1"
        if not rules.READ.allows(self.request.user, self.object):
            return reverse("documents:comments", args=[self.object.pk])
        return reverse("documents:section", args=[self.object.pk, self.section.key])

    def context(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "back_url": self.back_url,
            "breadcrumbs": self.crumbs((self.section.heading, self.back_url), (_("Comment"), "")),
            "passages": self.passages(),
        }

    def passages(self) -> list[tuple[str, str]]:
        """Return the text that the address points at, to copy words from."""
        field, _colon, row = self.request.GET.get("about", "").partition(":")
        return self.texts.passages(Anchor(self.section.key, field, row, self.request.GET.get("lang", "")))


class OfThread:
    """Mixed into a page about one conversation: `rows` gives only what its reader may read."""

    model = Comment
    object: Comment
    request: HttpRequest

    def rows(self) -> Any:
        related = ("document__organization", "author", "resolved_by")
        return Comment.objects.visible_to(self.request.user).threads().select_related(*related)

    def subject(self) -> Any:
        return self.object.document

    def perform(self, form: Any) -> str:
        self.say(form)
        return self.object.get_absolute_url()

    def say(self, form: Any) -> None:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        document = self.object.document
        reader = reader_of(document, self.request.user)
        return {
            "thread": reader.thread(self.object),
            "document": document,
            "breadcrumbs": [
                {"label": document.title, "url": document.get_absolute_url()},
                {"label": _("Comments"), "url": reverse("documents:comments", args=[document.pk])},
                {"label": reader.texts.heading(self.object.section)},
            ],
        }


class CommentThread(OfThread, FormPage):
    """One conversation, with a reply. Whoever may read it may open it; only those who may comment may reply."""

    rule = rules.READ_COMMENT
    template_name = "documents/comment_thread.html"
    form_class = ReplyForm
    done = gettext_lazy("Reply added.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require(request.user, rules.COMMENT, self.object.document)
        return super().post(request, *args, **kwargs)

    def say(self, form: ReplyForm) -> None:
        comments.reply(self.object, by=self.request.user, **form.cleaned_data)


class CommentAnswer(OfThread, FormPage):
    """Record how a comment was answered, and close it."""

    rule = rules.RESOLVE
    template_name = "documents/comment_answer.html"
    form_class = ResponseForm
    done = gettext_lazy("Answer recorded.")

    def say(self, form: ResponseForm) -> None:
        said = form.cleaned_data
        comments.answer(
            self.object,
            response=said["response"],
            kind=said["response_kind"],
            language=said["language"],
            by=self.request.user,
        )

    def perform(self, form: ResponseForm) -> str:
        address = super().perform(form)
        if not self.is_asked:
            return address
        return threads.section_page(self.object.document)(self.object.section) + f"#comment-{self.object.pk}"

    @property
    def is_asked(self) -> bool:
        """Say whether the section is still there to go back to: a newer outline may not have it."""
        return self.object.section in {section.key for section in self.object.document.outline.sections}


class CommentReopen(OfThread, FormPage):
    """Open an answered comment again, with the reason: for its author."""

    rule = rules.REOPEN_COMMENT
    template_name = "documents/comment_reopen.html"
    form_class = ReopenForm
    done = gettext_lazy("The comment is open again.")

    def subject(self) -> Comment:
        return self.object

    def say(self, form: ReopenForm) -> None:
        comments.reopen(self.object, by=self.request.user, **form.cleaned_data)


class Comments(OfDocument, Listing):
    """All conversations about a document that its reader may read, section by section, the open ones first."""

    rule = rules.READ_SENT
    template_name = "documents/comments.html"
    order = threads.ORDER

    def load(self) -> Document:
        return RuledView.load(self)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader = reader_of(self.object, request.user)
        form = CommentFilter(self.object, reader.texts.outline, request.GET)
        everything = threads.of(self.object, request.user)
        cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
        page = keyset.page(form.narrow(everything), order=self.order, size=self.page_size, **cursors)
        return self.show(
            form=form,
            threads=reader.shown(page.rows),
            open_count=everything.open().count(),
            newer_url=self.turned("before", page.newer),
            older_url=self.turned("after", page.older),
        )

    def context(self) -> dict[str, Any]:
        return {"breadcrumbs": self.crumbs((_("Comments"), ""))}
