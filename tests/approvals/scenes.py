"""Into which situations can a document come? A tree of them, each reached from the one before by the product's verbs.

A scene is a state with a circumstance; `said` is what the form of a move brings there. What hangs below it begins where
it ends, so that what is common is lived through once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from approvals import affirming, dissent, signing
from approvals.models import SignOff
from documents import actions, comments
from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import Membership, Role
from tests.approvals.company import SECTIONS, Company
from tests.factories import documents as make

NOT = SignOff.Decision.DO_NOT_CONCUR
SPELLING = {"gamma": "We open at nine."}


@dataclass
class Stage:
    """Where the scenes are played: the company and its document, read anew each time."""

    company: Company
    pk: int

    @property
    def document(self) -> Document:
        return Document.objects.select_related("organization").get(pk=self.pk)

    def write(self, part: str, **words: str) -> None:
        for section, text in words.items():
            said = {(f"{section}_words", language): text for language in ("en", "fr")}
            actions.save_section(self.document, section, said, by=self.company.person(part))

    def move(self, verb: str, part: str = "coordinator", **said: Any) -> None:
        document, by = self.document, self.company.person(part)
        perform(document, verb, by=by, reason="Because.", checks=affirming.codes(document), **said)

    def sign(self, part: str, decision: str = SignOff.Decision.CONCUR, **said: Any) -> None:
        document, by = self.document, self.company.person(part)
        sha = document.rounds.order_by("-number")[0].version.sha256
        told = {"area": part, "decision": decision, "comment": "Read.", "seen_sha": sha, "by": by}
        signing.sign_off(document, **told, **said)

    def condition(self, part: str, blocks: str, days: int) -> None:
        asks = [make.asked(self.company.person("author"), blocks, days=days)]
        self.sign(part, SignOff.Decision.CONDITIONS, asks=asks)

    def nobody_is(self, role: str, area: str = "") -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        Membership.objects.filter(role=Role(role), area=area).update(valid_to=yesterday)

    def must_fix(self) -> None:
        by = self.company.person("communications")
        comments.add(self.document, section="alpha", kind="must_fix", body="Say who.", by=by)


Act = Callable[[Stage], Any]


@dataclass(frozen=True)
class Scene:
    """One situation: how it is called, what leads to it, what a form says there, and what may follow."""

    name: str
    act: Act
    then: tuple["Scene", ...] = ()
    said: dict[str, Any] = field(default_factory=dict)
    days: int = 0
    everybody: bool = False


def _finished(stage: Stage) -> None:
    for section in SECTIONS:
        stage.write("coordinator", **{section: "We open at nine"})
    stage.write("author", alpha="We open at ten")
    stage.write("invited writer", beta="We close at six")
    stage.write("writing head", beta="We close at five")


def _both_sign(stage: Stage) -> None:
    stage.sign("privacy")
    stage.sign("communications")


def _answer(stage: Stage) -> None:
    dissent.respond(stage.document, area="communications", text="We do.", by=stage.company.person("coordinator"))


def _ask_in_an_emergency(stage: Stage) -> None:
    stage.move("revise", change_class="emergency")
    stage.write("coordinator", gamma="We are closed")


AFTER = (
    Scene("a material change", lambda on: on.move("revise", change_class="material")),
    Scene(
        "an editorial change with nothing in it",
        lambda on: on.move("revise", change_class="editorial"),
        (
            Scene(
                "an editorial change of spelling",
                lambda on: on.write("author", **SPELLING),
                (Scene("the coordinator’s approval", lambda on: on.move("submit"), everybody=True),),
            ),
            Scene("an editorial change of what an area signs", lambda on: on.write("coordinator", alpha="We open.")),
        ),
    ),
    Scene(
        "an emergency",
        _ask_in_an_emergency,
        (
            Scene(
                "an emergency in what the area that blocks signs",
                lambda on: on.write("coordinator", alpha="We are closed"),
            ),
            Scene(
                "an emergency, with the head",
                lambda on: on.move("submit"),
                (
                    Scene(
                        "approved, the consultation owed",
                        lambda on: on.move("approve", "head"),
                        (
                            Scene("approved, the area that blocks objects", lambda on: on.sign("privacy", NOT)),
                            Scene("approved, the consultation late", lambda on: None, days=40),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Scene("revoked", lambda on: on.move("revoke", "head"), everybody=True),
)

DECIDING = (
    Scene("with the head, who saw other bytes", lambda on: None, said={"seen_sha": "0" * 64}),
    Scene("with the head, nothing affirmed", lambda on: None, said={"checks": []}),
    Scene("nobody is head any more", lambda on: on.nobody_is("head")),
    Scene("returned by the head", lambda on: on.move("return", "head"), everybody=True),
    Scene("refused", lambda on: on.move("refuse", "head"), everybody=True),
    Scene("approved", lambda on: on.move("approve", "head"), AFTER, everybody=True),
)

OBJECTING = (
    Scene(
        "communications objects, answered",
        _answer,
        (
            Scene(
                "with the head over an objection",
                lambda on: on.move("submit"),
                (Scene("with the head, no reason against the objection", lambda on: None, said={"overrides": {}}),),
            ),
        ),
    ),
)

CONSULTED = (
    Scene("all have signed, a comment must be answered", lambda on: on.must_fix()),
    Scene("communications objects, unanswered", lambda on: on.sign("communications", NOT), OBJECTING),
    Scene("privacy has a condition of approval", lambda on: on.condition("privacy", "approval", 30)),
    Scene(
        "privacy has a condition with a date",
        lambda on: on.condition("privacy", "date", 5),
        (
            Scene(
                "with the head before the date of a condition",
                lambda on: on.move("submit"),
                (Scene("with the head after the date of a condition", lambda on: None, days=9),),
            ),
        ),
    ),
    Scene("with the head", lambda on: on.move("submit"), DECIDING, everybody=True),
)

CONSULTATION = (
    Scene("privacy objects", lambda on: (_both_sign(on), on.sign("privacy", NOT))),
    Scene("privacy is not concerned", lambda on: (_both_sign(on), on.sign("privacy", "not_applicable"))),
    Scene("privacy is recused", lambda on: (_both_sign(on), on.sign("privacy", "recused"))),
    Scene("only privacy has signed", lambda on: on.sign("privacy")),
    Scene("returned by the area that blocks", lambda on: on.move("return", "privacy")),
    Scene("all who must have signed", _both_sign, CONSULTED),
)

SCENES = (
    Scene("just begun", lambda on: None),
    Scene(
        "written",
        _finished,
        (
            Scene("a comment must be answered", lambda on: on.must_fix()),
            Scene("nobody is head", lambda on: on.nobody_is("head")),
            Scene("nobody advises where a signature is needed", lambda on: on.nobody_is("advisor", "privacy")),
            Scene("withdrawn", lambda on: on.move("withdraw"), everybody=True),
            Scene("in consultation", lambda on: on.move("consult"), CONSULTATION, everybody=True),
        ),
        everybody=True,
    ),
)


def _object_and_take_back(stage: Stage) -> None:
    stage.move("consult")
    stage.sign("communications", NOT)
    stage.move("recall")


#: Where the policy makes no area mandatory, a document may go straight to the head.
SHORT_WAY = (
    Scene(
        "written, where no area must be asked",
        _finished,
        (
            Scene("straight with the head", lambda on: on.move("submit")),
            Scene("taken back after an objection, where no area must be asked", _object_and_take_back),
        ),
    ),
)
