"""How does a file that somebody brings come to be kept? Checked by content, hashed, stored once, sent to the scan."""

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from files import checking, names, scanner, tasks
from files.checking import Refused
from files.kinds import Kind
from files.models import StoredFile, Upload, address, storage
from organizations.models import Organization, User

CHUNK = 1 << 20


@dataclass(frozen=True)
class Checked:
    """A file whose content was looked at and found harmless in itself; `inspect` alone makes one."""

    file: Any
    name: str
    kind: Kind
    size: int
    sha256: str


def inspect(file: BinaryIO, name: str) -> Checked:
    """Return what `file` is, by its content; Refused, with a reason that says what to do, when it is not accepted."""
    size = file.seek(0, 2)
    if size > settings.FILE_MOST_BYTES:
        raise too_large()
    kind = checking.look(file)
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    sha256 = digest.hexdigest()
    if StoredFile.objects.filter(sha256=sha256, scan=StoredFile.Scan.INFECTED).exists():
        raise Refused("virus")
    return Checked(file, names.cleaned(name, kind.code), kind, size, sha256)


def too_large() -> Refused:
    """Return the refusal of a file that is larger than the setting FILE_MAX_MB allows."""
    return Refused("too_large", most=settings.FILE_MOST_BYTES // 1024**2)


@transaction.atomic
def keep(checked: Checked, *, organization: Organization, by: User) -> Upload:
    """Keep a checked file for `organization` and return who brought it; bytes that are there already are not doubled.

    Raises Refused when these bytes were withheld before.
    """
    facts = {"kind": checked.kind.code, "size": checked.size}
    StoredFile.objects.get_or_create(sha256=checked.sha256, defaults=facts)
    stored = StoredFile.objects.select_for_update(of=("self",)).get(sha256=checked.sha256)
    if stored.is_withheld:
        raise Refused("virus")
    _write(checked)
    if stored.scan == StoredFile.Scan.WAITING and scanner.is_configured():
        transaction.on_commit(partial(tasks.scan.delay, stored.pk), robust=True)
    return Upload.objects.create(stored=stored, name=checked.name, organization=organization, by=by, by_name=by.name)


def _write(checked: Checked) -> None:
    held, place = storage(), address(checked.sha256)
    if not (held.exists(place) and held.size(place) == checked.size):
        checked.file.seek(0)
        held.save(place, File(checked.file, name=place))
