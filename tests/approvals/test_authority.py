"""Is every decision made on a live authority, by who proved who they are, and said so on the record?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone, translation

from approvals import rounds
from approvals.models import Decision
from documents.models import Document
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations import actions as roles
from organizations import delegations
from organizations.models import Delegation, Membership, Organization, User
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
LETTER = "Letter of 20 November 2026"


@pytest.fixture
def sent(department: Organization, coordinator: User, head: User) -> Document:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    return perform(document, "submit", by=coordinator)


@pytest.fixture
def deputy(department: Organization) -> User:
    return people.member("Dana Deputy", "advisor", department, area="legal")


def give(head: User, to: User, capacity: str = "acting", *, kinds: tuple[str, ...] = (), days: int = 5) -> Delegation:
    today = timezone.localdate()
    return delegations.designate(
        organization=head.memberships.get().organization,
        delegate=to,
        capacity=capacity,
        kinds=list(kinds),
        instrument=LETTER,
        valid_from=today,
        valid_to=today + timedelta(days=days),
        by=head,
    )


def move_days(delegation: Delegation, **days: int) -> None:
    today = timezone.localdate()
    moved = {name: today + timedelta(days=count) for name, count in days.items()}
    Delegation.objects.filter(pk=delegation.pk).update(**moved)


@pytest.mark.obligation("G012")
@pytest.mark.parametrize("capacity", ["acting", "designate"])
def test_a_decision_says_who_made_it_for_whom_and_under_which_letter(
    sent: Document, head: User, deputy: User, capacity: str
) -> None:
    delegation = give(head, deputy, capacity)

    make.approve(sent, by=people.again(deputy))

    decision = Decision.objects.get()
    assert (decision.capacity, decision.on_behalf_of) == (capacity, head.name)
    assert (decision.delegation, decision.instrument) == (delegation, LETTER)
    line = Event.objects.select_related("personal").get(verb="document.approve")
    assert line.personal.on_behalf_of == head.name
    assert (line.details["capacity"], line.details["delegation"]) == (capacity, delegation.pk)
