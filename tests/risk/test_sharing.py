"""A department shares its own assessment, the entity looks at it and offers it to all, and either takes it back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from govsocial.core.models import Event
from organizations.models import Organization, User
from reminders.models import Notification
from risk import actions, declared
from risk.models import Assessment
from tests.factories import risk as make

Sharing = Assessment.Sharing


@pytest.fixture
def pia(department: Organization, privacy_advisor: User) -> Assessment:
    return make.assessment("pia", make.platform("facebook"), department, by=privacy_advisor)


def usable_elsewhere(stranger: User) -> list[Assessment]:
    return list(Assessment.objects.usable_by(stranger.memberships.get().organization_id))


def titles(items: object) -> list[str]:
    return [str(item.title) for item in items]


@pytest.mark.obligation("G056")
def test_what_is_shared_serves_others_once_the_entity_offers_it(
    pia: Assessment, coordinator: User, reviewer: User, stranger: User
) -> None:
    assert titles(declared.assessments_to_share(coordinator)) == ["Share “PIA: Facebook” with the central entity"]
    pia = actions.share(pia, by=coordinator)

    assert (usable_elsewhere(stranger), list(Assessment.objects.visible_to(stranger))) == ([], [])
    assert titles(declared.assessments_to_look_at(reviewer)) == ["Say whether “PIA: Facebook” is offered to others"]
    assert titles(declared.assessments_to_share(coordinator)) == []
    with pytest.raises(PermissionDenied):
        actions.answer(pia, offer=True, reason="Ours.", by=coordinator)
    with pytest.raises(ValidationError, match="reason"):
        actions.answer(pia, offer=True, reason=" ", by=reviewer)

    pia = actions.answer(pia, offer=True, reason="A clear flow.", by=reviewer)

    assert usable_elsewhere(stranger) == [pia]
    line = Event.objects.order_by("-seq").first()
    assert (line.verb, line.before, line.after) == ("assessment.offered", "shared", "offered")


def test_the_entity_may_keep_it_and_the_department_share_it_again(
    pia: Assessment, coordinator: User, reviewer: User, stranger: User
) -> None:
    pia = actions.answer(actions.share(pia, by=coordinator), offer=False, reason="Too particular.", by=reviewer)

    assert (pia.sharing, usable_elsewhere(stranger)) == (Sharing.KEPT, [])
    assert actions.share(pia, by=coordinator).sharing == Sharing.SHARED


@pytest.mark.parametrize(("who", "left"), [("coordinator", Sharing.PRIVATE), ("reviewer", Sharing.KEPT)])
def test_either_side_takes_it_back_with_a_reason(
    pia: Assessment, coordinator: User, reviewer: User, stranger: User, who: str, left: str
) -> None:
    by = {"coordinator": coordinator, "reviewer": reviewer}[who]
    pia = actions.answer(actions.share(pia, by=coordinator), offer=True, reason="Clear.", by=reviewer)

    with pytest.raises(ValidationError):
        actions.take_back(pia, reason="", by=by)
    with pytest.raises(PermissionDenied):
        actions.take_back(pia, reason="Mine.", by=stranger)
    pia = actions.take_back(pia, reason="The flow changed.", by=by)

    assert (pia.sharing, usable_elsewhere(stranger)) == (left, [])


def test_a_newer_version_waits_for_the_entity_again(
    pia: Assessment, coordinator: User, reviewer: User, privacy_advisor: User, stranger: User
) -> None:
    pia = actions.answer(actions.share(pia, by=coordinator), offer=True, reason="Clear.", by=reviewer)

    pia = make.signed(pia, privacy_advisor, pia.signed_on.replace(year=pia.signed_on.year + 1))

    assert (pia.sharing, usable_elsewhere(stranger)) == (Sharing.SHARED, [])


def test_what_is_not_signed_is_not_shared(pia: Assessment, coordinator: User) -> None:
    unsigned = actions.change_assessment(pia, {"uses": ["contests"]}, by=coordinator)

    with pytest.raises(ValidationError, match="Only a signed assessment"):
        actions.share(unsigned, by=coordinator)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_entity_answers_on_a_page_that_names_what_it_answers(
    pia: Assessment, coordinator: User, reviewer: User, as_user: object, language: str
) -> None:
    actions.share(pia, by=coordinator)
    client: Client = as_user(reviewer)  # type: ignore[operator]
    address = reverse("risk:assessment_answer", args=[pia.pk]).replace("/en/", f"/{language}/")

    assert pia.title_fr in client.get(address).content.decode() or language == "en"
    assert client.post(address, {"answer": "offer", "reason": ""}).status_code == 422
    assert client.post(address, {"answer": "offer", "reason": "Clear."}).status_code == 302
    pia.refresh_from_db()
    assert pia.is_offered


def test_each_step_tells_who_must_hear_of_it(
    pia: Assessment, coordinator: User, reviewer: User, privacy_advisor: User
) -> None:
    def told() -> list[tuple[str, User]]:
        return [(one.code, one.recipient) for one in Notification.objects.order_by("pk").select_related("recipient")]

    actions.share(pia, by=coordinator)
    assert told() == [("assessment.shared", reviewer)]

    actions.answer(pia, offer=True, reason="Clear.", by=reviewer)
    assert set(told()[1:]) == {("assessment.offered", coordinator), ("assessment.offered", privacy_advisor)}

    actions.take_back(pia, reason="The flow changed.", by=coordinator)
    assert set(told()[3:]) == {("assessment.taken_back", reviewer), ("assessment.taken_back", privacy_advisor)}
