"""What do the pages of a text show of the conversations about it? Marks beside the questions, threads under them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from documents import comments, rules, threads
from documents.comment_forms import CommentForm
from documents.models import Document, Version
from documents.quoting import Texts, from_uuid
from documents.threads import Marks, Reader, Thread


def reader_of(document: Document, user: Any, texts: Texts | None = None) -> Reader:
    """Return `user` as a reader of conversations, who is led to where they may read the text."""
    texts = texts or comments.texts_for(document, user)
    if rules.READ.allows(user, document):
        return Reader(document, user, texts, threads.section_page(document))
    newest = document.versions.visible_to(user).order_by("-number").first()
    address = newest.get_absolute_url() if newest else ""
    return Reader(document, user, texts, lambda _section: address)


def about(document: Document, section: str, user: Any, texts: Texts) -> dict[str, Any]:
    """Return what the page of a section shows of its conversations: one query, and one for their replies."""
    reader = reader_of(document, user, texts)
    found = list(threads.of(document, user).filter(section=section)[: threads.SHOWN + 1])
    shown = reader.shown(found[: threads.SHOWN])
    is_more = len(found) > threads.SHOWN
    counts = comments.open_places(document, user).get(section, {}) if is_more else _counted(shown)
    return {
        "threads": parted(shown),
        "more_threads_url": f"{all_of(document)}?{urlencode({'section': section})}" if is_more else "",
        "comment_form": CommentForm(document, user, texts, section) if reader.may_comment else None,
        "marks": Marks(counts, add_url=_add_url(reader, section), first=_first_of(shown)),
    }


def parted(shown: list[Thread]) -> dict[str, list[Thread]]:
    """Return conversations for a template: the open ones, and those that were answered."""
    return {
        "open": [thread for thread in shown if thread.is_open],
        "answered": [thread for thread in shown if not thread.is_open],
    }


def all_of(document: Document) -> str:
    """Return the address of all comments on a document."""
    return reverse("documents:comments", args=[document.pk])


def _place(thread: Thread) -> tuple[str, str]:
    return thread.said.field, from_uuid(thread.said.row)


def _counted(shown: list[Thread]) -> dict[tuple[str, str], int]:
    return dict(Counter(_place(thread) for thread in shown if thread.is_open))


def _first_of(shown: list[Thread]) -> dict[tuple[str, str], str]:
    """Return {question and row: address of its first open conversation on this page}."""
    first: dict[tuple[str, str], str] = {}
    for thread in shown:
        if thread.is_open:
            first.setdefault(_place(thread), f"#comment-{thread.said.pk}")
    return first


def _add_url(reader: Reader, section: str, version: Version | None = None) -> str:
    if not reader.may_comment:
        return ""
    address = reverse("documents:comment", args=[reader.document.pk, section])
    return f"{address}?version={version.pk}" if version else address


@dataclass
class Talk:
    """The conversations about a whole text on one page: `shown` says whether they stand under their sections.

    Without `shown` the page has marks only. `page` is the address of this page, where a mark leads.
    """

    reader: Reader
    page: str
    shown: bool
    version: Version | None = None
    threads: dict[str, list[Thread]] = field(default_factory=dict)
    counts: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many conversations are open, of those that the reader may read."""
        return sum(count for places in self.counts.values() for count in places.values())

    @property
    def is_any(self) -> bool:
        return bool(self.counts or self.threads)

    @property
    def all_url(self) -> str:
        return all_of(self.reader.document)

    def marks(self, section: str) -> Marks:
        """Return the marks of a section's questions."""
        page = f"{'' if self.shown else self.page + '?comments=1'}#comments-{section}"
        return Marks(
            self.counts.get(section, {}),
            add_url=_add_url(self.reader, section, self.version),
            page=page,
            first=_first_of(self.under(section)),
        )

    def under(self, section: str) -> list[Thread]:
        """Return the conversations that stand under a section."""
        return self.threads.get(section, [])


def whole(
    document: Document,
    user: Any,
    texts: Callable[[], Texts],
    page: str,
    *,
    shown: bool,
    version: Version | None = None,
) -> Talk:
    """Return the conversations about a whole text for the page at `page`: one query for marks, two for the threads.

    `texts` gives the text that is on the page; it is asked for only where threads are shown.
    """
    if not shown:
        reader = Reader(document, user, Texts.none())
        return Talk(reader, page, shown=False, version=version, counts=comments.open_places(document, user))
    reader = Reader(document, user, texts(), lambda _section: "")
    found: dict[str, list[Thread]] = {}
    for thread in reader.shown(threads.of(document, user)):
        found.setdefault(thread.said.section, []).append(thread)
    counts = {section: _counted(some) for section, some in found.items()}
    return Talk(reader, page, shown=True, version=version, threads=found, counts=counts)
