"""Steps 1 to 4: a strategy, a plan on it, its privacy sign-off, and the decision of the head of communications."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from approvals.models import SignOff
from documents.models import Answer, Document, Row
from plans.models import Plan
from strategy.models import Strategy
from tests.factories.documents import PAIR
from tests.journeys.cast import Play, complete_rest
from tests.journeys.stage import Visitor

APPROVE = "Approve"
SEND = "Send to the head of communications"
CONSULT = "Send for consultation"
OVERVIEW = {
    "overview_presence": (
        "We have posted on X since 2010. Trail conditions and wildlife notices are read most.",
        "Nous publions sur X depuis 2010. Les conditions des sentiers et les avis sur la faune sont les plus lus.",
    ),
    "overview_context_government": (
        "One government, one voice: campaigns are shared across departments.",
        "Un seul gouvernement, une seule voix : les campagnes sont communes aux ministères.",
    ),
    "overview_context_department": (
        "171 national historic sites and 48 national parks, open all year.",
        "171 lieux historiques nationaux et 48 parcs nationaux, ouverts toute l’année.",
    ),
}
REASON = "Say which audience comes first. Dites quel public vient d’abord."


# -------------------------------------------------------------------- step 1


def strategy(play: Play) -> Strategy:
    """The coordinator writes it, the head returns it with a reason, and whoever did not write approves it."""
    coordinator = sign_in(play)
    document = start_strategy(play, coordinator)
    write_overview(play, coordinator, document)
    write_objective(play, coordinator, document)
    refuse_what_is_missing(play, coordinator, document)
    complete_rest(document, play.person("coordinator"), but=("overview", "value"))
    coordinator.visit(document)
    send_to_head(coordinator, document)
    others_may_not(play, document)
    return_it(play, document)
    write_as_head(play, coordinator, document)
    coordinator.visit(document)
    send_to_head(coordinator, document)
    refuse_the_writer(play, document)
    deputy = play.at("deputy")
    approve(play, "deputy", document)
    day = timezone.localdate() + relativedelta(years=1)
    document.refresh_from_db()
    assert document.review_due_on == day
    deputy.reads("Approved")
    return Strategy.objects.get(pk=document.pk)


def sign_in(play: Play) -> Visitor:
    """Come in by the front door, with a wrong password first."""
    visitor = play.stage.visitor()
    visitor.open("registry:search")
    visitor.reads("Browse the index")
    visitor.sees_no("Parks Canada")
    assert visitor.page.request.get(play.stage.site + visitor.path("strategy:list"), max_redirects=0).status == 302
    visitor.open("strategy:list")  # leads to the sign-in page, and from there back here
    visitor.sign_in(play.person("coordinator"), password="not this one")
    assert visitor.error_links()
    visitor.sign_in(play.person("coordinator"))
    assert visitor.page.url.endswith(visitor.path("strategy:list"))
    visitor.reads("No strategy yet")
    play.visitors["coordinator"] = visitor
    return visitor


def start_strategy(play: Play, coordinator: Visitor) -> Document:
    name = "Parcs Canada" if play.stage.language == "fr" else "Parks Canada"
    coordinator.follow_text(coordinator.words("Start the strategy of %(name)s", name=name))
    coordinator.write("title_en", "Parks Canada social media strategy")
    coordinator.write("title_fr", "")
    coordinator.press("Start writing", status=422)
    assert len(coordinator.error_links()) == 1
    assert coordinator.value("title_en") == "Parks Canada social media strategy"
    coordinator.write("title_fr", "Stratégie de Parcs Canada relative aux médias sociaux")
    coordinator.press("Start writing")
    document = Document.objects.get(kind="strategy")
    coordinator.state_is(document)
    coordinator.sees(coordinator.words("%(done)s of %(total)s sections completed", done=0, total=6))
    # A plan cannot rest on it yet.
    author = play.at("author")
    author.open("plans:start", play.department.code)
    author.reads("A plan rests on an approved strategy")
    fill_header(play, author, handle="ParksCanada")
    author.press("Save and continue", status=422)
    author.reads("A plan rests on an approved strategy, and yours is not approved yet.")
    assert author.value("name_en") == "Parks Canada"
    assert not Plan.objects.exists()
    return document


def write_overview(play: Play, coordinator: Visitor, document: Document) -> None:
    """Type a whole section of prose in both languages."""
    coordinator.open_section(document, "overview")
    for name, (english, french) in OVERVIEW.items():
        coordinator.write_pair(name, english, french)
    coordinator.tick("is_done")
    coordinator.press("Save and continue")
    coordinator.reads("Saved.")
    stored = Answer.objects.filter(document=document, field="overview_presence").values_list("lang", "value")
    assert dict(stored) == dict(zip(("en", "fr"), OVERVIEW["overview_presence"], strict=True))
    assert coordinator.page.url.endswith(coordinator.path("documents:section", document.pk, "value"))


def write_objective(play: Play, coordinator: Visitor, document: Document) -> None:
    """Type prose, and a row on a page or in the section, whichever the pack's table has."""
    coordinator.write_pair("value_statement", "Canadians find safe ways to visit.", "La population trouve où aller.")
    new = "new-value_objectives-"
    coordinator.write(f"{new}code", "O1")
    coordinator.write_pair(f"{new}objective", "One visitor in three plans online.", "Un visiteur sur trois planifie.")
    coordinator.write_pair(f"{new}mandate_link", "Parks Canada Agency Act, s. 4", "")
    coordinator.press("Save and add another row")
    coordinator.tick("is_done")
    coordinator.press("Save and continue")
    row = Row.objects.get(document=document, table="value_objectives")
    assert row.cells["objective"]["fr"] == "Un visiteur sur trois planifie."


def refuse_what_is_missing(play: Play, coordinator: Visitor, document: Document) -> None:
    """See every missing answer listed, each a link to its place; a program that sends anyway is refused as plainly."""
    coordinator.visit(document)
    coordinator.has_no_link(SEND)
    coordinator.reads(SEND)
    question = play.in_language(document.outline.field("governance_process").label)
    coordinator.page.locator("main details summary").first.click()
    coordinator.reads("“%(question)s” is not answered in French.", question=question)
    coordinator.open("approvals:move", document.pk, "submit")
    coordinator.press(SEND, status=422)
    assert len(coordinator.error_links()) > 5
    document.refresh_from_db()
    assert document.state == "drafting"


def send_to_head(coordinator: Visitor, document: Document) -> None:
    coordinator.follow(SEND)
    coordinator.press(SEND)
    coordinator.reads("Sent to the head of communications.")
    coordinator.state_is(document)


def others_may_not(play: Play, document: Document) -> None:
    """The coordinator has no button to approve and is refused when sending it anyway; a stranger finds nothing."""
    coordinator, stranger = play.at("coordinator"), play.at("stranger")
    coordinator.has_no_link(APPROVE)
    assert coordinator.status("approvals:move", document.pk, "approve") == 403
    assert coordinator.post("approvals:move", document.pk, "approve", revision=str(document.revision)).status == 403
    stranger.open("strategy:list")
    stranger.sees_no(document.title_en)
    for address in ("documents:read", "approvals:document", document.kind_info.url_name):
        assert stranger.status(address, document.pk) == 404
    stranger.open("strategy:start", "elsewhere")  # has a form, hence a token
    assert stranger.post("approvals:move", document.pk, "approve", revision=str(document.revision)).status == 404


def return_it(play: Play, document: Document) -> None:
    """The head returns it: a reason is asked for, and shown to the people who write."""
    head = play.at("head")
    head.open("reports:home")
    head.follow_text(head.words("Decide on “%(document)s”", document=title(play, document)), within="main")
    head.visit(document)
    head.follow("Return for changes")
    head.press("Return for changes", status=422)
    head.reads("Write the reason: the people concerned will read it.")
    head.write("reason", REASON)
    head.press("Return for changes")
    head.reads("Returned for changes.")
    coordinator = play.at("coordinator")
    coordinator.visit(document)
    coordinator.sees(REASON)
    coordinator.state_is(document)


def write_as_head(play: Play, coordinator: Visitor, document: Document) -> None:
    """The coordinator lets the head write in this one document; so the head cannot decide on it any more."""
    coordinator.follow("Who may write")
    coordinator.write("person", str(play.person("head").pk))
    coordinator.press("Invite to write")
    coordinator.reads("Invited to write.")
    head = play.at("head")
    head.open("documents:section", document.pk, "lessons")
    head.write_pair("lessons_process", "Every quarter, with the regions.", "Chaque trimestre, avec les régions.")
    head.press("Save")
    head.reads("Saved.")


def refuse_the_writer(play: Play, document: Document) -> None:
    head = play.at("head")
    head.open("approvals:document", document.pk)
    head.reads("You wrote part of this version, so you cannot decide on it.")
    head.has_no_link(APPROVE)
    head.open("approvals:move", document.pk, "approve")
    head.press(APPROVE, status=422)
    head.reads("You wrote part of this document, so somebody else must decide on it: ask the designate.")
    document.refresh_from_db()
    assert document.state == "final_approval"


def approve(play: Play, part: str, document: Document) -> None:
    """Read the whole frozen version, then approve exactly that."""
    person = play.at(part)
    person.open("approvals:document", document.pk)
    person.reads("The whole version")
    person.follow(APPROVE)
    person.press(APPROVE)
    person.reads("Approved.")
    person.state_is(document)


def title(play: Play, document: Document) -> str:
    return document.title_fr if play.stage.language == "fr" else document.title_en


# -------------------------------------------------------------------- step 2


def fill_header(play: Play, author: Visitor, *, handle: str) -> None:
    author.write("platform", str(play.platform.pk))
    author.write("title_en", "Parks Canada on X")
    author.write("title_fr", "Parcs Canada sur X")
    author.write("name_en", "Parks Canada")
    author.write("handle_en", handle)
    author.write("name_fr", "Parcs Canada")
    author.write("handle_fr", PAIR[1][1])


def plan(play: Play) -> Plan:
    """The author plans @ParksCanada and @ParcsCanada, with the coordinator in the same section at the same time."""
    author = play.at("author")
    author.open("plans:start", play.department.code)
    fill_header(play, author, handle="https://www.facebook.com/ParksCanada")
    author.press("Save and continue", status=422)
    assert len(author.error_links()) == 1
    assert author.value("handle_en") == "https://www.facebook.com/ParksCanada"
    author.write("handle_en", "https://x.com/ParksCanada")
    author.press("Save and continue")
    document = Document.objects.get(kind="plan")
    author.state_is(document)
    author.sees("https://x.com/ParcsCanada")
    author.sees(author.words("%(done)s of %(total)s sections completed", done=0, total=10))
    write_section_a(play, author, document)
    write_risk(play, author, document)
    lose_the_session(play, author, document)
    complete_rest(document, play.person("author"), but=("a", "j"), f_applies="covered")
    author.visit(document)
    author.follow(CONSULT)
    author.press(CONSULT)
    author.reads("Sent for consultation.")
    author.state_is(document)
    return Plan.objects.get(pk=document.pk)


def write_section_a(play: Play, author: Visitor, document: Document) -> None:
    """Prose, inline rows and boxes; meanwhile the coordinator saves the same section, and nobody's text is lost."""
    author.open_section(document, "a")
    coordinator = play.at("coordinator")
    coordinator.open("documents:section", document.pk, "a")
    coordinator.write_pair("a_drivers", "Visitors ask on X first.", "Les visiteurs demandent d’abord sur X.")
    coordinator.press("Save")
    author.write_pair("a_mandate", "It serves objective O1.", "Il contribue à l’objectif O1.")
    author.write_pair("a_drivers", "Closures must be known within the hour.", "Les fermetures, en une heure.")
    author.tick("a_purposes")
    objective, use = "new-a_objectives-", "new-a_uses-"
    author.write_pair(f"{objective}objective", "Answer within a day.", "Répondre en un jour.")
    author.write(f"{objective}strategy_objective", "O1")
    author.write(f"{use}use", "broadcasting")
    author.write_pair(f"{use}description", "Notices about trails.", "Avis sur les sentiers.")
    author.press("Save", status=409)
    author.sees("Les visiteurs demandent d’abord sur X.")
    assert author.value("a_drivers__fr") == "Les fermetures, en une heure."
    assert author.value(f"{use}description__fr") == "Avis sur les sentiers."
    author.tick("is_done")
    author.press("Save and continue")
    author.reads("Saved.")
    assert Row.objects.get(document=document, table="a_uses").cells["use"] == "broadcasting"
    assert Answer.objects.get(document=document, field="a_drivers", lang="en").value.startswith("Closures")


def write_risk(play: Play, author: Visitor, document: Document) -> None:
    """Type a row on a page of its own: the columns are many."""
    author.open("documents:section", document.pk, "e")
    table = document.outline.field("e_risks")
    author.press_row(play.in_language(table.row_label))
    author.write("group", document.framework.items("risk_groups")[0].code)
    author.write_pair("statement", "An outdated notice misleads a visitor.", "Un avis périmé induit en erreur.")
    for name, kind in (("likelihood", "likelihood"), ("impact", "impact"), ("treatment", "treatments")):
        author.write(name, document.framework.items(kind)[0].code)
    author.write_pair("mitigation", "Every notice has an end date.", "Chaque avis a une date de fin.")
    author.write("residual_likelihood", document.framework.items("likelihood")[0].code)
    author.write("residual_impact", document.framework.items("impact")[0].code)
    author.write_pair("owner", "Visitor safety", "")
    author.write("due_date", (timezone.localdate() + timedelta(days=90)).isoformat())
    author.press("Save")
    author.sees("Un avis périmé induit en erreur.")


def lose_the_session(play: Play, author: Visitor, document: Document) -> None:
    """The session runs out while a section is written: after signing in, the text is there."""
    author.open("documents:section", document.pk, "j")
    author.write_pair("j_plan", "If the audience moves on.", "Si le public s’en va.")
    condition = "new-j_conditions-"
    author.write_pair(f"{condition}condition", "Nobody reads it.", "Personne ne le lit.")
    author.tick("j_short_term", "no")
    author.forget_session()
    author.press("Save")
    author.reads("You were signed out. What you typed is kept: sign in and it will be there.")
    author.sign_in(play.person("author"))
    author.reads("You had been signed out. What you typed is below: check it, then save it again.")
    assert author.value("j_plan__fr") == "Si le public s’en va."
    assert author.value(f"{condition}condition__en") == "Nobody reads it."
    author.press("Save")
    assert Answer.objects.filter(document=document, field="j_plan").count() == 2


# -------------------------------------------------------------------- steps 3 and 4


def privacy_sign_off(play: Play, document: Document) -> None:
    """The ATIP coordinator sees which uses the government-wide PIA and TRA cover, and signs this very version."""
    advisor, author = play.at("privacy"), play.at("author")
    assert author.status("approvals:sign_off", document.pk, "privacy") == 403
    coordinator = play.at("coordinator")
    coordinator.visit(document)
    coordinator.has_no_link(SEND)
    advisor.open("approvals:document", document.pk)
    advisor.open("approvals:sign_off", document.pk, "privacy")
    use = next(one for one in document.framework.items("uses") if one.code == "broadcasting")
    advisor.sees(play.in_language(use.name))
    advisor.tick("decision", SignOff.Decision.CONDITIONS)
    advisor.press("Sign off", status=422)
    advisor.reads("Write why: a sign-off of this kind needs a comment.")
    advisor.tick("decision", SignOff.Decision.CONCUR)
    advisor.write("comment", "Covered by the government-wide PIA.")
    advisor.press("Sign off")
    advisor.reads("Signed off.")


def decision(play: Play, document: Document) -> None:
    """The head approves; the author cannot, and the same decision in another tab says who was faster."""
    coordinator, author, head = play.at("coordinator"), play.at("author"), play.at("head")
    coordinator.visit(document)
    send_to_head(coordinator, document)
    author.visit(document)
    author.has_no_link(APPROVE)
    author.open("plans:start", play.department.code)
    assert author.post("approvals:move", document.pk, "approve", revision=str(document.revision)).status == 403
    late = head.tab()
    late.open("approvals:move", document.pk, "refuse")
    late.write("reason", "Too early in the year.")
    approve(play, "head", document)
    late.press("Refuse", status=409)
    late.reads("This has moved on")
    late.sees("Too early in the year.")
    document.refresh_from_db()
    assert document.state == "approved"
    late.page.close()
