"""How does a plan come through nine policy areas, back, through them again, past an objection, and into a change?

What was played by hand in other journeys (writing, plain sign-offs) is done by the product's verbs here; what this one
is about is done in browsers.
"""

from datetime import timedelta

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from approvals import rounds
from approvals.models import Condition, ConditionStep, Decision, Override, SignOff
from documents import actions
from documents.models import Document
from govsocial.core import ledger, proofs
from govsocial.core.transitions import perform
from organizations.models import Delegation
from tests.factories import documents as make
from tests.factories import people
from tests.factories.people import PASSWORD
from tests.journeys.cast import Play
from tests.journeys.stage import Visitor
from tests.journeys.strategy import APPROVE, SEND, affirm

CONSULT = "Send for consultation"
OTHERS = ("accessibility", "communications", "federal_identity", "information_management", "legal", "values_ethics")
OBJECTION = "Two channels that say the same split the audience."
OVERRIDE = "Each language has its own public; the channels are short."
LETTER = "Letter of 12 November 2026"


def play(play: Play) -> None:
    """Let everybody do their part."""
    document = consult(play)
    concur_on_a_condition(play, document)
    object_to_it(play, document)
    return_it(play, document)
    consult_again(play, document)
    sign_again(play, document)
    answer_the_objection(play, document)
    meet_the_condition(play, document)
    hand_over(play)
    approve_as_acting_head(play, document)
    amend(play, document)
    assert list(ledger.faults()) == []
    assert list(proofs.faults()) == []


def consult(play: Play) -> Document:
    """The author sends a finished plan to nine areas, one of which need not have been asked."""
    here = play.department
    for area in (*OTHERS, "it_security", "official_languages"):
        play.people[area] = people.member(f"Advisor {area}", "advisor", here, area=area)
    play.people["acting"] = people.member("Ada Acting", "auditor", here)
    play.people["second"] = people.member("Sven Second", "coordinator", here)
    author, coordinator = play.person("author"), play.person("coordinator")
    strategy = make.approved_strategy(here, coordinator=coordinator, head=play.person("head"))
    plan = make.draft_plan(strategy, play.platform, by=author)
    document = make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    visitor = play.at("author")
    visitor.visit(document)
    visitor.follow(CONSULT)
    visitor.tick("invited", "legal")
    visitor.press(CONSULT)
    visitor.reads("Sent for consultation.")
    visitor.state_is(document)
    assert len(rounds.standings(rounds.opened(document), document)) == 9
    for area in OTHERS:
        make.sign(document, play.person(area), area)
    return document


def concur_on_a_condition(play: Play, document: Document) -> None:
    """IT security concurs, if something is done before the approval."""
    security = play.at("it_security")
    security.open("approvals:sign_off", document.pk, "it_security")
    security.tick("decision", SignOff.Decision.CONDITIONS)
    security.write("text_1", "Two people hold the recovery codes.")
    security.write("blocks_1", Condition.Blocks.APPROVAL)
    security.write("owner_1", str(play.person("author").pk))
    security.write("due_on_1", (timezone.localdate() + timedelta(days=20)).isoformat())
    security.press("Sign off")
    security.reads("Signed off.")
    assert Condition.objects.get(document=document).area == "it_security"


def object_to_it(play: Play, document: Document) -> None:
    """Official languages does not concur, and must say why."""
    languages = play.at("official_languages")
    languages.open("approvals:sign_off", document.pk, "official_languages")
    languages.tick("decision", SignOff.Decision.DO_NOT_CONCUR)
    languages.press("Sign off", status=422)
    languages.write("comment", OBJECTION)
    languages.press("Sign off")
    languages.reads("Signed off.")
    coordinator = play.at("coordinator")
    coordinator.visit(document)
    coordinator.has_no_link(SEND)
    coordinator.sees(OBJECTION)


def return_it(play: Play, document: Document) -> None:
    """Privacy, whose objection would block, returns the plan with its reason; the authors read it."""
    privacy = play.at("privacy")
    privacy.open("approvals:document", document.pk)
    privacy.follow("Return to the authors for changes")
    privacy.write("reason", "Say how long direct messages are kept.")
    privacy.press("Return to the authors for changes")
    privacy.reads("Returned to the authors.")
    author = play.at("author")
    author.visit(document)
    author.sees("Say how long direct messages are kept.")
    author.state_is(document)


def consult_again(play: Play, document: Document) -> None:
    """The author changes one section; who signed others is not asked again."""
    author = play.at("author")
    field = next(one for one in document.outline.section("f").fields if one.is_bilingual)
    words = {(field.key, "en"): "Kept for thirty days.", (field.key, "fr"): "Conservés trente jours."}
    actions.save_section(document, "f", words, by=play.person("author"))
    author.open("approvals:move", document.pk, "consult")
    author.press(CONSULT)
    author.reads("Sent for consultation.")
    round_ = rounds.opened(document)
    carried = set(round_.sign_offs.exclude(carried_from=None).values_list("area", flat=True))
    assert carried == {*OTHERS, "official_languages"} - {"legal"}
    author.open("approvals:document", document.pk)
    author.reads("carried from the last round: its sections did not change")
    author.sees(author.words("Asked again: the area signed version %(number)s.", number=1))


def sign_again(play: Play, document: Document) -> None:
    """IT security sees what changed since it signed; privacy signs what it had asked for."""
    security = play.at("it_security")
    security.open("approvals:sign_off", document.pk, "it_security")
    security.sees(document.outline.section("f").title.get(play.stage.language))
    security.follow("See exactly what changed")
    security.sees("Kept for thirty days.")
    security.open("approvals:sign_off", document.pk, "it_security")
    security.tick("decision", SignOff.Decision.CONCUR)
    security.press("Sign off")
    privacy = play.at("privacy")
    privacy.open("approvals:sign_off", document.pk, "privacy")
    privacy.tick("decision", SignOff.Decision.CONCUR)
    privacy.press("Sign off")
    privacy.reads("Signed off.")
    make.sign(document, play.person("legal"), "legal")


def answer_the_objection(play: Play, document: Document) -> None:
    """Without an answer of the authors the head never sees the plan."""
    author, coordinator = play.at("author"), play.at("coordinator")
    coordinator.visit(document)
    coordinator.has_no_link(SEND)
    author.open("approvals:dissent", document.pk, "official_languages")
    author.write("text", "Readers asked for one channel a language.")
    author.press("Put the answer on the record")
    author.reads("Answered. The answer stands beside the objection.")


def meet_the_condition(play: Play, document: Document) -> None:
    """The author reports the condition as met; only its area closes it, and only then the plan goes on."""
    condition = Condition.objects.get(document=document)
    author, security, coordinator = play.at("author"), play.at("it_security"), play.at("coordinator")
    author.open("approvals:report_condition", condition.pk)
    author.write("text", "Sealed envelopes with the duty officers.")
    author.press("Report as met")
    author.reads("Reported. The condition is closed once the area accepts it.")
    coordinator.visit(document)
    coordinator.has_no_link(SEND)
    security.open("approvals:judge_condition", condition.pk)
    security.tick("answer", "accept")
    security.write("text", "Seen on site.")
    security.press("Answer")
    security.reads("Your answer is on the record.")
    assert condition.steps.filter(kind=ConditionStep.Kind.ACCEPTED).exists()
    coordinator.visit(document)
    coordinator.follow(SEND)
    coordinator.press(SEND)
    coordinator.reads("Sent to the head of communications.")


def hand_over(play: Play) -> None:
    """The head goes away, and lets somebody act under a letter."""
    head = play.at("head")
    head.open("organizations:designate", play.department.code)
    head.write("delegate", str(play.person("acting").pk))
    head.tick("capacity", Delegation.Capacity.ACTING)
    head.write("instrument", LETTER)
    head.write("valid_to", (timezone.localdate() + timedelta(days=14)).isoformat())
    head.press("Give the authority")
    head.reads("Delegation recorded.")


def approve_as_acting_head(play: Play, document: Document) -> None:
    """The acting head decides over the objection, with a reason, and only once it is proved who decides."""
    acting = play.at("acting")
    acting.open("approvals:document", document.pk)
    acting.sees(OBJECTION)
    acting.follow(APPROVE)
    affirm(acting, document)
    acting.write("override_official_languages", OVERRIDE)
    let_time_pass(acting)
    acting.press(APPROVE)
    acting.reads("Is it still you?")
    acting.write("password", PASSWORD)
    acting.press("Confirm that it is you")
    acting.reads("It is confirmed that it is you. What you typed is below: check it, then press the button.")
    assert acting.value("override_official_languages") == OVERRIDE
    acting.press(APPROVE)
    acting.reads("Approved.")
    acting.sees(OVERRIDE)
    acting.sees(LETTER)
    acting.state_is(document)
    decision = Decision.objects.get(round__document=document)
    assert (decision.capacity, decision.on_behalf_of) == ("acting", play.person("head").name)
    assert (decision.instrument, decision.confirmed_by) == (LETTER, "password")
    assert decision.version_sha == document.effective_version.sha256
    assert Override.objects.get(decision=decision).reason == OVERRIDE


def let_time_pass(visitor: Visitor) -> None:
    """Let it be long ago that this session's person proved who they are."""
    cookie = next(one for one in visitor.context.cookies() if one["name"] == "sessionid")
    session = Session.objects.get(session_key=cookie["value"])
    said = session.get_decoded()
    for record in said[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= 7200
    session.session_data = Session.objects.encode(said)
    session.save()


def amend(play: Play, document: Document) -> None:
    """A typing error is mended as an editorial change, which another coordinator approves; nobody is consulted."""
    coordinator, second = play.at("coordinator"), play.at("second")
    coordinator.visit(document)
    coordinator.follow("Change or review it")
    coordinator.tick("change_class", "editorial")
    coordinator.write("reason", "A comma was missing.")
    coordinator.press("Change or review it")
    coordinator.reads("The change has begun. The approved version stays in force.")
    field = next(one for one in document.outline.section("g").fields if one.is_bilingual and one.type == "text")
    for language in ("en", "fr"):
        said = document.answers.get(field=field.key, lang=language).value
        actions.save_section(document, "g", {(field.key, language): f"{said},"}, by=play.person("coordinator"))
    document.refresh_from_db()
    perform(document, "submit", by=play.person("coordinator"))
    second.open("approvals:document", document.pk)
    second.follow("Approve the editorial change")
    second.press("Approve the editorial change")
    second.reads("Approved as an editorial change.")
    second.sees("A comma was missing.")
    document.refresh_from_db()
    assert (document.state, document.effective_version.number) == ("approved", 3)
    assert Decision.objects.get(round__version=document.effective_version).capacity == "coordinator"
