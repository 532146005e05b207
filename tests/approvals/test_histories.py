"""Can any history of any people break a promise of the approval engine? Random ones try, and an oracle looks on.

`make test` plays as many as fit into seconds; `make histories` plays thousands (HISTORIES says how many).
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pytest_django.plugin import DjangoDbBlocker

from approvals import affirming, amending, conditions, dissent, rounds, signing
from approvals.conditions import Asked
from approvals.models import Condition, SignOff
from approvals.signing import Outside
from documents import actions
from documents.models import Document
from govsocial.core import ledger, proofs
from govsocial.core.transitions import perform
from organizations import actions as organizations
from organizations import delegations
from organizations.models import Delegation, Membership
from strategy.models import Strategy
from tests import databases
from tests.approvals.choices import ACTS, WORDS
from tests.approvals.company import ROLES, SECTIONS, Company, company, strategy
from tests.approvals.oracle import COVERS, Letter, Oracle, Post
from tests.factories import packs

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
MANY = int(os.environ.get("HISTORIES", "4" if databases.IS_SECOND else "12"))
STEPS = 30
ADVISORS = {"privacy": "privacy", "communications": "communications", "legal": "legal"}
REFUSED = (PermissionDenied, ValidationError)

here: list[tuple[Company, Document]] = []


@pytest.fixture(scope="module", autouse=True)
def place(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Install the small pack, and put everybody in place once; each history is undone."""
    folder = packs.small(tmp_path_factory.mktemp("packs"))
    with (
        packs.installed(folder) as install,
        django_db_blocker.unblock(),
        translation.override("en"),
        transaction.atomic(),
    ):
        install()
        everybody = company()
        with time_machine.travel(MONDAY, tick=False):
            document = strategy(everybody)
            for section in SECTIONS:
                actions.save_section(document, section, both(section, "one"), by=everybody.person("coordinator"))
        here[:] = [(everybody, document)]
        yield
        transaction.set_rollback(True)


def both(section: str, words: str) -> dict[tuple[str, str], str]:
    """Return an answer in both languages: a text that lacks one of them goes nowhere."""
    return {(f"{section}_words", language): words for language in ("en", "fr")}


class History(RuleBasedStateMachine):
    """One document from its first word on, in the hands of people who may do anything that a server can be asked."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.now = self.clock.start()
        self.company, self.pk = here[0][0], here[0][1].pk

    @initialize(owner=st.sampled_from(["coordinator", "author"]))
    def begin(self, owner: str) -> None:
        Document.objects.filter(pk=self.pk).update(owner=self.company.people[owner])
        parts = {pk: part for part, pk in self.company.people.items()}
        self.oracle = Oracle(parts, owner, timezone.localdate())
        self.oracle.writers = {"coordinator": set(SECTIONS)}

    def teardown(self) -> None:
        try:
            if hasattr(self, "oracle"):
                assert list(ledger.faults()) == []
                assert list(proofs.faults()) == []
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @property
    def document(self) -> Document:
        return Document.objects.get(pk=self.pk)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Try something; return None when it was refused, in words. Anything else is a crash, and a fault."""
        self.now.shift(timedelta(seconds=1))
        try:
            with transaction.atomic():
                return act()
        except REFUSED:
            return None

    # -- writing

    def write(self, part: str, section: str, words: str) -> None:
        self._write(part, section, words)

    def _write(self, part: str, section: str, words: str) -> None:
        by, said = self.company.person(part), both(section, words)
        written = self.attempt(lambda: actions.save_section(self.document, section, said, by=by))
        if written is not None and written.changed:
            self.oracle.wrote(part, section)

    def rename(self, part: str, words: str) -> None:
        by, before = self.company.person(part), self.document.title_en
        titles = {"title_en": words, "title_fr": words}
        self.attempt(lambda: actions.rename(self.document, **titles, by=by))
        if self.document.title_en != before:
            self.oracle.wrote(part, "title")

    def invite(self, part: str, invited: str) -> None:
        by, person = self.company.person(part), self.company.person(invited)
        self.attempt(lambda: actions.invite_writer(self.document, person, by=by))

    # -- moving

    def move(self, part: str, verb: str, change: str, reason: str) -> None:
        self._move(part, verb, change, reason)

    def _move(self, part: str, verb: str, change: str = "material", reason: str = "Because.") -> None:
        document, before = self.document, self.document
        said = {
            "checks": affirming.codes(document),
            "overrides": dict.fromkeys(COVERS, reason),
            "change_class": change,
            "invited": [],
        }
        by = self.company.person(part)
        moved = self.attempt(lambda: perform(document, verb, by=by, reason=reason, **said))
        if moved is None:
            return
        round_ = rounds.current(moved)
        if round_ is not None and round_.opened_at == timezone.now():
            self.oracle.frozen(round_.version)
        if before.state == "revoked" and before.effective_version_id:
            # Nothing that stood under the revoked approval stands under any other.
            self.oracle.writers = {
                part: set(wrote) for part, wrote in self.oracle.wrote_version[before.effective_version_id].items()
            }
        if moved.state == "approved" and before.state != "approved":
            self.oracle.writers = {}

    def go_on(self, steps: int, decider: str, change: str, writer: str, settles: bool, touches: str) -> None:
        """Do what is to be done next, by who might well do it: so that histories get far."""
        for _step in range(steps):
            if settles:
                self._settle()
            self._natural_step(decider, change, writer, touches)

    def _settle(self) -> None:
        """Meet the conditions and answer the objections."""
        for condition in Condition.objects.unmet().filter(document=self.pk).order_by("pk"):
            for part, step in (("coordinator", "report"), (ADVISORS[condition.area], "accept")):
                self._condition(condition, part, step)
        for one in dissent.open_ones(self.document):
            self.answer_objection("second coordinator", one.standing.area.code)

    def _send(self, document: Document, writer: str, touches: str) -> None:
        words = WORDS[document.revision % len(WORDS)]
        if amending.is_material(document):
            if touches:
                self._write(writer, touches, words)
            self._move("coordinator", "consult")
        else:
            self._write(writer, "gamma", words)
            self._move("coordinator", "submit")

    def _natural_step(self, decider: str, change: str, writer: str, touches: str) -> None:
        document = self.document
        if document.state in ("drafting", "returned"):
            self._send(document, writer, touches)
        elif document.state == "consultation":
            for area, advisor in ADVISORS.items():
                found = rounds.standing(rounds.opened(document), document, area)
                if found is not None and found.sign_off is None and found.mandatory:
                    self._sign(advisor, area, "concur")
            self._move("coordinator", "submit")
        elif document.state in ("final_approval", "coordinator_approval"):
            for part in (decider, "second head"):
                if self.document.state == document.state:
                    self._move(part, "approve")
        elif document.state == "approved":
            self._move("coordinator", "revise", change)
        else:
            self._move("coordinator", "reopen")

    # -- signing

    def sign(self, part: str, area: str, decision: str) -> None:
        self._sign(part, area, decision)

    def sign_as_asked(self, area: str, decision: str, blocks: bool) -> None:
        self._sign(ADVISORS[area], area, decision, "approval" if blocks else "date")

    def _sign(self, part: str, area: str, decision: str, blocks: str = "approval") -> None:
        document, by = self.document, self.company.person(part)
        due_on = timezone.localdate() + timedelta(days=5)
        asked = [Asked("Say more.", blocks, self.company.person("author"), due_on)]
        self.attempt(
            lambda: signing.sign_off(
                document,
                area=area,
                decision=decision,
                comment="Why.",
                seen_sha=self._sha(document),
                by=by,
                asks=asked if decision == SignOff.Decision.CONDITIONS else (),
            )
        )

    def transcribe(self, part: str, area: str, decision: str) -> None:
        document, by, today = self.document, self.company.person(part), timezone.localdate()
        outside = Outside("Outside Advisor", "Director", "Directrice", today, "email", evidence="I say so.")
        said = {"comment": "Why.", "seen_sha": self._sha(document), "outside": outside, "by": by}
        self.attempt(lambda: signing.transcribe(document, area=area, decision=decision, **said))

    def _sha(self, document: Document) -> str:
        last = document.rounds.order_by("-number").first()
        return last.version.sha256 if last else ""

    def settle_condition(self, part: str, step: str, place: int) -> None:
        found = list(Condition.objects.filter(document=self.pk).order_by("pk"))
        if not found:
            return
        self._condition(found[place % len(found)], part, step)

    def _condition(self, condition: Condition, part: str, step: str) -> None:
        by = self.company.person(part)
        if step == "report":
            self.attempt(lambda: conditions.report(condition, text="Done.", by=by))
        elif step == "withdraw":
            self.attempt(lambda: conditions.withdraw(condition, text="Not needed.", by=by))
        else:
            self.attempt(lambda: conditions.judge(condition, accepts=step == "accept", text="Seen.", by=by))

    def answer_objection(self, part: str, area: str) -> None:
        by = self.company.person(part)
        self.attempt(lambda: dissent.respond(self.document, area=area, text="Because of this.", by=by))

    # -- authority

    def designate(self, part: str, delegate: str, kinds: tuple[str, ...], capacity: str, days: tuple[int, int]) -> None:
        since = timezone.localdate() + timedelta(days=days[0])
        until = since + timedelta(days=days[1])
        given = self.attempt(
            lambda: delegations.designate(
                organization=self.company.department,
                delegate=self.company.person(delegate),
                kinds=list(kinds),
                instrument="Letter",
                valid_from=since,
                valid_to=until,
                by=self.company.person(part),
                capacity=capacity,
            )
        )
        if given is not None:
            self.oracle.letters.append(Letter(part, delegate, kinds, since, until))

    def revoke_letter(self, part: str, place: int) -> None:
        found = list(Delegation.objects.order_by("pk"))
        if found:
            chosen = place % len(found)
            if self.attempt(lambda: delegations.revoke(found[chosen], by=self.company.person(part))):
                self.oracle.letters[chosen].revoked = True

    def end_role(self, part: str, ends_at_once: bool, by: str) -> None:
        role, area = ROLES[part]
        held = Membership.objects.filter(user=self.company.people[part], role=role, area=area).order_by("-pk").first()
        today = timezone.localdate()
        last_day = None if ends_at_once else today
        ended = self.attempt(lambda: organizations.end_role(held, last_day=last_day, by=self.company.person(by)))
        if ended is not None:
            post = [one for one in self.oracle.posts if one.part == part and one.role == role][-1]
            post.until = last_day or today - timedelta(days=1)

    def grant_role(self, part: str, role: str) -> None:
        by, person = self.company.person("administrator"), self.company.person(part)
        given = self.attempt(
            lambda: organizations.grant_role(organization=self.company.department, person=person, role=role, by=by)
        )
        if given is not None:
            self.oracle.posts.append(Post(part, role, since=timezone.localdate()))

    def wait(self, days: int) -> None:
        self.now.shift(timedelta(days=days))
        self.oracle.day = timezone.localdate()

    # -- and by other paths

    def tamper(self, table: Any, way: int) -> None:
        if not table.objects.exists():
            return
        name = table._meta.db_table
        statements = [f"UPDATE {name} SET id = id", f"DELETE FROM {name}"]  # noqa: S608 -- tables of the models
        ways: list[Callable[[], Any]] = [
            lambda: table.objects.update(pk=0),
            lambda: table.objects.all()._raw_delete("default"),
            table.objects.first().save,
            lambda: self._sql(statements[0]),
            lambda: self._sql(statements[1]),
        ]
        with pytest.raises((ValidationError, DatabaseError)), transaction.atomic():
            ways[way]()

    def _sql(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    @rule(act=ACTS)
    def step(self, act: tuple[str, dict[str, Any]]) -> None:
        name, said = act
        getattr(self, name)(**said)

    @invariant()
    def nothing_is_broken(self) -> None:
        if hasattr(self, "oracle"):
            self.oracle.check(self.document)
            assert Strategy.objects.filter(pk=self.pk).exists()


def test_no_history_breaks_a_promise() -> None:
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=MANY,
            stateful_step_count=STEPS,
            deadline=None,
            # A history of forty steps takes minutes to shrink: whoever looks for the fault asks for it.
            phases=(Phase.generate, Phase.shrink) if os.environ.get("SHRINK") else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
            database=None,
            print_blob=False,
        ),
    )
