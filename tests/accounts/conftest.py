"""The cast of the stories of accounts, and the approved plan with which nearly all of them begin."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from organizations.models import Organization, User
from tests.factories import accounts as make
from tests.factories import people
from tests.factories.accounts import Cast


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Let the head approve the plan once for the module, in a transaction that is undone at its end."""
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        parks = people.organization("parks", name_en="Parks Canada", name_fr="Parcs Canada")
        service = people.organization(
            "service", name_en="Service Canada", name_fr="Service Canada", is_central_entity=True
        )
        cast = Cast(
            parks,
            people.member("Alex Author", "author", parks),
            people.member("Camille Coordinator", "coordinator", parks),
            people.member("Hélène Head", "head", parks, language="fr"),
            people.member("Priya Privacy", "advisor", parks, area="privacy"),
            people.member("René Reviewer", "reviewer", service, language="fr"),
        )
        yield replace(cast, prepared=make.approved_plan(cast).pk)
        transaction.set_rollback(True)


def again(one: User) -> User:
    """Return the person as the next request would load them: what they may do is asked anew."""
    return User.objects.get(pk=one.pk)


@pytest.fixture
def department(db: None, story: Cast) -> Organization:
    return Organization.objects.get(pk=story.department.pk)


@pytest.fixture
def entity(db: None, story: Cast) -> Organization:
    return Organization.objects.get(is_central_entity=True)


@pytest.fixture
def author(db: None, story: Cast) -> User:
    return again(story.author)


@pytest.fixture
def coordinator(db: None, story: Cast) -> User:
    return again(story.coordinator)


@pytest.fixture
def head(db: None, story: Cast) -> User:
    return again(story.head)


@pytest.fixture
def privacy_advisor(db: None, story: Cast) -> User:
    return again(story.privacy_advisor)


@pytest.fixture
def reviewer(db: None, story: Cast) -> User:
    return again(story.reviewer)


@pytest.fixture
def cast(
    story: Cast,
    department: Organization,
    author: User,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    reviewer: User,
) -> Cast:
    return Cast(department, author, coordinator, head, privacy_advisor, reviewer, prepared=story.prepared)
