"""The verbs of submissions: start one from an approved plan or request to close; the effects of its moves (§4.3)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import prefill, rules, wanted
from accounts.actions import lifecycle
from accounts.content import of_version
from accounts.models import Disposition, Exchange, OfficialAccount, Submission, names
from documents import actions as documents
from documents.models import Document, Version
from govsocial.core import access, ledger
from govsocial.core.transitions import Move, TransitionError
from organizations.models import Organization, User
from plans.models import Plan
from risk.models import Platform

# A title stands after a colon itself in letters and lists; French does not put two in a sentence.
BETWEEN = {"en": ": ", "fr": " – "}


@transaction.atomic
def start_creation(plan: Plan, *, by: User) -> Submission:
    """Start the submission to create the accounts of an approved plan, prefilled from the approved version.

    Raises ValidationError when no version of the plan is in force (G013, G078) or a submission is under way already.
    """
    access.require(by, rules.START, plan)
    document = Document.objects.select_for_update(of=("self",)).select_related("organization").get(pk=plan.pk)
    version = in_force(document)
    if version is None:
        raise ValidationError(
            _("The plan has no approved version in force. The head of communications must approve it first."),
            code="not_approved",
        )
    if (
        Submission.objects.living()
        .filter(plan=plan, type=Submission.Type.CREATE)
        .exclude(document__state="accepted")
        .exists()
    ):
        raise ValidationError(_("A submission for this plan is under way already. Open that one."), code="exists")
    submission = _start("submission_create", document.organization, _titles(document), version, by, plan=plan)
    if not wanted.planned(submission):
        raise ValidationError(
            _("Every account of this plan is registered already, so there is nothing to create."), code="nothing"
        )
    filled = prefill.creation(of_version(version), submission.document.outline, by)
    _fill(submission.document, filled, by)
    return submission


@transaction.atomic
def start_closing(disposition: Disposition, *, by: User) -> Submission:
    """Start the submission to close the accounts of an approved request, prefilled from its approved version."""
    access.require(by, rules.START, disposition)
    document = Document.objects.select_for_update(of=("self",)).select_related("organization").get(pk=disposition.pk)
    version = in_force(document)
    if version is None:
        raise ValidationError(
            _(
                "The request to close has no approved version in force. "
                "The head of communications must approve it first."
            ),
            code="not_approved",
        )
    if disposition.submissions.living().exists():
        raise ValidationError(_("A submission for this request is under way already. Open that one."), code="exists")
    closing = list(disposition.accounts.order_by("pk"))
    plan, titles = disposition.plan, {lang: names(closing, lang) for lang in ("en", "fr")}
    links = {"plan": plan, "disposition": disposition}
    submission = _start("submission_close", document.organization, titles, version, by, **links)
    _fill(submission.document, prefill.closing(of_version(version), by), by)
    return submission


def in_force(document: Document) -> Version | None:
    """Return the approved version in force of a plan or of a request to close, or None."""
    return document.effective_version if document.state not in ("revoked", "closed") else None


def _titles(document: Document) -> dict[str, str]:
    return {"en": document.title_en, "fr": document.title_fr}


def _start(
    kind: str, organization: Organization, titles: dict[str, str], version: Version, by: User, **links: Any
) -> Submission:
    outline = organization.framework.outline(kind)
    named = {lang: f"{outline.title.get(lang)}{BETWEEN[lang]}{title}"[:200] for lang, title in titles.items()}
    document = documents.start(kind=kind, organization=organization, title_en=named["en"], title_fr=named["fr"], by=by)
    kind_of = Submission.Type.CREATE if kind == "submission_create" else Submission.Type.CLOSE
    return Submission.objects.create(document=document, type=kind_of, approved_version=version, **links)


def _fill(document: Document, filled: prefill.Prefilled, by: User) -> None:
    for section in document.outline.sections:
        keys = {field.key for field in section.fields}
        answers = {place: value for place, value in filled.answers.items() if place[0] in keys}
        if answers:
            documents.save_section(document, section.key, answers, by=by)
    for table, rows in filled.tables.items():
        for cells in rows:
            documents.add_row(document, table, cells, by=by, source="prefilled")


@transaction.atomic
def rest_on_current(submission: Submission, *, by: User) -> Submission:
    """Base a submission that may still be written on the version in force now, after a newer one was approved."""
    documents.locked(submission.document, by=by)
    source = submission.plan.document if submission.is_to_create else submission.disposition.document
    version = in_force(source)
    if version is None:
        raise ValidationError(_("No approved version is in force now."), code="not_approved")
    submission.approved_version = version
    submission.save(update_fields=["approved_version"])
    ledger.record("submission.based_on_version", subject=submission.document, by=by, version_sha=version.sha256)
    return submission


def send(move: Move) -> None:
    """Freeze what is sent, and let the entity see it together with the version that it rests on."""
    submission = move.obj.submission
    version = documents.freeze(move.obj, by=move.by)
    documents.share_with_entity(move.obj)
    documents.share_with_entity(submission.approved_version.document)
    if submission.plan_id:
        documents.share_with_entity(submission.plan.document)
    submission.submitted_at = submission.submitted_at or timezone.now()
    submission.save(update_fields=["submitted_at"])
    move.version_sha = version.sha256


def take(move: Move) -> None:
    """Record who reviews it."""
    Submission.objects.filter(pk=move.obj.pk).update(reviewer=move.by)
    name_version(move)


def say(move: Move) -> None:
    """Keep the reason as a line of the exchange between the entity and the department."""
    if move.reason:
        is_from_entity = rules.REVIEW.allows(move.by, move.obj) and move.step.rule is rules.REVIEW
        Exchange.objects.create(
            submission=move.obj.submission, author=move.by, is_from_entity=is_from_entity, body=move.reason
        )


def name_version(move: Move) -> None:
    """Let the ledger line name the bytes that the entity decided on."""
    version = move.obj.submission.version
    move.version_sha = version.sha256 if version else ""


def accept(move: Move) -> None:
    """Do what the submission asks: register the accounts to create, or begin to close them."""
    name_version(move)
    submission = move.obj.submission
    if submission.is_to_create:
        made = _create_accounts(submission, move.by)
        move.details["accounts"] = [account.pk for account in made]
    else:
        lifecycle.begin_closing(submission, by=move.by)


def _create_accounts(submission: Submission, by: User) -> list[OfficialAccount]:
    # Two submissions accepted at once may ask for one username: the platform's row is the queue they wait in.
    Platform.objects.select_for_update().get(pk=submission.plan.platform_id)
    content = of_version(submission.version)
    if faults := list(wanted.problems(submission, content)):
        raise TransitionError([ValidationError(str(fault)) for fault in faults], code="guard")
    made = [lifecycle.create(submission, one, by=by) for one in wanted.accounts(submission, content)]
    lifecycle.pair(submission.plan)
    return made
