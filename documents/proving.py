"""Does every frozen version still say what was signed? Each is hashed again, whole and section by section."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Version
from govsocial.core import ledger
from govsocial.core.proofs import Proof, RecordFault, proves


def section_hashes(content: dict[str, Any]) -> dict[str, str]:
    """Return what is signed apart: the hash of the header, of each section and of the attachments of a version."""
    return {
        "header": ledger.sha256({"title": content["title"], "header": content["header"]}),
        **{section["key"]: ledger.sha256(section) for section in content["sections"]},
        **({"attachments": ledger.sha256(content["attachments"])} if "attachments" in content else {}),
    }


def name(version: Any) -> str:
    """Return how a version is named to whoever compares it with a backup: no title, which not everybody may read."""
    return _("Version %(number)d of document %(document)d") % {
        "number": version.number,
        "document": version.document_id,
    }


def faults() -> Iterator[RecordFault]:
    """Walk every version, a document's in order, and yield each that does not hold."""
    last: Version | None = None
    for version in Version.objects.order_by("document_id", "number").iterator(chunk_size=100):
        if last is not None and last.document_id != version.document_id:
            last = None
        for problem in _problems(version, last):
            yield RecordFault(name(version), problem)
        last = version


def _problems(version: Version, last: Version | None) -> Iterator[str]:
    if hashlib.sha256(version.content.encode()).hexdigest() != version.sha256:
        yield _("says something else than what was signed: its content has another hash")
    elif section_hashes(json.loads(version.content)) != version.section_hashes:
        yield _("has sections with other hashes than those that were signed")
    if version.number != (last.number + 1 if last else 1) or version.previous_sha256 != (last.sha256 if last else ""):
        yield _("does not follow from the version before it")


proves(Proof(gettext_lazy("versions"), Version.objects.count, faults))
