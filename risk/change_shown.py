"""How is a change told on a page: its facts, the texts that it is from and to, who has answered, and what they said?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.models import Attestation, AttestationRequest
from govsocial.core.templatetags.ui import in_words
from organizations.models import Role
from risk import answers, change_kinds, concerned
from risk.answers import OPEN, Standing, Tally
from risk.models import Affected, AffectedAnswer, Assessment, Platform, PlatformChange

LISTED = 10
#: What a table by organization shows of its own; the rest stands in the last column.
COLUMNS = (Standing.SILENT, Standing.AMENDING, Standing.HELD, Standing.AMENDED)
Table = dict[str, Any]


def heading(change: PlatformChange) -> str:
    """Return what changed, in a line: the kind, and of which assessment."""
    name = change_kinds.name(change.kind)
    return f"{name} – {change.assessment.title}" if change.assessment else name


def facts(change: PlatformChange, user: Any) -> list[dict[str, Any]]:
    """Return what is recorded of a change."""
    rows = [
        {"key": _("Platform"), "value": change.platform.name, "href": change.platform.get_absolute_url()},
        {"key": _("In effect from"), "date": change.effective_on},
        {"key": _("Recorded"), "value": _recorded(change)},
    ]
    if change.assessment:
        # Who relied on one that is not offered any more cannot open it.
        is_seen = Assessment.objects.visible_to(user).filter(pk=change.assessment_id).exists()
        href = change.assessment.get_absolute_url() if is_seen else ""
        rows.insert(1, {"key": _("Assessment"), "value": change.assessment.title, "href": href})
    if change.link:
        rows.append({"key": _("Where one can read about it"), "value": change.link, "href": change.link})
    if change.after:
        rows.append({"key": _("Text until then"), "value": text(change.before), "href": change.before.get("url", "")})
        rows.append({"key": _("Text from then on"), "value": text(change.after), "href": change.after.get("url", "")})
    due: dict[str, Any] = {"key": _("Answers by"), "date": change.due_on, "missing": _("Nobody is asked to answer")}
    rows.append(due)
    return rows


def _recorded(change: PlatformChange) -> str:
    names = {"date": in_words(change.at), "who": change.by_name}
    return _("%(date)s, by %(who)s") % names if change.by_name else _("%(date)s, by govsocial") % names


def text(said: dict[str, str]) -> str:
    """Return in words which text of the terms or of the policy it is."""
    parts = [said.get("version", "")]
    if said.get("dated"):
        parts.append(_("dated %(date)s") % {"date": in_words(date.fromisoformat(said["dated"]))})
    return ", ".join(part for part in parts if part) or said.get("url", "") or _("Not recorded")


def tag(change: PlatformChange, owed: int) -> dict[str, str]:
    """Return where a change stands, as a tag."""
    if getattr(change, "called_off", None):
        return {"label": _("Called off"), "tone": "closed"}
    if getattr(change, "worked_out", None) is None:
        return {"label": _("Being worked out"), "tone": "info"}
    if change.due_on is None:
        return {"label": _("Told"), "tone": "neutral"}
    if not owed:
        return {"label": _("Everybody has answered"), "tone": "success"}
    words = ngettext("%(count)d answer owed", "%(count)d answers owed", owed) % {"count": owed}
    return {"label": words, "tone": "danger" if change.is_late else "warning"}


def changes_table(changes: list[PlatformChange], user: Any, *, with_platform: bool = False) -> Table:
    """Return columns and rows of changes for the `data_table` component: one query."""
    owed = answers.owed(changes, user)
    columns = [_("Change"), _("In effect from"), _("Answers by"), _("Status")]
    if with_platform:
        columns.insert(1, _("Platform"))
    rows = []
    for one in changes:
        cells: list[Any] = [
            {"text": heading(one), "url": one.get_absolute_url(), "sub": one.what},
            {"date": one.effective_on},
            {"date": one.due_on, "due": one.due_on if owed.get(one.pk) else None} if one.due_on else "–",
            {"tag": tag(one, owed.get(one.pk, 0))},
        ]
        if with_platform:
            cells.insert(1, one.platform.name)
        rows.append(cells)
    return {"columns": columns, "rows": rows}


def of_platform(platform: Platform, user: Any) -> dict[str, Any]:
    """Return the newest changes of a platform, and the history of its texts: three queries."""
    found = PlatformChange.objects.visible_to(user).filter(platform=platform).order_by("-pk")
    found = found.select_related("platform", "assessment", "worked_out", "called_off")
    newest = list(found[: LISTED + 1])
    texts = [one for one in found.filter(kind__in=text_kinds())[: LISTED * 2] if one.after]
    return {
        "table": changes_table(newest[:LISTED], user) if newest else None,
        "has_more": len(newest) > LISTED,
        "texts": texts_table(texts) if texts else None,
    }


def text_kinds() -> list[str]:
    return [item.code for item in change_kinds.by_hand() if change_kinds.text_of(item.code)]


def texts_table(changes: list[PlatformChange]) -> Table:
    """Return the texts that were in effect, the newest first, each with the one before it."""
    columns = [_("Text"), _("In effect from"), _("From then on"), _("Until then")]
    rows = [
        [
            {"text": change_kinds.name(one.kind), "url": one.get_absolute_url()},
            {"date": one.effective_on},
            {"text": text(one.after), "url": one.after.get("url", "")},
            {"text": text(one.before), "url": one.before.get("url", "")},
        ]
        for one in changes
    ]
    return {"columns": columns, "rows": rows}


def tiles(tally: Tally, *, is_late: bool) -> list[dict[str, Any]]:
    """Return how many things stand where, each with the list of them."""
    found = []
    for one in Standing:
        number = tally.totals.get(one, 0)
        if number:
            said = answers.tag(one, is_late=is_late)
            tone = said["tone"] if one in OPEN else ""
            found.append({"value": number, "label": said["label"], "url": f"?standing={one.value}#list", "tone": tone})
    return found


def progress(tally: Tally) -> dict[str, Any]:
    """Return how far the answers have come."""
    done, total = tally.total - tally.owed, tally.total
    words = _("%(done)d of %(total)d answered") % {"done": done, "total": total}
    return {"text": words, "value": done, "max": total}


def places_table(tally: Tally) -> Table:
    """Return who has answered, by organization."""
    columns = [_("Organization"), *({"label": str(one.label), "numeric": True} for one in COLUMNS)]
    columns += [{"label": _("Settled otherwise"), "numeric": True}, {"label": _("In all"), "numeric": True}]
    rows = []
    for place in tally.places:
        shown = [place.numbers.get(one, 0) for one in COLUMNS]
        total = sum(place.numbers.values())
        name = {"text": place.name, "url": f"?organization={place.code}#list"}
        rows.append([name, *(str(one) for one in (*shown, total - sum(shown), total))])
    return {"columns": columns, "rows": rows}


class Answers:
    """What was said of the rows of one page, who said it, and where the reader answers: seven queries at the most."""

    def __init__(self, change: PlatformChange, rows: Iterable[Affected], user: Any) -> None:
        self.change, self.rows, self.user = change, list(rows), user
        self.named: dict[str, dict[int, concerned.Shown]] = {
            kind.code: kind.shown([row.object_id for row in self.rows if row.kind == kind.code], user)
            for kind in concerned.kinds()
        }
        papers = {row.document_id for row in self.rows if row.document_id}
        asked = AttestationRequest.objects.filter(cause=change.cause, document__in=papers)
        self.requests = dict(asked.values_list("document", "pk"))
        given = Attestation.objects.filter(request__cause=change.cause, document__in=papers)
        self.attested = {one.document_id: one for one in given}
        said = AffectedAnswer.objects.filter(affected__in=[row.pk for row in self.rows])
        self.answered = {one.affected_id: one for one in said}

    def name(self, row: Affected) -> concerned.Shown:
        """Return what the thing is called, or only what it is where the reader may not see it."""
        found = self.named.get(row.kind, {}).get(row.object_id)
        return found or concerned.Shown(str(concerned.get(row.kind).one), "")

    def said(self, row: Affected) -> Attestation | AffectedAnswer | None:
        """Return the statement that nothing changes, of the thing or of the document that answers for it."""
        return self.attested.get(row.document_id) if row.document_id else self.answered.get(row.pk)

    def place(self, row: Affected) -> str:
        """Return where the reader answers for the thing, or "" where that is not for them, or not owed."""
        if row.standing not in OPEN:
            return ""
        coordinates = self.user.has_role(Role.COORDINATOR, row.organization_id)
        if row.document_id is None:
            keeps = row.kind == concerned.ASSESSMENTS.code and self.user.has_entity_role(Role.REVIEWER)
            return row.get_absolute_url() if coordinates or keeps else ""
        request = self.requests.get(row.document_id)
        is_theirs = coordinates or (row.owner_id == self.user.pk and row.organization_id in self.user.organization_ids)
        return reverse("approvals:attest", args=[request]) if request and is_theirs else ""


def affected_table(change: PlatformChange, rows: list[Affected], user: Any) -> Table:
    """Return columns and rows of what a change concerns, with who answered and what."""
    found = Answers(change, rows, user)
    columns = [_("What"), _("Organization"), _("Owner"), _("Answer"), _("Reason given")]
    return {"columns": columns, "rows": [_cells(row, found) for row in rows]}


def _cells(row: Affected, found: Answers) -> list[Any]:
    shown, said, place = found.name(row), found.said(row), found.place(row)
    name: dict[str, Any] = {"text": shown.name, "url": shown.url, "sub": str(concerned.get(row.kind).one)}
    if not shown.url:
        name = {"text": shown.name}
    who = f"{said.name}, {in_words(said.at)}" if said else ""
    reason: Any = {"text": said.text, "sub": who} if said else "–"
    if place:
        reason = {"text": _("Answer now"), "url": place}
    standing = answers.tag(row.standing, is_late=found.change.is_late)
    return [name, row.organization.name, row.owner.name if row.owner else "–", {"tag": standing}, reason]
