"""On what conditions does an area concur, who meets them by when, and what do they stop meanwhile?

A condition stands until an advisor of its area accepts what was done about it, or withdraws it with a reason; nothing
else closes it, neither a new sign-off of the area nor another round.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Condition, ConditionStep, SignOff
from approvals.news import Code, News, announce
from documents.models import Document
from files.keeping import Checked, keep
from files.models import Upload
from govsocial.core import access, ledger
from govsocial.core.transitions import Problem
from organizations.models import Membership, User

#: Kinds of document whose approval leads to something being put into use; the rooms above name theirs.
leads_to_creation: set[str] = set()

TOLD: dict[str, Code] = {
    ConditionStep.Kind.REPORTED: "condition.reported",
    ConditionStep.Kind.ACCEPTED: "condition.accepted",
    ConditionStep.Kind.REFUSED: "condition.refused",
    ConditionStep.Kind.WITHDRAWN: "condition.withdrawn",
}


@dataclass(frozen=True)
class Asked:
    """A condition as the sign-off form brings it."""

    text: str
    blocks: str
    owner: User
    due_on: date


@dataclass(frozen=True)
class Standing:
    """Where a condition stands: its steps in order, and what of it concerns a reader."""

    condition: Condition
    steps: tuple[ConditionStep, ...]

    @property
    def last(self) -> ConditionStep | None:
        return self.steps[-1] if self.steps else None

    @property
    def is_met(self) -> bool:
        return bool(self.last and self.last.kind == ConditionStep.Kind.ACCEPTED)

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.last and self.last.kind == ConditionStep.Kind.WITHDRAWN)

    @property
    def is_closed(self) -> bool:
        """Say whether nothing more is asked of anybody."""
        return self.is_met or self.is_withdrawn

    @property
    def is_reported(self) -> bool:
        return bool(self.last and self.last.kind == ConditionStep.Kind.REPORTED)

    @property
    def is_overdue(self) -> bool:
        return not self.is_closed and self.condition.due_on < timezone.localdate()

    @property
    def label(self) -> str:
        """Return the state in words."""
        if self.is_met:
            return pgettext("a condition", "Met")
        if self.is_withdrawn:
            return _("Withdrawn by the area")
        if self.is_reported:
            return _("Reported as met: the area has not accepted it yet")
        return _("Open: what was done is not accepted") if self.last else pgettext("a condition", "Open")

    @property
    def tone(self) -> str:
        if self.is_closed:
            return "success" if self.is_met else "closed"
        return "danger" if self.is_overdue else "info" if self.is_reported else "warning"


def gates() -> tuple[Any, ...]:
    """Return what a condition may block, as choices."""
    return tuple(Condition.Blocks.choices)


def blocks_for(document: Document) -> list[tuple[str, Any]]:
    """Return what a condition on `document` may block: putting something into use only where it leads to that."""
    creation = Condition.Blocks.CREATION
    return [one for one in Condition.Blocks.choices if one[0] != creation or document.kind in leads_to_creation]


def owners(document: Document) -> Any:
    """Return the people of the department, who may own a condition."""
    members = Membership.objects.current().filter(organization=document.organization_id)
    return User.objects.filter(pk__in=members.values("user")).order_by("name", "pk")


def of_document(document: Document) -> list[Standing]:
    """Return every condition ever asked on `document`, those that stand first, by date: two queries."""
    steps = Prefetch("steps", ConditionStep.objects.order_by("at", "pk"), to_attr="told")
    found = Condition.objects.filter(document=document).select_related("owner", "sign_off").prefetch_related(steps)
    standings = [Standing(_with(document, one), tuple(one.told)) for one in found.order_by("due_on", "pk")]
    return sorted(standings, key=lambda one: one.is_closed)


def of(condition: Condition) -> Standing:
    """Return where one condition stands."""
    return Standing(condition, tuple(condition.steps.order_by("at", "pk")))


def _with(document: Document, condition: Condition) -> Condition:
    condition.document = document
    return condition


def unmet(document: Document, area: str = "") -> Any:
    """Return the conditions on `document` that still stand, of one area where given."""
    found = Condition.objects.unmet().filter(document=document)
    return (found.filter(area=area) if area else found).order_by("due_on", "pk")


def problems(document: Document, gate: str) -> Iterator[Problem]:
    """Yield what stands against `gate` ("approval" or "creation"): its own conditions, and any whose date is past."""
    for condition in Condition.objects.against(gate).filter(document=document).order_by("due_on", "pk"):
        _with(document, condition)
        words = (
            _("A condition of %(area)s is overdue: “%(text)s”.")
            if condition.blocks == Condition.Blocks.DATE
            else _("A condition of %(area)s is not met yet: “%(text)s”.")
        )
        yield Problem(words % {"area": condition.area_name, "text": condition.text}, condition.get_absolute_url())


def ask(sign_off: SignOff, asks: Sequence[Asked], *, by: User) -> list[Condition]:
    """Open the conditions of a sign-off, in the transaction that writes it.

    Raises ValidationError when an area concurs on conditions and names none (nor has one standing), names some while
    saying something else, or names an owner from elsewhere or a date in the past.
    """
    document = sign_off.round.document
    has_conditions = sign_off.decision == SignOff.Decision.CONDITIONS
    if asks and not has_conditions:
        message = _("You wrote a condition. Choose “Concurs with conditions”, or empty the condition.")
        raise ValidationError(message, code="conditions_unwanted")
    if has_conditions and not asks and not unmet(document, sign_off.area).exists():
        raise ValidationError(
            _("Write at least one condition, with its owner and its date."), code="condition_required"
        )
    _refuse_strangers(document, asks)
    return [_open(document, sign_off, one, by) for one in asks]


def _refuse_strangers(document: Document, asks: Iterable[Asked]) -> None:
    here = set(owners(document).values_list("pk", flat=True)) if asks else set()
    for one in asks:
        if one.owner.pk not in here:
            raise ValidationError(_("The owner of a condition must be a person of the department."), code="owner")
        if one.due_on < timezone.localdate():
            raise ValidationError(_("The date of a condition cannot be in the past."), code="date")
        if one.blocks not in dict(blocks_for(document)):
            raise ValidationError(_("A condition on this document cannot wait for that."), code="blocks")


def _open(document: Document, sign_off: SignOff, asked: Asked, by: User) -> Condition:
    condition = Condition.objects.create(
        document=document,
        sign_off=sign_off,
        area=sign_off.area,
        text=asked.text.strip(),
        language="fr" if (get_language() or "en").startswith("fr") else "en",
        blocks=asked.blocks,
        owner=asked.owner,
        owner_name=asked.owner.name,
        due_on=asked.due_on,
    )
    details = {"blocks": str(asked.blocks), "owner": asked.owner.pk, "due_on": asked.due_on.isoformat()}
    _record("document.condition_asked", condition, by, condition.text, details, sign_off.version_sha)
    announce(News("condition.asked", condition.document, condition.area, by, condition.pk, condition))
    return condition


@transaction.atomic
def report(condition: Condition, *, text: str, link: str = "", file: Checked | None = None, by: User) -> ConditionStep:
    """Say what was done about a condition, with its evidence: a link, a file. Only the area's acceptance closes it."""
    _locked(condition, by)
    access.require_now(by, rules.REPORT_CONDITION, condition)
    kept = keep(file, organization=condition.document.organization, by=by) if file else None
    return _step(condition, ConditionStep.Kind.REPORTED, text, link, by, kept)


@transaction.atomic
def judge(condition: Condition, *, accepts: bool, text: str, by: User) -> ConditionStep:
    """Accept what was reported, which closes the condition for good, or say why not.

    Raises PermissionDenied when `by` does not advise on the condition's area; ValidationError when nothing is reported,
    or when `by` reported it.
    """
    last = _locked(condition, by)
    access.require_now(by, rules.JUDGE_CONDITION, condition)
    if last is None or last.kind != ConditionStep.Kind.REPORTED:
        message = _("Nothing is reported about this condition that could be accepted.")
        raise ValidationError(message, code="nothing_reported")
    if last.by_id == by.pk:
        message = _("You reported this yourself, so another advisor of the area must accept it.")
        raise ValidationError(message, code="own_report")
    return _step(condition, ConditionStep.Kind.ACCEPTED if accepts else ConditionStep.Kind.REFUSED, text, "", by)


@transaction.atomic
def withdraw(condition: Condition, *, text: str, by: User) -> ConditionStep:
    """Take a condition back, for the area that asked for it: it is closed for good, and nothing waits for it any more.

    Raises PermissionDenied when `by` does not advise on the condition's area; ValidationError when it is closed, or
    when `by` sees to it or reported on it: nobody lets themselves off.
    """
    _locked(condition, by)
    access.require_now(by, rules.WITHDRAW_CONDITION, condition)
    if answers_for(condition, by):
        message = _("You see to this condition yourself, so another advisor of the area must withdraw it.")
        raise ValidationError(message, code="own_condition")
    return _step(condition, ConditionStep.Kind.WITHDRAWN, text, "", by)


def answers_for(condition: Condition, user: User) -> bool:
    """Say whether it is for `user` to meet the condition: they own it, or reported on it."""
    reported = condition.steps.filter(kind=ConditionStep.Kind.REPORTED, by=user.pk)
    return condition.owner_id == user.pk or reported.exists()


def _locked(condition: Condition, by: User) -> ConditionStep | None:
    """Lock the document, and return the newest step; ValidationError when the condition is closed."""
    Document.objects.select_for_update(of=("self",)).get(pk=condition.document_id)
    last = condition.steps.order_by("at", "pk").last()
    if last is not None and last.kind == ConditionStep.Kind.ACCEPTED:
        raise ValidationError(_("The area has accepted this condition as met: it is closed."), code="closed")
    if last is not None and last.kind == ConditionStep.Kind.WITHDRAWN:
        raise ValidationError(_("The area has withdrawn this condition: it is closed."), code="closed")
    return last


def _step(condition: Condition, kind: str, text: str, link: str, by: User, file: Upload | None = None) -> ConditionStep:
    if not text.strip():
        raise ValidationError(_("Write it in words: the record keeps them."), code="words_required")
    step = ConditionStep.objects.create(
        condition=condition, kind=kind, text=text.strip(), link=link, file=file, by=by, by_name=by.name
    )
    details = {"evidence": file.stored.sha256} if file else {}
    _record(f"document.condition_{kind}", condition, by, step.text, details)
    announce(News(TOLD[kind], condition.document, condition.area, by, step.pk, condition))
    return step


def _record(verb: str, condition: Condition, by: User, words: str, details: dict[str, Any], sha: str = "") -> None:
    ledger.record(
        verb,
        subject=condition.document,
        by=by,
        version_sha=sha,
        reason=words,
        details={"condition": condition.pk, "area": condition.area, **details},
    )
