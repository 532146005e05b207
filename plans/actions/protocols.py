"""The verbs of protocols: write one, publish a version, check it against the social media notice, retire it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from govsocial.core import access, ledger
from organizations.models import Organization, User
from plans import rules
from plans.models import Protocol, ProtocolCheck, ProtocolVersion
from plans.promises import promises_of
from risk.models import Platform


class StaleProtocol(ValidationError):
    """Somebody saved the draft of the protocol since the page was opened; nothing was overwritten."""


@dataclass(frozen=True)
class Words:
    """What a protocol says, in both languages."""

    title_en: str
    title_fr: str
    text_en: str = ""
    text_fr: str = ""

    def put(self, protocol: Protocol) -> None:
        """Make them the draft of `protocol`."""
        protocol.title_en, protocol.title_fr = self.title_en.strip(), self.title_fr.strip()
        protocol.text_en, protocol.text_fr = self.text_en, self.text_fr


@transaction.atomic
def start_protocol(
    *, organization: Organization, kind: str, platform: Platform | None, words: Words, by: User
) -> Protocol:
    """Begin a protocol of `kind` for one platform, or for all of them."""
    access.require(by, rules.WRITE_PROTOCOL, organization)
    protocol = Protocol(organization=organization, type=kind, platform=platform, updated_by=by)
    words.put(protocol)
    protocol.save()
    ledger.record("protocol.started", subject=protocol, by=by, details={"type": kind})
    return protocol


@transaction.atomic
def write_protocol(protocol: Protocol, words: Words, *, seen: int, by: User) -> Protocol:
    """Save the draft. Raises StaleProtocol when somebody saved it since the revision `seen`."""
    protocol = _locked(protocol, by)
    before = Words(protocol.title_en, protocol.title_fr, protocol.text_en, protocol.text_fr)
    if words == before:
        return protocol
    if seen != protocol.revision:
        raise StaleProtocol(
            _("%(person)s saved this protocol while you were writing.") % {"person": protocol.updated_by}, code="stale"
        )
    words.put(protocol)
    protocol.revision, protocol.updated_by, protocol.updated_at = protocol.revision + 1, by, timezone.now()
    protocol.save()
    return protocol


def _locked(protocol: Protocol, by: User) -> Protocol:
    protocol = Protocol.objects.select_for_update(of=("self",)).select_related("updated_by").get(pk=protocol.pk)
    access.require(by, rules.WRITE_PROTOCOL, protocol)
    if protocol.retired_at:
        raise ValidationError(_("This protocol is retired. Offer it again before you change it."), code="retired")
    return protocol


@transaction.atomic
def publish_protocol(protocol: Protocol, *, note: str, by: User) -> ProtocolVersion:
    """Publish the draft as the next version; plans keep the version that they use until somebody takes this one over.

    Raises ValidationError when a language misses, when nothing changed, or when it is not said what changed.
    """
    protocol = _locked(protocol, by)
    last = protocol.versions.order_by("-number").first()
    for text, fault in (
        (protocol.text_en, _("The text in English is missing.")),
        (protocol.text_fr, _("The text in French is missing.")),
    ):
        if not text.strip():
            raise ValidationError(fault, code="one_language")
    if protocol.says(last):
        raise ValidationError(_("Nothing changed since the last version."), code="unchanged")
    if last is not None and not note.strip():
        raise ValidationError({"note": _("Say what changed, for those who use the version before.")}, code="note")
    version = ProtocolVersion(
        protocol=protocol,
        number=last.number + 1 if last else 1,
        note=note.strip(),
        published_by=by,
        published_by_name=by.name,
        **{name: getattr(protocol, name) for name in ("title_en", "title_fr", "text_en", "text_fr")},
    )
    version.sha256 = ledger.sha256(version.content())
    version.save()
    told = {"type": protocol.type, "number": version.number}
    ledger.record("protocol.published", subject=protocol, by=by, version_sha=version.sha256, details=told)
    return version


@transaction.atomic
def check_protocol(version: ProtocolVersion, *, promises: dict[str, bool], note: str, by: User) -> ProtocolCheck:
    """Record which promises of the social media notice a version keeps (G068).

    Raises ValidationError when a line of the pack is not answered, or when a promise that is not kept has no note.
    """
    access.require(by, rules.CHECK_PROTOCOL, version)
    if set(promises) != {line.key for line in promises_of(version)}:
        raise ValidationError(_("Answer every line."), code="lines")
    if not all(promises.values()) and not note.strip():
        raise ValidationError({"note": _("Say what is missing, and what will be done about it.")}, code="note")
    check = ProtocolCheck.objects.create(
        version=version, promises=promises, note=note.strip(), checked_by=by, checked_by_name=by.name
    )
    told = {"number": version.number, "kept": sum(promises.values()), "of": len(promises)}
    ledger.record(
        "protocol.checked", subject=version.protocol, by=by, version_sha=version.sha256, details=told, reason=note
    )
    return check


@transaction.atomic
def retire_protocol(protocol: Protocol, *, by: User) -> None:
    """Stop offering a protocol to plans; those that use it keep it."""
    protocol = _locked(protocol, by)
    Protocol.objects.filter(pk=protocol.pk).update(retired_at=timezone.now())
    ledger.record("protocol.retired", subject=protocol, by=by)


@transaction.atomic
def restore_protocol(protocol: Protocol, *, by: User) -> None:
    """Offer a retired protocol again."""
    access.require(by, rules.WRITE_PROTOCOL, protocol)
    if Protocol.objects.filter(pk=protocol.pk, retired_at__isnull=False).update(retired_at=None):
        ledger.record("protocol.restored", subject=protocol, by=by)
