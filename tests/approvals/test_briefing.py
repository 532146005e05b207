"""Does the page say what is decided, what waits on whom since when, and what each reader can and cannot do?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from approvals import affirming, dissent, offering, rounds, waiting
from documents import actions as writing
from documents.models import Document
from govsocial.core.transitions import TransitionError, offered, perform
from organizations.models import Organization, User
from risk.models import Platform
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
URL = "approvals:document"
TWO = (("en", "@Two", "Two"), ("fr", "@Deux", "Deux"))


@pytest.fixture
def sent(department: Organization, author: User, coordinator: User, head: User, privacy_advisor: User) -> Document:
    """Return a plan in consultation, on a platform whose terms are known."""
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    terms = {"terms_url": "https://x.com/tos", "terms_dated": "2026-01-15", "functionality_en": "Short posts."}
    plan = make.draft_plan(strategy, make.platform(**terms), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    return perform(document, "consult", by=author)


@pytest.fixture
def decided(
    sent: Document, department: Organization, privacy_advisor: User, author: User, coordinator: User
) -> Document:
    """Return the plan with the head: privacy concurs with a condition, communications objects and was answered."""
    communications = people.member("Colin Communications", "advisor", department, area="communications")
    make.condition(sent, privacy_advisor, owner=author, blocks="creation")
    make.sign(sent, communications, "communications", "do_not_concur", comment="Too many voices.")
    dissent.respond(sent, area="communications", text="There is one voice.", by=author)
    return perform(sent, "submit", by=coordinator)


def page(client: Client, document: Document) -> str:
    response = client.get(reverse(URL, args=[document.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_who_decides_reads_on_one_screen_what_it_is_about(
    decided: Document, author: User, coordinator: User, head: User, as_user: SignIn
) -> None:
    shown = page(as_user(head), decided)

    version = rounds.current(decided).version
    for words in (
        version.sha256[:12],
        author.name,
        "this is the first version",
        "1 concurs with conditions",
        "1 does not concur",
        "Communications does not concur:</strong> Too many voices.",
        "There is one voice.",
        "Link the notice on weekends too.",
        "Highest residual risks",
        f"The final decision – <strong>{head.name}</strong>",
        "wanted by",
    ):
        assert words in shown, words
    assert {"approve", "return", "refuse"} == {one.step.verb for one in offered(decided, head)}
    assert shown.index("Highest residual risks") < shown.index("The whole version")


def test_the_page_says_what_is_not_for_the_reader_and_whose_it_is(
    decided: Document, author: User, head: User, as_user: SignIn
) -> None:
    assert [moves for moves, _who in offering.of_others(decided, head)] == ["Take back to change it"]
    shown = page(as_user(author), decided)

    assert "What others decide here" in shown
    assert "<strong>Approve, Return for changes, Refuse</strong> – the head of communications" in shown
    assert "You wrote part of this version" in shown


def test_what_changed_since_the_last_approval_is_counted_by_section(
    decided: Document, department: Organization, author: User, coordinator: User, head: User, as_user: SignIn
) -> None:
    why = {"communications": "One voice is enough."}
    approved = perform(decided, "approve", by=head, overrides=why, checks=affirming.codes(decided))
    draft = make.reviewed(perform(approved, "revise", by=coordinator, reason="Yearly."), coordinator)
    later = {("f_rationale", "en"): "Later.", ("f_rationale", "fr"): "Plus tard."}
    writing.save_section(draft, "f", later, by=author)

    again = perform(draft, "consult", by=author)

    shown = page(as_user(head), again)
    assert "1 section</strong></a> since version 1, in force since" in shown
    assert "1 answer changed in English; 1 answer changed in French" in shown


def test_silence_is_not_consent_and_lateness_is_named(sent: Document, as_user: SignIn, coordinator: User) -> None:
    round_ = rounds.current(sent)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    round_.policy["requirements"][0]["due_on"] = yesterday
    round_.save(update_fields=["policy"])

    waits = waiting.of_documents([sent])[sent.pk]

    assert (len(waits.answered), len(waits.asked), [one.area.code for one in waits.late]) == (0, 8, ["privacy"])
    assert "0 of 8 areas answered" in waits.words
    assert "late: Privacy" in waits.words
    holders = {one.what: one.people for one in waiting.holders(sent, waits)}
    assert holders[str(sent.framework.area("privacy").name)] == ("Priya Privacy",)
    assert holders[str(sent.framework.area("accessibility").name)] == ()
    home = page(as_user(coordinator), sent)
    assert "nobody holds this role today" in home
    with translation.override("fr"):
        assert str(waits.words)


def test_lists_show_who_answered_with_the_same_questions_whatever_the_number(
    sent: Document, department: Organization, author: User, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    places = (reverse("plans:list"), reverse("reports:oversight", args=[department.code]), reverse("reports:home"))
    for place in places:
        client.get(place)  # what is cached once a process is
    before = [_queries(client, place) for place in places]
    other = make.draft_plan(sent.plan.strategy, sent.plan.platform, by=author, pair=TWO)
    other = make.complete(other.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    perform(other, "consult", by=author)

    assert [_queries(client, place) for place in places] == before
    assert client.get(places[0]).content.decode().count("0 of 8 areas answered") == 2


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.obligation("G007")
def test_each_area_gets_one_package_with_the_uses_the_platform_and_its_terms(
    sent: Document, privacy_advisor: User, head: User, stranger: User, as_user: SignIn
) -> None:
    address = reverse("approvals:package", args=[sent.pk])
    client = as_user(privacy_advisor)

    shown = " ".join(client.get(address).content.decode().split())

    broadcasting = str(sent.framework.use("broadcasting").name)
    for words in (
        "Proposed uses",
        broadcasting,
        "Short posts.",
        "https://x.com/tos",
        "15 January 2026",
        "Priya Privacy",
    ):
        assert words in shown, words
    sections = {one.key: one.heading for one in sent.outline.sections}
    assert shown.index(str(sections["a"])) < shown.index("The other sections") < shown.rindex(str(sections["b"]))
    assert reverse("approvals:sign_off", args=[sent.pk, "privacy"]) in shown
    assert as_user(stranger).get(address).status_code == 404
    assert as_user(head).get(reverse("approvals:package_of", args=[sent.pk, "nowhere"])).status_code == 404
    Platform.objects.update(terms_dated=timezone.localdate() + timedelta(days=2))
    assert "changed since this version was sent" in client.get(address).content.decode()


def test_a_mandatory_area_without_an_advisor_stops_sending_and_others_are_named(
    department: Organization, author: User, coordinator: User, head: User, as_user: SignIn
) -> None:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")

    with pytest.raises(TransitionError, match="Nobody advises on Privacy"):
        perform(document, "consult", by=author)
    shown = as_user(author).get(reverse("approvals:move", args=[document.pk, "consult"])).content.decode()

    assert "Areas for which nobody can answer today" in shown
    people.member("Priya Privacy", "advisor", department, area="privacy")
    assert perform(document, "consult", by=author).state == "consultation"
