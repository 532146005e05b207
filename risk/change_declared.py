"""What do changes put on shared pages: work on home pages, a panel on what they concern, words of the ledger?"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from govsocial.core.declare import Label, Panel, WorkItem, adds, panels, says, works
from organizations.models import Role
from risk import answers, change_kinds, change_shown, rules
from risk.models import Affected, Assessment, PlatformChange

MOST_TOLD = 20

says(
    {
        "platform.change_recorded": gettext_lazy("Change recorded"),
        "platform.change_worked_out": gettext_lazy("Everything that a change concerns listed"),
        "platform.change_called_off": gettext_lazy("Change called off"),
        "platform.change_answered": gettext_lazy("Stated that a change alters nothing"),
    }
)


@adds("platform.change_recorded")
def _kind(details: dict[str, Any]) -> Label:
    return change_kinds.name(details.get("kind", ""))


@adds("platform.change_worked_out")
def _counts(details: dict[str, Any]) -> Label:
    number = sum(details.get("counts", {}).values())
    return ngettext("%(count)d thing", "%(count)d things", number) % {"count": number}


@works
def answers_that_are_late(user: Any) -> Iterator[WorkItem]:
    """Tell the entity’s reviewers which changes departments owe answers to after their day: two queries."""
    if not rules.MANAGE_PLATFORMS.allows(user):
        return
    asked = PlatformChange.objects.standing().late().select_related("platform", "assessment")
    found = list(asked.order_by("due_on", "pk")[:MOST_TOLD])
    owed = answers.owed(found, user) if found else {}
    for one in found:
        if owed.get(one.pk):
            title = _("Answers are late: %(change)s") % {"change": f"{one.platform} – {change_shown.heading(one)}"}
            words = ngettext("%(count)d answer owed", "%(count)d answers owed", owed[one.pk])
            detail = words % {"count": owed[one.pk]}
            yield WorkItem("due", title, one.get_absolute_url(), detail=detail, due_on=one.due_on)


@works
def answers_to_give(user: Any) -> Iterator[WorkItem]:
    """Tell who answers for accounts without a plan in force, and for assessments that are not written here: one query.

    What approved documents answer for is asked of their owners as such (`approvals.attesting`).
    """
    mine = _answered_by(user)
    if not mine:
        return
    rows = answers.with_standing(
        Affected.objects.filter(mine, document=None, change__due_on__isnull=False, change__called_off=None)
    )
    found = rows.filter(standing__in=answers.OPEN).select_related("change__platform", "change__assessment")
    told: dict[int, list[Affected]] = {}
    for row in found.order_by("change__due_on", "pk")[: MOST_TOLD * 10]:
        told.setdefault(row.change_id, []).append(row)
    for some in list(told.values())[:MOST_TOLD]:
        change = some[0].change
        title = _("Answer for what no approved document answers for: %(change)s")
        words = ngettext("%(count)d thing", "%(count)d things", len(some)) % {"count": len(some)}
        where = some[0] if len(some) == 1 else change
        yield WorkItem(
            "due",
            title % {"change": f"{change.platform} – {change_shown.heading(change)}"},
            where.get_absolute_url(),
            detail=words,
            due_on=change.due_on,
        )


def _answered_by(user: Any) -> Q:
    """Return the condition for the things that `user` answers for (`rules.ANSWER_CHANGE`, as rows)."""
    places = [hat.organization_id for hat in user.hats if hat.role == Role.COORDINATOR]
    mine = Q(organization__in=places) if places else Q()
    if rules.MANAGE_PLATFORMS.allows(user):
        wide = Assessment.objects.filter(scope=Assessment.Scope.ENTERPRISE).values("pk")
        mine |= Q(kind="assessments", object_id__in=wide)
    for hat in user.hats:
        kinds = [kind for kind, area in rules.SIGNING_AREA.items() if hat.role == Role.ADVISOR and area == hat.area]
        if kinds:
            own = Assessment.objects.filter(organization=hat.organization_id, kind__in=kinds, scope="own").values("pk")
            mine |= Q(kind="assessments", object_id__in=own)
    return mine


def _panel(kind: str, pk: int, user: Any) -> Panel | None:
    """Show the changes that concern a thing and are not settled, and its last answers: two queries at the most."""
    rows = answers.with_standing(Affected.objects.visible_to(user).filter(kind=kind, object_id=pk))
    rows = rows.select_related("change__platform", "change__assessment", "organization").order_by("-pk")
    lines = [
        {
            "change": row.change,
            "heading": change_shown.heading(row.change),
            "tag": answers.tag(row.standing, is_late=row.change.is_late),
            "is_open": row.standing in answers.OPEN,
            "answer_url": _place(row, user),
        }
        for row in rows[:MOST_TOLD]
    ]
    if not lines:
        return None
    return Panel(gettext_lazy("Changes that concern it"), "risk/panel_changes.html", {"lines": lines}, order=15)


def _place(row: Affected, user: Any) -> str:
    is_theirs = row.document_id is None and row.standing in answers.OPEN and rules.ANSWER_CHANGE.allows(user, row)
    return row.get_absolute_url() if is_theirs else ""


@panels("assessment")
def on_assessment(assessment: Assessment, user: Any) -> Panel | None:
    return _panel("assessments", assessment.pk, user)


@panels("account")
def on_account(account: Any, user: Any) -> Panel | None:
    return _panel("accounts", account.pk, user)
