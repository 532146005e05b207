"""The verbs of duties: somebody acknowledges them, or a coordinator transcribes that they signed outside (App. A)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import rules, spokespersons
from accounts.models import Acknowledgement
from frameworks.undertakings import Undertaking
from govsocial.core import access, ledger
from organizations.models import Organization, User


@dataclass(frozen=True)
class Signed:
    """A signature given outside: whose, when, how, in which language, and what proves it."""

    person: str
    email: str
    language: str
    given_on: date
    way: str
    evidence: str = ""
    reference: str = ""
    sha256: str = ""

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of the file, or else of the pasted text."""
        return self.sha256 or (hashlib.sha256(self.evidence.encode()).hexdigest() if self.evidence else "")


@transaction.atomic
def acknowledge(organization: Organization, *, by: User) -> list[Acknowledgement]:
    """Record that `by` read every text that they owe, in the language in which the page stood.

    Raises PermissionDenied outside one's own organizations; ValidationError when nothing is owed.
    """
    access.require(by, rules.ACKNOWLEDGE, organization)
    owed = spokespersons.owed_by(_locked(organization), by.email)
    if not owed:
        raise ValidationError(_("You have acknowledged everything already."), code="nothing_owed")
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    facts = {"person": by.name, "email": by.email, "language": language, "user": by, "given_on": timezone.localdate()}
    rows = [_row(organization, one, **facts) for one in owed]
    _record("account.duties_acknowledged", organization, rows, by=by)
    return rows


@transaction.atomic
def transcribe(organization: Organization, signed: Signed, *, by: User) -> list[Acknowledgement]:
    """Record that somebody without a sign-in signed what they owe, with the evidence; it says who transcribed it.

    Raises ValidationError when they can sign in and do it themselves, when nobody names them, when they owe nothing,
    when the evidence is missing, or the day is not one on which these words stood.
    """
    access.require(by, rules.TRANSCRIBE_DUTIES, organization)
    email = spokespersons.key(signed.email)
    person = next((one for one in spokespersons.of_organization(_locked(organization)) if one.email == email), None)
    if person is None:
        raise ValidationError(_("No submission under way names this person, and they have no access."), code="unknown")
    if person.user is not None:
        raise ValidationError(_("This person can sign in here and acknowledges the duties in person."), code="own_hand")
    owed = [one.undertaking for one in person.owes]
    if not owed:
        raise ValidationError(_("This person has acknowledged everything already."), code="nothing_owed")
    _refuse_unproved(signed, owed)
    facts = {
        "given_on": signed.given_on,
        "way": signed.way,
        "evidence": signed.evidence,
        "evidence_reference": signed.reference,
        "evidence_sha256": signed.fingerprint,
        "transcribed_by": by,
        "transcribed_by_name": by.name,
    }
    rows = [_row(organization, one, person=person.name, email=email, language=signed.language, **facts) for one in owed]
    _record("account.duties_transcribed", organization, rows, by=by)
    return rows


def _locked(organization: Organization) -> Organization:
    """Queue on the organization's row: two presses of one button make one acknowledgement."""
    return Organization.objects.select_for_update().get(pk=organization.pk)


def _refuse_unproved(signed: Signed, owed: list[Undertaking]) -> None:
    if not (signed.evidence or (signed.reference and signed.sha256)):
        message = _("Paste the text of the e-mail, or choose the file and say where the original is kept.")
        raise ValidationError(message, code="evidence_required")
    if not max(one.since for one in owed) <= signed.given_on <= timezone.localdate():
        message = _("Choose a day that is not in the future, on which the present words stood already.")
        raise ValidationError(message, code="day")


def _row(organization: Organization, one: Undertaking, **facts: Any) -> Acknowledgement:
    facts["email"] = spokespersons.key(facts["email"])
    words = {f"words_{lang}": f"{one.title.get(lang)}\n\n{one.text.get(lang)}" for lang in ("en", "fr")}
    return Acknowledgement.objects.create(
        organization=organization, code=one.code, words_version=one.version, **words, **facts
    )


def _record(verb: str, organization: Organization, rows: list[Acknowledgement], *, by: User) -> None:
    first = rows[0]
    told = {"texts": {row.code: row.words_version for row in rows}, "acknowledgements": [row.pk for row in rows]}
    if first.transcribed_by_id:
        told |= {"given_on": first.given_on.isoformat(), "evidence": first.evidence_sha256}
    name = first.person if first.transcribed_by_id else ""
    ledger.record(verb, subject=organization, by=by, on_behalf_of=name, details=told)
