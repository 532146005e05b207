"""Is an approval held until a named manager accepts what remains above the tolerance, for a time, bound to bytes?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import actions as documents
from documents.models import Document, Row
from govsocial.core.ledger import Event
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from reminders.models import Notification
from risk import acceptance, across, register_declared
from risk.actions import accepting
from risk.models import Acceptance, AcceptanceRevocation
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
HIGH = {"residual_likelihood": "likely", "residual_impact": "severe"}


@pytest.fixture
def manager(department: Organization) -> User:
    person = people.member("Mo Manager", "advisor", department, area="legal")
    person.title_en, person.title_fr = "Director, Visitor Services", "Direction des services aux visiteurs"
    person.save()
    return person


@pytest.fixture
def consulted(
    department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User, manager: User
) -> Document:
    """Return a plan in consultation, signed by privacy, with two risks of which one remains very high."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    chosen: dict[str, Any] = {"a_uses": [{"use": "broadcasting"}], "f_applies": "covered", "e_risks": [HIGH, {}]}
    document = make.complete(plan.document, author, **chosen)
    document = perform(document, "consult", by=author)
    make.sign(document, privacy_advisor)
    return document


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def accept(document: Document, by: User, **said: Any) -> Acceptance:
    standing = acceptance.standing(document, acceptance.candidate(document))
    assert standing.version is not None
    plain = {
        "rows": [risk.uuid for risk in standing.open_ones],
        "seen_sha": standing.version.sha256,
        "rationale": "Nothing else reaches hikers in time.",
        "scope": "Both accounts, summer season.",
        "expires_on": days(90),
    }
    return accepting.accept(document, by=by, **{**plain, **said})


@pytest.mark.obligation("G118")
def test_a_named_manager_accepts_by_name_date_and_scope_before_the_head_decides(
    consulted: Document, coordinator: User, manager: User, head: User, author: User, as_user: SignIn
) -> None:
    with pytest.raises(TransitionError, match="R1 remains at the level “Very high”"):
        perform(consulted, "submit", by=coordinator)
    with pytest.raises(PermissionDenied):
        accept(consulted, manager)  # nobody asked them
    with pytest.raises(ValidationError, match="did not write"):
        accepting.ask(consulted, person=author, by=coordinator)
    register, page = (reverse(f"risk:{name}", args=[consulted.pk]) for name in ("register", "acceptance"))
    assert "Ask a manager" in as_user(coordinator).get(register).content.decode()
    as_user(coordinator).post(reverse("risk:acceptance_ask", args=[consulted.pk]), {"person": manager.pk})
    waits = [str(one.title) for one in register_declared.acceptances_to_give(manager)]
    assert waits == ["Accept the residual risks of “Parks Canada on X”"]
    assert Notification.objects.get(recipient=manager).code == "acceptance.asked"
    assert as_user(coordinator).get(page).status_code == 403

    shown = as_user(manager).get(page)
    form = shown.context["form"]
    sent = {"seen_sha": form["seen_sha"].initial, "rows": form["rows"].initial, "expires_on": days(90).isoformat()}
    assert as_user(manager).post(page, sent).status_code == 422
    words = {"rationale": "Nothing else reaches hikers.", "scope": "Both accounts.", "conditions": "Reviewed in May."}
    assert as_user(manager).post(page, {**sent, **words}).status_code == 302

    given = Acceptance.objects.get()
    version = acceptance.candidate(consulted)
    assert version is not None
    assert (given.name, given.title, given.version_sha) == ("Mo Manager", "Director, Visitor Services", version.sha256)
    assert given.is_whole
    assert [one.number for one in given.risks.all()] == [1]
    line = Event.objects.get(verb="document.risks_accepted")
    assert line.version_sha == version.sha256
    assert "hikers" not in str(line.details)
    assert list(register_declared.acceptances_to_give(manager)) == []
    decided = make.approve(perform(consulted, "submit", by=coordinator), by=head)
    assert decided.state == "approved"
    told = as_user(coordinator).get(register).content.decode()
    assert "Mo Manager" in told
    assert "Reviewed in May." in told


def test_what_makes_no_sense_is_refused(
    consulted: Document, coordinator: User, manager: User, stranger: User, as_user: SignIn
) -> None:
    accepting.ask(consulted, person=manager, by=coordinator)
    for said, why in (
        ({"rows": []}, "at least one risk"),
        ({"rows": ["00000000-0000-0000-0000-000000000000"]}, "at least one risk"),
        ({"seen_sha": "f" * 64}, "changed since"),
        ({"rationale": " "}, "Write why"),
        ({"expires_on": days(0)}, "ends after today"),
        ({"expires_on": days(900)}, "ends after today"),
    ):
        with pytest.raises(ValidationError, match=why):
            accept(consulted, manager, **said)
    assert as_user(stranger).get(reverse("risk:acceptance", args=[consulted.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        accepting.ask(consulted, person=manager, by=stranger)


def test_a_changed_rating_needs_a_new_acceptance_and_an_unchanged_risk_does_not(
    consulted: Document, author: User, coordinator: User, manager: User
) -> None:
    accepting.ask(consulted, person=manager, by=coordinator)
    accept(consulted, manager)

    def again(cells: dict[str, Any]) -> list[str]:
        document = perform(Document.objects.get(pk=consulted.pk), "recall", by=coordinator, reason="A figure.")
        first, second = Row.objects.of(document, "e_risks")
        documents.save_row(second if "owner" in cells else first, cells, by=author)
        document = perform(document, "consult", by=author)
        return [risk.name for risk in acceptance.standing(document, acceptance.candidate(document)).open_ones]

    assert again({"owner": {"en": "Someone else", "fr": "Une autre personne"}}) == []
    assert again({"residual_impact": "major"}) == ["R1"]


def test_it_ends_is_taken_back_with_a_reason_and_never_changed(
    consulted: Document, coordinator: User, manager: User, head: User, as_user: SignIn
) -> None:
    accepting.ask(consulted, person=manager, by=coordinator)
    given = accept(consulted, manager, expires_on=days(20))
    document = make.approve(perform(consulted, "submit", by=coordinator), by=head)

    def told(source: Any, user: User) -> list[str]:
        return [str(one.title) for one in source(User.objects.get(pk=user.pk))]

    renew = ["Renew the acceptance of the residual risks of “Parks Canada on X”"]
    assert told(register_declared.acceptances_that_end, manager) == renew
    assert told(register_declared.acceptances_that_end, coordinator) == renew
    assert told(register_declared.acceptances_that_end, head) == []
    with pytest.raises(ValidationError):
        given.delete()
    url = reverse("risk:acceptance_revoke", args=[given.pk])
    assert as_user(coordinator).get(url).status_code == 403
    assert as_user(manager).post(url, {"reason": ""}).status_code == 422

    as_user(manager).post(url, {"reason": "The season is over."})

    assert AcceptanceRevocation.objects.get().reason == "The season is over."
    assert told(register_declared.acceptances_that_end, coordinator) == []
    assert told(register_declared.risks_without_acceptance, coordinator) == [
        "Have the residual risks of “Parks Canada on X” accepted"
    ]
    assert [row["total"] for row in across.unaccepted_by_department(coordinator)] == [1]
    standing = acceptance.standing(document, document.effective_version)
    assert [risk.name for risk in standing.open_ones] == ["R1"]


def test_the_entity_sees_the_risks_of_all_departments_together_and_others_do_not(
    reviewer: User,
    consulted: Document,
    coordinator: User,
    manager: User,
    head: User,
    stranger: User,
    as_user: SignIn,
    django_assert_max_num_queries: Any,
) -> None:
    accepting.ask(consulted, person=manager, by=coordinator)
    accept(consulted, manager)
    document = make.approve(perform(consulted, "submit", by=coordinator), by=head)
    documents.share_with_entity(document)
    names = ("risk:across", "risk:across_risks", "risk:across_treatments")
    for user in (coordinator, stranger):
        assert {as_user(user).get(reverse(name)).status_code for name in names} == {403}
    client = as_user(reviewer)
    client.get(reverse("risk:across"))

    with django_assert_max_num_queries(24):
        page = client.get(reverse("risk:across"))

    assert [tile["value"] for tile in page.context["tiles"]] == [2, 1, 1]
    listed = client.get(reverse("risk:across_risks"), {"group": "policy_legal"})
    assert [row[3]["tag"]["label"] for row in listed.context["table"]["rows"]] == ["Very high", "Low"]
    assert client.get(reverse("risk:across_risks"), {"group": "astrology"}).context["table"]["rows"] == []
    assert client.get(reverse("risk:register", args=[document.pk])).status_code == 200
