"""How does an account get onto a platform that nobody reviewed? Assessed, shared, offered, relied on. (§4.2(f))"""

from collections.abc import Callable

from accounts.models import OfficialAccount, Submission
from documents.models import Document
from govsocial.core.transitions import perform
from organizations.models import User
from plans.models import Plan
from risk.models import Assessment, Platform
from tests import databases
from tests.factories import accounts as accounting
from tests.factories import documents as make
from tests.factories import people
from tests.factories import risk as assessing
from tests.journeys import account
from tests.journeys.cast import Play, cast
from tests.journeys.plan import confirm_coverage
from tests.journeys.stage import Stage
from tests.journeys.strategy import affirm
from tests.plans.test_shared_scenario import CONDITION, TYPES, approved_record

SHARE, ANSWER, CONSULT = "Share with the central entity", "Answer the department", "Send for consultation"


@databases.once("what this asks the database is asked on both by tests without a browser")
def test_an_own_assessment_serves_a_second_department(stage: Callable[..., Stage]) -> None:
    play = cast(stage("fr"))
    tiktok = assessing.platform("tiktok", reviewed=False)
    people.member("Ivo Security", "advisor", play.department, area="it_security")

    pia = write_and_approve(play, tiktok)
    tra = assessing.assessment("tra", tiktok, play.department, uses=["broadcasting"])
    approved_record(tra, by=play.person("coordinator"), head=play.person("head"))
    for one in (pia, tra):
        share_and_offer(play, one)

    staff = second_department(play)
    plan = rely(play, tiktok, staff)
    accept(play, plan, staff)
    assert not play.stage.faults, "\n".join(play.stage.faults)


def write_and_approve(play: Play, platform: Platform) -> Assessment:
    """The coordinator registers the PIA and begins its record; privacy signs it and the head approves it."""
    coordinator, head = play.at("coordinator"), play.at("head")
    coordinator.visit(platform)
    coordinator.reads("Not covered")
    coordinator.open("risk:assessment_add", query=f"?platform={platform.code}&kind=pia")
    coordinator.write("title_en", "PIA of Parks on TikTok")
    coordinator.write("title_fr", "EFVP de Parcs sur TikTok")
    coordinator.tick("uses", "broadcasting")
    coordinator.press("Save")
    pia = Assessment.objects.get(kind="pia", organization=play.department)
    coordinator.press("Write the record in govsocial")
    pia.refresh_from_db()
    document = pia.record
    document.rows.filter(table="scope_uses").delete()
    said = {TYPES["pia"]: "own", "scope_uses": [{"use": "broadcasting"}]}
    conditions = {"reliance_conditions": [{"condition": CONDITION, "uses": []}]}
    document = make.complete(document, play.person("coordinator"), **said, **conditions)
    coordinator.visit(document)
    coordinator.follow(CONSULT)
    coordinator.press(CONSULT)
    make.sign(document, play.person("privacy"))
    document = perform(Document.objects.get(pk=document.pk), "submit", by=play.person("coordinator"))
    head.open("approvals:document", document.pk)
    head.follow("Approve")
    affirm(head, document)
    head.press("Approve")
    head.state_is(document)
    pia.refresh_from_db()
    assert pia.is_signed
    return pia


def share_and_offer(play: Play, assessment: Assessment) -> None:
    """The department shares it; the entity looks at it and offers it to all."""
    coordinator, reviewer = play.at("coordinator"), play.at("reviewer")
    assert play.at("stranger").status("risk:assessment", assessment.pk) == 404
    coordinator.visit(assessment)
    coordinator.press(SHARE)
    reviewer.visit(assessment)
    reviewer.follow(ANSWER)
    reviewer.tick("answer", "offer")
    reviewer.write("reason", "Clear, and moderated every day.")
    reviewer.press(ANSWER)
    play.at("stranger").visit(assessment)
    play.at("stranger").sees("Clear, and moderated every day.")


def second_department(play: Play) -> dict[str, User]:
    place = play.person("stranger").memberships.get().organization
    made = {part: people.member(f"{part.title()} Elsewhere", part, place) for part in ("author", "head")}
    made["advisor"] = people.member("Advisor Elsewhere", "advisor", place, area="privacy")
    play.people |= {"second author": made["author"], "second head": made["head"]}
    return {**made, "coordinator": play.person("stranger")}


def rely(play: Play, platform: Platform, staff: dict[str, User]) -> Plan:
    """A second department plans on the platform, says that the condition is met, and its head approves."""
    place = staff["coordinator"].memberships.get().organization
    strategy = make.approved_strategy(place, coordinator=staff["coordinator"], head=staff["head"])
    pair = (("en", "@far.away", "far.away"), ("fr", "@au.loin", "au.loin"))
    plan = make.draft_plan(strategy, platform, by=staff["author"], pair=pair)
    uses = [{"use": "broadcasting"}]
    document = make.complete(plan.document, staff["author"], a_uses=uses, f_applies="own_assessment")
    author = play.at("second author")
    author.open("plans:coverage", document.pk)
    author.sees(CONDITION[play.stage.language])
    confirm_coverage(author, document)
    author.visit(document)
    author.follow(CONSULT)
    author.press(CONSULT)
    make.sign(document, staff["advisor"])
    perform(Document.objects.get(pk=document.pk), "submit", by=staff["coordinator"])
    head = play.at("second head")
    head.open("approvals:document", document.pk)
    head.follow("Approve")
    document.refresh_from_db()
    affirm(head, document)
    head.press("Approve")
    head.state_is(document)
    return Plan.objects.get(pk=plan.pk)


def accept(play: Play, plan: Plan, staff: dict[str, User]) -> None:
    """The second department asks for its accounts, and the entity accepts."""
    coordinator, reviewer = play.at("stranger"), play.at("reviewer")
    coordinator.visit(plan.document)
    coordinator.follow("Start the submission")
    coordinator.press("Start the submission")
    asked = Submission.objects.get(plan=plan)
    handles = ("far.away", "au.loin")
    document = accounting.complete(asked, staff["coordinator"], handles=handles)
    coordinator.visit(document)
    coordinator.follow("Send to the central entity")
    coordinator.press("Send to the central entity")
    reviewer.visit(document)
    account.move(reviewer, "Start the review")
    account.move(reviewer, "Accept")
    made = OfficialAccount.objects.filter(submission=asked.pk, state="creating")
    assert set(made.values_list("handle", flat=True)) == set(handles)
    reviewer.open("registry:search")
    reviewer.sees_no("far.away")
