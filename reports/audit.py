"""What may an auditor look at? Approved documents and the ledger, of the organizations that they audit."""

from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from documents import kinds
from documents.models import Document
from govsocial.core import ledger
from govsocial.core.ledger import Fault
from govsocial.core.models import Event, LedgerHead
from govsocial.core.transitions import Label, machine, machines
from organizations.models import Organization, Role, User

#: Beyond this many lines the walk is for `manage.py verify_ledger`: a page must answer within seconds.
MOST_WALKED = 200_000
MOST_FAULTS = 50

#: Verbs that are no moves of a state; those of the tables name themselves.
VERBS: dict[str, Label] = {
    "document.started": _("Document started"),
    "document.commented": _("Comment made"),
    "document.comment_answered": _("Comment answered"),
    "document.signed_off": _("Signed off"),
    "document.shared": _("Shared as an example"),
    "document.unshared": _("No longer shared as an example"),
    "document.writer_invited": _("Writer invited"),
    "document.writer_removed": _("Writer removed"),
    "membership.granted": _("Role given"),
    "membership.ended": _("Role ended"),
    "person.changed": _("Profile changed"),
    "invitation.sent": _("Invitation sent"),
    "invitation.resent": _("Invitation sent again"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "invitation.accepted": _("Invitation accepted"),
    "delegation.given": _("Delegation given"),
    "delegation.revoked": _("Delegation revoked"),
    "account.created": _("Account recorded"),
    "account.checked": _("Checklist line ticked"),
    "account.details_changed": _("Account details changed"),
    "account.terms_accepted": _("Terms accepted"),
    "account.provider_informed": _("Information given to the provider"),
    "account.closing_asked": _("Closing asked for"),
    "account.closing_note_written": _("Closing note written"),
    "account.plan_linked": _("Plan linked"),
    "account.line_removed": _("Record removed"),
    "submission.based_on_version": _("Based on an approved version"),
}


def organizations(user: User) -> QuerySet:
    """Return the organizations that this person audits: all, for an auditor of the central entity."""
    if user.has_entity_role(Role.AUDITOR):
        return Organization.objects.all()
    return Organization.objects.filter(pk__in=[hat.organization_id for hat in user.hats if hat.role == Role.AUDITOR])


def documents(user: User, *, organization: str = "", kind: str = "", state: str = "") -> QuerySet:
    """Return the documents with an approved version in the organizations audited, narrowed by what is not blank."""
    found = Document.objects.filter(effective_version__isnull=False, organization__in=organizations(user).values("pk"))
    narrowed = {"organization__code": organization, "kind": kind, "state": state}
    found = found.filter(**{name: value for name, value in narrowed.items() if value})
    return found.select_related("organization", "effective_version").defer("effective_version__content")


def events(user: User, *, organization: str = "", verb: str = "") -> QuerySet:
    """Return the lines of the ledger about the organizations audited, narrowed by what is not blank."""
    found = Event.objects.select_related("personal")
    if not user.has_entity_role(Role.AUDITOR):
        found = found.filter(organization_code__in=organizations(user).values("code"))
    if organization:
        found = found.filter(organization_code=organization)
    return found.filter(verb=verb) if verb else found


def verbs() -> dict[str, str]:
    """Return {verb: label} of everything that the ledger may say, moves of every table included."""
    moves = {f"{table.code}.{step.verb}": str(step.label) for table in machines() for step in table.transitions}
    return {**moves, **{verb: str(label) for verb, label in VERBS.items()}}


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of document that there are."""
    return [(kind.code, str(kind.label)) for kind in map(kinds.get, kinds.codes())]


def state_choices() -> list[tuple[str, str]]:
    """Return the states in which a document with an approved version may be."""
    return [(state.code, str(state.label)) for state in machine("document").states.values()]


def verification() -> dict[str, Any]:
    """Walk the ledger, or say that it is too long for a page; at most fifty faults are told."""
    head = LedgerHead.objects.filter(pk=1).first()
    if head is not None and head.seq > MOST_WALKED:
        return {"is_too_long": True, "head": head}
    faults: list[Fault] = list(islice(ledger.faults(), MOST_FAULTS))
    return {"is_whole": not faults, "faults": faults, "head": head}
