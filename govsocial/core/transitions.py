"""How does anything change state? Through a table of moves, by one function, under a lock.

`perform` is the only writer of `.state` in the project. `offered` reads the same table, so that a page offers exactly
what the server accepts, and says why the rest is not possible yet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core import ledger
from govsocial.core.access import Rule, forget_standing, require
from govsocial.core.confirming import details_of

Label = str | Promise


class TransitionError(ValidationError):
    """A move that the table, a guard or another person's faster click refused; the message says what to do."""


@dataclass(frozen=True)
class Problem:
    """One reason why a move is not possible yet, in the reader's language, with the place where to mend it.

    `code` names reasons that are about the person and not about the work (`core.refusals` puts those on the record).
    """

    message: Label
    url: str = ""
    code: str = "guard"

    def __str__(self) -> str:
        return str(self.message)


@dataclass
class Move:
    """One attempt: the object, the verb's row of the table, who, why, and what the form brought."""

    obj: Any
    step: "Transition"
    by: Any
    reason: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    version_sha: str = ""
    actor_role: str = ""
    on_behalf_of: str = ""
    details: dict[str, Any] = field(default_factory=dict)


Guard = Callable[[Move], Iterable[Problem]]
Effect = Callable[[Move], None]


def _always(_obj: Any) -> bool:
    return True


@dataclass(frozen=True)
class State:
    """A state's name for people and the tone of its tag."""

    code: str
    label: Label
    tone: str = "neutral"


@dataclass(frozen=True)
class Transition:
    """One row of the table of moves.

    `applies(obj)` says whether the row exists at all for this object (a policy that asks nobody has no consultation);
    a guard says why a row that exists is not possible yet. `reason` is "none", "optional" or "required".
    `tone` is how the button looks ("primary", "secondary", "danger").
    `says` is shown on the page that asks to confirm; `done` is the message afterwards. `confirms` asks who makes the
    move to prove first that it is still them (`core.confirming`): final decisions do.
    """

    verb: str
    label: Label
    sources: frozenset[str]
    target: str
    rule: Rule
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    reason: str = "none"
    tone: str = "secondary"
    says: Label = ""
    done: Label = gettext_lazy("Done.")
    applies: Callable[[Any], bool] = _always
    confirms: bool = False

    def starts_from(self, obj: Any) -> bool:
        """Say whether this row leaves from where `obj` is."""
        return obj.state in self.sources and self.applies(obj)


_machines: dict[str, "Machine"] = {}


def machine(code: str) -> "Machine":
    """Return the machine `code`; a model asks by code because its table of moves stands above it."""
    return _machines[code]


def machines() -> list["Machine"]:
    """Return every machine, for the matrix test and the printed tables."""
    return list(_machines.values())


@dataclass(frozen=True)
class Machine:
    """The states and moves of one kind of thing. `editable` are the states in which its content may change."""

    code: str
    states: Mapping[str, State]
    transitions: tuple[Transition, ...]
    editable: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _machines.setdefault(self.code, self)

    def step(self, verb: str) -> Transition:
        """Return the row for `verb`; raise TransitionError when there is none."""
        for transition_ in self.transitions:
            if transition_.verb == verb:
                return transition_
        raise TransitionError(_("There is no such step."), code="unknown")

    def step_for(self, verb: str, obj: Any, user: Any = None) -> Transition:
        """Return the row for `verb` that leaves from where `obj` is.

        Or else one that is `user`'s to make, so that who was too late is told so and not refused; or else the first.
        """
        rows = [row for row in self.transitions if row.verb == verb]
        theirs = (row for row in rows if user is not None and row.rule.allows(user, obj))
        here = (row for row in rows if row.starts_from(obj))
        return next(here, None) or next(theirs, None) or self.step(verb)


class Stateful(models.Model):
    """Something with a state that only `perform` writes. Concrete models give `machine`."""

    state = models.CharField(max_length=30, default="drafting", db_index=True)
    state_changed_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0, help_text="Counts moves, so that a stale page is noticed.")

    machine: Machine

    class Meta:
        abstract = True

    @property
    def state_info(self) -> State:
        return self.machine.states[self.state]


@dataclass(frozen=True)
class Offer:
    """A move that a page may show: ready when `problems` is empty."""

    step: Transition
    problems: tuple[Problem, ...]

    @property
    def is_ready(self) -> bool:
        return not self.problems


def offered(obj: Stateful, user: Any) -> list[Offer]:
    """Return the moves from where `obj` is that `user` may make, with what still stands against each."""
    offers = []
    for step in obj.machine.transitions:
        if step.starts_from(obj) and step.rule.allows(user, obj):
            move = Move(obj=obj, step=step, by=user)
            offers.append(Offer(step, tuple(_problems(move))))
    return offers


@transaction.atomic
def perform(
    obj: Any,
    verb: str,
    *,
    by: Any,
    reason: str = "",
    expected_revision: int | None = None,
    system: bool = False,
    **data: Any,
) -> Any:
    """Move `obj` along `verb` and return it, freshly read.

    The row is locked and read again, and so is what `by` may do today; the rule, the state, the guards and
    `expected_revision` (what the page had seen) are judged on that reading. Effects run in the same transaction and a
    ledger line is written. `system` is for moves that follow from another person's decision and skips the rule, never
    the table. `confirmed=` (core.confirming) says how `by` proved who they are.

    Raises PermissionDenied when the rule refuses; TransitionError, with every problem, when anything else does.
    """
    obj = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if not system:
        forget_standing(by)
    step = obj.machine.step_for(verb, obj, by)
    if not system:
        require(by, step.rule, obj)
    _refuse_stale(obj, step, expected_revision)
    if step.reason == "required" and not reason.strip():
        raise TransitionError(_("Write the reason: the people concerned will read it."), code="reason_required")
    move = Move(obj=obj, step=step, by=by, reason=reason.strip(), data=data)
    problems = list(_problems(move))
    if problems:
        raise TransitionError([ValidationError(str(problem), code=problem.code) for problem in problems])
    before = obj.state
    obj.state, obj.state_changed_at, obj.revision = step.target, timezone.now(), obj.revision + 1
    obj._change_reason = step.verb
    changed = ["state", "state_changed_at", "revision"]
    if hasattr(obj, "updated_at"):
        # Lists of what changed last must not pass over a decision.
        obj.updated_at = obj.state_changed_at
        changed.append("updated_at")
    obj.save(update_fields=changed)
    for effect in step.effects:
        effect(move)
    ledger.record(
        f"{obj.machine.code}.{step.verb}",
        subject=obj,
        by=by,
        before=before,
        after=step.target,
        version_sha=move.version_sha,
        reason=move.reason,
        actor_role=move.actor_role,
        on_behalf_of=move.on_behalf_of,
        details={**move.details, **details_of(data.get("confirmed"))},
    )
    moved.announce(move)
    return obj


def _refuse_stale(obj: Any, step: Transition, expected_revision: int | None) -> None:
    stale = expected_revision is not None and expected_revision != obj.revision
    if stale or not step.starts_from(obj):
        raise TransitionError(
            _("This has moved on since you opened the page: it is now “%(state)s”. Look at it again before you decide.")
            % {"state": obj.state_info.label},
            code="stale",
        )


def _problems(move: Move) -> Iterable[Problem]:
    for guard in move.step.guards:
        yield from guard(move)


class Announcer:
    """Tells whoever asked at start-up that a move was made (the reminders room, above everything, listens)."""

    def __init__(self) -> None:
        self.listeners: list[Effect] = []

    def listen(self, listener: Effect) -> Effect:
        if listener not in self.listeners:
            self.listeners.append(listener)
        return listener

    def announce(self, move: Move) -> None:
        for listener in self.listeners:
            listener(move)


moved = Announcer()
