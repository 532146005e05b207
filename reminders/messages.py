"""What does each notice say? One title, one body and one action a code, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from documents import kinds
from govsocial.core.templatetags.ui import in_words

Label = str | Promise


@dataclass(frozen=True)
class Message:
    """The words of one code. Titles are also the subjects of the letters; `by_mail` is False for news that can wait."""

    title: Label
    body: Label
    action: Label
    by_mail: bool = True

    def title_with(self, params: dict[str, Any]) -> str:
        return str(self.title) % spoken(params)

    def body_with(self, params: dict[str, Any]) -> str:
        return str(self.body) % spoken(params)


def spoken(params: dict[str, Any]) -> dict[str, str]:
    """Return stored params as words of the active language.

    A value is a plain text, {"en": …, "fr": …}, {"kind": code of a kind of document} or {"date": ISO date}.
    """
    return {name: _spoken(value) for name, value in params.items()}


def _spoken(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "kind" in value:
        return str(kinds.get(value["kind"]).label)
    if "date" in value:
        return in_words(date.fromisoformat(value["date"]))
    return str(value.get("fr" if (get_language() or "en").startswith("fr") else "en", ""))


def get(code: str) -> Message:
    """Return the message `code`; KeyError when there is none."""
    return MESSAGES[code]


MESSAGES = {
    "document.consult": Message(
        _("Your advice is asked for: %(document)s"),
        _(
            "%(by)s sent this document for consultation: %(document)s (%(kind)s, %(organization)s). Read the "
            "frozen version and sign off for your policy area."
        ),
        _("Read it and sign off"),
    ),
    "document.submit": Message(
        _("Your decision is asked for: %(document)s"),
        _(
            "%(by)s sent you this document to decide on: %(document)s (%(kind)s, %(organization)s). You can "
            "approve it, return it for changes, or refuse it."
        ),
        _("Read it and decide"),
    ),
    "document.approve": Message(
        _("Approved: %(document)s"),
        _(
            "%(by)s approved this document: %(document)s (%(kind)s, %(organization)s). The approved version is "
            "now in force."
        ),
        _("See the approved version"),
    ),
    "document.return": Message(
        _("Returned for changes: %(document)s"),
        _(
            "%(by)s returned this document for changes: %(document)s (%(kind)s, %(organization)s). The reason is "
            "on its page, and it can be changed again."
        ),
        _("Read the reason"),
    ),
    "document.refuse": Message(
        _("Refused: %(document)s"),
        _("%(by)s refused this document: %(document)s (%(kind)s, %(organization)s). The reason is on its page."),
        _("Read the reason"),
    ),
    "document.revoke": Message(
        _("Approval revoked: %(document)s"),
        _(
            "%(by)s revoked the approval of this document: %(document)s (%(kind)s, %(organization)s). It is no "
            "longer in force."
        ),
        _("Read the reason"),
    ),
    "comment.added": Message(
        _("New comments: %(document)s"),
        _("%(by)s commented on this document: %(document)s (%(organization)s). There may be more comments since."),
        _("Read the comments"),
    ),
    "comment.answered": Message(
        _("Your comment was answered: %(document)s"),
        _("%(by)s wrote in a conversation that you take part in, about %(document)s (%(organization)s)."),
        _("Read the conversation"),
    ),
    "advice.recused": Message(
        _("Your advice is asked for: %(document)s"),
        _(
            "%(by)s is recused, so another advisor of %(area)s is asked about this document: %(document)s "
            "(%(organization)s). Read the frozen version and sign off."
        ),
        _("Read it and sign off"),
    ),
    "advice.objected": Message(
        _("%(area)s does not concur: %(document)s"),
        _(
            "%(by)s does not concur, for %(area)s, with this document: %(document)s (%(organization)s). The reason "
            "is on its page, where you can answer it."
        ),
        _("Read the objection"),
    ),
    "consultation.owed": Message(
        _("Your advice is owed: %(document)s"),
        _(
            "%(by)s approved this document in an emergency, before the policy areas were asked: %(document)s "
            "(%(organization)s). Read the approved version and answer for %(area)s."
        ),
        _("Read it and sign off"),
    ),
    "consultation.objected": Message(
        _("%(area)s does not concur with what was approved in an emergency: %(document)s"),
        _(
            "%(by)s does not concur, for %(area)s, with the version in force of this document: %(document)s "
            "(%(organization)s). You revoke the approval, have the document changed or, where the objection does not "
            "block, keep the approval with your reason."
        ),
        _("Read the objection and decide"),
    ),
    "consultation.due": Message(
        _("Advice owed by %(due_on)s: %(document)s"),
        _(
            "Version %(number)s of this document was approved in an emergency: %(document)s (%(organization)s). Every "
            "policy area answers by %(due_on)s."
        ),
        _("Open the document"),
    ),
    "consultation.overdue": Message(
        _("Advice owed since %(due_on)s: %(document)s"),
        _(
            "Version %(number)s of this document was approved in an emergency: %(document)s (%(organization)s). The "
            "policy areas should have answered by %(due_on)s, and not all of them have."
        ),
        _("Open the document"),
    ),
    "change.asked": Message(
        _("%(platform)s has changed: does what you answer for still hold?"),
        _(
            "%(platform)s – %(change)s: %(what)s This concerns assessments, plans or accounts that you answer for, "
            "in number: %(count)s. By %(due_on)s, say for each that nothing changes, and why, or have the change "
            "approved."
        ),
        _("See what it concerns, and answer"),
    ),
    "change.told": Message(
        _("%(platform)s has changed: %(change)s"),
        _(
            "%(platform)s – %(change)s: %(what)s This concerns assessments, plans or accounts that you answer for, "
            "in number: %(count)s. Nobody asks for an answer."
        ),
        _("See what it concerns"),
    ),
    "change.called_off": Message(
        _("No answer is needed any more: %(platform)s – %(change)s"),
        _(
            "You were told of this change: %(platform)s – %(change)s: %(what)s It was called off. What you answered "
            "stays on the record; nobody needs to answer any more. The reason is on the page of the change."
        ),
        _("Read the reason"),
    ),
    "change.due": Message(
        _("To answer by %(due_on)s: %(platform)s – %(change)s"),
        _(
            "%(organization)s still owes answers to a change, in number: %(count)s. %(platform)s – %(change)s: "
            "%(what)s Answer by %(due_on)s."
        ),
        _("See what is owed, and answer"),
    ),
    "change.overdue": Message(
        _("Overdue since %(due_on)s: answers to %(platform)s – %(change)s"),
        _(
            "%(organization)s still owes answers to a change, in number: %(count)s. %(platform)s – %(change)s: "
            "%(what)s They were due by %(due_on)s."
        ),
        _("See what is owed, and answer"),
    ),
    "attestation.due": Message(
        _("Does it still hold? To answer by %(due_on)s: %(document)s"),
        _(
            "Something changed that concerns this document: %(document)s (%(organization)s). %(what)s Say by "
            "%(due_on)s that nothing in it changes, or have it changed."
        ),
        _("Read and answer"),
    ),
    "attestation.overdue": Message(
        _("Does it still hold? Unanswered since %(due_on)s: %(document)s"),
        _(
            "Something changed that concerns this document: %(document)s (%(organization)s). %(what)s Somebody should "
            "have said by %(due_on)s that nothing in it changes, or have had it changed."
        ),
        _("Read and answer"),
    ),
    "attestation.given": Message(
        _("Nothing changes: %(document)s"),
        _(
            "%(by)s stated that nothing in the version in force of this document changes: %(document)s "
            "(%(organization)s). The reason is on its page."
        ),
        _("Read the reason"),
        by_mail=False,
    ),
    "revocation.due": Message(
        _("To be settled by %(due_on)s: %(document)s, revoked"),
        _(
            "The approval of this document was revoked: %(document)s (%(organization)s). Have it approved again, or "
            "settle what rested on it, by %(due_on)s."
        ),
        _("Open the document"),
    ),
    "revocation.overdue": Message(
        _("Not settled since %(due_on)s: %(document)s, revoked"),
        _(
            "The approval of this document was revoked: %(document)s (%(organization)s). What rested on it should have "
            "been settled by %(due_on)s."
        ),
        _("Open the document"),
    ),
    "condition.asked": Message(
        _("A condition of %(area)s: %(document)s"),
        _(
            "%(by)s concurs, for %(area)s, with this document on a condition: %(document)s (%(organization)s). The "
            "page says what must be done, who sees to it and by when."
        ),
        _("Read the condition"),
    ),
    "condition.reported": Message(
        _("Is your condition met? %(document)s"),
        _(
            "%(by)s says what was done about a condition of %(area)s on this document: %(document)s "
            "(%(organization)s). It is closed once your area accepts it."
        ),
        _("Read it and answer"),
    ),
    "condition.accepted": Message(
        _("Condition accepted as met: %(document)s"),
        _("%(by)s accepted, for %(area)s, what was done about a condition on %(document)s (%(organization)s)."),
        _("See the condition"),
    ),
    "condition.refused": Message(
        _("Condition not accepted as met: %(document)s"),
        _(
            "%(by)s did not accept, for %(area)s, what was done about a condition on %(document)s "
            "(%(organization)s). The reason is on its page."
        ),
        _("Read the reason"),
    ),
    "condition.withdrawn": Message(
        _("Condition withdrawn: %(document)s"),
        _(
            "%(by)s withdrew, for %(area)s, a condition on %(document)s (%(organization)s): nothing waits for it any "
            "more. The reason is on its page."
        ),
        _("Read the reason"),
    ),
    "file.withheld": Message(
        _("A file was withheld: %(document)s"),
        _(
            "The virus scanner found %(finding)s in “%(file)s”, a file of %(document)s (%(organization)s). "
            "The file was deleted here. Do not open your own copy, and tell your information technology service."
        ),
        _("See the document"),
    ),
    "file.unscannable": Message(
        _("A file was withheld: %(document)s"),
        _(
            "The virus scanner would not scan “%(file)s”, a file of %(document)s (%(organization)s): %(finding)s. It "
            "was deleted here. Save a smaller copy, or print it to a new PDF, and add that one."
        ),
        _("See the document"),
    ),
    "condition.due": Message(
        _("A condition is due on %(due_on)s: %(document)s"),
        _("A condition of %(area)s on %(document)s, of %(organization)s, must be met by %(due_on)s."),
        _("Open the condition"),
    ),
    "condition.overdue": Message(
        _("A condition is overdue since %(due_on)s: %(document)s"),
        _(
            "A condition of %(area)s on %(document)s, of %(organization)s, should have been met and accepted by "
            "%(due_on)s."
        ),
        _("Open the condition"),
    ),
    "sign_off.due": Message(
        _("Your sign-off is wanted by %(due_on)s: %(document)s"),
        _(
            "%(area)s is asked for advice on this document by %(due_on)s: %(document)s (%(organization)s). Read the "
            "frozen version and sign off. No answer never counts as consent."
        ),
        _("Read it and sign off"),
    ),
    "sign_off.late": Message(
        _("A sign-off of %(area)s is late since %(due_on)s: %(document)s"),
        _(
            "%(area)s was asked for advice on this document by %(due_on)s: %(document)s (%(organization)s). Any "
            "advisor of the area may sign off. No answer never counts as consent."
        ),
        _("Read it and sign off"),
    ),
    "sign_off.overdue": Message(
        _("%(area)s has not answered since %(due_on)s: %(document)s"),
        _(
            "%(area)s was asked for advice on this document by %(due_on)s and has not answered: %(document)s "
            "(%(organization)s). Its advisors were reminded. The page says who is asked and what can be done."
        ),
        _("See who has answered"),
    ),
    "sign_off.nobody": Message(
        _("Nobody can sign off for %(area)s: %(document)s"),
        _(
            "%(area)s is asked for advice on this document by %(due_on)s: %(document)s (%(organization)s). Nobody who "
            "may answer advises on the area today. Have an administrator name an advisor."
        ),
        _("See who has answered"),
    ),
    "decision.due": Message(
        _("Your decision is wanted since %(due_on)s: %(document)s"),
        _(
            "This document waits for your decision, which was wanted by %(due_on)s: %(document)s (%(organization)s). "
            "Its briefing page says in one screen what you decide."
        ),
        _("Read the briefing and decide"),
    ),
    "acceptance.asked": Message(
        _("You are asked to accept residual risks: %(document)s"),
        _(
            "%(by)s asks you to accept, in your own name, what remains of the risks of this document: %(document)s "
            "(%(organization)s). Read them, and accept them or not."
        ),
        _("Read the residual risks"),
    ),
    "acceptance.revoked": Message(
        _("An acceptance of residual risks was taken back: %(document)s"),
        _(
            "%(by)s took back an acceptance of the residual risks of this document: %(document)s (%(organization)s). "
            "What it covered must be accepted again."
        ),
        _("Open the register of risks"),
    ),
    "acceptance.due": Message(
        _("An acceptance of residual risks ends on %(due_on)s: %(document)s"),
        _(
            "Residual risks of this document are accepted until %(due_on)s: %(document)s (%(organization)s). Have them "
            "accepted again, or bring them down."
        ),
        _("Open the register of risks"),
    ),
    "acceptance.overdue": Message(
        _("An acceptance of residual risks ended on %(due_on)s: %(document)s"),
        _(
            "Nobody answers any more for residual risks of this document: %(document)s (%(organization)s). Their "
            "acceptance ended on %(due_on)s. Have them accepted again, or bring them down."
        ),
        _("Open the register of risks"),
    ),
    "treatment.due": Message(
        _("A treatment of a risk is due on %(due_on)s: %(document)s"),
        _(
            "Something is to be done about a risk of this document by %(due_on)s: %(document)s (%(organization)s). Say "
            "how it goes: the approved version stays as it is."
        ),
        _("Report on the treatment"),
    ),
    "treatment.overdue": Message(
        _("A treatment of a risk is overdue since %(due_on)s: %(document)s"),
        _(
            "Something should have been done about a risk of this document by %(due_on)s: %(document)s "
            "(%(organization)s). Say that it is done, with what shows it, or revise the document."
        ),
        _("Report on the treatment"),
    ),
    "submission.submit": Message(
        _("New submission: %(document)s"),
        _("%(organization)s sent a submission to the central entity: %(document)s. It waits for a reviewer."),
        _("Open the submission"),
    ),
    "submission.answer": Message(
        _("Answered and sent again: %(document)s"),
        _("%(organization)s answered your questions and sent its submission again: %(document)s."),
        _("See what changed"),
    ),
    "submission.ask": Message(
        _("Information is asked for: %(document)s"),
        _(
            "The central entity needs information before it can go on with your submission: %(document)s. Its "
            "questions are on the page, where you can answer them."
        ),
        _("Read the questions and answer"),
    ),
    "submission.accept": Message(
        _("Accepted: %(document)s"),
        _("The central entity accepted your submission: %(document)s. It now does what the submission asks for."),
        _("See the submission"),
    ),
    "submission.decline": Message(
        _("Declined: %(document)s"),
        _(
            "The central entity declined your submission: %(document)s. Its reason is on the page; you may change"
            " the submission and send it again."
        ),
        _("Read the reason"),
    ),
    "submission.complete": Message(
        _("Completed: %(document)s"),
        _("The central entity has done everything that your submission asked for: %(document)s."),
        _("See the submission"),
        by_mail=False,  # each account that it put into use or closed sends its own letter
    ),
    "account.activate": Message(
        _("Now official: %(account)s"),
        _(
            "The account %(account)s on %(platform)s, of %(organization)s, is in use. It is listed in the public "
            "index if its platform is pre-reviewed."
        ),
        _("See the account"),
    ),
    "account.close": Message(
        _("Closed: %(account)s"),
        _(
            "The account %(account)s on %(platform)s, of %(organization)s, is closed. It stays listed in the "
            "public index, as closed."
        ),
        _("See the account"),
    ),
    "account.stop_closing": Message(
        _("The closing was stopped: %(account)s"),
        _("The account %(account)s on %(platform)s, of %(organization)s, stays in use. The reason is on its page."),
        _("See the account"),
    ),
    "strategy.due": Message(
        _("Yearly review due on %(due_on)s: %(document)s"),
        _(
            "The departmental strategy of %(organization)s must be reviewed and approved again every year. Its "
            "review is due on %(due_on)s: start it, change what has changed, and send it for approval."
        ),
        _("Open the strategy"),
    ),
    "strategy.overdue": Message(
        _("Yearly review overdue since %(due_on)s: %(document)s"),
        _(
            "The departmental strategy of %(organization)s should have been reviewed and approved again by "
            "%(due_on)s. The accounts that rest on it are flagged until it is."
        ),
        _("Open the strategy"),
    ),
    "plan.due": Message(
        _("Review due on %(due_on)s: %(document)s"),
        _(
            "The implementation plan %(document)s, of %(organization)s, is due for review on %(due_on)s: start "
            "the review, change what has changed, and send it for approval."
        ),
        _("Open the plan"),
    ),
    "plan.overdue": Message(
        _("Review overdue since %(due_on)s: %(document)s"),
        _("The implementation plan %(document)s, of %(organization)s, should have been reviewed by %(due_on)s."),
        _("Open the plan"),
    ),
    "duties.mine": Message(
        _("Acknowledge your duties as a spokesperson by %(due_on)s: %(organization)s"),
        _(
            "You have access to an official account of %(organization)s, or are named for it. Whoever uses one speaks "
            "for the department: read what this means for you, and acknowledge it by %(due_on)s."
        ),
        _("Read and acknowledge"),
    ),
    "duties.transcribe": Message(
        _("Have the duties of a spokesperson signed by %(due_on)s: %(person)s"),
        _(
            "%(person)s has access to an official account of %(organization)s, or is named for it, and cannot sign in "
            "here. Have the texts signed by %(due_on)s and record the signature."
        ),
        _("Record the signature"),
    ),
    "assessment.due": Message(
        _("Valid until %(due_on)s: %(document)s"),
        _(
            "The assessment %(document)s, for %(platform)s, is valid until %(due_on)s. Accounts that rely on it "
            "need a new one by then."
        ),
        _("Open the assessment"),
    ),
    "assessment.shared": Message(
        _("%(organization)s shares an assessment: %(document)s"),
        _(
            "%(organization)s shares its assessment %(document)s, for %(platform)s, with the central entity. Say "
            "whether other departments may rely on it."
        ),
        _("Read it and answer"),
    ),
    "assessment.offered": Message(
        _("Offered to all departments: %(document)s"),
        _(
            "The central entity offers your assessment %(document)s, for %(platform)s, to all departments. Its reason "
            "is on the page."
        ),
        _("See the assessment"),
    ),
    "assessment.kept": Message(
        _("Not offered to other departments: %(document)s"),
        _(
            "The central entity keeps your assessment %(document)s, for %(platform)s, for itself. Its reason is on "
            "the page."
        ),
        _("Read the reason"),
    ),
    "assessment.taken_back": Message(
        _("No longer shared: %(document)s"),
        _(
            "Departments can no longer rely on the assessment %(document)s, of %(organization)s, for %(platform)s. "
            "Plans that do need something else that covers their uses."
        ),
        _("Read the reason"),
    ),
    "assessment.overdue": Message(
        _("Expired on %(due_on)s: %(document)s"),
        _(
            "The assessment %(document)s, for %(platform)s, expired on %(due_on)s. Accounts that rely on it have "
            "no assessment in force."
        ),
        _("Open the assessment"),
    ),
}
