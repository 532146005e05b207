"""Step 1: the departmental strategy, written, returned, and approved by somebody who did not write it."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from documents.models import Answer, Document, Row
from plans.models import Plan
from strategy.models import Strategy
from tests.factories import documents as make
from tests.factories.documents import PAIR
from tests.journeys.cast import Play, complete_rest
from tests.journeys.stage import Visitor

APPROVE = "Approve"
SEND = "Send to the head of communications"
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
    new = coordinator.new_row("value_objectives")
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
    affirm(head, document)
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
    affirm(person, document)
    person.press(APPROVE)
    person.reads("Approved.")
    person.state_is(document)


def affirm(person: Visitor, document: Document) -> None:
    """Tick, one by one, what whoever approves affirms."""
    for name in make.ticked(document):
        person.tick(name)


def title(play: Play, document: Document) -> str:
    return document.title_fr if play.stage.language == "fr" else document.title_en


def fill_header(play: Play, author: Visitor, *, handle: str) -> None:
    author.write("platform", str(play.platform.pk))
    author.write("title_en", "Parks Canada on X")
    author.write("title_fr", "Parcs Canada sur X")
    author.write("name_en", "Parks Canada")
    author.write("handle_en", handle)
    author.write("name_fr", "Parcs Canada")
    author.write("handle_fr", PAIR[1][1])
