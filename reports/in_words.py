"""What does a line of the ledger say beside who, what and why? Attempts, copies, capacity and proof, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core import confirming, exports, refusals
from govsocial.core.models import Event
from organizations.models import Delegation

LANGUAGES = {"en": gettext_lazy("in English"), "fr": gettext_lazy("in French")}

#: What somebody tried, by the name of the rule that refused it; a move is called as its button.
ATTEMPTS = {
    "accounts.configure": gettext_lazy("Configure or close an account"),
    "accounts.link_plan": gettext_lazy("Link an account to its plan"),
    "accounts.register": gettext_lazy("Register accounts that exist already"),
    "accounts.start_disposition": gettext_lazy("Begin to close accounts"),
    "accounts.start_submission": gettext_lazy("Begin a submission"),
    "approvals.answer_dissent": gettext_lazy("Answer an objection"),
    "approvals.approve": gettext_lazy("Decide as head of communications"),
    "approvals.attest": gettext_lazy("State that a document still holds"),
    "approvals.judge_condition": gettext_lazy("Accept what was done about a condition"),
    "approvals.report_condition": gettext_lazy("Report a condition as met"),
    "approvals.share_example": gettext_lazy("Share a document as an example"),
    "approvals.sign_off": gettext_lazy("Sign off for a policy area"),
    "approvals.transcribe": gettext_lazy("Transcribe a sign-off"),
    "approvals.withdraw_condition": gettext_lazy("Withdraw a condition"),
    "documents.comment": gettext_lazy("Comment"),
    "documents.invite": gettext_lazy("Let somebody write a document"),
    "documents.own_questions": gettext_lazy("Change the organization’s own questions"),
    "documents.read": gettext_lazy("Open a draft"),
    "documents.read_comment": gettext_lazy("Take part in a conversation"),
    "documents.read_sent": gettext_lazy("Open a document"),
    "documents.read_version": gettext_lazy("Open a version"),
    "documents.reopen_comment": gettext_lazy("Open a comment again"),
    "documents.resolve": gettext_lazy("Answer a comment"),
    "documents.write": gettext_lazy("Change a document"),
    "organizations.designate": gettext_lazy("Let somebody decide for the head"),
    "organizations.manage_people": gettext_lazy("Change people and roles"),
    "organizations.revoke_delegation": gettext_lazy("Revoke a delegation"),
    "plans.check_protocol": gettext_lazy("Check a protocol"),
    "plans.start": gettext_lazy("Begin a plan"),
    "plans.write_protocol": gettext_lazy("Change a protocol"),
    "reminders.see_mail": gettext_lazy("Send a message again"),
    "reports.audit": gettext_lazy("Use the auditor’s workspace"),
    "risk.keep_assessment": gettext_lazy("Change an assessment"),
    "risk.manage_platforms": gettext_lazy("Change a platform"),
    "risk.offer_assessment": gettext_lazy("Answer for an assessment that is offered"),
    "risk.share_assessment": gettext_lazy("Share an assessment"),
    "risk.sign_assessment": gettext_lazy("Sign an assessment"),
    "risk.start_assessment": gettext_lazy("Begin an assessment"),
    "strategy.start": gettext_lazy("Begin a strategy"),
}


def attempt(event: Event, labels: dict[str, str]) -> str:
    """Return what somebody tried in vain: the button of a move, what a rule is about, or the rule's own name."""
    tried = str(event.details.get("attempt", ""))
    return labels.get(tried) or str(ATTEMPTS.get(tried, tried))


def more(event: Event) -> str:
    """Return what else the line says, in one sentence or two; "" when that is nothing."""
    if event.verb == refusals.VERB:
        return _why(event.details)
    if event.verb == exports.VERB:
        return _copy(event.details)
    return " · ".join(_authority(event.details))


def _why(details: dict[str, Any]) -> str:
    """Return why an attempt was refused; a guard's own words stand as the reason of the line."""
    if details.get("why") == "hidden":
        return _("The person does not see it at all.")
    if details.get("why") in refusals.ABOUT_THE_PERSON:
        return ""
    return _("What the person was at that moment does not allow it.")


def _copy(details: dict[str, Any]) -> str:
    parts = [str(details.get("format", "")).upper(), str(LANGUAGES.get(details.get("language", ""), ""))]
    if details.get("version"):
        parts.append(_("version %(number)s") % {"number": details["version"]})
    if details.get("comments"):
        parts.append(_("with comments"))
    return ", ".join(part for part in parts if part)


def _authority(details: dict[str, Any]) -> list[str]:
    told = []
    if details.get("capacity") in Delegation.Capacity.values:
        told.append(str(Delegation.Capacity(details["capacity"]).label))
    if details.get("delegation"):
        told.append(_("delegation %(number)s") % {"number": details["delegation"]})
    if details.get("confirmed_by"):
        proof = confirming.in_words(details["confirmed_by"])
        told.append(_("identity confirmed %(proof)s") % {"proof": proof})
    return told
