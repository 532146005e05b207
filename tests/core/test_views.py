"""Do the bases of every page keep their promises: a rule first, nothing typed lost, one message for a button?"""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django.fixtures import Settings

from govsocial.core.checks import every_route_has_a_rule
from govsocial.core.middleware import RuleRequiredMiddleware
from organizations.models import Invitation, Organization, User
from tests.factories import people

SignIn = Callable[[User], Client]
PROFILE = "/en/people/profile/"


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all")


def test_a_view_without_a_rule_never_runs() -> None:
    guard = RuleRequiredMiddleware(forgotten)

    with pytest.raises(PermissionDenied):
        guard.process_view(RequestFactory().get("/"), forgotten, (), {})


def test_the_check_names_a_route_without_a_rule(settings: Settings) -> None:
    settings.ROOT_URLCONF = (path("forgotten/", forgotten, name="forgotten"),)

    assert [(error.id, error.msg) for error in every_route_has_a_rule(None)] == [
        ("govsocial.E001", "The route forgotten (forgotten/) has no rule.")
    ]


def test_a_refused_form_shows_what_was_typed(coordinator: User, as_user: SignIn) -> None:
    typed = {"name": "", "title_en": "Chief of <i>rivers</i>", "title_fr": "Chef", "language": "en"}

    answer = as_user(coordinator).post(PROFILE, typed)

    assert answer.status_code == 422
    assert "Chief of &lt;i&gt;rivers&lt;/i&gt;" in answer.content.decode()
    assert User.objects.get(pk=coordinator.pk).title_en == "Officer"


def test_a_button_answers_only_to_being_pressed(department: Organization, administrator: User, as_user: SignIn) -> None:
    invitation = Invitation.objects.create(
        organization=department,
        email="new@people.example",
        name="New",
        role="author",
        token_digest="0" * 64,
        invited_by=administrator,
    )
    client, address = as_user(administrator), f"/en/people/invitations/{invitation.pk}/withdraw/"

    assert client.get(address).status_code == 405
    assert Invitation.objects.get().withdrawn_at is None
    assert client.post(address).status_code == 302
    assert Invitation.objects.get().withdrawn_at is not None


def test_a_button_that_is_refused_says_why_and_goes_back(
    department: Organization, administrator: User, as_user: SignIn
) -> None:
    invitation = Invitation.objects.create(
        organization=department,
        email="new@people.example",
        name="New",
        role="author",
        token_digest="0" * 64,
        invited_by=administrator,
    )
    client, address = as_user(administrator), f"/en/people/invitations/{invitation.pk}/withdraw/"
    client.post(address)

    page = client.post(address, follow=True).content.decode()

    assert "This invitation was accepted or withdrawn already." in page


def test_a_list_keeps_its_search_when_its_page_is_turned(entity: Organization, as_user: SignIn) -> None:
    reviewer = people.member("René Reviewer", "reviewer", entity)
    for number in range(60):
        people.organization(f"river{number:02}", name_en=f"River {number:02}")
    people.organization("lake", name_en="Lake")
    client = as_user(reviewer)

    first = client.get("/en/people/organizations/", {"q": "river"})
    second = client.get("/en/people/organizations/" + first.context["older_url"])
    back = client.get("/en/people/organizations/" + second.context["newer_url"])

    assert "q=river" in first.context["older_url"]
    assert [len(page.context["rows"]) for page in (first, second, back)] == [50, 10, 50]
    assert back.context["rows"] == first.context["rows"]
    assert (first.context["newer_url"], second.context["older_url"]) == ("", "")


@pytest.mark.parametrize("address", ["/en/?q=%00", "/en/plans/?q=a%00b", "/en/%00/"])
def test_an_address_with_a_nul_cannot_be_read(coordinator: User, as_user: SignIn, address: str) -> None:
    assert as_user(coordinator).get(address).status_code == 400


def test_an_address_with_an_enormous_number_is_not_found(coordinator: User, as_user: SignIn) -> None:
    assert as_user(coordinator).get(f"/en/plans/{10**30}/").status_code == 404
