"""The verbs of configuration: what the entity records while it makes, changes or closes an account (§4.3–4.5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import checklists, rules, usernames
from accounts.models import ChecklistItem, OfficialAccount, ProviderInformation, TermsAcceptance
from govsocial.core import access, ledger
from organizations.models import User


@dataclass(frozen=True)
class Tick:
    """What a person says of one line of a checklist."""

    is_done: bool
    evidence: str = ""


def locked(account: OfficialAccount) -> OfficialAccount:
    """Return the account read again under a lock; refuse one that is closed."""
    account = (
        OfficialAccount.objects.select_for_update(of=("self",))
        .select_related("platform", "organization")
        .get(pk=account.pk)
    )
    if account.state == "closed":
        raise ValidationError(_("This account is closed: what was recorded about it stays as it is."), code="closed")
    return account


@transaction.atomic
def change_details(
    account: OfficialAccount, *, name: str, handle: str, management_tool_url: str, by: User
) -> OfficialAccount:
    """Record the name and username that the account really bears, and its link to the management tool.

    Raises ValidationError when the username cannot exist, or belongs to another living official account.
    """
    access.require(by, rules.CONFIGURE, account)
    account = locked(account)
    before = (account.name, account.handle, account.management_tool_url)
    bare = usernames.username(account.platform, handle)
    usernames.must_be_free(account.platform, bare, organization_id=account.organization_id, but=account.pk)
    account.name, account.handle, account.management_tool_url = name.strip(), bare, management_tool_url
    account.url = account.platform.url_for(bare)
    after = (account.name, account.handle, account.management_tool_url)
    changed = [field for field, old, new in zip(("name", "handle", "tool"), before, after, strict=True) if old != new]
    if changed:
        account.set_derived()
        account.save()
        ledger.record("account.details_changed", subject=account, by=by, details={"fields": changed})
    return account


@transaction.atomic
def save_checklist(account: OfficialAccount, code: str, ticks: dict[str, Tick], *, by: User) -> list[str]:
    """Record what `by` says of the lines in `ticks`; return the keys that changed. Unchanged lines keep who said it.

    Raises PermissionDenied for a line that is not this person's to confirm; ValidationError when a line that needs
    evidence is ticked without any, or the account is closed.
    """
    access.require(by, rules.CHECK, account)
    account = locked(account)
    lines = {line.check.key: line for group in may_tick(account, code, by) for line in group.lines}
    if not ticks.keys() <= lines.keys():
        raise PermissionDenied(rules.CHECK.name)
    changed = [key for key, tick in ticks.items() if _differs(lines[key], tick)]
    for key in changed:
        _refuse_unproved(lines[key].check, ticks[key])
        ChecklistItem.objects.update_or_create(
            account=account,
            checklist=code,
            key=key,
            defaults={
                "is_done": ticks[key].is_done,
                "evidence": ticks[key].evidence.strip(),
                "by": by,
                "at": timezone.now(),
            },
        )
    if changed:
        told = {key: ticks[key].is_done for key in changed}
        ledger.record("account.checked", subject=account, by=by, details={"checklist": code, "lines": told})
    return changed


def may_tick(account: OfficialAccount, code: str, by: User) -> list[checklists.Group]:
    """Return the groups of a checklist whose lines `by` may confirm: all for the entity, some for the department."""
    found = checklists.groups(account, code)
    if rules.CONFIGURE.allows(by, account):
        return found
    return [group for group in found if code == checklists.CONFIGURATION and group.code in checklists.DEPARTMENT_GROUPS]


def _differs(line: checklists.Line, tick: Tick) -> bool:
    evidence = line.item.evidence if line.item else ""
    return tick.is_done != line.is_done or tick.evidence.strip() != evidence


def _refuse_unproved(check: Any, tick: Tick) -> None:
    if check.evidence and tick.is_done and not tick.evidence.strip():
        raise ValidationError(
            _("Write where the evidence is for “%(line)s”") % {"line": check.label}, code="evidence_required"
        )


@transaction.atomic
def record_terms(
    account: OfficialAccount, *, title: str, terms_version: str, accepted_on: date, by: User
) -> TermsAcceptance:
    """Record that the entity accepted terms on the department's behalf: which, which version, when, who (§4.3)."""
    access.require(by, rules.CONFIGURE, account)
    account = locked(account)
    accepted = account.terms_accepted.create(
        title=title.strip(), terms_version=terms_version.strip(), accepted_on=accepted_on, accepted_by=by
    )
    ledger.record("account.terms_accepted", subject=account, by=by, details={"on": accepted_on.isoformat()})
    return accepted


@transaction.atomic
def record_provider_information(
    account: OfficialAccount, *, what: str, given: str, given_on: date, by: User
) -> ProviderInformation:
    """Record which user information the entity gave to the platform's provider (§4.3)."""
    access.require(by, rules.CONFIGURE, account)
    account = locked(account)
    line = account.provider_information.create(what=what.strip(), given=given.strip(), given_on=given_on, given_by=by)
    ledger.record("account.provider_informed", subject=account, by=by, details={"on": given_on.isoformat()})
    return line


@transaction.atomic
def remove_line(line: TermsAcceptance | ProviderInformation, *, by: User) -> None:
    """Take back a line that was recorded by mistake, while the account is being made; its history keeps it."""
    access.require(by, rules.CONFIGURE, line.account)
    account = locked(line.account)
    if account.state != "creating":
        raise ValidationError(_("The account is in use: what was recorded before stays."), code="in_use")
    ledger.record("account.line_removed", subject=account, by=by, details={"line": line._meta.model_name})
    line.delete()


@transaction.atomic
def write_closing_note(account: OfficialAccount, *, note_en: str, note_fr: str, by: User) -> OfficialAccount:
    """Write the note that the index shows beside a closed account, in both languages (§4.2(j))."""
    access.require(by, rules.CONFIGURE, account)
    account = locked(account)
    account.closing_note_en, account.closing_note_fr = note_en.strip(), note_fr.strip()
    account.save(update_fields=["closing_note_en", "closing_note_fr"])
    ledger.record("account.closing_note_written", subject=account, by=by)
    return account
