"""Does what people type survive other tabs, other people and broken requests?"""

from typing import Any

import pytest

from documents import actions
from documents.draft import Draft
from documents.models import Answer, Document, Row
from documents.places import cell_name, row_prefix
from organizations.models import Organization, User
from tests.documents.test_writing import SignIn, chosen, section_url, typed
from tests.factories import documents as make


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


def objective(document: Document, by: User, *, english: str = "Reach visitors") -> Row:
    return actions.add_row(document, "value_objectives", {"code": "O1", "objective": {"en": english}}, by=by)


def test_a_row_added_in_another_tab_survives_an_older_page(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document, "value")
    older = typed(client, url)
    row = objective(document, coordinator)

    answer = client.post(url, {**older, "then": "stay"})

    row.refresh_from_db()
    assert answer.status_code == 302
    assert row.cells == {"code": "O1", "objective": {"en": "Reach visitors"}}


def box(row: Row, column: str) -> str:
    return cell_name(row.table, row.uuid, *column.split("__"))


def test_words_typed_into_a_row_that_somebody_removed_are_kept(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document, "value")
    row = objective(document, coordinator)
    form = typed(client, url, **{box(row, "objective__en"): "Half an hour of thinking", "then": "stay"})
    actions.remove_row(row, by=coordinator)

    conflict = client.post(url, form)

    assert conflict.status_code == 409
    assert "Half an hour of thinking" in conflict.content.decode()
    assert not Row.objects.filter(document=document).exists()
    back = {**chosen(conflict), f"pick-{row_prefix(row.table, row.uuid)}": "mine"}
    assert client.post(url, back).status_code == 302
    returned = Row.objects.get(document=document)
    assert returned.uuid == row.uuid
    assert returned.cells == {"code": "O1", "objective": {"en": "Half an hour of thinking"}}


def test_what_is_saved_while_a_page_is_being_made_is_newer_than_the_page_says(
    document: Document, coordinator: User, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, url = as_user(coordinator), section_url(document)
    read = Draft.content

    def read_then_saved_by_others(draft: Draft) -> Any:
        found = read(draft)
        actions.write(document, "overview", {"overview_presence|en": "Theirs"}, by=coordinator, seen=None)
        return found

    monkeypatch.setattr(Draft, "content", read_then_saved_by_others)
    page = typed(client, url, overview_presence__en="Mine", then="stay")
    monkeypatch.undo()

    assert client.post(url, page).status_code == 409
    assert document.answers.get(field="overview_presence").value == "Theirs"


def test_a_cell_sent_under_the_name_of_another_table_is_told_and_not_saved(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    row = objective(document, coordinator)
    other = next(table.key for table in document.outline.tables if table.key != row.table)
    wanted = {f"{row.uuid}.criterion|en": "Astray"}

    written = actions.write(document, "value", wanted, by=coordinator, seen=9, tables={row.uuid: other})

    assert [one.mine for one in written.collisions] == ["Astray"]
    assert Row.objects.get(uuid=row.uuid).cells == row.cells


def test_a_second_press_of_remove_is_no_conflict(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), section_url(document, "value")
    row = objective(document, coordinator)
    form = {**typed(client, url), "then": f"remove:{row.uuid}"}

    assert [client.post(url, form).status_code for _press in range(2)] == [302, 302]


def test_a_conflict_shows_what_others_wrote_in_a_small_table(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document, "value")
    row = objective(document, coordinator)
    form = typed(client, url, **{box(row, "objective__en"): "Mine", "then": "stay"})
    actions.save_row(row, {"objective": {"en": "Theirs"}}, by=coordinator)

    conflict = client.post(url, form)

    assert conflict.status_code == 409
    assert [(one.base, one.theirs, one.mine) for one in conflict.context["choices"].told] == [
        ("Reach visitors", "Theirs", "Mine")
    ]


@pytest.mark.parametrize(
    "picked", [{}, {"pick-overview_presence__en": "theirs", "text-overview_presence__en": "Mended"}]
)
def test_what_is_not_chosen_and_a_proposal_that_was_edited_in_vain_are_asked_again(
    document: Document, coordinator: User, as_user: SignIn, picked: dict[str, str]
) -> None:
    client, url = as_user(coordinator), section_url(document)
    first, second = (typed(client, url, overview_presence__en=text) for text in ("Mine", "Theirs"))
    client.post(url, first)
    conflict = client.post(url, second)

    again = client.post(url, {**chosen(conflict), **picked})

    assert again.status_code == 409
    assert again.context["choices"].told[0].mine == picked.get("text-overview_presence__en", "Theirs")
    assert document.answers.get(field="overview_presence").value == "Mine"


def test_a_request_that_says_nothing_erases_nothing(document: Document, coordinator: User, as_user: SignIn) -> None:
    client, url = as_user(coordinator), section_url(document)
    client.post(url, typed(client, url, overview_presence__en="Two accounts", is_done="on", then="stay"))
    row = objective(document, coordinator)
    blank = {"page": ["answers", f"{row.table}-{row.uuid.hex}"], box(row, "objective__en"): ""}

    client.post(url, {})
    unseen = client.post(section_url(document, "value"), blank)

    row.refresh_from_db()
    assert Answer.objects.get(field="overview_presence").value == "Two accounts"
    assert document.draft_sections.get(key="overview").completed_at is not None
    assert unseen.status_code == 409
    assert row.cells["objective"] == {"en": "Reach visitors"}


@pytest.mark.parametrize("then", ["up:²", "remove:x", "row:", "row:x", "add:../x", "add:unknown", "close:x"])
def test_a_mangled_button_saves_and_stays(document: Document, coordinator: User, as_user: SignIn, then: str) -> None:
    client, url = as_user(coordinator), section_url(document)

    answer = client.post(url, typed(client, url, overview_presence__en="Kept", then=then))

    assert (answer.status_code, answer["Location"]) == (302, url)
    assert Answer.objects.get(field="overview_presence").value == "Kept"


def test_a_text_beyond_the_limit_is_refused_whole_never_cut(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document)
    long = "mot 🙂 " * 7_200

    answer = client.post(url, typed(client, url, overview_presence__fr=long))

    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert "maxlength" not in client.get(url).content.decode()


def test_a_long_section_filled_far_beyond_its_limits_comes_back(
    document: Document, coordinator: User, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), section_url(document, "governance")
    form = typed(client, url)
    boxes = [name for name in client.get(url).context["form"].fields if name.endswith(("__en", "__fr"))]

    answer = client.post(url, {**form, **dict.fromkeys(boxes, "é🙂" * 150_000)})

    assert len(boxes) * 900_000 > 2_621_440
    assert answer.status_code == 422
