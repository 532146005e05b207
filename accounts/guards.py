"""What stands against a move of a submission or of an account, in words that say what to do?"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import checklists, specifications, spokespersons, wanted
from accounts.actions.lifecycle import unfinished
from accounts.actions.submissions import in_force
from accounts.content import of_draft, of_version
from accounts.models import OfficialAccount, Submission
from approvals import conditions
from approvals.models import Condition
from documents import completeness
from documents.draft import Draft
from govsocial.core.transitions import Guard, Move, Problem


def rests_on_version_in_force(move: Move) -> Iterator[Problem]:
    """No submission without an approved plan (or request to close), nor on a version that was replaced (G013)."""
    submission = move.obj.submission
    source = submission.plan.document if submission.is_to_create else submission.disposition.document
    version = in_force(source)
    if version is None:
        yield Problem(
            _("“%(document)s” has no approved version in force. It must be approved first.") % {"document": source},
            source.get_absolute_url(),
        )
    elif version.pk != submission.approved_version_id:
        yield Problem(
            _("“%(document)s” was approved again since. Base the submission on the version in force.")
            % {"document": source},
            submission.get_absolute_url() + "#version",
        )


def is_complete(stage: str) -> Guard:
    """Return the guard: everything that the outline requires by `stage` is there (§4.3)."""

    def guard(move: Move) -> Iterator[Problem]:
        for gap in completeness.missing(Draft.of(move.obj), stage):
            yield Problem(gap.message, completeness.place(move.obj, gap))

    return guard


def is_complete_to_act(move: Move) -> Iterator[Problem]:
    """Ask, before the entity acts, for what the outline requires by then; the department adds it when it answers."""
    stage = "create" if move.obj.submission.is_to_create else "dispose"
    for gap in completeness.missing(Draft.of(move.obj), stage):
        yield Problem(
            _("%(problem)s – ask the department for it.") % {"problem": gap.message},
            completeness.place(move.obj, gap),
        )


def usernames_are_free(move: Move) -> Iterator[Problem]:
    """Each username can exist on the platform, and no living official account bears it."""
    if move.obj.submission.is_to_create:
        yield from wanted.problems(move.obj.submission, of_draft(move.obj))


def accounts_are_in_use(move: Move) -> Iterator[Problem]:
    """There is something to close."""
    submission = move.obj.submission
    if not submission.is_to_create and not submission.disposition.accounts.filter(state="active").exists():
        yield Problem(_("None of the accounts is in use, so there is nothing to close."))


def did_not_write_it(move: Move) -> Iterator[Problem]:
    """Nobody accepts a submission that they wrote part of."""
    version = move.obj.submission.version
    if version is not None and move.by is not None and move.by.pk in version.contributors:
        yield Problem(_("You wrote part of this submission, so another reviewer must decide on it."))


def work_is_done(move: Move) -> Iterator[Problem]:
    """Every account is configured and in use (or closed)."""
    for account in unfinished(move.obj.submission).order_by("pk"):
        words = (
            _("“%(account)s” is not in use yet.")
            if move.obj.submission.is_to_create
            else _("“%(account)s” is not closed yet.")
        )
        yield Problem(words % {"account": account}, reverse("accounts:configure", args=[account.pk]))


def plan_is_in_force(move: Move) -> Iterator[Problem]:
    """An account without an approved plan cannot be put into use (§4.2; Standard 6.1.2)."""
    plan = move.obj.plan
    if plan is None or in_force(plan.document) is None:
        yield Problem(_("No approved plan is in force for this account."), plan.get_absolute_url() if plan else "")


def creation_conditions_are_met(move: Move) -> Iterator[Problem]:
    """What an area made a condition of putting the account into use is met, and accepted by the area (§3)."""
    obj = move.obj
    if isinstance(obj, OfficialAccount):
        plan = obj.plan
    else:
        plan = obj.submission.plan if obj.submission.is_to_create else None
    if plan is not None:
        yield from conditions.problems(plan.document, Condition.Blocks.CREATION)


def checklist_is_done(code: str) -> Guard:
    """Return the guard: every required line of the pack's checklist `code` is ticked."""

    def guard(move: Move) -> Iterator[Problem]:
        count = len(checklists.owed(move.obj, code))
        if count:
            words = ngettext(
                "%(count)d required line of the checklist is not checked yet.",
                "%(count)d required lines of the checklist are not checked yet.",
                count,
            )
            yield Problem(words % {"count": count}, reverse("accounts:checklist", args=[move.obj.pk, code]))

    return guard


def is_recorded(move: Move) -> Iterator[Problem]:
    """Terms, information given to the provider and the link to the management tool are on record (§4.3, §4.4)."""
    account: OfficialAccount = move.obj
    if not account.terms_accepted.exists():
        yield Problem(_("No acceptance of terms is recorded."), reverse("accounts:terms", args=[account.pk]))
    if not account.provider_information.exists():
        yield Problem(
            _("No information given to the platform’s provider is recorded."),
            reverse("accounts:provider", args=[account.pk]),
        )
    if not account.management_tool_url:
        yield Problem(
            _("The link to the platform management tool is missing."),
            reverse("accounts:details", args=[account.pk]) + "#id_management_tool_url",
        )


def specifications_are_signed(move: Move) -> Iterator[Problem]:
    """The technical specifications, as they were applied, are signed off by the area that answers for them (App. A)."""
    yield from specifications.problems(move.obj)


def users_acknowledged(move: Move) -> Iterator[Problem]:
    """Nobody gets access who has not acknowledged their duties as a spokesperson and of integrity (App. A)."""
    account: OfficialAccount = move.obj
    version = account.submission.version if account.submission else None
    if version is None:
        return
    place = reverse("accounts:spokespersons", args=[account.organization.code])
    rows = of_version(version).tables.get(spokespersons.USERS, [])
    for email, name in {spokespersons.key(row["email"]): row["name"] for row in rows}.items():
        if spokespersons.owed_by(account.organization, email):
            words = _(
                "%(person)s has not acknowledged the duties of a spokesperson yet, so access cannot be given. "
                "They do it when they sign in; for somebody who cannot, the coordinator transcribes the signature."
            )
            yield Problem(words % {"person": name}, place)


def closing_note_is_written(move: Move) -> Iterator[Problem]:
    """The public note on the closing stands in both languages."""
    place = reverse("accounts:closing_note", args=[move.obj.pk])
    if not move.obj.closing_note_en:
        yield Problem(_("The public note on the closing is missing in English."), place)
    if not move.obj.closing_note_fr:
        yield Problem(_("The public note on the closing is missing in French."), place)


def nothing_else_is_under_way(move: Move) -> Iterator[Problem]:
    """One living submission at a time for one plan or request to close."""
    submission = move.obj.submission
    others = Submission.objects.living().exclude(pk=submission.pk).exclude(document__state="accepted")
    same = others.filter(type=submission.type, plan=submission.plan, disposition=submission.disposition)
    for other in same.select_related("document")[:1]:
        words = _("Another submission for the same purpose is under way. Open that one.")
        yield Problem(words, other.get_absolute_url())
