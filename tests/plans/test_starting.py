"""A document begun from another: what travels, what stays behind, and that nothing copied is sent unread (§4.1–4.2)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from documents import actions, carrying, travelling
from documents.draft import Draft
from documents.models import Answer, Document, Row
from documents.travelling import Target
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from plans.models import Plan
from strategy.models import Strategy
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
BANFF = (("en", "Banff National Park", "BanffNP"), ("fr", "Parc national Banff", "pnBanff"))
HEAD = {
    "title_en": "Banff on X",
    "title_fr": "Banff sur X",
    "prepared_by": "Alex Author",
    "name_en": "Banff",
    "handle_en": "BanffNP",
}


@pytest.fixture
def strategy(department: Organization, coordinator: User, head: User) -> Strategy:
    return make.approved_strategy(department, coordinator=coordinator, head=head)


@pytest.fixture
def sibling(strategy: Strategy, author: User, coordinator: User, head: User, privacy_advisor: User) -> Plan:
    """Return the approved plan of another account of the same department."""
    cast = {"author": author, "coordinator": coordinator, "head": head, "privacy_advisor": privacy_advisor}
    return make.approved_plan(strategy, make.platform(), **cast)


@pytest.fixture
def draft(strategy: Strategy, sibling: Plan, author: User) -> Document:
    return make.draft_plan(strategy, sibling.platform, by=author, pair=BANFF).document


def said(document: Document, field: str) -> dict[str, object]:
    return Draft(document).answers.get(field, {})


@pytest.mark.obligation("G030")
def test_what_fits_is_copied_and_what_belongs_to_the_other_account_stays_behind(
    sibling: Plan, draft: Document, author: User
) -> None:
    version = sibling.document.effective_version

    found = carrying.carry(draft, version, by=author)

    assert said(draft, "a_drivers") == said(sibling.document, "a_drivers")
    assert said(draft, "g_moderation") == said(sibling.document, "g_moderation")
    for field in ("f_applies", "f_rationale", "f_own_pia", "b_terms", "j_short_term", "i_advisor_consulted"):
        assert said(draft, field) == {}
    assert not Row.objects.of(draft, "g_access").exists()
    rows = list(Row.objects.of(draft, "e_risks"))
    assert [row.cells["statement"] for row in rows] == [
        row.cells["statement"] for row in Row.objects.of(sibling.document, "e_risks")
    ]
    assert not any("due_date" in row.cells for row in rows)
    theirs = set(sibling.document.rows.values_list("uuid", flat=True))
    assert not theirs & set(draft.rows.values_list("uuid", flat=True))
    roles = Row.objects.of(draft, "d_roles")
    assert (roles.count(), roles.filter(cells__has_key="area").count()) == (6, 6)
    reasons = {one.label: one.reason for one in found.skipped}
    assert reasons["Do the government-wide PIA and TRA apply to this account?"] == travelling.NEVER
    assert {row.cells["strategy_objective"] for row in Row.objects.of(draft, "a_objectives")} == {"O1"}


def test_the_ledger_names_the_bytes_and_who_copied_counts_as_a_writer(
    sibling: Plan, draft: Document, coordinator: User
) -> None:
    version = sibling.document.effective_version

    carrying.carry(draft, version, by=coordinator, sections=["h"])

    line = Event.objects.get(verb="document.carried")
    assert (line.version_sha, line.details["from"], line.details["sections"]) == (version.sha256, sibling.pk, ["h"])
    assert draft.contributions.filter(user=coordinator, section="h").exists()
    assert coordinator.pk in actions.freeze(draft, by=coordinator).contributors
    assert said(draft, "a_drivers") == {}


@pytest.mark.obligation("G028")
def test_another_departments_example_brings_no_objectives_and_nothing_of_its_own(
    sibling: Plan, stranger: User, author: User, coordinator: User
) -> None:
    elsewhere = stranger.memberships.get().organization
    version = sibling.document.effective_version
    target = Target("plan", elsewhere)
    Document.objects.filter(pk=sibling.pk).update(is_example=True)

    found = travelling.outlook(target, version)

    carried = {places.split("|")[0] for load in found.loads for places in load.values}
    assert "g_moderation" in carried
    assert not {"a_mandate", "f_authority", "a_drivers"} & carried
    assert not any(spot.endswith(".strategy_objective") for spot in carried)
    stays = {one.label for one in found.skipped if one.reason == travelling.WITHIN}
    assert "What are the objectives of this account? – Strategy objective it serves" in stays


def test_a_text_that_one_may_not_read_is_not_copied(
    sibling: Plan, draft: Document, author: User, stranger: User
) -> None:
    with pytest.raises(PermissionDenied):
        carrying.carry(draft, sibling.document.effective_version, by=stranger)

    elsewhere = stranger.memberships.get().organization
    other = make.approved_strategy(elsewhere, coordinator=stranger, head=people.member("Hal", "head", elsewhere))
    with pytest.raises(PermissionDenied):
        carrying.carry(draft, other.document.effective_version, by=author)


def test_an_answer_that_is_there_is_never_overwritten(sibling: Plan, draft: Document, author: User) -> None:
    actions.save_section(draft, "a", {("a_drivers", "en"): "Our own words."}, by=author)
    actions.add_row(draft, "e_risks", {"statement": {"en": "Our own risk."}}, by=author)

    found = carrying.carry(draft, sibling.document.effective_version, by=author)

    assert said(draft, "a_drivers") == {"en": "Our own words."}
    assert Row.objects.of(draft, "e_risks").count() == 1
    assert [one.label for one in found.skipped if one.reason == travelling.FILLED] == [
        "What are the key business drivers of this account?",
        "What risks were identified?",
    ]
    again = sibling.document.effective_version
    with pytest.raises(ValidationError, match="Nothing there"):
        carrying.carry(draft, again, by=author)


def test_nothing_copied_is_sent_before_somebody_reviewed_or_changed_it(
    sibling: Plan, draft: Document, author: User
) -> None:
    carrying.carry(draft, sibling.document.effective_version, by=author, sections=["h"])
    marks = carrying.unreviewed(Draft(draft))
    measure = Row.objects.of(draft, "h_measures").get()
    assert set(marks) == {"h_success", "h_reporting", str(measure.uuid)}

    with pytest.raises(TransitionError) as refused:
        perform(draft, "consult", by=author)
    assert (
        "“How will success be defined?” was carried over from “Parks Canada on X” (Parks Canada), version 1 "
        "and has not been reviewed."
    ) in refused.value.messages

    actions.save_section(draft, "h", {("h_success", lang): "New words." for lang in ("en", "fr")}, by=author)
    actions.save_row(measure, {"target": "95 %"}, by=author)
    assert set(carrying.unreviewed(Draft(draft))) == {"h_reporting"}

    assert carrying.review(draft, "h", by=author, spot="h_reporting") == 2
    assert carrying.unreviewed(Draft(draft)) == {}
    assert list(carrying.problems(draft)) == []


def test_the_marks_take_three_queries_however_many(
    sibling: Plan, draft: Document, author: User, django_assert_num_queries: Callable
) -> None:
    carrying.carry(draft, sibling.document.effective_version, by=author)

    with django_assert_num_queries(3):
        assert len(carrying.unreviewed(Draft(draft))) > 20


def test_the_start_page_searches_and_previews_without_losing_what_was_typed(
    strategy: Strategy, sibling: Plan, stranger: User, author: User, as_user: SignIn
) -> None:
    address, client = reverse("plans:start", args=["parks"]), as_user(author)
    version = sibling.document.effective_version
    typed = {**HEAD, "platform": str(sibling.platform.pk), "source": "", "source_searched": ""}

    found = client.post(address, {**typed, "source_words": "no such words"}).content.decode()
    assert "No approved text has these words" in found
    assert 'value="Banff on X"' in found
    found = client.post(address, {**typed, "source_words": "parks", "then": "search"}).content.decode()
    assert f'id="source-{version.pk}"' in found

    looked = {**typed, "source": str(version.pk), "source_words": "parks", "source_searched": "parks"}
    page = client.post(address, {**looked, "then": "preview"}).content.decode()
    assert "What would be copied from “Parks Canada on X”" in page
    assert "belongs to the other document alone" in page
    assert Plan.objects.count() == 1

    assert client.post(address, looked).status_code == 302
    begun = Plan.objects.latest("pk").document
    assert said(begun, "g_moderation") == said(sibling.document, "g_moderation")
    assert len(carrying.unreviewed(Draft(begun))) > 20


def test_a_text_that_is_not_shared_any_more_cannot_be_chosen(
    strategy: Strategy, sibling: Plan, stranger: User, as_user: SignIn, author: User
) -> None:
    hidden = sibling.document.effective_version
    Document.objects.filter(pk=sibling.pk).update(organization=stranger.memberships.get().organization)
    typed = {**HEAD, "platform": str(sibling.platform.pk), "source": str(hidden.pk)}

    page = as_user(author).post(reverse("plans:start", args=["parks"]), typed)

    assert page.status_code == 422
    assert "not shared any more" in page.content.decode()
    assert Plan.objects.count() == 1


@pytest.mark.obligation("G027")
def test_a_new_years_strategy_wants_last_years_lessons_and_criteria_looked_at(
    strategy: Strategy, coordinator: User
) -> None:
    document = perform(strategy.document, "revise", by=coordinator, reason="Yearly review.")

    waits = {one.field.key: one.words for one in carrying.waiting(Draft(document))}
    assert set(waits) == {"overview_presence", "success_criteria", "lessons_process", "lessons_learned"}
    assert "was carried over from version 1" in waits["lessons_process"]
    with pytest.raises(TransitionError, match="has not been reviewed"):
        perform(document, "submit", by=coordinator)

    for section in ("overview", "success", "lessons"):
        carrying.review(document, section, by=coordinator)
    assert perform(document, "submit", by=coordinator).state == "final_approval"


def test_an_abandoned_review_leaves_no_marks(strategy: Strategy, coordinator: User) -> None:
    document = perform(strategy.document, "revise", by=coordinator, reason="Yearly review.")

    perform(document, "abandon", by=coordinator, reason="Not this year.")

    assert not Answer.objects.filter(document=document, carried_from__isnull=False).exists()
    assert not Row.objects.filter(document=document, carried_from__isnull=False).exists()
