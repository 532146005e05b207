"""Is what a page offers exactly what the server accepts? Every role, state and verb of both machines of this room."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from documents.models import Document
from govsocial.core.transitions import Stateful, TransitionError, machine, offered, perform
from organizations.models import User
from tests.factories import accounts as make
from tests.factories import people
from tests.factories.accounts import Cast

REASON = "Because it is so."


class RollBack(Exception):
    """Undo what a trial did."""


def accepts(obj: Stateful, verb: str, person: User) -> bool:
    """Say whether the server lets `person` do `verb`, and leave no trace."""
    try:
        with transaction.atomic():
            perform(obj, verb, by=person, reason=REASON)
            raise RollBack
    except RollBack:
        return True
    except (PermissionDenied, TransitionError):
        return False


def put(obj: Stateful, state: str) -> Stateful:
    """Return the object as if it were in `state`."""
    type(obj).objects.filter(pk=obj.pk).update(state=state)
    return type(obj).objects.get(pk=obj.pk)


def differences(obj: Stateful, cast_of_all: dict[str, User]) -> list[tuple[Any, ...]]:
    """Return every (state, role, verb) in which a page and the server disagree."""
    found = []
    verbs = dict.fromkeys(row.verb for row in obj.machine.transitions)
    for state in obj.machine.states:
        obj = put(obj, state)
        for role, person in cast_of_all.items():
            shown = {offer.step.verb for offer in offered(obj, person) if offer.is_ready}
            done = {verb for verb in verbs if accepts(obj, verb, person)}
            if shown != done:
                found.append((state, role, shown ^ done))
    return found


@pytest.fixture
def everyone(cast: Cast, administrator: User, auditor: User, stranger: User, entity: Any) -> dict[str, User]:
    return {
        "author": cast.author,
        "coordinator": cast.coordinator,
        "head": cast.head,
        "advisor": cast.privacy_advisor,
        "administrator": administrator,
        "auditor": auditor,
        "reviewer": cast.reviewer,
        "entity auditor": people.member("Eva Entity", "auditor", entity),
        "stranger": stranger,
    }


def test_a_submission_offers_what_the_server_accepts(cast: Cast, everyone: dict[str, User]) -> None:
    document = make.reviewed_submission(cast).document

    assert document.machine is machine("submission")
    assert differences(document, everyone) == []


def test_an_account_offers_what_the_server_accepts(cast: Cast, everyone: dict[str, User]) -> None:
    account = make.configured(make.accepted_submission(cast).accounts.first(), cast.reviewer)
    make.tick_all(account, "disposition", cast.reviewer)
    make.configuration.write_closing_note(account, by=cast.reviewer, **make.PUBLIC_NOTE)

    assert account.machine is machine("account")
    assert differences(account, everyone) == []


@pytest.mark.obligation("G015", "G080", "G087")
def test_each_move_is_its_own_peoples(cast: Cast, everyone: dict[str, User]) -> None:
    document = make.reviewed_submission(cast).document

    may = {
        (state, offer.step.verb): role
        for state in document.machine.states
        for role, person in everyone.items()
        for offer in offered(put(document, state), person)
    }

    assert set(may.values()) == {"coordinator", "reviewer"}
    assert {verb for (_state, verb), role in may.items() if role == "reviewer"} == {
        "take",
        "accept",
        "ask",
        "decline",
        "complete",
    }
    assert Document.objects.filter(pk=document.pk).exists()
