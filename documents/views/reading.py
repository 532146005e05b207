"""The pages on which a whole document is read: the draft as it stands, and a version as it was signed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from documents import rules
from documents.models import Version
from documents.pdf import PdfUnavailable, file_name, render
from documents.pdf_comments import comments_read_by
from documents.quoting import Texts
from documents.reading import Reading
from documents.views.frame import OfDocument
from documents.views.talk import whole
from govsocial.core import exports, ledger
from govsocial.core.declare import panels_for
from govsocial.core.views import Page


def with_comments(request: HttpRequest) -> bool:
    """Say whether the reader asked for the comments beside the text: on the page, in print or in the PDF."""
    return request.GET.get("comments") == "1"


class DocumentRead(OfDocument, Page):
    """The draft on one page, to read or to print."""

    rule = rules.READ
    template_name = "documents/read.html"

    def context(self) -> dict[str, Any]:
        reading = Reading(self.draft.content())
        return {
            "reading": reading,
            "sections": reading.sections(),
            "breadcrumbs": self.crumbs(),
            "seen": self.seen,
            "header_template": self.object.kind_info.header_template,
            "talk": whole(
                self.object,
                self.request.user,
                lambda: Texts.of_draft(self.draft),
                self.request.path,
                shown=with_comments(self.request),
            ),
        }


class VersionRead(Page):
    """A frozen version, from its own bytes, with its hashes and the ways to take it along."""

    rule = rules.READ_VERSION
    model = Version
    template_name = "documents/version.html"

    def rows(self) -> Any:
        related = ("document__organization", "document__effective_version", "created_by")
        return Version.objects.visible_to(self.request.user).select_related(*related)

    def context(self) -> dict[str, Any]:
        version = self.object
        reading = Reading(version.content, version.section_hashes)
        return {
            "reading": reading,
            "sections": reading.sections(),
            "is_intact": ledger.sha256(reading.content) == version.sha256,
            "is_in_force": version.document.effective_version_id == version.pk,
            "header_template": version.document.kind_info.header_template,
            "panels": panels_for("version", version, self.request.user),
            "compare_url": self.compare_url(),
            "talk": whole(
                version.document,
                self.request.user,
                lambda: Texts.of_reading(reading),
                self.request.path,
                shown=with_comments(self.request),
                version=version,
            ),
        }

    def compare_url(self) -> str:
        """Return where this version is compared with the one before it; "" for the first, and for who sees only it."""
        version = self.object
        if version.number == 1 or not rules.READ_SENT.allows(self.request.user, version.document):
            return ""
        address = reverse("documents:compare", args=[version.document_id])
        return f"{address}?from={version.number - 1}&to={version.number}"


class VersionPdf(Page):
    """The version as a PDF, in English or in French; where PDFs cannot be made, a page that says what to do.

    With `?comments=1` it carries the comments that the person may read.
    """

    rule = rules.READ_VERSION
    model = Version
    template_name = "documents/pdf_unavailable.html"

    def rows(self) -> Any:
        return Version.objects.visible_to(self.request.user).select_related("document__organization")

    def get(self, request: HttpRequest, *args: Any, language: str, **kwargs: Any) -> HttpResponse:
        if language not in {"en", "fr"}:
            raise Http404
        commented = with_comments(request)
        more = [comments_read_by(request.user)] if commented else []
        try:
            content = render(self.object, language, more)
        except PdfUnavailable:
            return self.show(status=503)
        version = self.object
        exports.note(
            request,
            version.document,
            form="pdf",
            language=language,
            version_sha=version.sha256,
            version=version.number,
            comments=commented,
        )
        response = HttpResponse(content, content_type="application/pdf")
        name = file_name(self.object, language, with_comments=commented)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
