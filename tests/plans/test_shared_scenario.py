"""From a platform that nobody reviewed to a plan of another department: written, signed, shared, offered, relied on."""

import pytest

from documents.models import Document
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans import coverage, reliance
from risk import actions as risk
from risk.models import Assessment
from tests.factories import documents as make
from tests.factories import people
from tests.factories import risk as assessing

TYPES = {"pia": "identification_type", "tra": "mandate_type"}
AREAS = {"pia": "privacy", "tra": "it_security"}


def approved_record(assessment: Assessment, *, by: User, head: User) -> Document:
    """Write the record, have its area sign it and the head approve it, all with the engine."""
    document = risk.start_record(assessment, by=by)
    kind, uses = assessment.kind, [{"use": use} for use in assessment.uses]
    said = {TYPES[kind]: "own", "scope_uses": uses, "reliance_conditions": [{"condition": CONDITION, "uses": []}]}
    document.rows.filter(table="scope_uses").delete()
    document = perform(make.complete(document, by, **said), "consult", by=by)
    make.sign(document, make.person_with("advisor", assessment.organization, AREAS[kind]), AREAS[kind])
    return make.approve(perform(document, "submit", by=by), by=head)


CONDITION = {"en": "Comments are moderated every day.", "fr": "Les commentaires sont modérés chaque jour."}


@pytest.fixture
def elsewhere(stranger: User) -> dict[str, User]:
    """Return the people of another department."""
    place = stranger.memberships.get().organization
    roles = {"author": "", "head": "", "advisor": "privacy"}
    made = {role: people.member(f"{role} elsewhere", role, place, area=area) for role, area in roles.items()}
    return {**made, "coordinator": stranger}


@pytest.mark.obligation("G052", "G055", "G056")
def test_an_own_assessment_is_written_shared_offered_and_relied_on_elsewhere(
    department: Organization,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    reviewer: User,
    elsewhere: dict[str, User],
) -> None:
    people.member("Ivo Security", "advisor", department, area="it_security")
    tiktok = assessing.platform("tiktok", reviewed=False)
    own = [assessing.assessment(kind, tiktok, department, uses=["broadcasting"]) for kind in ("pia", "tra")]
    place = elsewhere["coordinator"].memberships.get().organization
    strategy = make.approved_strategy(place, coordinator=elsewhere["coordinator"], head=elsewhere["head"])
    plan = make.draft_plan(strategy, tiktok, by=elsewhere["author"])
    uses = [{"use": "broadcasting"}]
    document = make.complete(plan.document, elsewhere["author"], a_uses=uses, f_applies="own_assessment")
    with pytest.raises(TransitionError, match="not pre-reviewed"):
        perform(document, "consult", by=elsewhere["author"])

    for one in own:
        approved_record(one, by=coordinator, head=head)
        one.refresh_from_db()
        assert (one.is_signed, one.effective.is_from_outside, one.effective.number) == (True, False, 1)
        shared = risk.share(one, by=coordinator)
        assert not Assessment.objects.usable_by(place.pk).filter(pk=one.pk).exists()
        risk.answer(shared, offer=True, reason="Clear, and moderated.", by=reviewer)

    assert coverage.of_plan(document).answer == "own_assessment"
    (problem,) = reliance.problems(document)
    assert str(problem) == "Say whether 1 condition for relying on the assessments is met."
    make.relied_on(document, elsewhere["author"])
    document = perform(document, "consult", by=elsewhere["author"])
    make.sign(document, elsewhere["advisor"])
    document = make.approve(perform(document, "submit", by=elsewhere["coordinator"]), by=elsewhere["head"])

    rests = {one.version.assessment_id: one.version.record_version.document_id for one in document.reliances.all()}
    assert rests == {one.pk: one.record_id for one in own}
