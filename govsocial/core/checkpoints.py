"""What can outsiders hold us to? A signed checkpoint of the ledger every day, published on the public site.

A chain of hashes shows that no line was changed, but whoever can write the database could rebuild the whole chain, or
cut its end off. A checkpoint names the last line and its hash, and carries a signature (Ed25519): everybody who kept
one can show afterwards that the ledger no longer says what it said. `static/tools/verify_ledger.py` checks all of it
without a line of this program.
"""

import base64
import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from govsocial.core.ledger import GENESIS, PERSONAL, facts, stamp
from govsocial.core.models import Checkpoint, Event, LedgerHead

EVERY = timedelta(hours=24)
#: A run of the daily job that starts a little early is still the next day's.
SLACK = timedelta(minutes=30)


class KeyUnusable(Exception):
    """The key that signs checkpoints cannot be read; the message says what the operator must do."""


def signing_key() -> Ed25519PrivateKey:
    """Return the key of this installation, made on first use and kept where LEDGER_KEY_FILE says.

    Raises KeyUnusable when the file cannot be read or made, or holds something else.
    """
    path = Path(settings.LEDGER_KEY_FILE)
    try:
        if not path.exists():
            _make(path)
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except (OSError, ValueError) as error:
        raise KeyUnusable(f"LEDGER_KEY_FILE ({path}) cannot be used: {type(error).__name__}") from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Two processes may start at once: only one makes the key, and nobody else on the machine may read it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())


def fingerprint(public: bytes) -> str:
    """Return a key's name: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:32]


def fingerprint_of(point: Checkpoint) -> str:
    """Return the name of the key that signed a checkpoint."""
    return fingerprint(base64.b64decode(point.key))


def text(point: Checkpoint) -> bytes:
    """Return the bytes that are signed: one fact a line."""
    facts = (point.origin, point.number, point.seq, point.hash, stamp(point.at), point.previous)
    return ("\n".join(["govsocial ledger checkpoint 1", *map(str, facts)]) + "\n").encode()


@transaction.atomic
def take() -> Checkpoint | None:
    """Sign where the ledger ends now, and return the checkpoint; None when the last one is less than a day old.

    The head row is locked, so the line that is named is on disk when the checkpoint is, and two jobs take one.
    """
    LedgerHead.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    head = LedgerHead.objects.select_for_update().get(pk=1)
    last = Checkpoint.objects.order_by("-number").first()
    now = timezone.now()
    if last is not None and now - last.at < EVERY - SLACK:
        return None
    key = signing_key()
    point = Checkpoint(
        number=last.number + 1 if last else 1,
        origin=settings.SITE_URL,
        seq=head.seq,
        hash=head.hash,
        at=now,
        previous=hashlib.sha256(text(last)).hexdigest() if last else GENESIS,
        key=base64.b64encode(key.public_key().public_bytes_raw()).decode(),
    )
    point.signature = base64.b64encode(key.sign(text(point))).decode()
    point.save(force_insert=True)
    return point


def as_json(point: Checkpoint) -> dict[str, Any]:
    """Return a checkpoint as it is published, and as the verifier reads it."""
    names = ("number", "origin", "seq", "hash", "previous", "key", "signature")
    return {**{name: getattr(point, name) for name in names}, "at": stamp(point.at)}


def lines(*, names_of: set[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield every line of the ledger as the verifier reads it, oldest first, whatever its length.

    `names_of` holds the codes of the organizations whose names and words may be in the copy; None means all of them.
    """
    for event in Event.objects.select_related("personal").order_by("seq").iterator(chunk_size=2000):
        yield {
            **facts(event),
            "seq": event.seq,
            "personal_digest": event.personal_digest,
            "hash": event.hash,
            "personal": _personal(event) if names_of is None or event.organization_code in names_of else None,
        }


def _personal(event: Event) -> dict[str, str] | None:
    personal = getattr(event, "personal", None)
    return None if personal is None else {name: getattr(personal, name) for name in ("salt", *PERSONAL)}
