"""A person's notices: their own, newest first, marked as read by a button."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from govsocial.core import declare
from organizations.models import User
from reminders.declared import unread_notices
from reminders.models import Notification

pytestmark = pytest.mark.django_db


def notice(recipient: User, number: int = 1, **fields: Any) -> Notification:
    params = {
        "document": {"en": f"Strategy {number}", "fr": f"Stratégie {number}"},
        "organization": {"en": "O", "fr": "O"},
    }
    return Notification.objects.create(
        recipient=recipient,
        key=f"test:{number}",
        cycle="r1",
        code="submission.decline",
        params=params,
        url_name="reminders:notices",
        **fields,
    )


def test_unread_notices_say_so_in_words(coordinator: User, as_user: Callable[[User], Client]) -> None:
    notice(coordinator)

    page = as_user(coordinator).get("/en/notices/").content.decode()

    assert "Declined: Strategy 1" in page
    assert "Unread" in page


def test_marking_as_read_is_a_post(coordinator: User, as_user: Callable[[User], Client]) -> None:
    one = notice(coordinator)
    client = as_user(coordinator)

    assert client.get(f"/en/notices/{one.pk}/read/").status_code == 405
    assert client.post(f"/en/notices/{one.pk}/read/").headers["Location"] == "/en/notices/"

    one.refresh_from_db()
    assert one.is_read


def test_all_are_marked_as_read_but_only_ones_own(
    coordinator: User, head: User, as_user: Callable[[User], Client]
) -> None:
    for number in range(3):
        notice(coordinator, number)
    other = notice(head)

    as_user(coordinator).post("/en/notices/read/")

    assert not Notification.objects.visible_to(coordinator).unread().exists()
    other.refresh_from_db()
    assert not other.is_read


def test_another_persons_notice_is_not_there(coordinator: User, head: User, as_user: Callable[[User], Client]) -> None:
    one = notice(head)

    assert as_user(coordinator).post(f"/en/notices/{one.pk}/read/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_takes_the_same_queries_for_any_number(
    coordinator: User, as_user: Callable[[User], Client], django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        notice(coordinator, number)
    client = as_user(coordinator)

    with django_assert_max_num_queries(10):
        client.get("/en/notices/")


def test_letters_are_for_administrators(
    coordinator: User, administrator: User, as_user: Callable[[User], Client]
) -> None:
    assert as_user(coordinator).get("/en/notices/mail/").status_code == 403
    assert as_user(administrator).get("/en/notices/mail/").status_code == 200


def test_unread_notices_are_what_changed_on_the_home_page(coordinator: User, django_assert_num_queries: Any) -> None:
    for number in range(12):
        notice(coordinator, number)

    with django_assert_num_queries(1):
        items = list(unread_notices(coordinator))

    assert unread_notices in declare.work_sources
    assert [str(item.title) for item in items[:2]] == ["Declined: Strategy 11", "Declined: Strategy 10"]
    assert len(items) == 11
    assert {item.kind for item in items} == {"changed"}
