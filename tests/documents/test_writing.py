"""Is what people write kept, in both languages, whatever goes wrong?"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from approvals import rounds
from documents.choosing import as_field
from documents.completeness import progress
from documents.draft import Draft
from documents.models import Answer, Comment, Document, Row
from govsocial.core import ledger, looking
from govsocial.core.transitions import offered, perform
from organizations.models import Organization, User
from tests.factories import documents as make

SignIn = Callable[[User], Client]


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


def section_url(document: Document, key: str = "overview") -> str:
    return reverse("documents:section", args=[document.pk, key])


def typed(client: Client, url: str, **answers: Any) -> dict[str, Any]:
    """Return what the browser would send: the page's own values with `answers` typed over them."""
    page = client.get(url)
    sheet = page.context["sheet"]
    markers = [form.marker for table in sheet.tables for form in table.forms]
    values = {"revision": page.context["revision"], "page": ["answers", *markers]}
    for form in sheet.all_forms:
        values |= {form.add_prefix(name): form[name].value() for name in form.fields}
    return {**{name: value for name, value in values.items() if value not in (None, "")}, **answers}


def new_row(client: Client, url: str, table: str, **cells: Any) -> dict[str, Any]:
    """Return what is typed into the new row that the page offers in `table`: {input name: value}."""
    return {**new_row_from(client.get(url), table, **cells)}


def new_row_from(page: Any, table: str, **cells: Any) -> dict[str, Any]:
    """Return the same of a page that was loaded already."""
    part = next(part for part in page.context["tables"] if part.table.key == table)
    form = next(line.form for line in part.lines if line.row is None)
    return {form.add_prefix(name): value for name, value in cells.items()}


def chosen(conflict: Any) -> dict[str, Any]:
    """Return what the page of choices would send: everything but the choices themselves."""
    choices = conflict.context["choices"]
    mine = {f"mine-{one.name}": as_field(one.collision.mine) for one in choices.told}
    mine |= {f"merged-{one.name}": as_field(one.collision.merged) for one in choices.told}
    texts = {f"text-{one.name}": one.merged for one in choices.told if one.is_text}
    return {"revision": choices.revision, **dict(choices.carried), **mine, **texts}


@pytest.mark.obligation("G152")
def test_a_section_is_saved_in_both_languages(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), section_url(document)
    words = {"overview_presence__en": "Two accounts", "overview_presence__fr": "Deux comptes"}

    answer = client.post(url, typed(client, url, **words, then="stay"))

    assert answer.status_code == 302
    found = Answer.objects.filter(document=document, field="overview_presence")
    assert {a.lang: a.value for a in found} == {"en": "Two accounts", "fr": "Deux comptes"}


def test_a_stale_form_shows_both_texts_and_overwrites_nothing(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document)
    first = typed(client, url, overview_presence__en="Written in one tab")
    second = typed(client, url, overview_presence__en="Written in another tab")
    client.post(url, first)

    conflict = client.post(url, second)

    page = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Written in one tab" in page
    assert "Written in another tab" in page
    assert "you, in another window" in page
    assert Answer.objects.get(field="overview_presence", lang="en").value == "Written in one tab"
    assert client.post(url, {**chosen(conflict), "pick-overview_presence__en": "mine"}).status_code == 302
    assert Answer.objects.get(field="overview_presence", lang="en").value == "Written in another tab"


def test_two_people_in_different_sections_do_not_meet(document: Document, coordinator: User, as_user: SignIn) -> None:
    client = as_user(coordinator)
    one = typed(client, section_url(document), overview_presence__en="One")
    other = typed(client, section_url(document, "lessons"))
    field = next(f.key for f in document.outline.section("lessons").fields if f.is_bilingual)

    assert client.post(section_url(document), one).status_code == 302
    assert client.post(section_url(document, "lessons"), {**other, f"{field}__en": "Two"}).status_code == 302


def test_an_expired_session_keeps_the_text(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), section_url(document)
    form = typed(client, url, overview_presence__en="Half an hour of thinking")
    client.logout()

    sent_away = client.post(url, form)
    client.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(url)

    assert sent_away.status_code == 302
    assert "/sign-in/" in sent_away["Location"]
    assert "Half an hour of thinking" in page.content.decode()
    assert "Half an hour of thinking" not in client.get(url).content.decode()


def test_kept_text_is_shown_only_to_who_may_open_the_page(
    document: Document, coordinator: User, stranger: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document)
    form = typed(client, url, overview_presence__en="Not for strangers")
    client.logout()
    client.post(url, form)
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(url)

    assert answer.status_code == 404
    assert "Not for strangers" not in answer.content.decode()


def test_rows_are_added_moved_and_removed_without_losing_prose(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document, "value")
    for code in ("O1", "O2"):
        cells = {"code": code, "objective__en": f"Objective {code}", "objective__fr": f"Objectif {code}"}
        page = client.get(url)
        client.post(url, typed(client, url, **new_row_from(page, "value_objectives", **cells), then="stay"))
    first, second = Row.objects.of(document, "value_objectives")

    moved = typed(client, url, value_statement__en="Worth it", then=f"up:{second.uuid}")
    client.post(url, moved)
    codes = [row.cells["code"] for row in Row.objects.of(document, "value_objectives")]
    client.post(url, typed(client, url, then=f"remove:{first.uuid}"))

    assert codes == ["O2", "O1"]
    assert Answer.objects.get(field="value_statement", lang="en").value == "Worth it"
    assert [row.uuid for row in Row.objects.of(document, "value_objectives")] == [second.uuid]


def test_the_task_list_is_honest(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), section_url(document)
    before = progress(Draft(document))["overview"]
    client.post(url, typed(client, url, overview_presence__en="English only", is_done="on"))

    after = progress(Draft(document))["overview"]

    assert (before.status, before.answered) == ("empty", 0)
    assert after.status == "problem"
    assert after.missing_fr == before.missing_fr
    assert after.missing_en == before.missing_en - 1


def test_a_frozen_document_cannot_be_written(
    department: Organization, coordinator: User, head: User, as_user: SignIn
) -> None:
    document = make.approved_strategy(department, coordinator=coordinator, head=head).document
    client, url = as_user(coordinator), section_url(document)

    page = client.get(url)
    answer = client.post(url, {"overview_presence__en": "Too late", "revision": "1"})

    assert "form" not in page.context
    assert answer.status_code == 422
    assert "its text is frozen" in answer.content.decode()
    assert "Too late" in answer.content.decode()


def test_who_only_reads_gets_403_on_writing(document: Document, head: User, as_user: SignIn) -> None:
    client = as_user(head)

    assert client.get(section_url(document)).status_code == 200
    assert client.post(section_url(document), {"overview_presence__en": "No"}).status_code == 403


@pytest.mark.obligation("G033")
def test_an_invited_person_writes_this_one_document(
    document: Document, coordinator: User, author: User, as_user: SignIn
) -> None:
    assert as_user(author).post(section_url(document), {}).status_code == 403

    as_user(coordinator).post(reverse("documents:writers", args=[document.pk]), {"person": author.pk})

    client = as_user(author)
    assert client.post(section_url(document), typed(client, section_url(document))).status_code == 302


@pytest.mark.obligation("G008")
def test_a_comment_that_must_be_fixed_holds_the_document_until_it_is_answered(
    document: Document, coordinator: User, head: User, privacy_advisor: User, as_user: SignIn
) -> None:
    make.complete(document, coordinator)
    said = {"kind": "must_fix", "body": "Name the bank."}
    as_user(privacy_advisor).post(reverse("documents:comment", args=[document.pk, "value"]), said)
    home = as_user(coordinator).get(document.get_absolute_url())
    comment = Comment.objects.get()

    as_user(coordinator).post(reverse("documents:comment_answer", args=[comment.pk]), {"response": "Named."})

    assert "A comment that must be fixed is open" in home.content.decode()
    assert perform(Document.objects.get(pk=document.pk), "submit", by=coordinator).state == "final_approval"


def test_a_word_too_many_is_saved_and_told(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), section_url(document)
    limit = document.outline.field("overview_presence").max_words

    client.post(url, typed(client, url, overview_presence__en="word " * (limit + 1), then="stay"))

    assert Answer.objects.filter(field="overview_presence", lang="en").exists()
    assert f"has {limit + 1} words" in client.get(url).content.decode()


def test_a_date_that_is_none_is_shown_again_as_typed(
    department: Organization, coordinator: User, head: User, as_user: SignIn
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=coordinator)
    client, url = as_user(coordinator), f"{section_url(plan.document, 'e')}?add=e_treatments"
    row = new_row(client, url, "e_treatments", due_date="32 January", action__en="My remedy")

    answer = client.post(url, typed(client, url, **row, then="stay"))

    assert answer.status_code == 422
    assert "32 January" in answer.content.decode()
    assert "My remedy" in answer.content.decode()
    assert Row.objects.get(table="e_treatments").cells == {"action": {"en": "My remedy"}}


def test_versions_hash_what_they_hold_and_the_same_text_is_the_same_version(
    document: Document, coordinator: User, head: User
) -> None:
    make.complete(document, coordinator)
    sent = perform(Document.objects.get(pk=document.pk), "submit", by=coordinator)
    first = rounds.current(sent).version
    sent = perform(sent, "recall", by=coordinator, reason="One more look.")

    again = rounds.current(perform(sent, "submit", by=coordinator)).version

    assert again == first
    assert set(first.section_hashes) == {"header", *(s.key for s in document.outline.sections)}

    assert ledger.sha256(json.loads(first.content)) == first.sha256


@pytest.mark.parametrize("rows", [1, 8])
def test_a_plan_and_its_editor_ask_the_same_number_of_questions_whatever_the_rows(
    department: Organization,
    coordinator: User,
    head: User,
    as_user: SignIn,
    django_assert_num_queries: Any,
    rows: int,
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=coordinator)
    make.complete(plan.document, coordinator, e_risks=[{} for _ in range(rows)])
    client = as_user(coordinator)
    url = reverse("documents:section", args=[plan.pk, "e"])
    client.get(url)

    with django_assert_num_queries(QUERIES):
        client.get(url)
    with django_assert_num_queries(HOME):
        client.get(plan.document.get_absolute_url())


QUERIES, HOME = 20, 42


def test_what_a_page_has_seen_is_never_what_a_move_is_judged_on(
    document: Document, coordinator: User, head: User
) -> None:
    seen = Document.objects.get(pk=document.pk)
    looking.begin(seen)
    assert not any(offer.is_ready for offer in offered(seen, coordinator) if offer.step.verb == "submit")
    make.complete(document, coordinator)
    assert not any(offer.is_ready for offer in offered(seen, coordinator) if offer.step.verb == "submit")

    sent = perform(seen, "submit", by=coordinator)

    assert rounds.current(sent).version.content == ledger.canonical(Draft(document).content()).decode()


@pytest.mark.obligation("G028")
def test_an_approved_strategy_is_shared_as_an_example_and_its_draft_is_not(
    department: Organization, coordinator: User, head: User, stranger: User, as_user: SignIn
) -> None:
    document = make.approved_strategy(department, coordinator=coordinator, head=head).document
    version = document.effective_version
    assert as_user(stranger).get(version.get_absolute_url()).status_code == 404

    as_user(coordinator).post(reverse("approvals:share", args=[document.pk]))

    assert as_user(stranger).get(version.get_absolute_url()).status_code == 200
    assert as_user(stranger).get(document.get_absolute_url()).status_code == 404
    assert document.title_en in as_user(stranger).get(reverse("documents:examples")).content.decode()
