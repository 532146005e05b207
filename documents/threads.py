"""How do conversations about a document read on a page? Where each points, what became of its words, what may be done.

Two queries for any number of them: what opened each, and the replies.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Case, Prefetch, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import rules
from documents.models import Comment, Document
from documents.models.comment import CommentQuerySet
from documents.quoting import Anchor, Texts, fragment, from_uuid
from organizations.models import User

#: How many a page shows before it leads to the page of all comments.
SHOWN = 50
ORDER = ("place", "is_answered", "created_at", "pk")


@dataclass(frozen=True)
class Thread:
    """One conversation as it is shown.

    `where` says where it points and `url` leads there. Of quoted words, `words` is "here", "elsewhere" (then with
    `elsewhere` and `elsewhere_url`) or "changed". `readers` says to whom it was said.
    """

    said: Comment
    where: str
    section: str
    url: str
    words: str = ""
    elsewhere: str = ""
    elsewhere_url: str = ""
    readers: str = ""
    area: str = ""
    may_reply: bool = False
    may_answer: bool = False
    may_reopen: bool = False

    @property
    def replies(self) -> list[Comment]:
        return list(self.said.replies.all())

    @property
    def is_open(self) -> bool:
        return self.said.is_open


@dataclass(frozen=True)
class Marks:
    """What stands beside the questions of a section: how many conversations are open there, and the ways to them.

    `counts` are by (field, row uuid or ""); a table counts those on its rows too. `page` is the address (without its
    “#”) on which the conversations stand, `first` the first open one of each question and row, where that is known.
    """

    counts: dict[tuple[str, str], int]
    add_url: str = ""
    page: str = "#comments"
    first: dict[tuple[str, str], str] = field(default_factory=dict)

    def mark(self, key: str, row: str = "") -> dict[str, str]:
        """Return what stands beside question `key`, or beside one of its rows."""
        count = self.of(key, row)
        text = ngettext("%(count)d open comment", "%(count)d open comments", count) % {"count": count}
        about = urlencode({"about": f"{key}:{row}" if row else key})
        joined = "&" if "?" in self.add_url else "?"
        return {
            "text": text if count else "",
            "url": self._first(key, row) or self.page,
            "add_url": f"{self.add_url}{joined}{about}" if self.add_url else "",
        }

    def of(self, key: str, row: str = "") -> int:
        """Return how many are open on a question, or on one of its rows."""
        if row:
            return self.counts.get((key, row), 0)
        return sum(count for (found, _row), count in self.counts.items() if found == key)

    def _first(self, key: str, row: str) -> str:
        return next((url for (found, at), url in self.first.items() if found == key and row in ("", at)), "")


def of(document: Document, user: User) -> CommentQuerySet:
    """Return the conversations that `user` may read there, in the order of the document, open ones first."""
    places = {section.key: place for place, section in enumerate(document.outline.sections)}
    found = Comment.objects.visible_to(user).threads().filter(document=document)
    return (
        found.annotate(
            place=Case(*(When(section=key, then=Value(n)) for key, n in places.items()), default=Value(len(places))),
            is_answered=Case(When(resolved_at__isnull=True, then=Value(0)), default=Value(1)),
        )
        .select_related("author", "resolved_by", "document__organization")
        .prefetch_related(
            Prefetch("replies", Comment.objects.select_related("author").order_by("created_at", "pk")),
        )
        .order_by(*ORDER)
    )


@dataclass
class Reader:
    """Somebody who reads conversations about `document`, with `texts` before them.

    `page` gives the address of the page on which a section is read; what follows its “#” is added here.
    """

    document: Document
    user: User
    texts: Texts
    page: Callable[[str], str] = field(default=lambda _section: "")

    @cached_property
    def may_comment(self) -> bool:
        return rules.COMMENT.allows(self.user, self.document)

    @cached_property
    def may_answer(self) -> bool:
        return rules.RESOLVE.allows(self.user, self.document)

    def shown(self, found: Iterable[Comment]) -> list[Thread]:
        """Return conversations as they are shown."""
        return [self.thread(said) for said in found]

    def thread(self, said: Comment) -> Thread:
        anchor = Anchor(said.section, said.field, from_uuid(said.row), said.lang, said.quote)
        return Thread(
            said=said,
            where=self.texts.label(anchor),
            section=self.texts.heading(said.section),
            readers=readers(said, self.document),
            area=self._spoke_for(said),
            may_reply=said.is_open and self.may_comment,
            may_answer=said.is_open and self.may_answer,
            may_reopen=not said.is_open and said.author_id == self.user.pk and self.may_comment,
            **self._words(anchor),
        )

    def _spoke_for(self, said: Comment) -> str:
        """Return the policy area that an advisor spoke for; of a comment kept to an area, `readers` names it."""
        is_of_area = said.area and said.audience != Comment.Audience.AREA
        return area_name(self.document, said.area) if is_of_area else ""

    def _words(self, anchor: Anchor) -> dict[str, str]:
        """Return where the place is, and what became of the quoted words."""
        is_asked = self.texts.section(anchor.section) is not None
        url = self._address(anchor) if is_asked else ""
        if not anchor.quote:
            return {"url": url}
        if self.texts.says(anchor):
            return {"url": self._address(anchor, exact=anchor.quote), "words": "here"}
        moved = self.texts.elsewhere(anchor)
        if moved is None:
            return {"url": url, "words": "changed"}
        return {
            "url": url,
            "words": "elsewhere",
            "elsewhere": self.texts.label(moved),
            "elsewhere_url": self._address(moved, exact=anchor.quote),
        }

    def _address(self, anchor: Anchor, *, exact: str = "") -> str:
        return self.page(anchor.section) + fragment(anchor, exact=exact)


def readers(said: Comment, document: Document) -> str:
    """Return to whom a comment was said, in words."""
    if said.audience == Comment.Audience.AREA:
        return _("%(area)s and the authors only") % {"area": area_name(document, said.area)}
    return str(said.get_audience_display()) if said.audience == Comment.Audience.ENTITY else ""


def area_name(document: Document, code: str) -> str:
    """Return the name of a policy area, or its code where the framework no longer has it."""
    return next((str(area.name) for area in document.framework.areas if area.code == code), code)


def section_page(document: Document) -> Callable[[str], str]:
    """Return the addresses at which sections are written and read, for `Reader`."""
    return lambda section: reverse("documents:section", args=[document.pk, section])
