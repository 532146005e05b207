"""What may an auditor look at? Approved documents and the ledger, of the organizations that they audit."""

from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet

from documents import kinds
from documents.models import Document
from govsocial.core import ledger, proofs
from govsocial.core.ledger import Fault
from govsocial.core.models import Event, LedgerHead
from govsocial.core.transitions import machine
from organizations.models import Organization, Role, User, in_language

#: Beyond this many lines the walk is for `manage.py verify_ledger`: a page must answer within seconds.
MOST_WALKED = 200_000
MOST_RECORDS = 5_000
MOST_FAULTS = 50


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


def subjects(lines: list[Event]) -> dict[int, str]:
    """Return {number of a line: its subject in the reader's language}.

    A line keeps the title in the language of whoever acted, and as it was that day: only a title that is still the same
    is said in the reader's language instead.
    """
    known: dict[tuple[str, int], dict[str, str]] = {}
    for subject_type in {line.subject_type for line in lines}:
        model = apps.get_model(subject_type)
        if name := _bilingual_name(model):
            found = model._default_manager.filter(
                pk__in={line.subject_id for line in lines if line.subject_type == subject_type}
            )
            for one in found.only(f"{name}_en", f"{name}_fr"):
                said = in_language(one, name)
                known[subject_type, one.pk] = {getattr(one, f"{name}_{code}")[:300]: said for code in ("en", "fr")}
    labels = {line.seq: line.personal.subject_label for line in lines if getattr(line, "personal", None)}
    return {
        line.seq: known.get((line.subject_type, line.subject_id), {}).get(label, label)
        for line in lines
        if (label := labels.get(line.seq, ""))
    }


def _bilingual_name(model: type[Model]) -> str:
    for name in ("title", "name"):
        try:
            model._meta.get_field(f"{name}_fr")
        except FieldDoesNotExist:
            continue
        return name
    return ""


def codes(user: User) -> set[str]:
    """Return the codes of the organizations that this person audits."""
    return set(organizations(user).values_list("code", flat=True))


def export_is_recorded(user: User) -> None:
    """Put on the record that `user` takes a copy of the ledger along; the copy holds this line, too."""
    ledger.record("ledger.exported", subject=user, by=user)


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of document that there are."""
    return [(kind.code, str(kind.label)) for kind in map(kinds.get, kinds.codes())]


def state_choices() -> list[tuple[str, str]]:
    """Return the states in which a document with an approved version may be."""
    return [(state.code, str(state.label)) for state in machine("document").states.values()]


def verification() -> dict[str, Any]:
    """Walk the ledger and what was signed, or say that it is too long for a page; at most fifty faults of each."""
    head = LedgerHead.objects.filter(pk=1).first()
    count = proofs.count()
    if count > MOST_RECORDS or (head is not None and head.seq > MOST_WALKED):
        return {"is_too_long": True, "head": head}
    faults: list[Fault] = list(islice(ledger.faults(), MOST_FAULTS))
    records = list(islice(proofs.faults(), MOST_FAULTS))
    is_whole = not faults and not records
    return {"is_whole": is_whole, "faults": faults, "records": records, "count": count, "head": head}
