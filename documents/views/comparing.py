"""The page on which two states of a document are compared, and the button that says "I have read it"."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import diff, rules, since
from documents.comparing import DRAFT, CompareForm, Sides, phrases, totals
from documents.differences import Comparison
from documents.draft import Content
from documents.models import Edit, Version
from documents.views.frame import OfDocument
from govsocial.core.templatetags.ui import in_words
from govsocial.core.views import Act, Page


@dataclass(frozen=True)
class Basis:
    """What is compared: both contents, what each is called, and the only sections that matter (None for all).

    `pair` names the states where they were chosen; `writers` says who wrote in which section in between. `nothing` says
    why there is nothing to compare.
    """

    was: str = ""
    now: str = ""
    before: Content = field(default_factory=dict)
    after: Content = field(default_factory=dict)
    pair: tuple[str, str] | None = None
    keys: frozenset[str] | None = None
    writers: dict[str, str] = field(default_factory=dict)
    nothing: str = ""


class Compare(OfDocument, Page):
    """Any two states of a document side by side; `?since=looked` and `?since=signed` choose for the reader.

    The draft is for those who may read it; others choose among the versions that they may open.
    """

    rule = rules.READ_SENT
    template_name = "documents/compare.html"

    @cached_property
    def sides(self) -> Sides:
        versions = Version.objects.visible_to(self.request.user).filter(document=self.object).defer("content")
        return Sides(self.object, versions, self.draft if self.may_read_draft else None)

    @cached_property
    def may_read_draft(self) -> bool:
        return rules.READ.allows(self.request.user, self.object)

    @cached_property
    def looked(self) -> since.Looked | None:
        return since.last_look(self.object, self.request.user) if self.may_read_draft else None

    @cached_property
    def signed(self) -> since.Signed | None:
        return since.last_signed(self.object, self.request.user)

    @cached_property
    def basis(self) -> Basis:
        asked = self.request.GET.get("since", "")
        return {"looked": self.since_looked, "signed": self.since_signed}.get(asked, self.chosen)()

    def chosen(self) -> Basis:
        """Compare the two states that the address names, else the usual ones."""
        to = self.known(self.request.GET.get("to")) or self.sides.latest
        was = self.known(self.request.GET.get("from")) or (self.sides.before(to) if to else None)
        if to is None or was is None:
            return Basis(nothing=_("There is only one version so far, so there is nothing to compare yet."))
        return self.between(was, to)

    def known(self, code: str | None) -> str | None:
        if code and code not in self.sides.all:
            raise Http404(code)
        return code or None

    def between(self, was: str, to: str, **more: Any) -> Basis:
        labels = (self.sides.all[code].label for code in (was, to))
        return Basis(*labels, self.sides.content(was), self.sides.content(to), pair=(was, to), **more)

    def since_signed(self) -> Basis:
        """Compare what the person last signed with what stands now, in the sections that they signed."""
        signed, to = self.signed, self.sides.latest
        if signed is None or to is None or str(signed.number) not in self.sides.all:
            return Basis(nothing=_("You have not signed a version of this document yet."))
        return self.between(str(signed.number), to, keys=signed.sections)

    def since_looked(self) -> Basis:
        """Compare the draft with how it stood when the person last marked it as read."""
        if not self.may_read_draft:
            raise Http404("draft")
        looked = self.looked
        if looked is None:
            return Basis(
                nothing=_("You have not marked this document as read yet. Once you have, its changes show here.")
            )
        now = {key: state.revision for key, state in self.draft.sections.items()}
        edits = since.edits_since(self.object, looked.revisions, now)
        was = _("As you last read it, %(date)s") % {"date": in_words(looked.at)}
        content = self.draft.content()
        before = since.content_at(self.draft, content, edits, looked.revisions)
        return Basis(was, self.sides.all[DRAFT].label, before, content, writers=_writers(edits))

    def context(self) -> dict[str, Any]:
        basis = self.basis
        form = CompareForm(self.request.GET, self.sides, basis.pair if not self.request.GET.get("since") else None)
        keys = form.keys or basis.keys
        comparison = None if basis.nothing else diff.compare(basis.before, basis.after, langs=form.langs, keys=keys)
        return {
            "breadcrumbs": self.crumbs((_("Compare"), "")),
            "heading": self.heading(),
            "basis": basis,
            "form": form,
            "only_some": bool(keys),
            "comparison": comparison,
            **(self.told(comparison, is_whole=form.is_whole) if comparison else {}),
            "has_looked": self.looked is not None,
            "has_signed": self.signed is not None,
            "may_read_draft": self.may_read_draft,
            "seen": self.seen if self.may_read_draft else "",
        }

    def heading(self) -> str:
        """Return what the page is called."""
        asked = self.request.GET.get("since")
        if asked == "looked":
            return _("What changed since you last read it")
        return _("What changed since you last signed") if asked == "signed" else _("What changed")

    def told(self, comparison: Comparison, *, is_whole: bool) -> dict[str, Any]:
        """Return the comparison as the page tells it: totals, a line for each section, and what to show whole."""
        shown = comparison.sections if is_whole else comparison.changed
        return {
            "is_whole": is_whole,
            "totals": totals(comparison),
            "sections": [
                {
                    "section": section,
                    "phrases": phrases(section),
                    "writers": self.basis.writers.get(section.key, ""),
                }
                for section in shown
            ],
        }


def _writers(edits: Iterable[Edit]) -> dict[str, str]:
    """Return who wrote in each section, everybody once."""
    found: dict[str, dict[str, None]] = {}
    for edit in edits:
        found.setdefault(edit.section, {})[str(edit.by)] = None
    return {key: ", ".join(names) for key, names in found.items()}


class MarkRead(OfDocument, Act):
    """Remember that a person has read the draft, as their page showed it."""

    rule = rules.READ
    done = gettext_lazy("Marked as read. From now on you see what changed since.")

    def perform(self) -> None:
        since.look(self.object, by=self.request.user, seen=self.told())

    def told(self) -> dict[str, int] | None:
        """Return the revisions that the page showed; None where it told none."""
        told = (pair.rpartition(":") for pair in self.request.POST.get("seen", "").split())
        found = {key: int(number) for key, _colon, number in told if number.isdecimal() and len(number) < 10}
        return found or None
