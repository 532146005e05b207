"""Are the records of a PIA and of a TRA written, signed by whom they must be, approved and frozen like a plan?"""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from documents.completeness import missing
from documents.draft import Draft
from documents.models import Document
from documents.reading import Reading
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from risk import actions
from risk.models import Assessment
from tests.factories import documents as make
from tests.factories import people, risk

SignIn = Callable[[User], Client]


@pytest.fixture
def security_advisor(department: Organization) -> User:
    return people.member("Ivo Security", "advisor", department, area="it_security")


def own(kind: str, department: Organization) -> Assessment:
    platform = make.platform()
    return risk.assessment(kind, platform, department, uses=["broadcasting", "engaging"], reference="EFVP-2026-04")


@pytest.mark.obligation("G055")
@pytest.mark.obligation("G145")
@pytest.mark.parametrize(("kind", "area"), [("pia", "privacy"), ("tra", "it_security")])
def test_a_record_is_written_signed_by_its_area_and_approved(
    kind: str, area: str, department: Organization, coordinator: User, head: User, as_user: SignIn
) -> None:
    assessment, signer = own(kind, department), people.member("Ana Advisor", "advisor", department, area=area)
    answer = as_user(coordinator).post(reverse("risk:record_start", args=[assessment.pk]))
    document = Document.objects.get(kind=kind)
    assert answer.url == reverse("risk:record", args=[document.pk])
    types = {"pia": "identification_type", "tra": "mandate_type"}

    document = make.complete(document, coordinator, **{types[kind]: "own"})
    document = perform(document, "consult", by=coordinator)
    with pytest.raises(TransitionError, match="has not signed off yet"):
        perform(document, "submit", by=coordinator)
    make.sign(document, signer, area, decision="do_not_concur")
    with pytest.raises(TransitionError, match="does not concur"):
        perform(document, "submit", by=coordinator)
    make.sign(document, signer, area)
    document = make.approve(perform(document, "submit", by=coordinator), by=head)

    frozen = json.loads(document.effective_version.content)
    assert frozen["header"]["assessment"]["reference"] == "EFVP-2026-04"
    assert [use["code"] for use in frozen["header"]["assessment"]["uses"]] == ["broadcasting", "engaging"]
    assert document.review_due_on is not None
    assessment.refresh_from_db()
    version = assessment.effective
    assert (version.number, version.record_version, version.signed_by) == (1, document.effective_version, signer)
    assert (assessment.is_signed, version.is_from_outside) == (True, False)
    assert version.valid_until == date(2027, 6, 30)
    assert [one["en"] for one in version.conditions] == ["Condition en"]
    assert len(Reading(frozen).sections()) == len(document.outline.sections)
    for address in (document.get_absolute_url(), document.effective_version.get_absolute_url()):
        assert "EFVP-2026-04" in as_user(coordinator).get(address).content.decode()


@pytest.mark.obligation("G054")
@pytest.mark.parametrize(("kind", "long"), [("pia", "information_elements"), ("tra", "assets_list")])
def test_relying_on_another_assessment_asks_for_less_than_making_one(
    kind: str, long: str, department: Organization, coordinator: User
) -> None:
    document = actions.start_record(own(kind, department), by=coordinator)
    first = {"pia": "identification", "tra": "mandate"}[kind]

    def owed(what: str) -> set[str]:
        make.actions.save_section(document, first, {(f"{first}_type", ""): what}, by=coordinator)
        return {gap.field for gap in missing(Draft(document))}

    leveraged, made = owed("leveraged"), owed("own")

    assert long in made - leveraged
    assert {"leverage_assessment", "leverage_uses", "leverage_result"} <= leveraged - made
    assert len(leveraged) < len(made)


def test_a_record_shows_what_could_be_relied_on_and_begins_with_the_uses_of_the_register(
    department: Organization, coordinator: User, as_user: SignIn
) -> None:
    document = actions.start_record(own("tra", department), by=coordinator)

    page = as_user(coordinator).get(reverse("documents:section", args=[document.pk, "leverage"])).content.decode()

    assert "Government-wide tra of X" in page
    assert "Version 1, recorded from outside" in page
    assert [row.cells["use"] for row in document.rows.filter(table="scope_uses")] == ["broadcasting", "engaging"]


def test_who_keeps_the_assessment_starts_its_record_once_and_writes_it(
    department: Organization, author: User, privacy_advisor: User, stranger: User, head: User, as_user: SignIn
) -> None:
    assessment = own("pia", department)
    with pytest.raises(PermissionDenied):
        actions.start_record(assessment, by=author)

    document = actions.start_record(assessment, by=privacy_advisor)

    with pytest.raises(ValidationError, match="its record already"):
        actions.start_record(assessment, by=privacy_advisor)
    with pytest.raises(ValidationError, match="this kind and this platform"):
        actions.change_assessment(assessment, {"kind": "tra"}, by=privacy_advisor)
    section = reverse("documents:section", args=[document.pk, "screening"])
    assert "Enregistrer" in as_user(privacy_advisor).get(section.replace("/en/", "/fr/")).content.decode()
    assert as_user(stranger).get(document.get_absolute_url()).status_code == 404
    page = as_user(head).get(assessment.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in page
