"""Who may describe and review platforms, and who may record, sign and share an assessment?

The object of an assessment's rule is the assessment itself, or a `Place`: the kind, organization and reach of one that
is about to be recorded.
"""

from dataclasses import dataclass
from typing import Any

from documents.rules import READ_SENT, writes
from govsocial.core.access import SIGNED_IN, Rule, both, either
from organizations.models import Role
from organizations.rules import belongs, holds, is_entity_auditor, is_reviewer

#: Whose signature each kind of assessment needs (App. A: the ATIP coordinator signs the PIA; IT security the TRA).
SIGNING_AREA = {"pia": "privacy", "tra": "it_security"}


@dataclass(frozen=True)
class Place:
    """Where an assessment is about to be recorded."""

    kind: str
    scope: str
    organization_id: int


def advises_on_its_kind(user: Any, obj: Any) -> bool:
    """Hold for the advisor of the area that signs this kind: privacy for a PIA, IT security for a TRA."""
    return user.has_role(Role.ADVISOR, obj.organization_id, SIGNING_AREA[obj.kind])


def advises_on_assessments(user: Any, _obj: Any) -> bool:
    """Hold for a privacy or IT security advisor anywhere."""
    return any(user.has_role(Role.ADVISOR, None, area) for area in SIGNING_AREA.values())


def is_government_wide(_user: Any, obj: Any) -> bool:
    """Hold for the assessments that the central entity keeps for all."""
    return obj.scope == "enterprise"


def is_own(_user: Any, obj: Any) -> bool:
    """Hold for a department's own assessments."""
    return obj.scope == "own"


keeps = either(
    both(is_government_wide, is_reviewer),
    both(is_own, either(holds(Role.COORDINATOR), advises_on_its_kind)),
)

SEE = SIGNED_IN
MANAGE_PLATFORMS = Rule("risk.manage_platforms", is_reviewer)
START_ASSESSMENT = Rule("risk.start_assessment", either(is_reviewer, holds(Role.COORDINATOR), advises_on_assessments))
KEEP_ASSESSMENT = Rule("risk.keep_assessment", keeps)
SIGN_ASSESSMENT = Rule("risk.sign_assessment", either(advises_on_its_kind, both(is_government_wide, is_reviewer)))
SHARE_ASSESSMENT = Rule("risk.share_assessment", both(is_own, keeps))
# The signed form itself holds more than those who rely on it need: it is for its organization and the entity.
READ_SIGNED_FORM = Rule("risk.read_signed_form", either(belongs, is_reviewer, is_entity_auditor))
OFFER_ASSESSMENT = Rule("risk.offer_assessment", both(is_own, is_reviewer))
TAKE_BACK_ASSESSMENT = Rule("risk.take_back_assessment", both(is_own, either(keeps, is_reviewer)))


def is_asked_to_accept(user: Any, obj: Any) -> bool:
    """Hold for the person whom the newest request about a document names, as long as they belong to its department."""
    if obj is None or obj.organization_id not in user.organization_ids:
        return False
    newest = obj.acceptance_requests.order_by("-at", "-pk").values_list("person", flat=True).first()
    return newest == user.pk


def accepted_it(user: Any, obj: Any) -> bool:
    """Hold for whoever gave an acceptance."""
    return obj is not None and obj.accepted_by_id == user.pk


# About a document with a register of risks.
SEE_REGISTER = READ_SENT
ASK_ACCEPTANCE = Rule("risk.ask_acceptance", writes)
ACCEPT = Rule("risk.accept", is_asked_to_accept)
REPORT_TREATMENT = Rule("risk.report_treatment", writes)
# About an acceptance, which knows its document's organization.
REVOKE_ACCEPTANCE = Rule("risk.revoke_acceptance", both(belongs, either(accepted_it, holds(Role.HEAD))))
# About an organization.
PREFER_SCALE = Rule("risk.prefer_scale", holds(Role.COORDINATOR, Role.ADMINISTRATOR))
SEE_ACROSS = Rule("risk.see_across", either(is_reviewer, is_entity_auditor))


def keeps_what_changed(user: Any, obj: Any) -> bool:
    """Hold for whoever keeps the assessment that a change concerns."""
    return obj.assessment is not None and keeps(user, obj.assessment)


# About a thing that a change concerns, which knows its organization.
ANSWER_CHANGE = Rule("risk.answer_change", either(holds(Role.COORDINATOR), keeps_what_changed))
