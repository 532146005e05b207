"""Does every signature stand on the bytes that it names, and does the ledger name the same? Walked anew, row by row.

Whoever takes the triggers off and changes a version, its hashes and the signatures on it together still cannot change
what the ledger says was signed.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.models import Attestation, Decision, ReviewRound, Revocation, SignOff
from documents import proving
from documents.models import Document, Version
from govsocial.core.models import Event
from govsocial.core.proofs import Proof, RecordFault, proves

CHUNK = 500


def _told(sha: str, document: str) -> QuerySet:
    """Return the lines of the ledger about the row's document that name the row's hash."""
    subject = {"subject_type": Document._meta.label_lower, "subject_id": OuterRef(document)}
    return Event.objects.filter(version_sha=OuterRef(sha), **subject)


def rounds() -> Iterator[RecordFault]:
    """Yield the rounds on a version that no line of the ledger names."""
    found = ReviewRound.objects.filter(~Exists(_told("version__sha256", "document_id"))).select_related("version")
    for round_ in found.defer("version__content").iterator(chunk_size=CHUNK):
        yield _fault(round_.version, _("was sent for review, but the ledger does not name its hash"))


def sign_offs() -> Iterator[RecordFault]:
    """Yield the sign-offs that are not on the bytes of their round, or not on the hashes of the version's sections."""
    found = SignOff.objects.select_related("round__version", "carried_from").defer("round__version__content")
    for sign in found.order_by("pk").iterator(chunk_size=CHUNK):
        hashes = sign.round.version.section_hashes
        if sign.version_sha != sign.round.version.sha256 or not sign.section_hashes.items() <= hashes.items():
            problem = _("was not what %(area)s signed: the hashes in the sign-off are others")
            yield _fault(sign.round.version, problem % {"area": sign.area})
        elif sign.carried_from is not None and sign.carried_from.section_hashes != sign.section_hashes:
            problem = _("carries a sign-off of %(area)s that was given on other sections")
            yield _fault(sign.round.version, problem % {"area": sign.area})


def decisions() -> Iterator[RecordFault]:
    """Yield the decisions that are not on the bytes of their round, or of which the ledger says something else."""
    # The states that a decision leads to are called what it decided.
    told = _told("version_sha", "round__document_id").filter(actor=OuterRef("decided_by"), after=OuterRef("outcome"))
    found = Decision.objects.select_related("round__version").defer("round__version__content")
    for decision in found.annotate(is_told=Exists(told)).order_by("pk").iterator(chunk_size=CHUNK):
        if decision.version_sha != decision.round.version.sha256:
            yield _fault(decision.round.version, _("was not what was decided on: the decision names another hash"))
        elif not decision.is_told:
            yield _fault(decision.round.version, _("has a decision that the ledger does not know"))


def statements() -> Iterator[RecordFault]:
    """Yield the statements about a version in force, that it still holds or no longer does, that name another hash."""
    for model in (Attestation, Revocation):
        found = model.objects.exclude(version_sha=F("version__sha256")).select_related("version")
        for one in found.defer("version__content").order_by("pk").iterator(chunk_size=CHUNK):
            yield _fault(one.version, _("was not what a statement about it names: it names another hash"))


def in_force() -> Iterator[RecordFault]:
    """Yield the documents in force whose version is another document's, or was approved by nobody."""
    approved = Count("effective_version__rounds", Q(effective_version__rounds__decision__outcome="approved"))
    for document in (
        Document.objects.filter(effective_version__isnull=False, rounds__isnull=False)
        .select_related("effective_version")
        .defer("effective_version__content")
        .annotate(approvals=approved)
        .order_by("pk")
        .iterator(chunk_size=CHUNK)
    ):
        if document.effective_version.document_id != document.pk or not document.approvals:
            yield _fault(document.effective_version, _("is in force, but no decision approved it"))


def _fault(version: Any, problem: str) -> RecordFault:
    return RecordFault(proving.name(version), problem)


def faults() -> Iterator[RecordFault]:
    """Walk everything that was signed and decided."""
    for walk in (rounds, sign_offs, decisions, statements, in_force):
        yield from walk()


def _count() -> int:
    return SignOff.objects.count() + Decision.objects.count() + Version.objects.count()


proves(Proof(gettext_lazy("signatures"), _count, faults))
