"""What must be true whatever people do? Computed from a log of our own, never from the product's own reckoning.

The log knows who holds which role and letter from when to when, and who changed which words since what was last
approved; the records are read as rows, hashed and compared here anew.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from approvals.models import Amendment, Condition, Decision, DissentResponse, Override, SignOff
from documents.models import Document, Version
from tests.approvals.company import ROLES, SINCE
from tests.factories.packs import AREAS

COVERS = {one["area"]: tuple(one["covers"]) for one in AREAS}
FAVOURABLE = {"concur", "concur_with_conditions"}
Writers = dict[str, set[str]]


@dataclass
class Post:
    """A role that somebody holds from–to."""

    part: str
    role: str
    area: str = ""
    since: date = SINCE
    until: date | None = None


@dataclass
class Letter:
    """A delegation: who decides for whom, on which kinds, from–to."""

    principal: str
    delegate: str
    kinds: tuple[str, ...]
    since: date
    until: date
    revoked: bool = False


@dataclass
class Oracle:
    """The log of one history, and what follows from it."""

    parts: dict[int, str]
    owner: str
    day: date
    posts: list[Post] = field(default_factory=lambda: [Post(part, role, area) for part, (role, area) in ROLES.items()])
    letters: list[Letter] = field(default_factory=list)
    writers: Writers = field(default_factory=dict)
    wrote_version: dict[int, Writers] = field(default_factory=dict)
    bytes_of: dict[int, str] = field(default_factory=dict)
    told: dict[int, tuple[str, str, dict[str, str]]] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)
    signed: set[int] = field(default_factory=set)
    approvals: dict[int, int] = field(default_factory=dict)

    # -- authority

    def holds(self, part: str, role: str, area: str = "") -> bool:
        return any(
            post.part == part
            and post.role == role
            and (not area or post.area == area)
            and post.since <= self.day
            and (post.until is None or post.until >= self.day)
            for post in self.posts
        )

    def decides(self, part: str) -> bool:
        """Say whether this person may decide on a strategy today: head, or by a letter of somebody who is head."""
        return self.holds(part, "head") or any(
            letter.delegate == part
            and not letter.revoked
            and letter.since <= self.day <= letter.until
            and (not letter.kinds or "strategy" in letter.kinds)
            and self.holds(letter.principal, "head")
            for letter in self.letters
        )

    # -- writing

    def wrote(self, part: str, section: str) -> None:
        self.writers.setdefault(part, set()).add(section)

    def frozen(self, version: Version) -> None:
        """Note what a version says when it is first seen, and who wrote it each time that it is sent."""
        if version.pk not in self.bytes_of:
            self.bytes_of[version.pk] = version.content
            hashes = {key: digest(part) for key, part in parts_of(version.content).items()}
            self.told[version.pk] = (version.content, hashlib.sha256(version.content.encode()).hexdigest(), hashes)
        known = self.wrote_version.setdefault(version.pk, {self.owner: set()})
        for part, sections in self.writers.items():
            known.setdefault(part, set()).update(sections)

    # -- what must hold

    def check(self, document: Document) -> None:
        """Look at every record that is new, and at every version anew."""
        self._versions(document)
        for sign in SignOff.objects.filter(round__document=document).exclude(pk__in=self.signed).order_by("pk"):
            self.signed.add(sign.pk)
            self._sign_off(sign)
        for decision in Decision.objects.filter(round__document=document).exclude(pk__in=self.decided).order_by("pk"):
            self.decided.add(decision.pk)
            self._decision(decision)
        self._in_force(document)

    def _versions(self, document: Document) -> None:
        """The bytes of a version never change, nor what they hash to."""
        found = document.versions.values_list("pk", "content", "sha256", "section_hashes")
        assert {pk: (content, sha, hashes) for pk, content, sha, hashes in found} == self.told, "a version changed"

    def _sign_off(self, sign: SignOff) -> None:
        version = sign.round.version
        assert sign.version_sha == hashlib.sha256(version.content.encode()).hexdigest()
        covered = [*COVERS[sign.area], "header"]
        signed_now = {key: part for key, part in parts_of(version.content).items() if key in covered}
        assert sign.section_hashes == {key: digest(part) for key, part in signed_now.items()}
        if sign.carried_from is not None:
            origin = parts_of(sign.carried_from.round.version.content)
            assert {key: origin[key] for key in signed_now} == signed_now, "carried over a change"
            assert sign.carried_from.decision == sign.decision
            return
        by = self.parts[(sign.signer_id or sign.transcribed_by_id)]
        wrote = self.wrote_version[version.pk].get(by, set())
        assert not wrote & set(COVERS[sign.area]), f"{by} signed their own writing for {sign.area}"
        if sign.signer_id is not None:
            assert self.holds(by, "advisor", sign.area), f"{by} signed for {sign.area}"
        else:
            assert self.holds(by, "coordinator"), f"{by} transcribed"

    def _decision(self, decision: Decision) -> None:
        by, version = self.parts[decision.decided_by_id], decision.round.version
        amendment: Amendment | None = decision.round.amendment
        is_editorial = amendment is not None and amendment.change_class == "editorial"
        may = self.decides(by) or (is_editorial and self.holds(by, "coordinator"))
        assert may, f"{by} decided ({decision.outcome}) outside a live authority"
        assert by not in self.wrote_version[version.pk], f"{by} decided on their own writing"
        assert decision.version_sha == hashlib.sha256(self.bytes_of[version.pk].encode()).hexdigest()
        assert (decision.capacity == "incumbent") == self.holds(by, "head"), (decision.capacity, by)
        if decision.outcome == "approved":
            self.approvals[version.pk] = self.approvals.get(version.pk, 0) + 1
            self._open_questions(decision, amendment.change_class if amendment else "")

    def _open_questions(self, decision: Decision, change_class: str) -> None:
        """What an area asked for stands in the way, and so does what the ones who must answer did not say."""
        said = {area: counts(decision.round.sign_offs.filter(area=area).order_by("at", "pk")) for area in COVERS}
        for condition in Condition.objects.filter(document=decision.round.document, blocks="approval"):
            if change_class != "emergency":
                steps = condition.steps.filter(kind__in=("accepted", "withdrawn"), at__lte=decision.at)
                assert steps.exists(), "approved over a condition that is not met"
        if change_class in ("editorial", "emergency"):
            return
        assert said["privacy"] is not None, "approved without the area that blocks"
        assert said["privacy"].decision in FAVOURABLE, "approved over an area that blocks"
        assert said["communications"] is not None, "silence was taken for consent"
        for area, sign in said.items():
            if sign is not None and sign.decision == "do_not_concur":
                reason = Override.objects.get(decision=decision, area=area).reason
                assert reason.strip(), "overridden without a reason"
                assert DissentResponse.objects.filter(sign_off=sign.origin).exists(), "nobody answered the objection"

    def _in_force(self, document: Document) -> None:
        """What is in force was approved exactly as often as this log saw it approved: once each time, on its hash."""
        version = document.effective_version
        if document.state == "approved":
            assert version is not None
        if version is None:
            return
        assert version.document_id == document.pk
        found = Decision.objects.filter(round__version=version, outcome="approved")
        assert {one.version_sha for one in found} == {version.sha256}
        assert len(found) == self.approvals[version.pk]
        last = Decision.objects.filter(round__document=document, outcome="approved").order_by("-pk").first()
        assert last is not None
        assert last.round.version_id == version.pk, "another version is in force than was approved last"


def counts(said: Any) -> SignOff | None:
    """Return the answer of an area that counts: the last, but for those whose signer is recused since."""
    answers: list[SignOff] = []
    for one in said:
        mine = (one.signer_id, one.signer_name)
        if one.decision == "recused":
            answers = [other for other in answers if (other.signer_id, other.signer_name) != mine]
        else:
            answers.append(one)
    return answers[-1] if answers else None


def parts_of(content: str) -> dict[str, Any]:
    """Return what is signed apart in a version: its header with the titles, and each section."""
    said = json.loads(content)
    header = {"title": said["title"], "header": said["header"]}
    return {"header": header, **{section["key"]: section for section in said["sections"]}}


def digest(part: Any) -> str:
    """Return the SHA-256 of what is signed, in canonical JSON by Python's own writer: our keys are plain ASCII."""
    text = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
