"""Does a change of terms travel, from the entity's notice to the last answer, through two departments? (§4.2(f))"""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from approvals.models import AttestationRequest
from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import User
from plans.models import Plan
from risk.models import PlatformChange
from tests import databases
from tests.factories import documents as make
from tests.factories import people, registry
from tests.journeys.cast import Play, cast
from tests.journeys.stage import Stage, Visitor

RECORD, STATE, ANSWER = "Record the change", "State that nothing changes", "Answer now"


def plan_of(play: Play, staff: dict[str, User], *, pair: tuple[str, str]) -> Plan:
    """Return an approved plan on the platform for one account, in use."""
    place = staff["author"].memberships.get().organization
    strategy = make.approved_strategy(place, coordinator=staff["coordinator"], head=staff["head"])
    handles = (("en", f"@{pair[0]}", pair[0]), ("fr", f"@{pair[1]}", pair[1]))
    plan = make.approved_plan(strategy, play.platform, **staff, pair=handles)
    registry.listed(place, play.platform, pair[0], plan=plan)
    return plan


def here(play: Play) -> dict[str, User]:
    parts = ("author", "coordinator", "head")
    return {**{part: play.person(part) for part in parts}, "privacy_advisor": play.person("privacy")}


def elsewhere(play: Play) -> dict[str, User]:
    place = play.person("stranger").memberships.get().organization
    made = {part: people.member(f"{part.title()} Elsewhere", part, place) for part in ("author", "head")}
    advisor = people.member("Advisor Elsewhere", "advisor", place, area="privacy")
    return {**made, "coordinator": play.person("stranger"), "privacy_advisor": advisor}


@databases.once("what this asks the database is asked on both by tests without a browser")
def test_a_change_of_terms_from_notice_to_the_last_answer(stage: Callable[..., Stage]) -> None:
    play = cast(stage("en"))
    others = elsewhere(play)
    ours = plan_of(play, here(play), pair=("ParksCanada", "ParcsCanada"))
    theirs = plan_of(play, others, pair=("FarAway", "AuLoin"))
    play.people["elsewhere author"] = others["author"]

    change = record(play)
    reviewer = play.at("reviewer")
    answered(reviewer, 0, change)
    attest(play.at("author"), change, ours)
    amend(play, change, theirs.document, others)
    answer_for_the_account(play.at("stranger"), change)
    answer_for_the_assessments(reviewer, change)
    reviewer.visit(change)
    answered(reviewer, change.affected.count(), change)
    reviewer.reads("Everybody has answered")
    reviewer.reads("By organization")
    reviewer.visit(play.platform)
    reviewer.reads("Everybody has answered")
    assert not play.stage.faults, "\n".join(play.stage.faults)


def record(play: Play) -> PlatformChange:
    """The reviewer says what changed; without a word on which text it is now, the page asks for it."""
    reviewer = play.at("reviewer")
    assert play.at("coordinator").status("risk:change_add", play.platform.code) == 403
    reviewer.visit(play.platform)
    reviewer.follow("Record a change")
    reviewer.tick("kind", "terms")
    reviewer.write("what_en", "Pictures may be used to train tools.")
    reviewer.write("what_fr", "Les images peuvent servir à entraîner des outils.")
    reviewer.press(RECORD, status=422)
    assert len(reviewer.error_links()) == 1
    assert reviewer.value("what_en") == "Pictures may be used to train tools."
    reviewer.write("text_dated", (timezone.localdate() - timedelta(days=2)).isoformat())
    reviewer.press(RECORD)
    reviewer.reads("Change recorded. Everybody whom it concerns is told.")
    return PlatformChange.objects.get()


def answered(person: Visitor, done: int, change: PlatformChange) -> None:
    person.visit(change)
    person.reads("%(done)d of %(total)d answered", done=done, total=change.affected.count())


def attest(author: Visitor, change: PlatformChange, plan: Plan) -> None:
    """The author is told once, reads what changed, and says of the plan that nothing changes; its account follows."""
    author.open("reminders:notices")
    title = author.words(
        "%(platform)s has changed: does what you answer for still hold?", platform=change.platform.name
    )
    author.sees(title)
    author.visit(change)
    author.sees_no("FarAway")
    author.follow(ANSWER)
    author.press(STATE, status=422)
    author.write("text", "We publish maps, no pictures of people.")
    author.tick("states")
    author.press(STATE)
    assert AttestationRequest.objects.get(document=plan.pk).attestation.by.name == "Alex Author"
    author.visit(change)
    author.sees("We publish maps, no pictures of people.")
    author.has_no_link(ANSWER)


def amend(play: Play, change: PlatformChange, document: Document, staff: dict[str, User]) -> None:
    """Elsewhere the plan is changed: the dashboard says so, until the head has approved the change."""
    coordinator = play.at("stranger")
    coordinator.open("approvals:attest", AttestationRequest.objects.get(document=document.pk).pk)
    coordinator.follow("Change it")
    coordinator.tick("change_class", "emergency")
    coordinator.write("reason", "No more pictures of visitors.")
    coordinator.page.locator("main form button[type=submit]").first.click()
    coordinator.page.wait_for_load_state()
    document = Document.objects.get(pk=document.pk)
    assert document.is_editable
    play.at("reviewer").visit(change)
    play.at("reviewer").reads("Being amended")
    document = make.reworded(document, staff["author"])
    document = perform(document, "submit", by=staff["coordinator"])
    make.approve(document, by=staff["head"], reason="At once.")
    play.at("reviewer").visit(change)
    play.at("reviewer").reads("Amended")


def answer_for_the_account(coordinator: Visitor, change: PlatformChange) -> None:
    """Nobody's plan answers for the old account, so the coordinator does."""
    coordinator.visit(change)
    coordinator.follow(ANSWER)
    coordinator.press(STATE, status=422)
    coordinator.write("text", "It has posted nothing since spring.")
    coordinator.press(STATE)
    coordinator.reads("Recorded: nothing changes.")


def answer_for_the_assessments(reviewer: Visitor, change: PlatformChange) -> None:
    for _assessment in range(change.affected.filter(kind="assessments").count()):
        reviewer.visit(change)
        reviewer.follow(ANSWER)
        reviewer.write("text", "Training on public pictures was assessed.")
        reviewer.press(STATE)
