"""Steps 2 to 4: a plan on the strategy, its privacy sign-off, and the decision of the head of communications."""

from datetime import timedelta

from django.utils import timezone

from approvals.models import SignOff
from documents.models import Answer, Document, Row
from plans import coverage
from plans.models import Plan
from tests.journeys.cast import Play, complete_rest
from tests.journeys.stage import Visitor
from tests.journeys.strategy import APPROVE, SEND, approve, fill_header, send_to_head

CONSULT = "Send for consultation"


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
    confirm_coverage(author, document)
    author.visit(document)
    author.follow(CONSULT)
    author.press(CONSULT)
    author.reads("Sent for consultation.")
    author.state_is(document)
    return Plan.objects.get(pk=document.pk)


def confirm_coverage(author: Visitor, document: Document) -> None:
    """Say of each condition that it is met, and confirm what covers the plan: without it the plan does not go on."""
    author.open("plans:coverage", document.pk)
    for condition in coverage.of_plan(document).asked:
        author.tick(f"met_{condition.key}", "yes")
    author.write("reason_en", "The uses are those that were assessed.")
    author.write("reason_fr", "Ce sont les utilisations évaluées.")
    author.press("Confirm what covers the plan")
    author.reads("Saved.")


def write_section_a(play: Play, author: Visitor, document: Document) -> None:
    """Prose, inline rows and boxes; meanwhile the coordinator saves the same section, and nobody's text is lost."""
    author.open_section(document, "a")
    coordinator = play.at("coordinator")
    coordinator.open("documents:section", document.pk, "a")
    coordinator.write_pair("a_drivers", "Visitors ask on X first.", "Les visiteurs demandent d’abord sur X.")
    coordinator.press("Save")
    # Without a network nothing saves by itself, nor does the other text come in before this one is typed.
    author.context.set_offline(author.stage.has_script)
    author.write_pair("a_mandate", "It serves objective O1.", "Il contribue à l’objectif O1.")
    author.write_pair("a_drivers", "Closures must be known within the hour.", "Les fermetures, en une heure.")
    author.tick("a_purposes")
    author.tick("a_joint", "no")
    objective, use = author.new_row("a_objectives"), author.new_row("a_uses")
    author.write_pair(f"{objective}objective", "Answer within a day.", "Répondre en un jour.")
    author.write(f"{objective}strategy_objective", "O1")
    author.write(f"{use}use", "broadcasting")
    author.write_pair(f"{use}description", "Notices about trails.", "Avis sur les sentiers.")
    author.context.set_offline(False)
    keep_own_text(author, "a_drivers__en", "a_drivers__fr")
    assert author.value("a_drivers__fr") == "Les fermetures, en une heure."
    assert author.value(f"{use}description__fr") == "Avis sur les sentiers."
    author.tick("is_done")
    author.press("Save and continue")
    author.reads("Saved.")
    assert Row.objects.get(document=document, table="a_uses").cells["use"] == "broadcasting"
    assert Answer.objects.get(document=document, field="a_drivers", lang="en").value.startswith("Closures")


def keep_own_text(author: Visitor, *names: str) -> None:
    """Save into words that somebody else wrote meanwhile, see both texts, and keep one’s own."""
    if author.stage.has_script:
        author.button("Save").first.click()
        author.page.locator(".collision").nth(len(names) - 1).wait_for()
        author.sees("Les visiteurs demandent d’abord sur X.")
        for name in names:
            author.page.locator(f'[aria-labelledby="collision-{name}"] button[value=mine]').click()
        return
    author.press("Save", status=409)
    author.sees("Les visiteurs demandent d’abord sur X.")
    author.sees("Les fermetures, en une heure.")
    for name in names:
        author.page.locator(f"#pick-{name}-mine").check()
    author.press("Save my choice")


def write_risk(play: Play, author: Visitor, document: Document) -> None:
    """Type a row that opens in its section: the columns are many."""
    author.open("documents:section", document.pk, "e")
    table = document.outline.field("e_risks")
    author.press_row(play.in_language(table.row_label))
    risk = author.new_row("e_risks")
    author.write(f"{risk}group", document.framework.items("risk_groups")[0].code)
    author.write_pair(f"{risk}statement", "An outdated notice misleads a visitor.", "Un avis périmé induit en erreur.")
    author.write(f"{risk}affected", document.framework.items("risk_affected")[0].code)
    for name, kind in (("likelihood", "likelihood"), ("impact", "impact"), ("treatment", "treatments")):
        author.write(f"{risk}{name}", document.framework.items(kind)[0].code)
    author.write(f"{risk}residual_likelihood", document.framework.items("likelihood")[0].code)
    author.write(f"{risk}residual_impact", document.framework.items("impact")[0].code)
    author.write_pair(f"{risk}owner", "Visitor safety", "")
    author.press("Save and close")
    author.sees("Un avis périmé induit en erreur.")
    write_treatment(play, author, document)


def write_treatment(play: Play, author: Visitor, document: Document) -> None:
    """Say what is done about the risk, by whom and by when: a row that points at it."""
    author.press_row(play.in_language(document.outline.field("e_treatments").row_label))
    row = author.new_row("e_treatments")
    author.tick(f"{row}risks", str(document.rows.get(table="e_risks").uuid))
    author.write_pair(f"{row}action", "Every notice has an end date.", "Chaque avis a une date de fin.")
    author.write_pair(f"{row}owner", "Visitor safety", "")
    author.write(f"{row}due_date", (timezone.localdate() + timedelta(days=90)).isoformat())
    author.write(f"{row}status", document.framework.items("treatment_states")[0].code)
    author.press("Save and close")
    author.sees("Chaque avis a une date de fin.")


def lose_the_session(play: Play, author: Visitor, document: Document) -> None:
    """The session runs out while a section is written: after signing in, the text is there."""
    author.open("documents:section", document.pk, "j")
    author.write_pair("j_plan", "If the audience moves on.", "Si le public s’en va.")
    condition = author.new_row("j_conditions")
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
    advisor.reads("Write at least one condition, with its owner and its date.")
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
