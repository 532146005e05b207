"""Is this change really only editorial? Compares what would be signed with the version in force, place by place.

What the policy counts as editorial is data (`frameworks.afterwards`): some sections, their prose, so many words.
Everything else is more, and the page says which section makes it so.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals import emergency, rounds
from approvals.models import ReviewRound
from documents import words
from documents.differences import HEADER
from documents.draft import Draft
from documents.models import Document
from frameworks.afterwards import Editorial
from frameworks.outlines import PROSE_TYPES
from govsocial.core.transitions import Move, Problem
from organizations.models import Membership, Role

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Beyond:
    """One thing that makes a change more than editorial: where it stands, and why."""

    where: str
    why: str
    section: str = ""

    def __str__(self) -> str:
        names = {"where": self.where, "why": self.why}
        return _("“%(where)s” makes this more than an editorial change: %(why)s") % names if self.where else self.why


def beyond(document: Document, content: Content | None = None) -> list[Beyond]:
    """Return what makes the change more than editorial; `content` is a frozen version's, by default the draft's."""
    policy, version = document.framework.approval(document.kind).after.editorial, document.effective_version
    if policy is None or version is None:
        return [Beyond("", _("No change of this kind of document is editorial."))]
    now = Draft(document).content() if content is None else content
    return list(_Change(document, policy, json.loads(version.content), now).beyond())


@dataclass(frozen=True)
class _Change:
    """From the content in force to the content that would replace it."""

    document: Document
    policy: Editorial
    was: Content
    now: Content

    def beyond(self) -> Iterator[Beyond]:
        """Yield what is more than editorial, in the order of the document."""
        if any(self.was[name] != self.now[name] for name in ("title", "header")):
            yield Beyond(_("Title and facts"), _("the title, or a fact at the head of the document, changed."), HEADER)
        if self.was["outline"] != self.now["outline"]:
            yield Beyond("", _("The document has other questions than the version in force: a change of them is more."))
            return
        sections = {section["key"]: section for section in self.was["sections"]}
        changed = 0
        for asked, now in zip(self.document.outline.sections, self.now["sections"], strict=True):
            was = sections[asked.key]
            if was == now:
                continue
            yield from (Beyond(str(asked.heading), why, asked.key) for why in self.section(asked, was, now))
            changed += _words_of_section(asked, was, now)
        if self.was.get("protocols") != self.now.get("protocols"):
            yield Beyond("", _("A protocol that the document refers to changed."))
        if changed > self.policy.words:
            yield Beyond("", self.too_many(changed))

    def too_many(self, changed: int) -> str:
        names = {"count": changed, "most": self.policy.words}
        return (
            ngettext(
                "%(count)d word changed; an editorial change is of %(most)d at the most.",
                "%(count)d words changed; an editorial change is of %(most)d at the most.",
                changed,
            )
            % names
        )

    def section(self, asked: Any, was: Content, now: Content) -> Iterator[str]:
        """Yield why the change of one section is more than editorial."""
        for area in guarding(self.document).get(asked.key, ()):
            name = self.document.framework.area(area).name
            yield _("%(area)s must sign every change of it.") % {"area": name}
        if asked.key not in self.policy.sections:
            yield _("the policy counts no change of this section as editorial.")
            return
        for field in asked.fields:
            if field.is_table:
                yield from self.table(field, was["tables"].get(field.key, []), now["tables"].get(field.key, []))
            elif not _is_prose(field, was["answers"].get(field.key, {}), now["answers"].get(field.key, {})):
                yield _("“%(question)s” is more than spelling.") % {"question": field.label}

    def table(self, field: Any, was: list[Content], now: list[Content]) -> Iterator[str]:
        """Yield why the change of one table is more than editorial: its rows count."""
        if was == now:
            return
        names = {"table": field.label}
        if field.key not in self.policy.tables:
            yield _("what stands in “%(table)s” is counted and followed.") % names
        elif [row["uuid"] for row in was] != [row["uuid"] for row in now]:
            yield _("rows of “%(table)s” were added, removed or moved.") % names
        else:
            prose = {column.key for column in field.columns if column.type in PROSE_TYPES}
            for before, after in zip(was, now, strict=True):
                keys = before["cells"].keys() | after["cells"].keys()
                if any(before["cells"].get(key) != after["cells"].get(key) for key in keys - prose):
                    yield _("a choice, a date or a figure in “%(table)s” changed.") % names
                    return


def _is_prose(field: Any, was: Content, now: Content) -> bool:
    """Say whether only words of this answer changed: not a choice, nor which protocol it refers to."""
    return was == now or (field.type in PROSE_TYPES and "" not in {**was, **now})


def guarding(document: Document) -> dict[str, tuple[str, ...]]:
    """Return {section key: areas that must sign it}, by today's policy and by that of the version in force."""
    kept = document.__dict__.get("_guarding")
    if kept is None:
        kept = document.__dict__["_guarding"] = dict(_guarding(document))
    found: dict[str, tuple[str, ...]] = kept
    return found


def _guarding(document: Document) -> Iterator[tuple[str, tuple[str, ...]]]:
    approved = ReviewRound.objects.filter(document=document, version=document.effective_version, outcome="approved")
    round_ = approved.order_by("-number").first()
    pinned = round_.policy["requirements"] if round_ else []
    rows = [(row["area"], tuple(row["covers"])) for row in pinned if row["mandatory"] or row["blocking"]]
    rows += [(one.area, one.covers) for one in document.framework.approval(document.kind).guarded]
    for section in document.outline.sections:
        areas = dict.fromkeys(area for area, covers in rows if covers == ("all",) or section.key in covers)
        yield section.key, tuple(areas)


def _words_of_section(asked: Any, was: Content, now: Content) -> int:
    """Return how many words of prose were added or taken away, whichever is more, in one section."""
    pairs: list[tuple[Any, Any]] = []
    for field in asked.fields:
        if field.is_table:
            before = {row["uuid"]: row["cells"] for row in was["tables"].get(field.key, [])}
            for row in now["tables"].get(field.key, []):
                cells = before.get(row["uuid"], {})
                pairs += [(cells.get(key), cell) for key, cell in row["cells"].items()]
        else:
            pairs.append((was["answers"].get(field.key), now["answers"].get(field.key)))
    return sum(_words(before, after) for before, after in pairs)


def _words(was: Any, now: Any) -> int:
    if was == now:
        return 0
    if isinstance(was, dict) or isinstance(now, dict):
        old, new = (one if isinstance(one, dict) else {} for one in (was, now))
        return sum(_words(old.get(lang), new.get(lang)) for lang in old.keys() | new.keys())
    counts = {"added": 0, "removed": 0, "same": 0}
    for kind, text in words.segments(_text(was), _text(now)):
        counts[kind] += len(text.split())
    return max(counts["added"], counts["removed"])


def _text(said: Any) -> str:
    return said if isinstance(said, str) else ""


# ---------------------------------------------------------------- guards


def is_editorial_only(move: Move) -> Iterator[Problem]:
    """Guard: nothing that changed is more than editorial; judged on the frozen version once there is one."""
    round_ = rounds.current(move.obj)
    found = beyond(move.obj, json.loads(round_.version.content) if round_ else None)
    for one in found:
        yield Problem(str(one), _place(move.obj, one))
    if found and round_ is None:
        yield Problem(
            _("Give the change another class: it then goes to the policy areas."),
            reverse("approvals:move", args=[move.obj.pk, "reclass"]),
        )


def something_changed(move: Move) -> Iterator[Problem]:
    """Guard: there is something to approve."""
    if not emergency.changed_keys(move.obj):
        yield Problem(_("Nothing differs from the version in force, so there is nothing to approve."))


def consultation_is_settled(move: Move) -> Iterator[Problem]:
    """Guard: what was approved in an emergency is settled by nothing as small as an editorial change."""
    round_ = emergency.owed(move.obj)
    if round_ is not None:
        words_ = _("The consultation after the emergency approval of version %(number)d is still owed.")
        yield Problem(words_ % {"number": round_.version.number})


def somebody_can_approve(move: Move) -> Iterator[Problem]:
    """Guard: a coordinator, or the head, is here who wrote none of it."""
    document = move.obj
    wrote = {document.owner_id, *document.contributions.values_list("user_id", flat=True)}
    here = Membership.objects.current().filter(
        organization=document.organization_id, role__in=(Role.COORDINATOR, Role.HEAD)
    )
    if not here.exclude(user__in=wrote).exists():
        yield Problem(
            _("Nobody here could approve it: every coordinator, and the head, wrote part of it. Name another one.")
        )


def _place(document: Document, one: Beyond) -> str:
    if not one.section or one.section == HEADER:
        return ""
    return reverse("documents:section", args=[document.pk, one.section])
