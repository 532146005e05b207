"""Is a register written, started from the library, owed its treatments, copied when in force, and reported on after?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import actions, carrying, spreadsheet
from documents.completeness import missing
from documents.draft import Draft
from documents.models import Document, Row
from documents.reading import Reading
from govsocial.core.declare import work_sources
from organizations.models import Organization, User
from plans.models import Plan
from risk import register, register_declared
from risk.actions import treating
from risk.models import RegisteredRisk, RegisteredTreatment
from strategy.models import Strategy
from tests.factories import documents as make

SignIn = Callable[[User], Client]


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)


@pytest.fixture
def draft(strategy: Strategy, author: User) -> Document:
    return make.draft_plan(strategy, make.platform(), by=author).document


@pytest.fixture
def approved(strategy: Strategy, author: User, coordinator: User, head: User, privacy_advisor: User) -> Plan:
    overdue = (timezone.localdate() - timedelta(days=3)).isoformat()
    people = {"author": author, "coordinator": coordinator, "head": head, "privacy_advisor": privacy_advisor}
    treatments = [{"due_date": overdue, "status": "planned"}]
    return make.approved_plan(strategy, make.platform(), **people, e_treatments=treatments)


def owed(document: Document) -> list[str]:
    return [gap.message for gap in missing(Draft(document)) if gap.section == "e"]


@pytest.mark.obligation("G049")
def test_a_risk_to_be_mitigated_owes_a_treatment_with_its_owner_and_date(draft: Document, author: User) -> None:
    [risk] = actions.add_rows(draft, "e_risks", [{"treatment": "mitigate"}], by=author)
    assert "Risk 1: “How will the risks be treated?” has no row for it yet." in owed(draft)

    [row] = actions.add_rows(draft, "e_treatments", [{"risks": [str(risk.uuid)]}], by=author)

    said = owed(draft)
    assert not any("has no row for it" in one for one in said)
    assert "Treatment 1: “Responsible (position)” is not answered in English." in said
    assert "Treatment 1: “Due by” is not answered." in said
    actions.remove_row(risk, by=author)
    assert "Treatment 1: “Which risks does it treat?” is not answered." in owed(draft)
    assert Draft(draft).content()["sections"][4]["tables"]["e_treatments"][0]["cells"]["risks"] == []
    actions.remove_row(row, by=author)


@pytest.mark.obligation("G051")
def test_the_library_starts_a_register_in_six_groups_without_rating_anything(
    draft: Document, author: User, coordinator: User, stranger: User, as_user: SignIn
) -> None:
    url = reverse("documents:library", args=[draft.pk, "e_risks"])
    assert as_user(stranger).get(url).status_code == 404
    client = as_user(author)
    page = client.get(url).content.decode()
    assert all(str(group.name) in page for group in draft.framework.items("risk_groups"))
    assert client.post(url, {}).status_code == 422

    client.post(url, {"security": ["phishing", "shared_password"], "third_party": ["outage"]})

    found = register.of_draft(draft)[0]
    assert [risk.cells["threat"] for risk in found.risks] == ["phishing", "shared_password", "outage"]
    assert all(risk.statement and risk.treatments and risk.cells["affected"] for risk in found.risks)
    assert all(level is None for risk in found.risks for level in risk.levels.values())
    assert not any(one.due_on or one.owner["en"] for one in found.treatments)
    assert {one.code for one in draft.framework.risk_library} <= {
        item.code for item in draft.framework.items("account_threats")
    }
    assert "In the register already" in client.get(url).content.decode()


def test_treatments_point_at_risks_in_forms_in_spreadsheets_in_copies_and_in_words(
    approved: Plan, strategy: Strategy, author: User, as_user: SignIn
) -> None:
    document = approved.document
    frozen = Reading(document.effective_version.content)
    risk = register.of_reading(frozen)[0].risks[0]
    table = next(part for part in frozen.section("e").parts if part.key == "e_treatments")
    assert table.rows[0].cells[0].text.startswith("Risk 1: ")

    other = make.draft_plan(strategy, approved.platform, by=author, pair=(("en", "@Other", "Other"),)).document
    carrying.carry(other, document.effective_version, by=author)
    copied = register.of_draft(other)[0]
    assert copied.risks[0].uuid != risk.uuid
    assert copied.treatments[0].risks == (copied.risks[0].uuid,)

    page = as_user(author).get(f"{reverse('documents:section', args=[other.pk, 'e'])}?add=e_treatments")
    assert f'value="{copied.risks[0].uuid}"' in page.content.decode()
    url = reverse("documents:paste", args=[other.pk, "e_treatments"])
    pasted = "Which risks does it treat?\tWhat will be done? (English)\nR1\tPhone the minister\n"
    as_user(author).post(url, {"pasted": pasted})
    assert Row.objects.of(other, "e_treatments").last().cells["risks"] == [copied.risks[0].uuid]
    targets = spreadsheet.targets(other.outline.field("e_risks"))
    assert not any(target.column.is_computed for target in targets)


def test_a_version_in_force_registers_its_risks_once(approved: Plan) -> None:
    version = approved.document.effective_version

    [risk] = RegisteredRisk.objects.in_force()
    [row] = RegisteredTreatment.objects.in_force()

    assert (risk.version, risk.current, risk.residual, risk.scale) == (version, "low", "low", "gc-5x5/1")
    assert risk.statement_fr
    assert not risk.is_above_tolerance
    assert row.risks == [str(risk.row)]
    assert row.is_open
    frozen = Reading(version.content).content["sections"][4]["tables"]["e_risks"][0]["cells"]
    assert frozen["residual_level"] == "low"


def told(source: Any, user: User) -> list[str]:
    return [str(one.title) for one in source(User.objects.get(pk=user.pk))]


def test_an_overdue_treatment_is_a_duty_until_it_is_reported_done_beside_the_version(
    approved: Plan, author: User, coordinator: User, head: User, stranger: User, as_user: SignIn
) -> None:
    source, document = register_declared.treatments_to_finish, approved.document
    assert source in work_sources
    sha, row = document.effective_version.sha256, RegisteredTreatment.objects.get()
    assert told(source, coordinator) == told(source, author) == ["Finish a treatment of “Parks Canada on X”"]
    assert told(source, head) == told(source, stranger) == []
    url = reverse("risk:treatment", args=[row.pk])
    assert (as_user(stranger).get(url).status_code, as_user(head).get(url).status_code) == (404, 403)
    with pytest.raises(PermissionDenied):
        treating.report(document, row=row.row, status="done", evidence="Yes.", by=head)
    with pytest.raises(ValidationError, match="where it can be seen"):
        treating.report(document, row=row.row, status="done", evidence=" ", by=author)

    as_user(author).post(url, {"status": "under_way", "evidence": "Half of it."})
    assert told(source, coordinator)
    as_user(author).post(url, {"status": "done", "evidence": "Keys handed out, list of 3 March."})

    assert told(source, coordinator) == []
    document.refresh_from_db()
    assert (document.state, document.effective_version.sha256) == ("approved", sha)
    page = as_user(coordinator).get(reverse("risk:register", args=[document.pk])).content.decode()
    assert "Keys handed out" in page
    with pytest.raises(ValidationError):
        document.treatment_progress.first().delete()


def test_the_register_switches_its_rating_and_a_stranger_sees_none(
    approved: Plan, coordinator: User, stranger: User, as_user: SignIn
) -> None:
    url = reverse("risk:register", args=[approved.pk])
    assert as_user(stranger).get(url).status_code == 404

    for rating, caption in (
        ("inherent", "Before any control"),
        ("current", "As things stand"),
        ("x", "After treatment"),
    ):
        page = as_user(coordinator).get(url, {"rating": rating}).content.decode()
        assert f"<caption>{caption}</caption>" in page
