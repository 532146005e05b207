"""What stands against a move, in words that say what to do? Each guard yields problems; none means the way is free."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals import amending, asking, conditions, rounds
from approvals.models import Condition
from documents import carrying, comments, completeness
from documents.draft import Draft
from documents.models import Document
from govsocial.core.transitions import Move, Problem
from organizations.models import Membership, Role


def kind_agrees(move: Move) -> Iterator[Problem]:
    """Ask what the document's own room (and those above it) registered for this verb."""
    for guard in move.obj.kind_info.guards.get(move.step.verb, []):
        yield from guard(move)


def is_complete(move: Move) -> Iterator[Problem]:
    """Everything that the outline requires to submit must be there, in the languages that it asks (§4.2; App. B, C)."""
    for gap in completeness.missing(Draft.of(move.obj), "submit"):
        yield Problem(gap.message, completeness.place(move.obj, gap))


def carried_is_reviewed(move: Move) -> Iterator[Problem]:
    """What was copied from another text is not sent before somebody has looked at it."""
    yield from carrying.problems(move.obj)


def must_fixes_are_answered(move: Move) -> Iterator[Problem]:
    """A comment that says “must be fixed” needs a recorded answer first, also where only one area reads it."""
    outline = {section.key: section.heading for section in move.obj.outline.sections}
    for comment in comments.must_fixes(move.obj):
        heading = outline.get(comment.section)
        url = comment.get_absolute_url()
        if heading is None:
            yield Problem(_("A comment that must be fixed is open."), url)
        else:
            page = reverse("documents:section", args=[move.obj.pk, comment.section])
            url = f"{page}#comment-{comment.pk}"
            yield Problem(_("A comment that must be fixed is open in “%(section)s”.") % {"section": heading}, url)


def mandatory_areas_have_signed(move: Move) -> Iterator[Problem]:
    """Silence is never consent: every mandatory area answers, and a blocking one favourably (App. A, privacy).

    A recusal is no answer, and a blocking area cannot wave itself through as not concerned.
    """
    round_ = rounds.current(move.obj)
    for standing in rounds.standings(round_, move.obj) if round_ else ():
        if standing.is_settled:
            continue
        names = {"area": standing.area.name}
        if standing.sign_off is None and standing.recused:
            words = _("%(area)s: who was asked is recused, so another advisor of the area must sign off.")
        elif standing.sign_off is None:
            words = _("%(area)s has not signed off yet.")
        elif standing.is_dissent:
            words = _("%(area)s does not concur, and this area’s objection blocks. Return the document and change it.")
        else:
            words = _("%(area)s says that it is not concerned, but here its concurrence is needed.")
        yield Problem(words % names)


def approval_conditions_are_met(move: Move) -> Iterator[Problem]:
    """What an area made a condition of approval is met, and accepted by the area, before the head decides."""
    yield from conditions.problems(move.obj, Condition.Blocks.APPROVAL)


def did_not_write_it(move: Move) -> Iterator[Problem]:
    """Nobody decides on their own writing, computed from who wrote the frozen version."""
    round_ = rounds.current(move.obj)
    if round_ and move.by is not None and move.by.pk in round_.version.contributors:
        words = _("You wrote part of this document, so somebody else must decide on it: ask the designate.")
        yield Problem(words, code="own_writing")


def is_not_recused(move: Move) -> Iterator[Problem]:
    """Who recused themselves for their area says nothing for it any more, a return neither; another advisor may."""
    round_ = rounds.current(move.obj)
    if round_ is None or move.by is None or move.by.has_role(Role.COORDINATOR, move.obj.organization_id):
        return
    place = move.obj.organization_id
    mine = [
        standing
        for standing in rounds.standings(round_, move.obj)
        if standing.blocking and move.by.has_role(Role.ADVISOR, place, standing.area.code)
    ]
    if mine and all(standing.has_recused(move.by) for standing in mine):
        yield Problem(_("You recused yourself, so another advisor of the area must return it."))


def saw_these_bytes(move: Move) -> Iterator[Problem]:
    """The decision names the hash that the page had shown; anything else is a stale page."""
    round_ = rounds.current(move.obj)
    seen = move.data.get("seen_sha")
    if round_ and seen and seen != round_.version.sha256:
        words = _("The version changed since you opened the page. Read it again before you decide.")
        yield Problem(words, code="stale_bytes")


def somebody_can_decide(move: Move) -> Iterator[Problem]:
    """There must be a head of communications to decide."""
    if not Membership.objects.current().filter(organization=move.obj.organization_id, role=Role.HEAD).exists():
        yield Problem(_("Nobody is head of communications here today. Ask your administrator to name one."))


def who_must_answer_is_here(move: Move) -> Iterator[Problem]:
    """An area without which the document cannot go on, and whose own hand is asked, needs an advisor here today."""
    for area in asking.without_advisor(move.obj):
        words = _("Nobody advises on %(area)s here today, and its sign-off is mandatory. Have an advisor named first.")
        url = reverse("organizations:members", args=[move.obj.organization.code])
        yield Problem(words % {"area": area.name}, url)


def asks_somebody(document: Document) -> bool:
    """Say whether the pack's policy names any area for this kind of document."""
    return bool(document.framework.approval(document.kind).requirements) and amending.is_material(document)


def asks_nobody_by_force(document: Document) -> bool:
    """Say whether the document may go straight to the head: no area's sign-off is mandatory."""
    return not document.framework.approval(document.kind).mandatory and amending.is_material(document)


def is_living(document: Document) -> bool:
    """Say whether this kind of document is revised once approved, or was for one use."""
    return document.kind_info.is_living


def is_in_force(document: Document) -> bool:
    """Say whether an approved version is in force while this draft is written: it is a revision."""
    return document.effective_version_id is not None


def is_not_in_force(document: Document) -> bool:
    """Say whether nothing was approved yet: only such a document can be withdrawn."""
    return document.effective_version_id is None
