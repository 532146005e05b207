"""Do rules say yes and no as they read, and does an exceptional grant reach exactly one person and one object?"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from documents.models import Document
from documents.rules import COMMENT, READ, READ_SENT, WRITE
from govsocial.core import access
from govsocial.core.access import PUBLIC, SIGNED_IN, SYSTEM, Rule, both, either, none_of
from organizations.models import Organization, User
from reminders.listening import writers
from tests.factories import documents as make


def yes(_user: object, _obj: object) -> bool:
    return True


def no(_user: object, _obj: object) -> bool:
    return False


@pytest.mark.parametrize(
    ("predicate", "holds"),
    [
        (both(yes, yes), True),
        (both(yes, no), False),
        (either(no, yes), True),
        (either(no, no), False),
        (none_of(no, no), True),
        (none_of(no, yes), False),
        (both(), True),
        (either(), False),
    ],
)
def test_predicates_compose(predicate: access.Predicate, holds: bool) -> None:
    assert predicate(None, None) is holds


def test_nobody_anonymous_or_inactive_passes_a_rule_that_needs_sign_in(author: User) -> None:
    inactive = User(email="left@people.example", name="Left", is_active=False)

    assert SIGNED_IN.allows(author)
    assert not SIGNED_IN.allows(AnonymousUser())
    assert not SIGNED_IN.allows(inactive)
    assert PUBLIC.allows(AnonymousUser())
    assert not SYSTEM.allows(author)


def test_a_refusal_names_the_rule(author: User) -> None:
    with pytest.raises(PermissionDenied, match=r"rooms\.open"):
        access.require(author, Rule("rooms.open", no))
    access.require(author, Rule("rooms.open", yes))


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    return make.draft_strategy(department, coordinator).document


def test_a_grant_reaches_one_person_one_object_and_one_permission(
    document: Document, auditor: User, author: User, stranger: User
) -> None:
    access.grant(to=auditor, permission="write_document", on=document)
    twin = make.draft_strategy(Organization.objects.get(code="elsewhere"), stranger).document

    def holds(user: User, obj: Document, permission: str = "write_document") -> bool:
        return access.granted(permission)(user, Document.objects.get(pk=obj.pk))

    assert holds(auditor, document)
    assert not holds(auditor, document, "read_document")
    assert not holds(author, document)
    assert not holds(auditor, twin)
    assert [row.user for row in access.people_granted(document, "write_document")] == [auditor]
    assert list(Document.objects.filter(pk__in=access.granted_objects(Document, auditor))) == [document]
    assert not access.granted_objects(Document, auditor, ["read_document"]).exists()


def test_what_was_granted_can_be_taken_back(document: Document, auditor: User) -> None:
    access.grant(to=auditor, permission="write_document", on=document)
    access.revoke(of=auditor, permission="write_document", on=document)

    assert access.permissions_on(document, auditor) == set()
    assert not access.granted("write_document")(auditor, None)


def test_a_model_without_a_table_of_grants_says_so(department: Organization, author: User) -> None:
    with pytest.raises(LookupError, match="no direct permission table"):
        access.grant(to=author, permission="write_document", on=department)


def test_an_invitation_to_write_ends_with_the_role_that_it_stood_on(document: Document, auditor: User) -> None:
    """Somebody who left the department neither writes nor reads its drafts, whatever they were invited to."""
    access.grant(to=auditor, permission="write_document", on=document)
    assert WRITE.allows(auditor, document)
    auditor.memberships.all().delete()

    gone, again = User.objects.get(pk=auditor.pk), Document.objects.get(pk=document.pk)
    assert [rule.name for rule in (WRITE, READ, READ_SENT, COMMENT) if rule.allows(gone, again)] == []
    assert document not in Document.objects.visible_to(gone)
    assert gone.pk not in writers(again)


def test_an_outsider_who_was_let_read_reads_and_no_more(document: Document, stranger: User) -> None:
    access.grant(to=stranger, permission="read_document", on=document)

    assert document in Document.objects.visible_to(stranger)
    assert READ.allows(stranger, document)
    assert [rule.name for rule in (WRITE, COMMENT) if rule.allows(stranger, document)] == []
