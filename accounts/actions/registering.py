"""The verbs for accounts that existed before anybody planned them: register one, give it its plan (§2, §4.2)."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import rules, usernames
from accounts.actions import lifecycle
from accounts.actions.configuration import locked
from accounts.actions.submissions import in_force
from accounts.content import of_version
from accounts.models import OfficialAccount
from accounts.wanted import group_of
from govsocial.core import access, ledger
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from plans.models import Plan
from risk.models import Platform


@dataclass(frozen=True)
class Existing:
    """What is known of an account that is already on a platform; `handle` may be its address."""

    platform: Platform
    language: str
    name: str
    handle: str
    opened_on: date | None = None
    equivalent: OfficialAccount | None = None


@transaction.atomic
def register(organization: Organization, existing: Existing, *, by: User) -> OfficialAccount:
    """Register an account that is already used officially; it owes a plan (§4.2, retroactive planning).

    Raises ValidationError when the address is not of the platform, or the username is registered already.
    """
    access.require(by, rules.REGISTER, organization)
    platform = Platform.objects.select_for_update().get(pk=existing.platform.pk)
    handle = usernames.username(platform, existing.handle)
    usernames.must_be_free(platform, handle, organization_id=organization.pk)
    account = OfficialAccount(
        organization=organization,
        platform=platform,
        language=existing.language,
        name=existing.name.strip(),
        handle=handle,
        url=platform.url_for(handle),
        opened_on=existing.opened_on,
    )
    account.set_derived()
    account.save()
    if existing.equivalent is not None:
        lifecycle.make_equivalent(account, existing.equivalent)
    return perform(account, "register", by=by, system=True)


@transaction.atomic
def link_plan(account: OfficialAccount, plan: Plan, *, by: User) -> OfficialAccount:
    """Put an account without a plan in force under an approved one of its organization and platform."""
    access.require(by, rules.LINK_PLAN, account)
    account = locked(account)
    if account.plan is not None and in_force(account.plan.document) is not None:
        raise ValidationError(_("The account has a plan in force already."), code="has_plan")
    if plan.organization_id != account.organization_id or plan.platform_id != account.platform_id:
        raise ValidationError(_("Choose a plan of this organization, for this platform."), code="other_plan")
    if in_force(plan.document) is None:
        raise ValidationError(_("Choose a plan that has an approved version in force."), code="not_approved")
    account.plan, account.group = plan, _group_in(plan, account)
    account.save(update_fields=["plan", "group"])
    lifecycle.pair(plan)
    ledger.record("account.plan_linked", subject=account, by=by, details={"plan": plan.pk})
    return account


def _group_in(plan: Plan, account: OfficialAccount) -> int:
    """Return the group of the approved plan that names this username, or the first that has no such account yet."""
    version = in_force(plan.document)
    named = of_version(version).header.get("accounts", []) if version else []
    key = plan.platform.handle_key(account.handle)
    same = [one for one in named if plan.platform.handle_key(one["handle"]) == key]
    taken = set(plan.official_accounts.living().filter(language=account.language).values_list("group", flat=True))
    free = [group_of(one) for one in named if one["language"] == account.language and group_of(one) not in taken]
    return next(iter([group_of(one) for one in same] or sorted(free)), 1)


def reason_against(use: str) -> str:
    """Return why an account put to `use` has no place in the register (§2; "About")."""
    if use == "internal":
        return _(
            "This register is for accounts on third-party platforms that the public can reach. "
            "A tool for internal use, or one that the government hosts, is outside the guideline."
        )
    return _(
        "This register is for official use only. A person’s professional or personal account does not speak for the "
        "department, so it is neither planned nor approved here."
    )


@transaction.atomic
def turn_away(organization: Organization, *, use: str, by: User) -> None:
    """Record that an account out of scope was turned away, and for which use; nothing else about it is kept."""
    access.require(by, rules.REGISTER, organization)
    ledger.record("account.turned_away", subject=organization, by=by, details={"use": use})
