"""Does only a move of the table change a state: known, allowed, from here, seen as it is, with its reason?"""

import pytest
from django.core.exceptions import PermissionDenied

from documents.models import Document
from govsocial.core import ledger
from govsocial.core.models import Event
from govsocial.core.transitions import Machine, TransitionError, machines, offered, perform
from organizations.models import Organization, User
from tests.factories import documents as make


@pytest.fixture
def draft(department: Organization, coordinator: User, head: User) -> Document:
    return make.complete(make.draft_strategy(department, coordinator).document, coordinator)


@pytest.fixture
def sent(draft: Document, coordinator: User) -> Document:
    return perform(draft, "submit", by=coordinator)


def refusal(document: Document, verb: str, by: User, **said: object) -> str:
    """Return the code of the refusal; nothing may have changed."""
    state, lines = document.state, Event.objects.count()
    with pytest.raises(TransitionError) as caught:
        perform(document, verb, by=by, **said)
    assert (Document.objects.get(pk=document.pk).state, Event.objects.count()) == (state, lines)
    return str(caught.value.error_list[0].code)


def test_an_unknown_verb_is_refused(draft: Document, coordinator: User) -> None:
    assert refusal(draft, "abracadabra", coordinator) == "unknown"


def test_a_move_that_starts_elsewhere_is_refused(draft: Document, head: User) -> None:
    assert refusal(draft, "approve", head) == "stale"


def test_what_was_seen_must_still_hold(sent: Document, head: User) -> None:
    assert refusal(sent, "approve", head, expected_revision=sent.revision - 1) == "stale"
    assert refusal(sent, "approve", head, expected_revision=sent.revision + 1) == "stale"

    assert make.approve(sent, by=head, expected_revision=sent.revision).state == "approved"


def test_a_move_counts_once_more_than_the_page_had_seen(draft: Document, coordinator: User) -> None:
    before = draft.revision

    assert perform(draft, "submit", by=coordinator).revision == before + 1


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_return_without_a_reason_is_refused(sent: Document, head: User, reason: str) -> None:
    assert refusal(sent, "return", head, reason=reason) == "reason_required"


def test_the_rule_is_asked_of_the_stored_object(sent: Document, author: User, stranger: User) -> None:
    for somebody in (author, stranger):
        with pytest.raises(PermissionDenied):
            make.approve(sent, by=somebody)


def test_a_stale_copy_cannot_be_moved_twice(sent: Document, head: User) -> None:
    copy = Document.objects.get(pk=sent.pk)
    make.approve(sent, by=head)

    assert copy.state == "final_approval"
    with pytest.raises(TransitionError):
        make.approve(copy, by=head)


def test_the_page_offers_what_the_server_accepts(sent: Document, head: User, coordinator: User, author: User) -> None:
    assert {offer.step.verb for offer in offered(sent, head) if offer.is_ready} >= {"approve", "return", "refuse"}
    assert "approve" not in {offer.step.verb for offer in offered(sent, coordinator)}
    assert offered(sent, author) == []


def test_every_move_leaves_one_line(sent: Document, head: User) -> None:
    perform(sent, "return", by=head, reason="  Say who answers at night.  ")
    line = Event.objects.select_related("personal").latest("seq")

    assert (line.verb, line.before, line.after) == ("document.return", "final_approval", "returned")
    assert (line.actor, line.personal.reason) == (head, "Say who answers at night.")
    assert list(ledger.faults()) == []


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.code)
def test_every_table_of_moves_is_closed(machine: Machine) -> None:
    for step in machine.transitions:
        assert step.sources <= set(machine.states), step.verb
        assert step.target in machine.states, step.verb
        assert step.reason in {"none", "optional", "required"}, step.verb
    assert machine.editable <= set(machine.states)


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.code)
def test_no_move_is_ambiguous(machine: Machine) -> None:
    """One verb from one state leads one way, unless the rows say themselves to which object they apply."""
    always = [(source, step.verb) for step in machine.transitions if step.starts_from for source in step.sources]
    doubled = {pair for pair in always if always.count(pair) > 1}
    excused = {
        (source, step.verb)
        for step in machine.transitions
        for source in step.sources
        if step.applies.__name__ != "_always"
    }

    assert doubled <= excused
