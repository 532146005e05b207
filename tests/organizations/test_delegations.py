"""Acting authority: given by the head alone, for days and documents, and gone at the next click when revoked."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from approvals import rules as approvals
from govsocial.core.models import Event
from govsocial.core.transitions import perform
from organizations import actions, delegations, ending
from organizations.models import Delegation, Organization, User
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
DESIGNATE = "/en/people/organizations/parks/designate/"


def give(
    head: User,
    delegate: User,
    *,
    kinds: list[str] | None = None,
    starts: int = 0,
    days: int = 10,
    capacity: str = "designate",
) -> Delegation:
    today = timezone.localdate()
    return delegations.designate(
        organization=head.memberships.get().organization,
        delegate=delegate,
        capacity=capacity,
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
        "capacity": "designate",
        "kinds": ["strategy"],
        "instrument": "Letter of 20 November 2026",
        "valid_from": today,
        "valid_to": today + timedelta(days=5),
    }

    page = as_user(head).post(DESIGNATE, given)

    assert page.status_code == 302
    strategy = make.draft_strategy(department, coordinator).document
    acting = people.again(author)
    assert approvals.APPROVE.allows(acting, strategy)
    strategy.kind = "plan"
    assert not approvals.APPROVE.allows(acting, strategy)
    assert Event.objects.order_by("seq").first().verb == "delegation.given"


def test_the_designate_is_told_in_the_frame(as_user: SignIn, head: User, author: User) -> None:
    client = as_user(author)
    strip = "You decide as designate of"
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


def test_one_person_at_most_is_acting_and_a_designate_may_stand_beside(
    head: User, author: User, coordinator: User, auditor: User
) -> None:
    give(head, author, capacity="acting", kinds=["plan"])

    give(head, auditor)
    give(head, coordinator, capacity="acting", kinds=["strategy"])
    with pytest.raises(ValidationError, match="Only one person can be"):
        give(head, people.member("Third Person", "author", head.memberships.get().organization), capacity="acting")
    assert people.again(author).hats[-1].capacity == "acting"


def test_a_delegation_to_come_can_be_revoked_by_who_manages_people(
    as_user: SignIn, head: User, author: User, administrator: User
) -> None:
    delegation = give(head, author, starts=5)
    page = as_user(administrator).get("/en/people/organizations/parks/").content.decode()
    assert "Not begun" in page

    assert as_user(administrator).post(f"/en/people/delegations/{delegation.pk}/revoke/").status_code == 302

    delegation.refresh_from_db()
    assert delegation.revoked_at is not None
    line = Event.objects.get(verb="delegation.revoked")
    assert (line.details["capacity"], line.details["delegate"]) == ("designate", author.pk)
    assert "Earlier ones" in as_user(head).get("/en/people/organizations/parks/").content.decode()


def test_a_head_is_warned_of_what_the_chosen_person_wrote(
    as_user: SignIn, head: User, author: User, coordinator: User, department: Organization
) -> None:
    document = make.complete(make.draft_strategy(department, coordinator).document, coordinator)
    perform(document, "submit", by=coordinator)
    client, today = as_user(head), timezone.localdate()
    said = {"capacity": "acting", "instrument": "Letter of 20 November 2026", "valid_from": today, "valid_to": today}
    assert coordinator.name in client.get(DESIGNATE).content.decode()

    warned = client.post(DESIGNATE, {**said, "delegate": coordinator.pk})

    assert warned.status_code == 422
    assert "cannot decide on these" in warned.content.decode()
    assert not Delegation.objects.exists()
    assert client.post(DESIGNATE, {**said, "delegate": coordinator.pk, "kinds": ["plan"]}).status_code == 302
    assert client.post(DESIGNATE, {**said, "delegate": author.pk, "kinds": ["strategy"]}).status_code == 302
    assert Delegation.objects.get(delegate=author).capacity == "acting"


def test_both_sides_hear_when_the_authority_ends_soon(head: User, author: User, coordinator: User) -> None:
    give(head, author, days=3)
    give(head, coordinator, days=30)

    (mine,) = ending.authority_that_ends(people.again(author))
    (theirs,) = ending.authority_that_ends(people.again(head))

    assert str(mine.title) == f"Your authority as designate of {head.name} ends"
    assert (str(mine.detail), mine.kind) == ("3 more days after today.", "due")
    assert str(theirs.title) == f"The authority of {author.name} to decide for you ends"


def test_whatever_code_shuts_somebody_out_it_is_in_the_ledger(author: User, administrator: User) -> None:
    call_command("person", author.email, "--deactivate", "--reason", "Left on 3 May", stdout=StringIO())
    person = User.objects.get(pk=author.pk)
    person.is_active, person.is_staff = True, True
    person.save()

    out, back = Event.objects.select_related("personal").filter(verb__startswith="person.").order_by("seq")
    assert (out.verb, out.details, out.personal.reason) == ("person.deactivated", {"is_active": False}, "Left on 3 May")
    assert (back.verb, back.details) == ("person.reactivated", {"is_active": True, "is_staff": True})
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("person", "nobody@people.example", "--reactivate", "--reason", "x")


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
