"""Acting authority: given by the head alone, for days and documents, and gone at the next click when revoked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from approvals import rules as approvals
from govsocial.core.models import Event
from organizations import actions, delegations
from organizations.models import Delegation, Organization, User
from tests.factories import people
from tests.factories.documents import draft_strategy

SignIn = Callable[[User], Client]
DESIGNATE = "/en/people/organizations/parks/designate/"


def give(head: User, delegate: User, *, kinds: list[str] | None = None, starts: int = 0, days: int = 10) -> Delegation:
    today = timezone.localdate()
    return delegations.designate(
        organization=head.memberships.get().organization,
        delegate=delegate,
        kinds=kinds or [],
        instrument="Letter of 20 November 2026",
        valid_from=today + timedelta(days=starts),
        valid_to=today + timedelta(days=starts + days),
        by=head,
    )


@pytest.mark.obligation("G012")
def test_a_head_designates_somebody_who_then_decides(
    as_user: SignIn, head: User, author: User, coordinator: User, department: Organization
) -> None:
    today = timezone.localdate()
    given = {
        "delegate": author.pk,
        "kinds": ["strategy"],
        "instrument": "Letter of 20 November 2026",
        "valid_from": today,
        "valid_to": today + timedelta(days=5),
    }

    page = as_user(head).post(DESIGNATE, given)

    assert page.status_code == 302
    strategy = draft_strategy(department, coordinator).document
    acting = people.again(author)
    assert approvals.APPROVE.allows(acting, strategy)
    strategy.kind = "plan"
    assert not approvals.APPROVE.allows(acting, strategy)
    assert Event.objects.order_by("seq").first().verb == "delegation.given"


def test_the_designate_is_told_in_the_frame(as_user: SignIn, head: User, author: User) -> None:
    client = as_user(author)
    strip = "You act as head of communications for"
    assert strip not in client.get("/en/people/profile/").content.decode()

    delegation = give(head, author)
    assert strip in client.get("/en/people/profile/").content.decode()

    as_user(head).post(f"/en/people/delegations/{delegation.pk}/revoke/")
    assert strip not in client.get("/en/people/profile/").content.decode()


def test_revocation_counts_at_the_next_click(head: User, author: User) -> None:
    delegation = give(head, author)
    assert people.again(author).has_role("head")

    delegations.revoke(delegation, by=head)

    assert not people.again(author).has_role("head")
    assert list(Event.objects.order_by("seq").values_list("verb", flat=True)) == [
        "delegation.given",
        "delegation.revoked",
    ]


def test_who_acts_cannot_pass_it_on(as_user: SignIn, head: User, author: User, coordinator: User) -> None:
    give(head, author)

    assert as_user(author).get(DESIGNATE).status_code == 403
    with pytest.raises(PermissionDenied):
        delegations.designate(
            organization=author.memberships.get().organization,
            delegate=coordinator,
            kinds=[],
            instrument="None",
            valid_from=timezone.localdate(),
            valid_to=timezone.localdate(),
            by=people.again(author),
        )


def test_the_same_person_does_not_act_twice_on_the_same(head: User, author: User) -> None:
    give(head, author, kinds=["plan"])

    give(head, author, kinds=["strategy"])
    give(head, author, kinds=["plan"], starts=20)
    with pytest.raises(ValidationError, match="acts for you on some of these days"):
        give(head, author)


def test_a_stranger_cannot_be_designated(head: User, stranger: User) -> None:
    with pytest.raises(ValidationError, match="has a role in this organization today"):
        give(head, stranger)


def test_days_must_make_sense(head: User, author: User) -> None:
    with pytest.raises(ValidationError, match="The last day is before the first"):
        give(head, author, days=-1)
    with pytest.raises(ValidationError, match="today or a later day"):
        give(head, author, starts=-3)


def test_a_delegation_dies_with_the_heads_role(head: User, author: User, administrator: User) -> None:
    give(head, author)

    actions.end_role(head.memberships.get(), last_day=None, by=administrator)

    assert not people.again(author).has_role("head")


def test_who_may_designate_and_revoke(
    as_user: SignIn, head: User, author: User, administrator: User, stranger: User
) -> None:
    revoke = f"/en/people/delegations/{give(head, author).pk}/revoke/"

    assert as_user(head).get(DESIGNATE).status_code == 200
    assert as_user(administrator).get(DESIGNATE).status_code == 403
    assert as_user(stranger).get(DESIGNATE).status_code == 404
    assert as_user(author).post(revoke).status_code == 403
    assert as_user(stranger).post(revoke).status_code == 404
    assert as_user(head).get(revoke).status_code == 405
    assert as_user(administrator).post(revoke).status_code == 302
    again = as_user(head).post(revoke, follow=True)
    assert "has ended already" in again.content.decode()


def test_the_organizations_page_names_who_acts(as_user: SignIn, head: User, author: User) -> None:
    give(head, author, kinds=["plan"])

    page = as_user(head).get("/en/people/organizations/parks/").content.decode()

    assert "Letter of 20 November 2026" in page
    assert "Social media implementation plan" in page
    assert f'Revoke<span class="visually-hidden"> {author.name}' in page
