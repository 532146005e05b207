"""What do the pages of one document share? The way back to it, and its sections in order."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from documents.draft import Draft
from documents.models import Document
from documents.rules import WRITE
from govsocial.core import looking


class OfDocument:
    """Mixed into a page whose address names a document: its draft, outline and crumbs."""

    model = Document
    object: Document
    request: HttpRequest

    def load(self) -> Document:
        """Return the document; a page that only shows it asks each thing about it once."""
        document = super().load()  # type: ignore[misc]
        if self.request.method in ("GET", "HEAD"):
            looking.begin(document)
        return document

    @cached_property
    def draft(self) -> Draft:
        return Draft.of(self.object)

    def rows(self) -> Any:
        related = ("organization", "overlay", "effective_version")
        return Document.objects.visible_to(self.request.user).select_related(*related)

    @property
    def seen(self) -> str:
        """Return which revision of each section this page shows ("a:3 b:0"), for the button that marks it as read."""
        return " ".join(f"{key}:{state.revision}" for key, state in self.draft.sections.items())

    @property
    def may_write(self) -> bool:
        """Say whether this person may change the text now."""
        return self.object.is_editable and WRITE.allows(self.request.user, self.object)

    def crumbs(self, *more: tuple[str, str]) -> list[dict[str, str]]:
        """Return the way here: the kind's list, the document, and `more` as (label, url)."""
        kind = self.object.kind_info
        steps = [(self.object.title, self.object.get_absolute_url() if more else ""), *more]
        home = {"label": kind.label_plural, "url": reverse(kind.list_url_name)} if kind.list_url_name else None
        return [*([home] if home else []), *({"label": label, "url": url} for label, url in steps)]

    def section_or_404(self, key: str) -> Any:
        """Return the outline's section `key`."""
        try:
            return self.object.outline.section(key)
        except KeyError as error:
            raise Http404(key) from error

    def neighbour(self, key: str, step: int) -> Any:
        """Return the section before (-1) or after (1) `key`, or None at the ends."""
        sections = self.object.outline.sections
        place = [section.key for section in sections].index(key) + step
        return sections[place] if 0 <= place < len(sections) else None
