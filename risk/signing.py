"""What does the approval of a record sign, and until when? Read from the frozen bytes that people signed."""

import json
from datetime import date
from typing import Any

from django.utils import timezone

from approvals import rounds
from approvals.models import Decision, SignOff
from documents.models import Version
from govsocial.core.transitions import Move
from risk import news, rules
from risk.actions import naming
from risk.actions.keeping import keep
from risk.actions.naming import Signature
from risk.models import Assessment, AssessmentVersion

#: Questions of a record whose dates end what was signed: the earliest counts.
ENDS = ("after_review_on", "conclusion_until")
#: What the register shows of the record, by kind.
SUMMARY = {"pia": "decision_summary", "tra": "conclusion_summary"}
#: The table of the conditions on which others may rely on it.
CONDITIONS = "reliance_conditions"
LANGS = ("en", "fr")


class Signed:
    """What a frozen record says of what is signed with it."""

    def __init__(self, version: Version) -> None:
        content = json.loads(version.content)
        self.title, self.header = content["title"], content["header"]
        self.answers: dict[str, Any] = {}
        self.tables: dict[str, Any] = {}
        for section in content["sections"]:
            self.answers |= section["answers"]
            self.tables |= section["tables"]

    @property
    def uses(self) -> list[str]:
        return [use["code"] for use in self.header["assessment"]["uses"]]

    @property
    def valid_until(self) -> date | None:
        said = (self.answers.get(key, {}).get("") for key in ENDS)
        return min((date.fromisoformat(day) for day in said if day), default=None)

    @property
    def conditions(self) -> list[dict[str, Any]]:
        return [condition(row["cells"]) for row in self.tables.get(CONDITIONS, [])]

    def summary(self, kind: str) -> dict[str, str]:
        said = self.answers.get(SUMMARY[kind], {})
        return {lang: said.get(lang) or "" for lang in LANGS}


def condition(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the condition that a row of the record says."""
    words = cells.get("condition") or {}
    return {**{lang: words.get(lang) or "" for lang in LANGS}, "uses": list(cells.get("uses") or [])}


def sign(move: Move) -> None:
    """Let the approval of a record be the signature of its assessment, and name the version (App. A; App. C(f))."""
    assessment = naming.locked(Assessment.objects.get(record=move.obj.pk))
    version = move.obj.effective_version
    signed = Signed(version)
    for lang in LANGS:
        setattr(assessment, f"title_{lang}", signed.title[lang])
        setattr(assessment, f"summary_{lang}", signed.summary(assessment.kind)[lang])
    assessment.uses, assessment.conditions = signed.uses, signed.conditions
    assessment.reference = signed.header["assessment"]["reference"]
    source = AssessmentVersion.Source.RECORD
    naming.name_version(
        assessment, _signature(move, assessment, signed), by=move.by, source=source, record_version=version
    )


def _signature(move: Move, assessment: Assessment, signed: Signed) -> Signature:
    """Return the sign-off of the area that signs this kind; where the pack asks no area, the head's own decision."""
    round_ = move.obj.rounds.order_by("-number").first()
    standing = rounds.standing(round_, move.obj, rules.SIGNING_AREA[assessment.kind])
    if standing is not None and standing.sign_off is not None:
        return _of(standing.sign_off.origin, signed.valid_until)
    decided = Decision.objects.get(round=round_)
    day = timezone.localdate(decided.at)
    return Signature(day, signed.valid_until, decided.name, decided.title_en, decided.title_fr, decided.decided_by)


def _of(sign_off: SignOff, valid_until: date | None) -> Signature:
    day = sign_off.given_on or timezone.localdate(sign_off.at)
    name, title_en, title_fr = sign_off.signer_name, sign_off.signer_title_en, sign_off.signer_title_fr
    return Signature(day, valid_until, name, title_en, title_fr, sign_off.signer)


def unsign(move: Move) -> None:
    """Take the signature off when the approval of the record is revoked."""
    assessment = naming.locked(Assessment.objects.get(record=move.obj.pk))
    version = assessment.effective
    if version is None or version.record_version_id is None:
        return
    naming.take_off(assessment)
    keep(assessment, "assessment.unsigned", move.by, reason=move.reason, before="signed")
    news.announce("assessment.unsigned", assessment, move.by)
