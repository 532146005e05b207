"""What does each answer of an area count for, who is asked at all, and who may sign for whom?"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from approvals import rounds, signing, status
from approvals.models import SignOff
from approvals.rounds import Standing
from approvals.signing import Outside
from documents.models import Document
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from tests.factories import documents as make
from tests.factories import files, people

SignIn = Callable[[User], Client]
D = SignOff.Decision
SILENT, RECUSED = None, D.RECUSED
FREE, DUE, BLOCKS = (False, False), (True, False), (True, True)
MAY_BLOCK = (False, True)
#: (mandatory, blocking) × answer → whether nothing stands against sending the document to the head.
TABLE = {
    (FREE, SILENT): True,
    (FREE, D.CONCUR): True,
    (FREE, D.CONDITIONS): True,
    (FREE, D.DO_NOT_CONCUR): True,
    (FREE, D.NOT_APPLICABLE): True,
    (DUE, SILENT): False,
    (DUE, D.CONCUR): True,
    (DUE, D.CONDITIONS): True,
    (DUE, D.DO_NOT_CONCUR): True,
    (DUE, D.NOT_APPLICABLE): True,
    (BLOCKS, SILENT): False,
    (BLOCKS, D.CONCUR): True,
    (BLOCKS, D.CONDITIONS): True,
    (BLOCKS, D.DO_NOT_CONCUR): False,
    (BLOCKS, D.NOT_APPLICABLE): False,
    (MAY_BLOCK, SILENT): True,
    (MAY_BLOCK, D.CONCUR): True,
    (MAY_BLOCK, D.CONDITIONS): True,
    (MAY_BLOCK, D.DO_NOT_CONCUR): False,
    (MAY_BLOCK, D.NOT_APPLICABLE): True,
}


@pytest.mark.parametrize(("asked", "answer"), TABLE, ids=str)
def test_what_each_answer_settles(asked: tuple[bool, bool], answer: str | None) -> None:
    said = SignOff(area="legal", decision=answer) if answer else None
    mandatory, blocking = asked

    standing = Standing(None, mandatory, blocking, ("all",), None, said)

    assert standing.is_settled is TABLE[asked, answer]


def test_every_answer_is_in_the_table() -> None:
    answers = {SILENT, *D} - {RECUSED}  # a recusal is no answer: it counts as silence

    assert set(TABLE) == {(asked, answer) for asked in (FREE, DUE, BLOCKS, MAY_BLOCK) for answer in answers}


@pytest.fixture
def sent(department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User) -> Document:
    """Return a plan in consultation, on a pre-reviewed platform."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    return perform(document, "consult", by=author)


def standing_of(document: Document, area: str) -> Standing:
    found = rounds.standing(rounds.current(document), document, area)
    assert found is not None
    return found


@pytest.mark.obligation("G006")
def test_nine_areas_are_asked_at_once_and_one_that_need_not_be_says_why(sent: Document) -> None:
    standings = rounds.standings(rounds.current(sent), sent)
    line = status.in_words(standings)

    assert len(standings) == 9
    assert [one.area.code for one in standings if not one.is_asked] == ["legal"]
    assert "not required (pre-reviewed platform)" in line
    with translation.override("fr"):
        assert standing_of(sent, "legal").excused == "plateforme préexaminée"


def test_the_sender_may_invite_an_area_that_need_not_be_asked(
    sent: Document, author: User, coordinator: User, department: Organization, as_user: SignIn
) -> None:
    lawyer = people.member("Lea Legal", "advisor", department, area="legal")
    with pytest.raises(ValidationError, match="not asked in this round"):
        make.sign(sent, lawyer, "legal")
    document = perform(sent, "recall", by=coordinator, reason="Ask the lawyers too.")
    client, address = as_user(author), reverse("approvals:move", args=[document.pk, "consult"])

    form = client.get(address).context["form"]
    client.post(address, {"revision": form["revision"].value(), "seen_sha": "", "invited": ["legal"]})

    document.refresh_from_db()
    assert standing_of(document, "legal").is_invited
    assert make.sign(document, lawyer, "legal").pk


def test_a_platform_that_was_not_reviewed_needs_the_lawyers(
    department: Organization, author: User, coordinator: User, head: User
) -> None:
    requirement = next(one for one in department.framework.approval("plan").requirements if one.area == "legal")

    assert not requirement.is_asked({"platform": {"review": "pre_reviewed"}})
    assert requirement.is_asked({"platform": {"review": "withdrawn"}})
    assert requirement.is_asked({})


def test_a_recusal_asks_the_others_of_the_area_and_settles_nothing(
    sent: Document, coordinator: User, privacy_advisor: User, department: Organization, as_user: SignIn
) -> None:
    other = people.member("Otto Other", "advisor", department, area="privacy")
    make.sign(sent, privacy_advisor)
    make.sign(sent, privacy_advisor, decision=D.RECUSED, comment="My sister runs the supplier.")

    standing = standing_of(sent, "privacy")
    assert standing.sign_off is None
    assert [one.comment for one in standing.recused] == ["My sister runs the supplier."]
    with pytest.raises(TransitionError, match="is recused, so another advisor"):
        perform(sent, "submit", by=coordinator)
    assert "Sign off “Parks Canada on X”" in as_user(other).get(reverse("reports:home")).content.decode()
    assert "Sign off “Parks Canada on X”" not in as_user(privacy_advisor).get(reverse("reports:home")).content.decode()
    assert other.notifications.filter(code="advice.recused").exists()
    make.sign(sent, other)
    assert perform(sent, "submit", by=coordinator).state == "final_approval"
    assert SignOff.objects.filter(round__document=sent, area="privacy").count() == 3


def test_a_blocking_area_cannot_wave_itself_through(sent: Document, coordinator: User, privacy_advisor: User) -> None:
    make.sign(sent, privacy_advisor, decision=D.NOT_APPLICABLE)

    with pytest.raises(TransitionError, match="its concurrence is needed"):
        perform(sent, "submit", by=coordinator)


def outside(**changed: Any) -> Outside:
    plain: dict[str, Any] = {
        "name": "Carla Comms",
        "title_en": "Director",
        "title_fr": "Directrice",
        "given_on": timezone.localdate(),
        "way": "email",
        "evidence": "From: Carla. I concur.",
    }
    return Outside(**{**plain, **changed})


def transcribe(document: Document, by: User, area: str = "communications", **changed: Any) -> SignOff:
    sha = rounds.current(document).version.sha256
    return signing.transcribe(
        document, area=area, decision=D.CONCUR, comment="", seen_sha=sha, outside=outside(**changed), by=by
    )


def test_a_signature_given_outside_keeps_its_evidence_and_says_who_transcribed_it(
    sent: Document, coordinator: User, stranger: User, as_user: SignIn
) -> None:
    client, address = as_user(coordinator), reverse("approvals:transcribe", args=[sent.pk, "communications"])
    form = client.get(address).context["form"]
    said = {
        "seen_sha": form["seen_sha"].value(),
        "name": "Carla Comms",
        "title_fr": "Directrice",
        "given_on": timezone.localdate().isoformat(),
        "way": "scan",
        "decision": "concur",
        "reference": "GCdocs 12345",
        "confirmed": "on",
    }

    answer = client.post(address, {**said, "file": SimpleUploadedFile("signed.pdf", files.picture(1))})

    assert answer.status_code == 302
    signed = SignOff.objects.get(area="communications")
    assert signed.evidence_sha256 == hashlib.sha256(files.picture(1)).hexdigest()
    assert signed.signer is None
    assert signed.version_sha == rounds.current(sent).version.sha256
    page = client.get(reverse("approvals:document", args=[sent.pk])).content.decode()
    assert "transcribed by Camille Coordinator" in page
    assert "GCdocs 12345" in page
    evidence = reverse("approvals:sign_off_evidence", args=[signed.pk])
    assert evidence in page
    assert b"".join(client.get(evidence).streaming_content) == files.picture(1)
    assert as_user(stranger).get(evidence).status_code == 404


@pytest.mark.parametrize(
    ("changed", "match"),
    [
        ({"evidence": ""}, "Paste the text"),
        ({"name": "alex author"}, "wrote part of this version"),
        ({"given_on": timezone.localdate() - timedelta(days=1)}, "between the opening"),
        ({"given_on": timezone.localdate() + timedelta(days=1)}, "between the opening"),
    ],
)
def test_a_transcription_that_proves_nothing_is_refused(
    sent: Document, coordinator: User, changed: dict[str, Any], match: str
) -> None:
    with pytest.raises(ValidationError, match=match):
        transcribe(sent, coordinator, **changed)


def test_nobody_transcribes_for_their_own_area_their_own_writing_or_where_the_policy_wants_the_own_hand(
    sent: Document, coordinator: User, author: User, department: Organization
) -> None:
    with pytest.raises(ValidationError, match="own sign-off"):
        transcribe(sent, coordinator, "privacy")
    with pytest.raises(PermissionDenied):
        transcribe(sent, author)
    people.join(author, "coordinator", department)
    with pytest.raises(ValidationError, match="You wrote in the sections"):
        transcribe(sent, User.objects.get(pk=author.pk))
    people.join(coordinator, "advisor", department, area="communications")
    with pytest.raises(ValidationError, match="advise on this area yourself"):
        transcribe(sent, User.objects.get(pk=coordinator.pk))
