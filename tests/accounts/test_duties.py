"""Does anybody get access without having acknowledged what they owe, and are the specifications signed? (App. A)"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import spokespersons
from accounts.actions import acknowledging, configuration, specifying
from accounts.actions.configuration import Tick
from accounts.models import Acknowledgement, OfficialAccount, SpecificationSignOff
from documents.models import Row
from govsocial.core.models import Event
from govsocial.core.transitions import TransitionError, perform
from organizations.models import User
from reminders import actions as reminders
from reminders.models import Notification
from reports import home
from tests.factories import accounts as make
from tests.factories import packs, people
from tests.factories.accounts import Cast

SignIn = Callable[[User], Client]
AGREES, OBJECTS = SpecificationSignOff.Decision.AGREES, SpecificationSignOff.Decision.OBJECTS
VISUALS = "Avatar 400 × 400 pixels, shown round."
OUTSIDER = "usha.user@people.example"


@pytest.fixture
def account(cast: Cast) -> OfficialAccount:
    """Return an account that lacks nothing but the acknowledgements of its user."""
    account = make.accepted_submission(cast).accounts.order_by("language").first()
    return make.configured(account, cast.reviewer, with_people=False)


def url(name: str, cast: Cast) -> str:
    return reverse(f"accounts:{name}", args=[cast.department.code])


@pytest.mark.obligation("G103", "G149")
def test_access_is_not_given_before_the_duties_are_read_and_acknowledged(
    cast: Cast, account: OfficialAccount, as_user: SignIn
) -> None:
    with pytest.raises(TransitionError, match="Usha User has not acknowledged the duties of a spokesperson yet"):
        perform(account, "activate", by=cast.reviewer)
    assert not account.access_grants.exists()
    usha = people.person("Usha User", language="fr")
    people.join(usha, "author", cast.department)
    client, address = as_user(usha), url("my_duties", cast).replace("/en/", "/fr/")
    assert [item.url for item in home.gather(usha).waits] == [url("my_duties", cast)]

    page = client.get(address).content.decode()
    assert "porte-parole désigné" in page
    assert "avantage personnel" in page
    assert client.post(address, {"read_spokesperson": "on"}).status_code == 422
    assert client.post(address, {"read_spokesperson": "on", "read_integrity": "on"}).status_code == 302

    kept = Acknowledgement.objects.order_by("pk")
    assert [(row.code, row.words_version, row.language, row.user) for row in kept] == [
        ("spokesperson", 1, "fr", usha),
        ("integrity", 1, "fr", usha),
    ]
    assert "Je parle au nom du ministère" in kept[0].words_fr
    assert Event.objects.filter(verb="account.duties_acknowledged").count() == 1
    assert perform(account, "activate", by=cast.reviewer).access_grants.get().email == usha.email
    assert home.gather(usha).waits == []
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_acknowledgement SET words_version = 2")


def test_a_coordinator_transcribes_only_for_whoever_cannot_sign_in(
    cast: Cast, account: OfficialAccount, as_user: SignIn
) -> None:
    client, address = as_user(cast.coordinator), url("transcribe_duties", cast)
    said = {"email": OUTSIDER, "language": "en", "given_on": timezone.localdate().isoformat(), "way": "email"}
    assert client.post(address, {**said, "confirmed": "on"}).status_code == 422
    client.post(address, {**said, "confirmed": "on", "evidence": "From: Usha. Read and signed."})

    row = Acknowledgement.objects.filter(code="integrity").get()
    assert (row.person, row.user, row.transcribed_by, len(row.evidence_sha256)) == (
        "Usha User", None, cast.coordinator, 64
    )  # fmt: skip
    listed = as_user(cast.reviewer).get(url("spokespersons", cast)).content.decode()
    assert f"transcribed by {cast.coordinator.name}" in listed
    with pytest.raises(PermissionDenied):
        acknowledging.transcribe(cast.department, make.signed_outside(OUTSIDER), by=cast.author)
    Row.objects.filter(table=spokespersons.USERS).update(cells={"name": "Alex", "email": cast.author.email.upper()})
    with pytest.raises(ValidationError, match="can sign in here"):
        acknowledging.transcribe(cast.department, make.signed_outside(cast.author.email), by=cast.coordinator)


def test_it_is_asked_again_each_year_and_when_the_words_change(
    cast: Cast, account: OfficialAccount, tmp_path: Path
) -> None:
    usha = people.member("Usha User", "author", cast.department)
    acknowledging.acknowledge(cast.department, by=usha)
    perform(account, "activate", by=cast.reviewer)
    with pytest.raises(ValidationError, match="acknowledged everything"):
        acknowledging.acknowledge(cast.department, by=usha)

    with time_machine.travel(timezone.now() + timedelta(days=336), tick=False):
        reminders.scan()
        reminders.scan()
    [notice] = Notification.objects.filter(code="duties.mine")
    assert (notice.recipient, notice.url_name) == (usha, "accounts:my_duties")
    with time_machine.travel(timezone.now() + timedelta(days=366), tick=False):
        assert len(spokespersons.owed_by(cast.department, usha.email)) == 2
    with packs.installed(packs.with_newer_undertaking(tmp_path, "spokesperson")) as install:
        install()
        assert [one.code for one in spokespersons.owed_by(cast.department, usha.email)] == ["spokesperson"]


@pytest.mark.obligation("G109")
def test_the_identity_advisor_signs_off_the_specifications_as_applied_and_again_when_a_line_changes(
    cast: Cast, account: OfficialAccount, as_user: SignIn
) -> None:
    make.acknowledged(cast.department, cast.coordinator)
    advisor = people.member("Fiona Flag", "advisor", cast.department, area="federal_identity")
    with pytest.raises(TransitionError, match="has not signed off “Layout, design and identification” as applied yet"):
        perform(account, "activate", by=cast.reviewer)
    assert [item.url for item in home.gather(advisor).waits] == [address(account)]
    client = as_user(advisor)
    seen = client.get(address(account)).context["form"]["seen"].value()
    assert client.post(address(account), {"seen": seen, "decision": OBJECTS}).status_code == 422
    client.post(address(account), {"seen": seen, "decision": OBJECTS, "advice": "The flag is cut off."})
    with pytest.raises(TransitionError, match="asks for a change"):
        perform(account, "activate", by=cast.reviewer)

    change = {"visuals": Tick(False)}
    configuration.save_checklist(account, "configuration", change, by=cast.coordinator)
    configuration.save_checklist(account, "configuration", {"visuals": Tick(True)}, by=cast.coordinator)
    configuration.change_details(
        account, name="Parks Canada!", handle=account.handle, management_tool_url="https://t.example", by=cast.reviewer
    )
    assert client.post(address(account), {"seen": seen, "decision": AGREES}).status_code == 422
    seen = client.get(address(account)).context["form"]["seen"].value()
    client.post(address(account), {"seen": seen, "decision": AGREES})

    assert perform(account, "activate", by=cast.reviewer).state == "active"
    sign = SpecificationSignOff.objects.order_by("pk").last()
    assert (sign.applied["name"], sign.applied["lines"]["avatar"]["done"]) == ("Parks Canada!", True)
    assert home.gather(advisor).waits == []
    configuration.save_checklist(account, "configuration", {"avatar": Tick(False)}, by=cast.coordinator)
    configuration.save_checklist(account, "configuration", {"profile_text": Tick(True, "x")}, by=cast.coordinator)
    page = as_user(cast.coordinator).get(account.get_absolute_url()).content.decode()
    assert "Changed since it was signed off" in page
    with pytest.raises(PermissionDenied):
        specifying.sign(
            account, "identification", decision=AGREES, advice="", seen=sign.fingerprint, by=cast.coordinator
        )


def address(account: OfficialAccount) -> str:
    return reverse("accounts:specifications", args=[account.pk, "identification"])


@pytest.mark.obligation("G108")
def test_the_platforms_limits_stand_where_an_account_is_named_and_are_kept(
    cast: Cast, account: OfficialAccount, as_user: SignIn
) -> None:
    platform = account.platform
    type(platform).objects.filter(pk=platform.pk).update(
        visuals_en="Avatar 400 × 400 pixels, shown round.", name_max=12
    )
    submission, plan = account.submission, account.plan
    pages = [
        as_user(cast.coordinator).get(reverse("documents:section", args=[submission.pk, "identification"])),
        as_user(cast.author).get(reverse("plans:start", args=[cast.department.code])),
        as_user(cast.reviewer).get(reverse("accounts:details", args=[account.pk])),
    ]
    assert plan is not None
    for page in pages:
        assert VISUALS in page.content.decode()
        assert "12" in page.content.decode()

    form = pages[1].context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"platform": platform.pk, "name_en": "Far too long a name", "handle_en": "ParksNorth"}
    refused = as_user(cast.author).post(pages[1].request["PATH_INFO"], typed)
    assert "A name on X has at most 12 characters; this one has 19." in refused.content.decode()
