"""Steps 5, 6 and 8: the submission to the central entity, its accounts, the public index, and their closing."""

from datetime import timedelta

from django.utils import timezone

from accounts import checklists
from accounts.actions import configuration
from accounts.models import AccessGrant, OfficialAccount, Submission
from documents.models import Document
from govsocial.core.transitions import perform
from plans.models import Plan
from tests.factories import accounts as make
from tests.journeys.cast import TAKEN, Play, complete_rest
from tests.journeys.stage import Visitor
from tests.journeys.strategy import approve, send_to_head

SEND = "Send to the central entity"
TOOL = "https://tool.example/accounts/12"


# -------------------------------------------------------------------- step 5


def submission(play: Play, plan: Plan) -> Submission:
    """The coordinator asks for the accounts, the entity asks back, is answered, and accepts."""
    coordinator = play.at("coordinator")
    start_submission(play, plan)
    asked = Submission.objects.get(plan=plan)
    document = asked.document
    refuse_taken_username(play, coordinator, document)
    name_users(coordinator, document)
    complete_rest(document, play.person("coordinator"), but=("identification",))
    coordinator.visit(document)
    coordinator.follow(SEND)
    coordinator.press(SEND)
    coordinator.reads("Sent to the central entity.")
    coordinator.state_is(document)
    assert coordinator.status("approvals:move", document.pk, "accept") == 403
    assert play.at("stranger").status("accounts:submission", document.pk) == 404
    review(play, document)
    return Submission.objects.get(pk=asked.pk)


def start_submission(play: Play, plan: Plan) -> None:
    coordinator, author = play.at("coordinator"), play.at("author")
    author.visit(plan.document)
    author.has_no_link("Start the submission")
    assert author.status("accounts:start_submission", plan.pk) == 403
    coordinator.visit(plan.document)
    coordinator.follow("Start the submission")
    coordinator.sees("https://x.com/ParcsCanada")
    coordinator.press("Start the submission")
    coordinator.reads("Submission started. What the approved plan says is filled in: check it and complete the rest.")


def refuse_taken_username(play: Play, coordinator: Visitor, document: Document) -> None:
    """What the plan says is there; a username that another department's account bears is refused in plain words."""
    coordinator.open_section(document, "identification")
    assert coordinator.value("identification_handle__fr") == "ParcsCanada"
    assert coordinator.value("identification_name__en") == "Parks Canada"
    coordinator.write("identification_avatar", document.framework.items("avatar_types")[0].code)
    coordinator.write("identification_handle__en", TAKEN)
    coordinator.write_pair("identification_bio", "Official account. Français : @ParcsCanada", "Compte officiel.")
    coordinator.write_pair("identification_terms_link", "https://parks.canada.ca/terms", "https://parcs.canada.ca/avis")
    coordinator.write_pair("identification_website", "https://parks.canada.ca", "https://parcs.canada.ca")
    coordinator.press("Save")
    coordinator.visit(document)
    coordinator.has_no_link(SEND)
    coordinator.page.locator("main details summary").first.click()
    coordinator.sees(TAKEN)
    coordinator.open_section(document, "identification")
    coordinator.write("identification_handle__en", "ParksCanada")
    coordinator.tick("is_done")
    coordinator.press("Save and continue")


def name_users(coordinator: Visitor, document: Document) -> None:
    """The plan names positions; the submission names the persons, each with the day of their training."""
    for row in document.rows.filter(table="users_authorized"):
        coordinator.open("documents:section", document.pk, "users", query=f"?row={row.uuid}")
        opened = coordinator.opened_row(row)
        coordinator.write(f"{opened}name", "Noor Newsdesk")
        coordinator.write(f"{opened}email", "noor.newsdesk@pc.example")
        coordinator.write(f"{opened}trained_on", timezone.localdate().isoformat())
        coordinator.press("Save and close")
        coordinator.sees("Noor Newsdesk")


def review(play: Play, document: Document) -> None:
    """The reviewer takes it, asks, and accepts what was answered."""
    reviewer, coordinator = play.at("reviewer"), play.at("coordinator")
    reviewer.open("accounts:submissions")
    reviewer.follow_text(document.title_fr if play.stage.language == "fr" else document.title_en)
    move(reviewer, "Start the review")
    move(reviewer, "Ask for information", "Who answers on weekends?")
    coordinator.visit(document)
    coordinator.sees("Who answers on weekends?")
    move(coordinator, "Answer and send again", "The duty officer does.")
    reviewer.visit(document)
    reviewer.sees("The duty officer does.")
    move(reviewer, "Accept")
    reviewer.state_is(document)
    assert OfficialAccount.objects.filter(submission=document.pk, state="creating").count() == 2


def move(person: Visitor, name: str, reason: str = "") -> None:
    """Follow an offer, give the reason if one is asked, and confirm."""
    person.follow(name)
    if reason:
        person.write("reason", reason)
    person.press(name)


def configure(play: Play) -> list[OfficialAccount]:
    """The entity makes the English account by hand; a colleague does the same for the French one."""
    english, french = OfficialAccount.objects.filter(organization=play.department).order_by("language")
    reviewer = play.at("reviewer")
    assert play.at("coordinator").status("accounts:configure", english.pk) == 403
    reviewer.visit(english)
    reviewer.follow("Create and configure")
    reviewer.has_no_link("Put into use")
    record_details(reviewer, english)
    record_facts(reviewer, english)
    tick_all(reviewer, english, checklists.CONFIGURATION)
    make.acknowledged(play.department, play.person("coordinator"))
    reviewer.open("accounts:configure", english.pk)
    move(reviewer, "Put into use")
    reviewer.reads("The account is in use.")
    configure_quietly(play, french)
    coordinator = play.at("coordinator")
    coordinator.visit(english)
    english.refresh_from_db()
    french.refresh_from_db()
    coordinator.state_is(english)
    assert (english.equivalent_id, french.equivalent_id) == (french.pk, english.pk)
    assert AccessGrant.objects.filter(account=english).exists()
    assert english.submission.document.state == "completed"
    return [english, french]


def record_details(reviewer: Visitor, account: OfficialAccount) -> None:
    reviewer.open("accounts:details", account.pk)
    reviewer.write("handle", TAKEN)
    reviewer.write("management_tool_url", TOOL)
    reviewer.press("Save", status=422)
    assert reviewer.value("management_tool_url") == TOOL
    reviewer.write("handle", "https://www.facebook.com/ParksCanada")
    reviewer.press("Save", status=422)
    reviewer.write("handle", "https://twitter.com/ParksCanada")
    reviewer.press("Save")
    reviewer.reads("Recorded.")


def record_facts(reviewer: Visitor, account: OfficialAccount) -> None:
    today = timezone.localdate()
    reviewer.open("accounts:terms", account.pk)
    reviewer.write("title", "X Terms of Service")
    reviewer.write("terms_version", "2026-01-15")
    reviewer.write("accepted_on", (today + timedelta(days=3)).isoformat())
    reviewer.press("Add to the record", status=422)
    reviewer.reads("Choose a day that is not in the future.")
    reviewer.write("accepted_on", today.isoformat())
    reviewer.press("Add to the record")
    reviewer.sees("X Terms of Service")
    reviewer.open("accounts:provider", account.pk)
    reviewer.write("what", "E-mail address")
    reviewer.write("given", "social@pc.example")
    reviewer.write("given_on", today.isoformat())
    reviewer.press("Add to the record")
    reviewer.sees("social@pc.example")


def tick_all(reviewer: Visitor, account: OfficialAccount, code: str) -> None:
    """Tick every line; one without its evidence is refused, and nothing that was ticked is lost."""
    reviewer.open("accounts:checklist", account.pk, code)
    form = reviewer.page.locator("main form[data-main]")
    for box in form.locator("input[type=checkbox]").all():
        box.check()
    proofs = form.locator("input[name$=_evidence]").all()
    reviewer.press("Save the checklist", status=422)
    assert len(reviewer.error_links()) == len(proofs)
    for box in form.locator("input[type=checkbox]").all():
        assert box.is_checked()
    for proof in form.locator("input[name$=_evidence]").all():
        proof.fill("File 2026-114")
    reviewer.press("Save the checklist")
    reviewer.reads("Checklist saved.")


def configure_quietly(play: Play, account: OfficialAccount) -> None:
    """Do by the product's own verbs what the first account showed by hand."""
    by, today = play.person("reviewer"), timezone.localdate()
    configuration.change_details(
        account, name=account.name, handle=account.handle, management_tool_url=f"{TOOL}3", by=by
    )
    configuration.record_terms(account, title="X Terms", terms_version="2026", accepted_on=today, by=by)
    configuration.record_provider_information(account, what="E-mail", given="social@pc.example", given_on=today, by=by)
    tick_quietly(account, checklists.CONFIGURATION, by)
    perform(OfficialAccount.objects.get(pk=account.pk), "activate", by=by)


def tick_quietly(account: OfficialAccount, code: str, by) -> None:
    lines = [line for group in checklists.groups(account, code) for line in group.lines]
    ticks = {
        line.check.key: configuration.Tick(is_done=True, evidence="File 2026-114" if line.check.evidence else "")
        for line in lines
    }
    configuration.save_checklist(account, code, ticks, by=by)


# -------------------------------------------------------------------- step 6


def index(play: Play, accounts: list[OfficialAccount]) -> None:
    """Anybody finds both accounts, and asks whether an address or a username is official."""
    public = play.stage.visitor()
    public.open("registry:search")
    for account in accounts:
        public.sees(account.name)
    public.follow_text(accounts[1].name, within="main")
    public.sees(accounts[1].url)
    public.open("registry:verify", query="?q=https://twitter.com/ParcsCanada?lang=fr")
    public.reads("Yes, this account is official")
    public.open("registry:search")
    public.write("q", "x.com/ParksCanadaHelp")
    public.press("Check or search")
    public.reads("No, this account is not in the index")
    answer = public.context.request.get(play.stage.site + public.path("registry:json")).json()
    assert "ParcsCanada" in str(answer)


# -------------------------------------------------------------------- step 8


def closing(play: Play, accounts: list[OfficialAccount]) -> None:
    """The coordinator asks, the head approves, the entity closes; the account stays listed as closed."""
    document = ask_to_close(play, accounts[0])
    approve(play, "head", document)
    coordinator = play.at("coordinator")
    coordinator.visit(document)
    coordinator.press("Start the submission to close")
    asked = Submission.objects.get(type=Submission.Type.CLOSE)
    complete_rest(asked.document, play.person("coordinator"))
    coordinator.visit(asked.document)
    move(coordinator, SEND)
    reviewer = play.at("reviewer")
    reviewer.visit(asked.document)
    move(reviewer, "Start the review")
    move(reviewer, "Accept")
    close_by_hand(reviewer, accounts[0])
    close_quietly(play, accounts[1])
    public = play.stage.visitor()
    public.open("registry:verify", query="?q=@ParksCanada")
    public.reads("No longer: this account is closed")
    public.sees("Comptes fermés." if play.stage.language == "fr" else "Accounts closed.")
    public.open("registry:account", accounts[1].pk)
    for account in accounts:
        account.refresh_from_db()
        assert account.state == "closed"
        assert not AccessGrant.objects.filter(account=account, valid_to__isnull=True).exists()


def ask_to_close(play: Play, account: OfficialAccount) -> Document:
    coordinator = play.at("coordinator")
    assert play.at("author").status("accounts:start_disposition", account.pk) == 403
    assert play.at("stranger").status("accounts:start_disposition", account.pk) == 404
    coordinator.visit(account)
    coordinator.follow("Ask for it to be closed")
    coordinator.press("Start the request")
    document = Document.objects.get(kind="disposition")
    coordinator.open_section(document, "reason")
    coordinator.write("reason_code", document.framework.items("closing_reasons")[0].code)
    coordinator.write_pair("reason_text", "The audience has moved on.", "Le public s’en est allé.")
    coordinator.tick("is_done")
    coordinator.press("Save and continue")
    complete_rest(document, play.person("coordinator"), but=("reason",))
    coordinator.visit(document)
    send_to_head(coordinator, document)
    coordinator.open("accounts:start_disposition", account.pk)
    coordinator.press("Start the request", status=422)
    return document


def close_by_hand(reviewer: Visitor, account: OfficialAccount) -> None:
    reviewer.open("accounts:configure", account.pk)
    reviewer.has_no_link("Close")
    tick_all(reviewer, account, checklists.DISPOSITION)
    reviewer.open("accounts:closing_note", account.pk)
    reviewer.write("closing_note_en", "Accounts closed. Visit parks.canada.ca.")
    reviewer.press("Save", status=422)
    reviewer.write("closing_note_fr", "Comptes fermés. Visitez parcs.canada.ca.")
    reviewer.press("Save")
    move(reviewer, "Close")
    reviewer.reads("The account is closed.")


def close_quietly(play: Play, account: OfficialAccount) -> None:
    by = play.person("reviewer")
    tick_quietly(OfficialAccount.objects.get(pk=account.pk), checklists.DISPOSITION, by)
    configuration.write_closing_note(account, note_en="Closed.", note_fr="Fermé.", by=by)
    perform(OfficialAccount.objects.get(pk=account.pk), "close", by=by)
