"""The verbs of collections of records: ask for one, make it (a job), hand it out, let it go on its day. (App. A)"""

import tempfile
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import IO, Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import OfficialAccount
from govsocial.core import access, ledger
from organizations.models import Organization, User
from reports import archive, collecting, rules
from reports.models import RecordsExport, storage

#: How long the file can be had: long enough to take it away, short enough not to lie about.
KEPT_FOR = timedelta(days=7)
#: In memory up to this size, then in a file of the system's.
SPOOLED = 8 << 20


@dataclass(frozen=True)
class Asked:
    """What is collected, and the department's own number of the request."""

    accounts: tuple[OfficialAccount, ...]
    from_on: date
    to_on: date
    reference: str


@transaction.atomic
def ask(organization: Organization, asked: Asked, *, by: User) -> RecordsExport:
    """Start to collect the records about accounts of `organization`; a job makes the file.

    Raises PermissionDenied unless `by` answers requests there; ValidationError when an account is another's or the
    days are out of order.
    """
    access.require(by, rules.ANSWER_REQUESTS, organization)
    if not asked.accounts or any(one.organization_id != organization.pk for one in asked.accounts):
        raise ValidationError(_("Choose accounts of this organization."), code="accounts")
    if asked.from_on > asked.to_on:
        raise ValidationError(_("The last day lies before the first."), code="days")
    export = RecordsExport.objects.create(
        organization=organization,
        reference=asked.reference.strip(),
        from_on=asked.from_on,
        to_on=asked.to_on,
        asked_by=by,
    )
    export.accounts.set(asked.accounts)
    days = {"from": asked.from_on.isoformat(), "to": asked.to_on.isoformat()}
    told = {"export": export.pk, "accounts": [one.pk for one in asked.accounts], **days}
    ledger.record("records.asked", subject=organization, by=by, reason=export.reference, details=told)
    transaction.on_commit(partial(_start, export.pk))
    return export


def _start(pk: int) -> None:
    # By name: the job stands above the verbs, which it calls.
    current_app.tasks["reports.tasks.make_records"].delay(pk)


def make(export: RecordsExport) -> RecordsExport:
    """Collect everything, write the file and say what is in it. Done twice, it makes the same collection again."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOLED) as file:
        written = _write(export, file)
        name = storage().save(f"{uuid.uuid4()}.zip", File(file))
    _keep(export, name, written)
    return export


def _write(export: RecordsExport, file: IO[bytes]) -> archive.Written:
    accounts = export.accounts.select_related("organization", "platform", "equivalent").order_by("pk")
    scope = collecting.Scope(export.organization, tuple(accounts), export.from_on, export.to_on)
    left_out = collecting.counted(scope)
    about = {"request": export.reference, "collected_for": export.asked_by.name, "asked_at": export.asked_at}
    export.left_out = left_out
    found: Iterable[Any] = (one for collector in collecting.collectors for one in collector(scope))
    return archive.write(file, scope, found, left_out, about)


@transaction.atomic
def _keep(export: RecordsExport, name: str, written: archive.Written) -> None:
    now = timezone.now()
    if export.name:
        transaction.on_commit(partial(storage().delete, export.name))
    export.progress, export.made_at, export.expires_at = RecordsExport.Progress.READY, now, now + KEPT_FOR
    export.name, export.size, export.sha256, export.contents = name, written.size, written.sha256, written.lines
    export.save()
    told = {"export": export.pk, "sha256": written.sha256, "files": len(written.lines)}
    ledger.record("records.collected", subject=export.organization, by=None, details=told)


def failed(export: RecordsExport) -> None:
    """Say that the collection could not be made; whoever asked may ask again."""
    RecordsExport.objects.filter(pk=export.pk).update(progress=RecordsExport.Progress.FAILED)


@transaction.atomic
def take(export: RecordsExport, *, by: User) -> Any:
    """Return the file, opened, and put on the record that `by` took it; ValidationError when its day is past."""
    access.require(by, rules.ANSWER_REQUESTS, export)
    if not export.is_to_be_had:
        raise ValidationError(_("This collection has expired. Collect the records again."), code="expired")
    told = {"export": export.pk, "sha256": export.sha256}
    ledger.record("records.taken", subject=export.organization, by=by, reason=export.reference, details=told)
    return storage().open(export.name)


def let_go() -> int:
    """Delete the files whose day is past; return how many. The rows stay, with their fingerprints."""
    gone = 0
    for export in RecordsExport.objects.expired().order_by("pk"):
        storage().delete(export.name)
        export.progress, export.name = RecordsExport.Progress.GONE, ""
        export.save(update_fields=["progress", "name"])
        gone += 1
    return gone
