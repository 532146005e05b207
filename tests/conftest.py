"""The people of every test: a department's own, the central entity's, and a stranger from elsewhere."""

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import pytest_django
from django.test import Client
from django.utils import translation

from govsocial.core import append_only
from govsocial.testing import template
from organizations.models import Organization, User
from tests import browser as chromium
from tests import databases
from tests.factories import people

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.journeys.stage import Stage

LONGEST_FIRST = ("browser", "slow", "pdf")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long, after the shuffle: two cores then end together.

    Tests without a database say the same beside either, so they are asked once.
    """
    if databases.IS_SECOND:
        config.hook.pytest_deselected(items=[item for item in items if not databases.asks_one(item)])
        items[:] = [item for item in items if databases.asks_one(item)]

    def weight(item: pytest.Item) -> int:
        marks = [place for place, name in enumerate(LONGEST_FIRST) if item.get_closest_marker(name)]
        return min(marks, default=len(LONGEST_FIRST))

    first = {}
    for item in items:
        first[item.path] = min(weight(item), first.get(item.path, len(LONGEST_FIRST)))
    items.sort(key=lambda item: first[item.path])


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Say that the database is there already where it is copied from the run's template; it goes with its folder."""
    return django_db_keepdb or template.is_there()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> None:
    """Copy the run's template before Django looks for this worker's database."""
    if template.is_there():
        with django_db_blocker.unblock():
            template.take()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start every test in English; a test of French says so."""
    with translation.override("en"):
        yield


@pytest.fixture
def department(db: None) -> Organization:
    return people.organization("parks", name_en="Parks Canada", name_fr="Parcs Canada")


@pytest.fixture
def entity(db: None) -> Organization:
    return people.organization("service", name_en="Service Canada", name_fr="Service Canada", is_central_entity=True)


@pytest.fixture
def author(department: Organization) -> User:
    return people.member("Alex Author", "author", department)


@pytest.fixture
def coordinator(department: Organization) -> User:
    return people.member("Camille Coordinator", "coordinator", department)


@pytest.fixture
def head(department: Organization) -> User:
    return people.member("Hélène Head", "head", department, language="fr")


@pytest.fixture
def privacy_advisor(department: Organization) -> User:
    return people.member("Priya Privacy", "advisor", department, area="privacy")


@pytest.fixture
def administrator(department: Organization) -> User:
    return people.member("Adil Administrator", "administrator", department)


@pytest.fixture
def auditor(department: Organization) -> User:
    return people.member("Odile Auditor", "auditor", department)


@pytest.fixture
def reviewer(entity: Organization) -> User:
    return people.member("René Reviewer", "reviewer", entity, language="fr")


@pytest.fixture
def stranger(db: None) -> User:
    """Return a coordinator of another department, who must see nothing of this one."""
    return people.member("Sam Stranger", "coordinator", people.organization("elsewhere"))


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """Return a function that gives a signed-in client for a person."""

    def sign_in(user: User) -> Client:
        client = Client()
        people.sign_in(client, user)
        return client

    return sign_in


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return one Chromium for every test of the session that is marked `browser`."""
    if chromium.program() is None:
        pytest.skip("no Chromium on this machine: `python3 scripts/system_packages.py browser`")
    # Playwright's loop runs in this very thread for as long as the browser lives, and Django refuses its database
    # beside a running loop unless it is told.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with chromium.chromium() as running:
        yield running
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def stage(browser: "Browser", live_server: Any) -> Iterator[Callable[..., "Stage"]]:
    """Return a function that opens a stage in a language, with or without JavaScript."""
    from tests.journeys.stage import Stage

    opened: list[Stage] = []

    def open_stage(language: str, *, has_script: bool = True) -> Stage:
        opened.append(Stage(browser, live_server.url, language, has_script=has_script))
        return opened[-1]

    yield open_stage
    for one in opened:
        one.close()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Take the append-only triggers off before the test database is emptied; emptying lays them again."""
    yield
    append_only.remove_triggers()
