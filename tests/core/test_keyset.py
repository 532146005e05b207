"""Do pages of a list join without a gap or a double, both ways, and survive any address that somebody makes up?"""

import json
from base64 import urlsafe_b64encode

import pytest

from govsocial.core import keyset
from organizations.models import Organization, User
from tests.factories import people

ORDER = ("name_en", "pk")
NAMES = ["Alpha", "Same", "Same", "Same", "Same", "Same", "Zulu"]


@pytest.fixture
def organizations(db: None) -> list[int]:
    made = [people.organization(f"o{number}", name_en=name) for number, name in enumerate(NAMES)]
    return [one.pk for one in made]


def turn(after: str = "", before: str = "", order: tuple[str, ...] = ORDER, size: int = 2) -> keyset.Slice:
    return keyset.page(Organization.objects.all(), order=order, size=size, after=after, before=before)


def pks(page: keyset.Slice) -> list[int]:
    return [row.pk for row in page.rows]


@pytest.mark.parametrize("order", [ORDER, ("-name_en", "-pk"), ("name_en", "-pk")])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_pages_join_forward_and_backward_even_among_equals(
    organizations: list[int], order: tuple[str, ...], size: int
) -> None:
    whole = list(Organization.objects.order_by(*order).values_list("pk", flat=True))
    pages = [turn(order=order, size=size)]
    while pages[-1].older:
        pages.append(turn(after=pages[-1].older, order=order, size=size))
    back = [pages[-1]]
    while back[-1].newer:
        back.append(turn(before=back[-1].newer, order=order, size=size))

    assert [pk for page in pages for pk in pks(page)] == whole
    assert [pk for page in reversed(back) for pk in pks(page)][-len(whole) :] == whole
    assert (pages[0].newer, pages[-1].older) == ("", "")


def test_a_page_costs_one_query_however_deep(
    organizations: list[int], django_assert_num_queries: pytest.FixtureRequest
) -> None:
    deep = turn(after=turn(after=turn().older).older)

    with django_assert_num_queries(1):  # type: ignore[operator]
        turn(before=deep.newer)


def test_an_empty_list_has_one_empty_page(db: None) -> None:
    assert turn() == keyset.Slice([], "", "")


def test_a_row_that_left_meanwhile_does_not_break_the_page_after_it(organizations: list[int]) -> None:
    first = turn()
    Organization.objects.filter(pk=first.rows[-1].pk).delete()

    assert pks(turn(after=first.older)) == organizations[2:4]


def made_up(values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


MANGLED = {
    "not base64": "%%%",
    "not ASCII": "é",
    "one letter": "A",
    "bytes that are no text": urlsafe_b64encode(b"\xff\xfe\x00").decode(),
    "not a list": made_up({"a": 1}),
    "too short": made_up(["Same"]),
    "too long": made_up(["Same", 1, 2]),
    "a word for a number": made_up(["Same", "x"]),
    "nothing for a number": made_up(["Same", None]),
    "a list for a word": made_up([["Same"], 1]),
    "a NUL": made_up(["\0", 1]),
    "half a character": made_up(["\ud800", 1]),
    "infinity": made_up(["Same", float("inf")]),
    "a number that no column holds": made_up(["Same", 10**30]),
    "very deep": urlsafe_b64encode(b"[" * 3000).decode(),
}


@pytest.mark.parametrize("cursor", MANGLED.values(), ids=MANGLED)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_mangled_cursor_still_gives_a_page(organizations: list[int], cursor: str, way: str) -> None:
    page = turn(**{way: cursor})

    assert len(page.rows) <= 2


@pytest.mark.parametrize("cursor", MANGLED.values(), ids=MANGLED)
def test_the_notices_survive_a_mangled_address(auditor: User, as_user: object, cursor: str) -> None:
    answer = as_user(auditor).get("/en/notices/", {"after": cursor})  # type: ignore[operator]

    assert answer.status_code == 200


def test_a_cursor_for_another_list_gives_the_first_page(organizations: list[int]) -> None:
    dated = made_up(["2026-01-01T00:00:00+00:00", 3])

    assert len(turn(after=dated).rows) == 2
